-- A row means: children are in a year group that the list of year groups does not name, so they are missing from every
-- breakdown by year group; or the list names one twice. Correct the list, or the year group in the pupil list.
SELECT 'year group without a name' AS problem, e.year_order, COUNT(DISTINCT e.pupil_id) AS children
FROM enrolment e
LEFT JOIN year_group y ON y.year_order = e.year_order
WHERE e.year_order IS NOT NULL AND y.year_order IS NULL
GROUP BY e.year_order
UNION ALL
SELECT 'year group named twice' AS problem, year_order, CAST(0 AS BIGINT) AS children
FROM year_group
GROUP BY year_order
HAVING COUNT(*) > 1
ORDER BY problem, year_order
