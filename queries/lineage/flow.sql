-- One row per population asked for, column of flow (part) and record behind it: the scores of the class screenings of this
-- term and of the child's screened term before, for their dates, informants and norms, and the child's row of the pupil
-- list. The median rests on the records of screened_twice.
WITH member AS (
  SELECT g.period, g.dimension, g.grp, g.pupil_id, p.source_id, p.source_row, f.previous_period, f.comparable,
         f.days_between > y.screening_every_days AS is_overdue
  FROM traced q
  JOIN population g ON g.period = q.period AND g.dimension = q.dimension AND g.grp = q.grp
  JOIN pupil_period p ON p.period = g.period AND p.pupil_id = g.pupil_id
  JOIN screened_again f ON f.period = g.period AND f.pupil_id = g.pupil_id
  LEFT JOIN screening_policy y ON y.screening_every_days > 0
  WHERE g.kind = 'term' AND g.on_roll_at_end
),
counted_in AS (
  SELECT period, dimension, grp, pupil_id, source_id, source_row, previous_period, 'screened_twice' AS part
  FROM member
  UNION ALL
  SELECT period, dimension, grp, pupil_id, source_id, source_row, previous_period,
         CASE WHEN comparable THEN 'comparable' ELSE 'left_out' END
  FROM member
  UNION ALL
  SELECT period, dimension, grp, pupil_id, source_id, source_row, previous_period, 'overdue'
  FROM member
  WHERE is_overdue
)
SELECT m.period, m.dimension, m.grp, m.part, 'enrolment' AS source_table, m.source_id, m.source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child start_date leaving_date ' || CASE m.dimension WHEN 'birth_season' THEN 'date_of_birth' WHEN 'phase' THEN 'year_group' ELSE m.dimension END AS cells,
       CAST(m.pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM counted_in m
UNION ALL
SELECT m.period, m.dimension, m.grp, m.part, 'screening', c.source_id, c.source_row,
       c.strand, 'child date profile_type strand respondent norm_version', CAST(m.pupil_id AS VARCHAR(40)), NULL
FROM counted_in m
JOIN class_screening c ON c.pupil_id = m.pupil_id AND (c.period = m.period OR c.period = m.previous_period)
ORDER BY period, dimension, grp, part, source_table, source_id, source_row, item
