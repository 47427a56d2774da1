-- One row per attendance mark, with the academic year it belongs to: 2025 is 2025/26, from September to August.
SELECT t.*,
       CASE WHEN EXTRACT(MONTH FROM t.mark_date) >= 9 THEN EXTRACT(YEAR FROM t.mark_date)
            ELSE EXTRACT(YEAR FROM t.mark_date) - 1 END AS academic_year
FROM attendance_mark t
ORDER BY t.pupil_id, t.mark_date, t.session
