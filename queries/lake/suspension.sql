-- One row per suspension, by its first day, with the academic year it belongs to: 2025 is 2025/26, from September to August.
SELECT t.*,
       CASE WHEN EXTRACT(MONTH FROM t.start_date) >= 9 THEN EXTRACT(YEAR FROM t.start_date)
            ELSE EXTRACT(YEAR FROM t.start_date) - 1 END AS academic_year
FROM suspension t
ORDER BY t.pupil_id, t.start_date, t.source_id, t.source_row
