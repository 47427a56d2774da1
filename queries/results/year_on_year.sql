-- One row per term and group with a child with a result, where the calendar has the same term of the year before: the
-- same children followed (a result in both terms, by the same informant and on the same norms, in the group they are in
-- now), how many of them were below then and are now; and the group of the same name a year ago, which is other
-- children where it is a year group: those with a result then, and below then.
WITH pair AS (
  SELECT n.period, b.period AS year_ago
  FROM term t
  JOIN term u ON u.academic_year = t.academic_year - 1 AND u.term_no = t.term_no
  JOIN period n ON n.period = t.term_id
  JOIN period b ON b.period = u.term_id
),
then_group AS (
  SELECT g.period, g.dimension, g.grp,
         COUNT(*) FILTER (WHERE s.status <> 'missing') AS assessed,
         COUNT(*) FILTER (WHERE s.status = 'below') AS below
  FROM population g
  JOIN status s ON s.period = g.period AND s.pupil_id = g.pupil_id
  WHERE g.kind = 'term' AND g.on_roll_at_end
  GROUP BY g.period, g.dimension, g.grp
),
now_group AS (
  SELECT p.period, p.year_ago, g.dimension, g.grp, g.grp_order,
         COUNT(b.pupil_id) AS followed,
         COUNT(b.pupil_id) FILTER (WHERE b.status = 'below') AS below_then,
         COUNT(b.pupil_id) FILTER (WHERE s.status = 'below') AS below_now
  FROM pair p
  JOIN population g ON g.period = p.period AND g.on_roll_at_end
  JOIN status s ON s.period = p.period AND s.pupil_id = g.pupil_id AND s.status <> 'missing'
  LEFT JOIN status b ON b.period = p.year_ago AND b.pupil_id = g.pupil_id AND b.status <> 'missing'
                    AND b.respondent = s.respondent AND b.norm_version = s.norm_version
  GROUP BY p.period, p.year_ago, g.dimension, g.grp, g.grp_order
)
SELECT n.period, n.dimension, n.grp, n.grp_order, n.followed, n.below_then, n.below_now,
       COALESCE(t.assessed, CAST(0 AS BIGINT)) AS group_then, COALESCE(t.below, CAST(0 AS BIGINT)) AS group_below_then
FROM now_group n
LEFT JOIN then_group t ON t.period = n.year_ago AND t.dimension = n.dimension AND t.grp = n.grp
ORDER BY n.period, n.dimension, n.grp_order, n.grp
