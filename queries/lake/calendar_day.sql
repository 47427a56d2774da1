-- One row per day of the calendar, with the academic year it belongs to: 2025 is 2025/26, from September to August.
SELECT t.*,
       CASE WHEN EXTRACT(MONTH FROM t.day) >= 9 THEN EXTRACT(YEAR FROM t.day)
            ELSE EXTRACT(YEAR FROM t.day) - 1 END AS academic_year
FROM calendar_day t
ORDER BY t.day
