-- One row per term, child and strand: the score of the child's class screening dated in the term, with the tool the
-- school's policy is about: of the teacher's (a class screening without a respondent is the teacher's) before anybody
-- else's, the latest. A NULL score is a strand left blank on that date. secure: by the band where the policy names a
-- scheme, else by the strand's own limit, else from the school's secure score (where the scale reaches that far and high
-- is good); NULL where nothing says what is secure.
CREATE TABLE class_screening AS
WITH given AS (
  SELECT p.period, p.first_ordinal AS ordinal, s.pupil_id, s.screened_on, t.instrument, t.strand, t.strand_order,
         t.high_is_good, s.score, COALESCE(s.respondent, 'teacher') AS respondent,
         COALESCE(v.norm_version, i.norm_version, 'not stated') AS norm_version, s.assessor, s.source_id, s.source_row
  FROM screening s
  JOIN run_params r ON r.instrument = s.instrument
  JOIN strand t ON t.instrument = s.instrument AND t.strand = s.strand
  JOIN period p ON p.kind = 'term' AND s.screened_on BETWEEN p.start_date AND p.to_date
  LEFT JOIN instrument i ON i.instrument = s.instrument
  LEFT JOIN screening_norm v ON v.source_id = s.source_id AND v.source_row = s.source_row
  WHERE s.profile_type = 'class'
),
dated AS (
  SELECT period, ordinal, pupil_id, screened_on, instrument, strand, strand_order, high_is_good, score, respondent,
         norm_version, assessor, source_id, source_row,
         RANK() OVER (PARTITION BY period, pupil_id
                      ORDER BY CASE respondent WHEN 'teacher' THEN 1 WHEN 'practitioner' THEN 2 WHEN 'parent' THEN 3 ELSE 4 END,
                               respondent, screened_on DESC, norm_version DESC) AS recency,
         -- the same screening read from two files: a score before a blank, then the file read last
         ROW_NUMBER() OVER (PARTITION BY period, pupil_id, screened_on, respondent, norm_version, strand
                            ORDER BY CASE WHEN score IS NULL THEN 1 ELSE 0 END, source_id DESC, source_row DESC) AS copy
  FROM given
)
SELECT d.period, d.ordinal, d.pupil_id, d.screened_on, d.strand, d.strand_order, d.high_is_good, d.score, d.respondent,
       d.norm_version, d.assessor, d.source_id, d.source_row,
       CASE WHEN d.score IS NULL THEN NULL
            WHEN b.rank IS NOT NULL THEN b.rank = 1
            WHEN l.secure_score IS NOT NULL AND d.high_is_good THEN d.score >= l.secure_score
            WHEN l.secure_score IS NOT NULL THEN d.score <= l.secure_score
            WHEN d.high_is_good AND r.secure_min <= COALESCE(k.max_score, r.secure_min) THEN d.score >= r.secure_min
       END AS secure
FROM dated d
CROSS JOIN run_params r
LEFT JOIN band b ON b.instrument = d.instrument AND b.respondent = d.respondent AND b.strand = d.strand
                AND d.score BETWEEN b.lower AND b.upper
LEFT JOIN scale k ON k.instrument = d.instrument AND k.strand = d.strand
LEFT JOIN secure_score l ON l.instrument = d.instrument AND l.strand = d.strand
WHERE d.recency = 1 AND d.copy = 1
