-- A row means: a group has more screened children than children on roll; coverage would pass 100 %. Look for two expected
-- strands for one year group, or a year group listed twice.
SELECT 'more children screened than on roll' AS problem, g.period, g.dimension, g.grp,
       COUNT(DISTINCT g.pupil_id) AS on_roll, COUNT(s.pupil_id) AS screened
FROM population g
LEFT JOIN status s ON s.period = g.period AND s.pupil_id = g.pupil_id
WHERE g.kind = 'term' AND g.on_roll_at_end
GROUP BY g.period, g.dimension, g.grp
HAVING COUNT(s.pupil_id) > COUNT(DISTINCT g.pupil_id)
ORDER BY g.period, g.dimension, g.grp
