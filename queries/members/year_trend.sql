-- One row per term, point, column of year_trend (part) and child that it counts. The matched cohort is in the groups of the
-- term, everybody in those of the point: group_period says which.
WITH screened_term AS (
  SELECT DISTINCT s.period, p.academic_year, p.first_ordinal
  FROM status s
  JOIN period p ON p.period = s.period AND p.kind = 'term'
),
point AS (
  SELECT n.period, q.period AS point, COUNT(*) OVER (PARTITION BY n.period) AS points
  FROM screened_term n
  JOIN screened_term q ON q.academic_year = n.academic_year AND q.first_ordinal <= n.first_ordinal
),
matched AS (
  SELECT p.period, s.pupil_id
  FROM point p
  JOIN status s ON s.period = p.point
  WHERE s.status <> 'missing' AND p.points > 1
  GROUP BY p.period, p.points, s.pupil_id
  HAVING COUNT(*) = p.points AND MIN(s.respondent) = MAX(s.respondent) AND MIN(s.norm_version) = MAX(s.norm_version)
),
cohort AS (
  SELECT p.period, p.point, m.pupil_id, s.status
  FROM point p
  JOIN matched m ON m.period = p.period
  JOIN pupil_period g ON g.period = p.period AND g.pupil_id = m.pupil_id AND g.on_roll_at_end
  JOIN status s ON s.period = p.point AND s.pupil_id = m.pupil_id
),
everybody AS (
  SELECT p.period, p.point, g.pupil_id, s.status
  FROM point p
  JOIN pupil_period g ON g.period = p.point AND g.on_roll_at_end
  JOIN status s ON s.period = p.point AND s.pupil_id = g.pupil_id
  WHERE s.status <> 'missing' AND p.points > 1
)
SELECT period, point, 'matched' AS part, pupil_id, period AS group_period
FROM cohort
UNION ALL
SELECT period, point, 'matched_below', pupil_id, period
FROM cohort
WHERE status = 'below'
UNION ALL
SELECT period, point, 'assessed', pupil_id, point
FROM everybody
UNION ALL
SELECT period, point, 'below', pupil_id, point
FROM everybody
WHERE status = 'below'
ORDER BY period, point, part, pupil_id
