-- One row per class and run of school days on which the school was open and no child of the class has a mark. For the
-- data-quality report.
WITH open_day AS (
  SELECT term_id, day, DENSE_RANK() OVER (ORDER BY day) AS place
  FROM school_day
),
marked AS (
  SELECT DISTINCT pupil_id, mark_date
  FROM attendance_mark
  WHERE code <> ''
),
class_day AS (
  SELECT o.term_id, o.day, o.place, e.class_name, COUNT(*) AS children, COUNT(m.pupil_id) AS marked
  FROM open_day o
  JOIN enrolment e ON o.day BETWEEN e.from_date AND e.to_date
  LEFT JOIN marked m ON m.pupil_id = e.pupil_id AND m.mark_date = o.day
  WHERE e.class_name IS NOT NULL
  GROUP BY o.term_id, o.day, o.place, e.class_name
),
gap AS (
  SELECT term_id, day, class_name, children,
         place - ROW_NUMBER() OVER (PARTITION BY term_id, class_name ORDER BY place) AS island
  FROM class_day
  WHERE marked = 0
)
SELECT term_id AS period, class_name, MIN(day) AS first_day, MAX(day) AS last_day, COUNT(*) AS days,
       MAX(children) AS children
FROM gap
GROUP BY term_id, class_name, island
ORDER BY first_day, class_name, last_day
