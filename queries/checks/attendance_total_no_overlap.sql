-- A row means: two attendance totals of one child share days without one lying inside the other, so sessions would be
-- counted twice. Keep the totals of one set of dates (terms, or half-terms, or the year).
SELECT 'attendance totals overlap' AS problem, a.pupil_id, a.from_date, a.to_date,
       b.from_date AS other_from_date, b.to_date AS other_to_date
FROM attendance_summary a
JOIN attendance_summary b ON b.pupil_id = a.pupil_id AND b.from_date <= a.to_date
                         AND b.from_date > a.from_date AND b.to_date > a.to_date
ORDER BY a.pupil_id, a.from_date, a.to_date, b.from_date, b.to_date
