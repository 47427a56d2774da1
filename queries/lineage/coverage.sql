-- One row per population asked for, column of coverage (part) and record behind it: the child's row of the pupil list, and
-- the scores of the class screening that counts.
WITH member AS (
  SELECT g.period, g.dimension, g.grp, g.pupil_id, p.source_id, p.source_row
  FROM traced q
  JOIN population g ON g.period = q.period AND g.dimension = q.dimension AND g.grp = q.grp
  JOIN pupil_period p ON p.period = g.period AND p.pupil_id = g.pupil_id
  WHERE g.kind = 'term' AND g.on_roll_at_end
)
SELECT m.period, m.dimension, m.grp, 'on_roll' AS part, 'enrolment' AS source_table, m.source_id, m.source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child start_date leaving_date ' || CASE m.dimension WHEN 'birth_season' THEN 'date_of_birth' WHEN 'phase' THEN 'year_group' ELSE m.dimension END AS cells,
       CAST(m.pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM member m
UNION ALL
SELECT m.period, m.dimension, m.grp, 'screened', 'screening', c.source_id, c.source_row,
       c.strand, 'child date profile_type strand score', CAST(m.pupil_id AS VARCHAR(40)), NULL
FROM member m
JOIN status s ON s.period = m.period AND s.pupil_id = m.pupil_id
JOIN class_screening c ON c.period = m.period AND c.pupil_id = m.pupil_id
ORDER BY period, dimension, grp, part, source_table, source_id, source_row, item
