-- One row per academic year to date, school week (by its first school day, as in "5 January 2026") and child with a possible
-- session in it (part pupils).
WITH named AS (
  SELECT academic_year, part, part_no,
         CAST(EXTRACT(DAY FROM first_day) AS VARCHAR(2)) || ' '
         || CASE EXTRACT(MONTH FROM first_day)
              WHEN 1 THEN 'January' WHEN 2 THEN 'February' WHEN 3 THEN 'March' WHEN 4 THEN 'April' WHEN 5 THEN 'May'
              WHEN 6 THEN 'June' WHEN 7 THEN 'July' WHEN 8 THEN 'August' WHEN 9 THEN 'September'
              WHEN 10 THEN 'October' WHEN 11 THEN 'November' ELSE 'December' END
         || ' ' || CAST(EXTRACT(YEAR FROM first_day) AS VARCHAR(4)) AS week
  FROM school_part
  WHERE part = 'week'
)
SELECT p.period, w.week, 'pupils' AS part, a.pupil_id
FROM named w
JOIN period p ON p.kind = 'year' AND p.academic_year = w.academic_year
JOIN pupil_part a ON a.part = w.part AND a.part_no = w.part_no
ORDER BY p.period, w.part_no, a.pupil_id
