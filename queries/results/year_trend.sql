-- One row per term, earlier or same term of its academic year (point) and group: beside all children with a result at
-- the point (as that term's figures have them), the matched cohort: children with a result in every term of the year up
-- to this one in which the school screened, all by the same informant and on the same norms, in the group they are in
-- now; and how many were below at the point. Only where the year has two such terms or more.
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
  WHERE s.status <> 'missing'
  GROUP BY p.period, p.points, s.pupil_id
  HAVING COUNT(*) = p.points AND MIN(s.respondent) = MAX(s.respondent) AND MIN(s.norm_version) = MAX(s.norm_version)
),
cohort AS (
  SELECT p.period, p.point, g.dimension, g.grp, g.grp_order,
         COUNT(*) AS matched,
         COUNT(*) FILTER (WHERE s.status = 'below') AS matched_below
  FROM point p
  JOIN matched m ON m.period = p.period
  JOIN population g ON g.period = p.period AND g.pupil_id = m.pupil_id AND g.on_roll_at_end
  JOIN status s ON s.period = p.point AND s.pupil_id = m.pupil_id
  WHERE p.points > 1
  GROUP BY p.period, p.point, g.dimension, g.grp, g.grp_order
),
everybody AS (
  SELECT g.period, g.dimension, g.grp,
         COUNT(*) FILTER (WHERE s.status <> 'missing') AS assessed,
         COUNT(*) FILTER (WHERE s.status = 'below') AS below
  FROM population g
  JOIN status s ON s.period = g.period AND s.pupil_id = g.pupil_id
  WHERE g.kind = 'term' AND g.on_roll_at_end
  GROUP BY g.period, g.dimension, g.grp
)
SELECT c.period, c.point, c.dimension, c.grp, c.grp_order, c.matched, c.matched_below,
       COALESCE(e.assessed, CAST(0 AS BIGINT)) AS assessed, COALESCE(e.below, CAST(0 AS BIGINT)) AS below
FROM cohort c
LEFT JOIN everybody e ON e.period = c.point AND e.dimension = c.dimension AND e.grp = c.grp
ORDER BY c.period, c.point, c.dimension, c.grp_order, c.grp
