-- One row per academic year to date, weekday with school days and child with a possible session on one (part pupils).
WITH present AS (
  SELECT DISTINCT p.period, s.weekday, d.pupil_id
  FROM school_day s
  JOIN period p ON p.kind = 'year' AND p.academic_year = s.academic_year
  JOIN pupil_day d ON d.day = s.day
  WHERE d.possible > 0
)
SELECT period,
       CASE weekday WHEN 1 THEN 'Monday' WHEN 2 THEN 'Tuesday' WHEN 3 THEN 'Wednesday' WHEN 4 THEN 'Thursday'
                    WHEN 5 THEN 'Friday' WHEN 6 THEN 'Saturday' ELSE 'Sunday' END AS weekday,
       'pupils' AS part, pupil_id
FROM present
ORDER BY period, weekday, pupil_id
