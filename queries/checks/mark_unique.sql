-- A row means: a child has more than one mark for the same session; it would count twice. Remove one of the files or
-- rows that give it.
SELECT 'more than one mark for a session' AS problem, pupil_id, mark_date, session, COUNT(*) AS marks
FROM attendance_mark
GROUP BY pupil_id, mark_date, session
HAVING COUNT(*) > 1
ORDER BY pupil_id, mark_date, session
