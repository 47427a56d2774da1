-- One row per population asked for, column of suspensions (part) and record behind it: the child's row of the pupil list
-- for on_roll, the suspension for the rest.
WITH member AS (
  SELECT g.period, g.dimension, g.grp, g.pupil_id, p.source_id, p.source_row
  FROM traced q
  JOIN population g ON g.period = q.period AND g.dimension = q.dimension AND g.grp = q.grp
  JOIN pupil_period p ON p.period = g.period AND p.pupil_id = g.pupil_id
  WHERE EXISTS (SELECT 1 FROM suspension)
),
begun AS (
  SELECT m.period, m.dimension, m.grp, m.pupil_id, s.sessions, s.source_id, s.source_row
  FROM member m
  JOIN period p ON p.period = m.period
  JOIN suspension s ON s.pupil_id = m.pupil_id AND s.start_date BETWEEN p.start_date AND p.to_date
  WHERE s.kind = 'suspension'
)
SELECT period, dimension, grp, 'on_roll' AS part, 'enrolment' AS source_table, source_id, source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child start_date leaving_date ' || CASE dimension WHEN 'birth_season' THEN 'date_of_birth' WHEN 'phase' THEN 'year_group' ELSE dimension END AS cells,
       CAST(pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM member
UNION ALL
SELECT period, dimension, grp, 'pupils_suspended', 'suspension', source_id, source_row, NULL, 'child start_date type',
       CAST(pupil_id AS VARCHAR(40)), NULL
FROM begun
UNION ALL
SELECT period, dimension, grp, 'suspensions', 'suspension', source_id, source_row, NULL, 'child start_date type', NULL, 1
FROM begun
UNION ALL
SELECT period, dimension, grp, 'sessions', 'suspension', source_id, source_row, NULL, 'child start_date type sessions',
       NULL, sessions
FROM begun
ORDER BY period, dimension, grp, part, source_table, source_id, source_row, item
