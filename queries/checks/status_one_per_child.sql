-- A row means: a child screened in a term and on roll at its end has no status, or more than one, or the statuses do not
-- add up to the children screened. Look for two expected strands for one year group on the same day.
WITH screened AS (
  SELECT DISTINCT c.period, c.pupil_id
  FROM class_screening c
  JOIN pupil_period pp ON pp.period = c.period AND pp.pupil_id = c.pupil_id
  WHERE pp.on_roll_at_end
)
SELECT 'a screened child must have exactly one status' AS problem, x.period, x.pupil_id, COUNT(s.pupil_id) AS statuses
FROM screened x
LEFT JOIN status s ON s.period = x.period AND s.pupil_id = x.pupil_id
                  AND s.status IN ('below', 'at', 'above', 'missing')
GROUP BY x.period, x.pupil_id
HAVING COUNT(s.pupil_id) <> 1
ORDER BY x.period, x.pupil_id
