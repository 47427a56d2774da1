-- A row means: marks carry a code that was not in force on their day; those sessions are not counted. Correct the marks
-- in the register, or add the code and its dates to the table of attendance codes.
WITH used AS (
  SELECT code, mark_date, COUNT(*) AS marks
  FROM attendance_mark
  WHERE code <> ''
  GROUP BY code, mark_date
)
SELECT 'code not in force on the day of the mark' AS problem, m.code,
       MIN(m.mark_date) AS first_on, MAX(m.mark_date) AS last_on, CAST(SUM(m.marks) AS BIGINT) AS marks
FROM used m
WHERE NOT EXISTS (
  SELECT 1
  FROM attendance_code c
  WHERE c.code = m.code AND m.mark_date BETWEEN c.valid_from AND c.valid_to
)
GROUP BY m.code
ORDER BY m.code
