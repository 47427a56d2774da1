-- A row means: a member of staff stands in the staff table twice, so people would be counted twice. That is a fault of the
-- program: the staff list's repeats are removed when it is read.
SELECT 'member of staff listed more than once' AS problem, staff_id, COUNT(*) AS mentions
FROM staff
GROUP BY staff_id
HAVING COUNT(*) > 1
ORDER BY staff_id
