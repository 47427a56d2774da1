-- One row per period (term, and year to date), column of attendance (part) and child that it counts.
SELECT period, 'pupils' AS part, pupil_id
FROM attendance_pupil_period
WHERE possible > 0
UNION ALL
SELECT period, 'persistent', pupil_id
FROM attendance_pupil_period
WHERE possible > 0 AND 10 * absence >= possible
UNION ALL
SELECT period, 'severe', pupil_id
FROM attendance_pupil_period
WHERE possible > 0 AND 2 * absence >= possible
ORDER BY period, part, pupil_id
