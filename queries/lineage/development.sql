-- One row per population asked for, column of development (part) and record behind it: the child's row of the pupil list,
-- whose year group says which strand is expected, and every score of the class screening that counts.
WITH member AS (
  SELECT g.period, g.dimension, g.grp, g.pupil_id, p.source_id, p.source_row, s.status
  FROM traced q
  JOIN population g ON g.period = q.period AND g.dimension = q.dimension AND g.grp = q.grp
  JOIN pupil_period p ON p.period = g.period AND p.pupil_id = g.pupil_id
  JOIN status s ON s.period = g.period AND s.pupil_id = g.pupil_id
  WHERE g.kind = 'term' AND g.on_roll_at_end
),
counted_in AS (
  SELECT period, dimension, grp, pupil_id, source_id, source_row, 'screened' AS part
  FROM member
  UNION ALL
  SELECT period, dimension, grp, pupil_id, source_id, source_row, 'assessed'
  FROM member
  WHERE status <> 'missing'
  UNION ALL
  SELECT period, dimension, grp, pupil_id, source_id, source_row, 'at_or_above'
  FROM member
  WHERE status IN ('at', 'above')
  UNION ALL
  SELECT period, dimension, grp, pupil_id, source_id, source_row, CASE status WHEN 'at' THEN 'at_expected' ELSE status END
  FROM member
)
SELECT m.period, m.dimension, m.grp, m.part, 'enrolment' AS source_table, m.source_id, m.source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child year_group start_date leaving_date ' || m.dimension AS cells,
       CAST(m.pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM counted_in m
UNION ALL
SELECT m.period, m.dimension, m.grp, m.part, 'screening', c.source_id, c.source_row,
       c.strand, 'child date profile_type strand score', CAST(m.pupil_id AS VARCHAR(40)), NULL
FROM counted_in m
JOIN class_screening c ON c.period = m.period AND c.pupil_id = m.pupil_id
ORDER BY period, dimension, grp, part, source_table, source_id, source_row, item
