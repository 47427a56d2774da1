-- One row per session of support, with the academic year it belongs to: 2025 is 2025/26, from September to August.
SELECT t.*,
       CASE WHEN EXTRACT(MONTH FROM t.held_on) >= 9 THEN EXTRACT(YEAR FROM t.held_on)
            ELSE EXTRACT(YEAR FROM t.held_on) - 1 END AS academic_year
FROM intervention_session t
ORDER BY t.pupil_id, t.intervention, t.held_on, t.source_id, t.source_row
