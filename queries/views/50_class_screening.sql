-- One row per term, child and strand: the score of the child's latest class screening dated in the term, with the tool
-- the school's policy is about. A NULL score is a strand left blank on that date.
CREATE TABLE class_screening AS
WITH dated AS (
  SELECT p.period, p.first_ordinal AS ordinal, s.pupil_id, s.screened_on, t.strand, t.strand_order, s.score, s.assessor,
         RANK() OVER (PARTITION BY p.period, s.pupil_id ORDER BY s.screened_on DESC) AS recency,
         -- the same screening read from two files: a score before a blank, then the file read last
         ROW_NUMBER() OVER (PARTITION BY p.period, s.pupil_id, s.screened_on, t.strand
                            ORDER BY CASE WHEN s.score IS NULL THEN 1 ELSE 0 END, s.source_id DESC, s.source_row DESC) AS copy
  FROM screening s
  JOIN run_params r ON r.instrument = s.instrument
  JOIN strand t ON t.instrument = s.instrument AND t.strand = s.strand
  JOIN period p ON p.kind = 'term' AND s.screened_on BETWEEN p.start_date AND p.to_date
  WHERE s.profile_type = 'class'
)
SELECT period, ordinal, pupil_id, screened_on, strand, strand_order, score, assessor
FROM dated
WHERE recency = 1 AND copy = 1
