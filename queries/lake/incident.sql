-- One row per incident, with the academic year it belongs to: 2025 is 2025/26, from September to August.
SELECT t.*,
       CASE WHEN EXTRACT(MONTH FROM t.occurred_on) >= 9 THEN EXTRACT(YEAR FROM t.occurred_on)
            ELSE EXTRACT(YEAR FROM t.occurred_on) - 1 END AS academic_year
FROM incident t
ORDER BY t.pupil_id, t.occurred_on, t.source_id, t.source_row
