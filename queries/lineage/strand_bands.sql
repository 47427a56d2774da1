-- One row per population asked for, column of strand_bands (part) and record behind it: the child's score on the strand, and
-- the child's row of the pupil list. Which scores a band holds is in the tool's file (reference/instruments).
WITH member AS (
  SELECT q.period, q.dimension, q.grp, q.strand, q.band, g.pupil_id, p.source_id, p.source_row,
         c.source_id AS score_source_id, c.source_row AS score_source_row, b.name = q.band AS is_in_band
  FROM traced q
  CROSS JOIN run_params r
  JOIN population g ON g.period = q.period AND g.dimension = q.dimension AND g.grp = q.grp
  JOIN pupil_period p ON p.period = g.period AND p.pupil_id = g.pupil_id
  JOIN status s ON s.period = g.period AND s.pupil_id = g.pupil_id
  JOIN class_screening c ON c.period = g.period AND c.pupil_id = g.pupil_id AND c.strand = q.strand
  JOIN band b ON b.instrument = r.instrument AND b.respondent = c.respondent AND b.strand = c.strand
             AND c.score BETWEEN b.lower AND b.upper
  WHERE g.kind = 'term' AND g.on_roll_at_end
),
counted_in AS (
  SELECT period, dimension, grp, strand, band, pupil_id, source_id, source_row, score_source_id, score_source_row,
         'banded' AS part
  FROM member
  UNION ALL
  SELECT period, dimension, grp, strand, band, pupil_id, source_id, source_row, score_source_id, score_source_row, 'pupils'
  FROM member
  WHERE is_in_band
)
SELECT period, dimension, grp, strand, band, part, 'enrolment' AS source_table, source_id, source_row,
       CAST(NULL AS VARCHAR(40)) AS item,
       'child start_date leaving_date ' || CASE dimension WHEN 'birth_season' THEN 'date_of_birth' ELSE dimension END AS cells,
       CAST(pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM counted_in
UNION ALL
SELECT period, dimension, grp, strand, band, part, 'screening', score_source_id, score_source_row,
       strand, 'child date profile_type strand score respondent', CAST(pupil_id AS VARCHAR(40)), NULL
FROM counted_in
ORDER BY period, dimension, grp, strand, band, part, source_table, source_id, source_row, item
