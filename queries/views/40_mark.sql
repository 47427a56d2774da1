-- One row per counted session and period: a register mark on a day of the period on which the child was on roll, with
-- what its code meant on that day. A blank, and a code that was not in force on the day, counts as nothing.
CREATE VIEW mark AS
WITH spell AS (
  SELECT p.period, e.pupil_id, GREATEST(e.from_date, p.start_date) AS from_date, LEAST(e.to_date, p.to_date) AS to_date
  FROM enrolment e
  JOIN period p ON e.from_date <= p.to_date AND e.to_date >= p.start_date
)
SELECT s.period, m.pupil_id, m.mark_date, m.session, m.code, c.category, c.attended, c.possible, c.late,
       m.source_id, m.source_row
FROM attendance_mark m
JOIN attendance_code c ON c.code = m.code AND m.mark_date BETWEEN c.valid_from AND c.valid_to
JOIN spell s ON s.pupil_id = m.pupil_id AND m.mark_date BETWEEN s.from_date AND s.to_date
