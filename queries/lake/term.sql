-- One row per term, with the academic year it belongs to: 2025 is 2025/26, from September to August.
SELECT t.*,
       CASE WHEN EXTRACT(MONTH FROM t.end_date) >= 9 THEN EXTRACT(YEAR FROM t.end_date)
            ELSE EXTRACT(YEAR FROM t.end_date) - 1 END AS academic_year
FROM term t
ORDER BY t.ordinal
