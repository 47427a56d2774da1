-- A row means: a group has more screened children than children on roll; coverage would pass 100 %. Look for two expected
-- strands for one year group, or a year group listed twice.
WITH placed AS (
  SELECT period, dimension, grp, pupil_id, COUNT(*) AS places
  FROM population
  WHERE kind = 'term' AND on_roll_at_end
  GROUP BY period, dimension, grp, pupil_id
),
judged AS (
  SELECT period, pupil_id, COUNT(*) AS statuses
  FROM status
  GROUP BY period, pupil_id
)
SELECT 'more children screened than on roll' AS problem, g.period, g.dimension, g.grp,
       COUNT(*) AS on_roll, CAST(SUM(g.places * s.statuses) AS BIGINT) AS screened
FROM placed g
LEFT JOIN judged s ON s.period = g.period AND s.pupil_id = g.pupil_id
GROUP BY g.period, g.dimension, g.grp
HAVING SUM(g.places * s.statuses) > COUNT(*)
ORDER BY g.period, g.dimension, g.grp
