-- One row per plan, by the day on which it was opened, with the academic year it belongs to: 2025 is 2025/26, from September to August.
SELECT t.*,
       CASE WHEN EXTRACT(MONTH FROM t.opened_on) >= 9 THEN EXTRACT(YEAR FROM t.opened_on)
            ELSE EXTRACT(YEAR FROM t.opened_on) - 1 END AS academic_year
FROM plan t
ORDER BY t.opened_on, t.source_id, t.source_row
