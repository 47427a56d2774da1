-- One row per screening row that is dated in the holidays between two terms of the calendar, so that it counts in no
-- term.
SELECT DISTINCT 'Q001' AS code, 'a class screening is dated in no term' AS problem, s.source_id, s.source_row
FROM screening s
JOIN run_params r ON r.instrument = s.instrument
CROSS JOIN (SELECT MIN(start_date) AS first_day, MAX(end_date) AS last_day FROM term) c
WHERE s.profile_type = 'class' AND s.screened_on BETWEEN c.first_day AND c.last_day
  AND NOT EXISTS (
    SELECT 1
    FROM term t
    WHERE s.screened_on BETWEEN t.start_date AND t.end_date
  )
ORDER BY s.source_id, s.source_row
