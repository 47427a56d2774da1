-- One row per course that a member of staff completed, with the academic year it belongs to: 2025 is 2025/26, from September to August.
SELECT t.*,
       CASE WHEN EXTRACT(MONTH FROM t.completed_on) >= 9 THEN EXTRACT(YEAR FROM t.completed_on)
            ELSE EXTRACT(YEAR FROM t.completed_on) - 1 END AS academic_year
FROM training t
ORDER BY t.staff_id, t.completed_on, t.source_id, t.source_row
