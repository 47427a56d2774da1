-- A row means: in some period a child's attended and absent sessions do not make the possible ones, or a count is
-- negative. Attendance figures of that period are wrong. Correct the totals in the attendance summary sheet, or the
-- meaning of a code in the table of attendance codes (a code that counts as attended must count as possible).
SELECT 'attended and absent sessions do not add up to possible sessions' AS problem,
       period, pupil_id, possible, attended, absence
FROM attendance_pupil_period
WHERE attended + absence <> possible OR authorised + unauthorised <> absence
   OR possible < 0 OR attended < 0 OR absence < 0 OR authorised < 0 OR unauthorised < 0
ORDER BY period, pupil_id
