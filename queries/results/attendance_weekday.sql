-- One row per academic year to date and weekday with school days: children with a possible session on one, and their
-- sessions.
SELECT p.period,
       CASE s.weekday WHEN 1 THEN 'Monday' WHEN 2 THEN 'Tuesday' WHEN 3 THEN 'Wednesday' WHEN 4 THEN 'Thursday'
                      WHEN 5 THEN 'Friday' WHEN 6 THEN 'Saturday' ELSE 'Sunday' END AS weekday,
       s.weekday AS weekday_no,
       COUNT(DISTINCT d.pupil_id) AS pupils,
       CAST(SUM(d.possible) AS BIGINT) AS possible, CAST(SUM(d.attended) AS BIGINT) AS attended
FROM school_day s
JOIN period p ON p.kind = 'year' AND p.academic_year = s.academic_year
JOIN pupil_day d ON d.day = s.day
WHERE d.possible > 0
GROUP BY p.period, s.weekday
ORDER BY p.period, s.weekday
