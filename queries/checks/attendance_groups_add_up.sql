-- A row means: every child with attendance has a group of this kind, yet the groups' possible sessions or pupils do not
-- add up to the whole school's. A breakdown of attendance would contradict its total. Look for a year group listed twice.
WITH grouped AS (
  SELECT g.period, g.dimension, COUNT(DISTINCT g.pupil_id) AS children, COUNT(*) AS pupils, SUM(a.possible) AS possible
  FROM population g
  JOIN attendance_pupil_period a ON a.period = g.period AND a.pupil_id = g.pupil_id
  WHERE a.possible > 0
  GROUP BY g.period, g.dimension
)
SELECT 'groups do not add up to the whole school' AS problem, p.period, p.dimension,
       CAST(p.possible AS BIGINT) AS groups_possible, CAST(w.possible AS BIGINT) AS school_possible
FROM grouped p
JOIN grouped w ON w.period = p.period AND w.dimension = 'school'
WHERE p.children = w.children AND (p.possible <> w.possible OR p.pupils <> w.pupils)
ORDER BY p.period, p.dimension
