-- One row per population asked for, column of year_on_year (part) and record behind it. Of the children followed: every
-- score of the class screenings of this term and of the same term a year ago, and the child's row of the pupil list at
-- each, whose year group says which strand was expected then. Of the group a year ago: the same of that term alone.
WITH asked AS (
  SELECT q.period, q.dimension, q.grp, b.period AS year_ago
  FROM traced q
  JOIN term t ON t.term_id = q.period
  JOIN term u ON u.academic_year = t.academic_year - 1 AND u.term_no = t.term_no
  JOIN period b ON b.period = u.term_id
),
followed AS (
  SELECT q.period, q.dimension, q.grp, q.year_ago, g.pupil_id, s.status AS status_now, b.status AS status_then
  FROM asked q
  JOIN population g ON g.period = q.period AND g.dimension = q.dimension AND g.grp = q.grp AND g.on_roll_at_end
  JOIN status s ON s.period = q.period AND s.pupil_id = g.pupil_id AND s.status <> 'missing'
  JOIN status b ON b.period = q.year_ago AND b.pupil_id = g.pupil_id AND b.status <> 'missing'
               AND b.respondent = s.respondent AND b.norm_version = s.norm_version
),
then_group AS (
  SELECT q.period, q.dimension, q.grp, q.year_ago, g.pupil_id, b.status AS status_then
  FROM asked q
  JOIN population g ON g.period = q.year_ago AND g.dimension = q.dimension AND g.grp = q.grp AND g.on_roll_at_end
  JOIN status b ON b.period = q.year_ago AND b.pupil_id = g.pupil_id AND b.status <> 'missing'
),
followed_part AS (
  SELECT period, dimension, grp, year_ago, pupil_id, 'followed' AS part
  FROM followed
  UNION ALL
  SELECT period, dimension, grp, year_ago, pupil_id, 'below_then'
  FROM followed
  WHERE status_then = 'below'
  UNION ALL
  SELECT period, dimension, grp, year_ago, pupil_id, 'below_now'
  FROM followed
  WHERE status_now = 'below'
),
rests_on AS (
  SELECT period, dimension, grp, pupil_id, part, period AS screened_in, ' ' || dimension AS group_cell
  FROM followed_part
  UNION ALL
  SELECT period, dimension, grp, pupil_id, part, year_ago, ''
  FROM followed_part
  UNION ALL
  SELECT period, dimension, grp, pupil_id, 'group_then', year_ago, ' ' || dimension
  FROM then_group
  UNION ALL
  SELECT period, dimension, grp, pupil_id, 'group_below_then', year_ago, ' ' || dimension
  FROM then_group
  WHERE status_then = 'below'
),
listed AS (
  -- a child whose row of the pupil list holds for both terms has it once, with the group
  SELECT m.period, m.dimension, m.grp, m.part, m.pupil_id, p.source_id, p.source_row, MAX(m.group_cell) AS group_cell
  FROM rests_on m
  JOIN pupil_period p ON p.period = m.screened_in AND p.pupil_id = m.pupil_id
  GROUP BY m.period, m.dimension, m.grp, m.part, m.pupil_id, p.source_id, p.source_row
)
SELECT period, dimension, grp, part, 'enrolment' AS source_table, source_id, source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child year_group start_date leaving_date' || group_cell AS cells,
       CAST(pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM listed
UNION ALL
SELECT m.period, m.dimension, m.grp, m.part, 'screening', c.source_id, c.source_row,
       c.strand, 'child date profile_type strand score respondent norm_version', CAST(m.pupil_id AS VARCHAR(40)), NULL
FROM rests_on m
JOIN class_screening c ON c.period = m.screened_in AND c.pupil_id = m.pupil_id
ORDER BY period, dimension, grp, part, source_table, source_id, source_row, item
