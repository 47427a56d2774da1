-- A row means: a child is in two groups of one kind in the same period (counted twice), or one group has two places in
-- the order. Results would have a key twice. Look for a year group listed twice, or two spells on one day.
SELECT 'child in two groups of one kind' AS problem, period, dimension, CAST(pupil_id AS VARCHAR(40)) AS item
FROM population
GROUP BY period, dimension, pupil_id
HAVING COUNT(*) > 1
UNION ALL
SELECT 'group with two places in the order' AS problem, period, dimension, grp AS item
FROM population
GROUP BY period, dimension, grp
HAVING COUNT(DISTINCT grp_order) > 1
ORDER BY problem, period, dimension, item
