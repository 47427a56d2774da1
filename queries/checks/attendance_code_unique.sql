-- A row means: the table of attendance codes gives one code two meanings on the same day, so its sessions count twice.
-- Correct the dates in the table: one meaning must end before the next begins.
SELECT 'code has two meanings on the same day' AS problem, a.code, a.valid_from, b.valid_from AS other_valid_from
FROM attendance_code a
JOIN attendance_code b ON b.code = a.code AND b.valid_from <= a.valid_to AND b.valid_to >= a.valid_from
WHERE b.valid_from > a.valid_from OR (b.valid_from = a.valid_from AND b.valid_to > a.valid_to)
UNION ALL
SELECT 'code is in the table more than once' AS problem, code, valid_from, valid_from AS other_valid_from
FROM attendance_code
GROUP BY code, valid_from, valid_to
HAVING COUNT(*) > 1
ORDER BY problem, code, valid_from, other_valid_from
