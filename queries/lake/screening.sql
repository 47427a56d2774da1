-- One row per score, with the academic year it belongs to: 2025 is 2025/26, from September to August.
SELECT t.*,
       CASE WHEN EXTRACT(MONTH FROM t.screened_on) >= 9 THEN EXTRACT(YEAR FROM t.screened_on)
            ELSE EXTRACT(YEAR FROM t.screened_on) - 1 END AS academic_year
FROM screening t
ORDER BY t.pupil_id, t.screened_on, t.instrument, t.profile_type, t.strand, t.source_id, t.source_row
