-- A row means: a member of staff counts twice in a period, as when there are two rows of staff policy. That is a fault of
-- the program: the policy is one row, and the staff list's repeats are removed when it is read.
SELECT 'member of staff counts twice in a period' AS problem, period, staff_id, COUNT(*) AS times
FROM staff_period
GROUP BY period, staff_id
HAVING COUNT(*) > 1
ORDER BY period, staff_id
