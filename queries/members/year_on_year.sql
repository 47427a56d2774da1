-- One row per term, column of year_on_year (part) and child that it counts. The children followed are in the groups of the
-- term, the others in those of a year ago: group_period says which.
WITH pair AS (
  SELECT n.period, b.period AS year_ago
  FROM term t
  JOIN term u ON u.academic_year = t.academic_year - 1 AND u.term_no = t.term_no
  JOIN period n ON n.period = t.term_id
  JOIN period b ON b.period = u.term_id
),
followed AS (
  SELECT p.period, g.pupil_id, s.status AS status_now, b.status AS status_then
  FROM pair p
  JOIN pupil_period g ON g.period = p.period AND g.on_roll_at_end
  JOIN status s ON s.period = p.period AND s.pupil_id = g.pupil_id AND s.status <> 'missing'
  JOIN status b ON b.period = p.year_ago AND b.pupil_id = g.pupil_id AND b.status <> 'missing'
               AND b.respondent = s.respondent AND b.norm_version = s.norm_version
),
then_group AS (
  SELECT p.period, p.year_ago, g.pupil_id, b.status
  FROM pair p
  JOIN pupil_period g ON g.period = p.year_ago AND g.on_roll_at_end
  JOIN status b ON b.period = p.year_ago AND b.pupil_id = g.pupil_id AND b.status <> 'missing'
)
SELECT period, 'followed' AS part, pupil_id, period AS group_period
FROM followed
UNION ALL
SELECT period, 'below_then', pupil_id, period
FROM followed
WHERE status_then = 'below'
UNION ALL
SELECT period, 'below_now', pupil_id, period
FROM followed
WHERE status_now = 'below'
UNION ALL
SELECT period, 'group_then', pupil_id, year_ago
FROM then_group
UNION ALL
SELECT period, 'group_below_then', pupil_id, year_ago
FROM then_group
WHERE status = 'below'
ORDER BY period, part, pupil_id
