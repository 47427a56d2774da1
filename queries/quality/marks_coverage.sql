-- One row per term and class with a child on roll on a school day: children, the marks that two sessions a day would
-- make, and the marks that are there. For the data-quality report.
WITH expected AS (
  SELECT d.term_id, d.day, e.class_name, e.pupil_id
  FROM school_day d
  JOIN enrolment e ON d.day BETWEEN e.from_date AND e.to_date
),
made AS (
  SELECT pupil_id, mark_date, COUNT(*) AS marks
  FROM attendance_mark
  WHERE code <> ''
  GROUP BY pupil_id, mark_date
)
SELECT x.term_id AS period, x.class_name, COUNT(DISTINCT x.pupil_id) AS children,
       CAST(2 * COUNT(*) AS BIGINT) AS expected,
       CAST(SUM(COALESCE(m.marks, 0)) AS BIGINT) AS made
FROM expected x
LEFT JOIN made m ON m.pupil_id = x.pupil_id AND m.mark_date = x.day
GROUP BY x.term_id, x.class_name
ORDER BY period, x.class_name NULLS LAST
