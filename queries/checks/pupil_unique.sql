-- A row means: a child is in the pupil list twice and would count twice. Remove or merge the rows.
SELECT 'child listed more than once' AS problem, pupil_id, COUNT(*) AS listed
FROM pupil
GROUP BY pupil_id
HAVING COUNT(*) > 1
ORDER BY pupil_id
