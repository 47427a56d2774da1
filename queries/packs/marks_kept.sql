-- One row per mark of a register up to the reporting date, as the files have it: what the staff pack keeps, so that the next
-- run can say which marks of earlier days were corrected.
SELECT m.pupil_id, m.mark_date, m.session, m.code
FROM attendance_mark m
JOIN run_params r ON m.mark_date <= r.as_of
ORDER BY m.pupil_id, m.mark_date, m.session
