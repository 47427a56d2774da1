-- One row per population asked for, column of strand_change (part) and record behind it: the child's score on the strand
-- in the term and in the child's screened term before, and the child's row of the pupil list. In sum_change the later
-- score is added and the earlier one taken away, and the other way round where a high score is worse; sum_sq_change rests
-- on the same records.
WITH member AS (
  SELECT g.period, g.dimension, g.grp, q.strand, g.pupil_id, p.source_id, p.source_row, c.previous_period
  FROM traced q
  JOIN population g ON g.period = q.period AND g.dimension = q.dimension AND g.grp = q.grp
  JOIN pupil_period p ON p.period = g.period AND p.pupil_id = g.pupil_id
  JOIN change c ON c.period = g.period AND c.pupil_id = g.pupil_id AND c.strand = q.strand
  WHERE g.kind = 'term' AND g.on_roll_at_end
),
compared AS (
  SELECT m.period, m.dimension, m.grp, m.strand, m.pupil_id, s.source_id, s.source_row,
         CASE WHEN s.high_is_good THEN 1 ELSE -1 END * CAST(ROUND(s.score * 1000e0) AS BIGINT) AS thousandths
  FROM member m
  JOIN class_screening s ON s.period = m.period AND s.pupil_id = m.pupil_id AND s.strand = m.strand
  UNION ALL
  SELECT m.period, m.dimension, m.grp, m.strand, m.pupil_id, s.source_id, s.source_row,
         CASE WHEN s.high_is_good THEN -1 ELSE 1 END * CAST(ROUND(s.score * 1000e0) AS BIGINT)
  FROM member m
  JOIN class_screening s ON s.period = m.previous_period AND s.pupil_id = m.pupil_id AND s.strand = m.strand
)
SELECT period, dimension, grp, strand, 'pairs' AS part, 'enrolment' AS source_table, source_id, source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child start_date leaving_date ' || CASE dimension WHEN 'birth_season' THEN 'date_of_birth' WHEN 'phase' THEN 'year_group' ELSE dimension END AS cells,
       CAST(pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM member
UNION ALL
SELECT period, dimension, grp, strand, 'pairs', 'screening', source_id, source_row,
       strand, 'child date profile_type strand score', CAST(pupil_id AS VARCHAR(40)), NULL
FROM compared
UNION ALL
SELECT period, dimension, grp, strand, 'sum_change', 'screening', source_id, source_row,
       strand, 'child date profile_type strand score', NULL, thousandths
FROM compared
ORDER BY period, dimension, grp, strand, part, source_table, source_id, source_row, item
