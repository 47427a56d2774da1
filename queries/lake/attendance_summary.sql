-- One row per total of attendance, by the first day that it counts, with the academic year it belongs to: 2025 is 2025/26, from September to August.
SELECT t.*,
       CASE WHEN EXTRACT(MONTH FROM t.from_date) >= 9 THEN EXTRACT(YEAR FROM t.from_date)
            ELSE EXTRACT(YEAR FROM t.from_date) - 1 END AS academic_year
FROM attendance_summary t
ORDER BY t.pupil_id, t.from_date, t.to_date
