-- One row per answer of a survey, with the academic year it belongs to: 2025 is 2025/26, from September to August.
SELECT t.*,
       CASE WHEN EXTRACT(MONTH FROM t.surveyed_on) >= 9 THEN EXTRACT(YEAR FROM t.surveyed_on)
            ELSE EXTRACT(YEAR FROM t.surveyed_on) - 1 END AS academic_year
FROM survey t
ORDER BY t.surveyed_on, t.source_id, t.source_row
