-- One row per start date of support, window and child on roll in a year group on that date who has a possible session
-- before or after: the child's sessions, and whether the child ever had support of their own (alone or in a small group).
CREATE TABLE window_pupil AS
WITH member AS (
  SELECT w.start_date, e.pupil_id, MAX(e.year_order) AS year_order
  FROM (SELECT DISTINCT start_date FROM support_window) w
  JOIN enrolment e ON w.start_date BETWEEN e.from_date AND e.to_date
  WHERE e.year_order IS NOT NULL
  GROUP BY w.start_date, e.pupil_id
),
supported AS (
  SELECT DISTINCT pupil_id
  FROM intervention
  WHERE kind <> 'class'
),
before AS (
  SELECT w.start_date, w.window_order, p.pupil_id, SUM(p.possible) AS possible, SUM(p.attended) AS attended
  FROM support_window w
  JOIN pupil_part p ON p.part = w.part AND p.part_no BETWEEN w.before_from AND w.before_to
  GROUP BY w.start_date, w.window_order, p.pupil_id
),
after AS (
  SELECT w.start_date, w.window_order, p.pupil_id, SUM(p.possible) AS possible, SUM(p.attended) AS attended
  FROM support_window w
  JOIN pupil_part p ON p.part = w.part AND p.part_no BETWEEN w.after_from AND w.after_to
  GROUP BY w.start_date, w.window_order, p.pupil_id
)
SELECT w.start_date, w.window_name, w.window_order, m.pupil_id, m.year_order, s.pupil_id IS NOT NULL AS is_supported,
       CAST(COALESCE(b.possible, 0) AS BIGINT) AS possible_before, CAST(COALESCE(b.attended, 0) AS BIGINT) AS attended_before,
       CAST(COALESCE(a.possible, 0) AS BIGINT) AS possible_after, CAST(COALESCE(a.attended, 0) AS BIGINT) AS attended_after
FROM support_window w
JOIN member m ON m.start_date = w.start_date
LEFT JOIN before b ON b.start_date = w.start_date AND b.window_order = w.window_order AND b.pupil_id = m.pupil_id
LEFT JOIN after a ON a.start_date = w.start_date AND a.window_order = w.window_order AND a.pupil_id = m.pupil_id
LEFT JOIN supported s ON s.pupil_id = m.pupil_id
WHERE b.possible > 0 OR a.possible > 0
