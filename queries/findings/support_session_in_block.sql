-- One row per attended session of the log that lies outside every block of that support and child, so that it counts in
-- no block.
SELECT 'Q003' AS code, 'an attended session lies outside its block of support' AS problem, s.source_id, s.source_row
FROM intervention_session s
WHERE s.attended
  AND NOT EXISTS (
    SELECT 1
    FROM intervention i
    WHERE i.pupil_id = s.pupil_id AND i.intervention = s.intervention
      AND s.held_on >= i.start_date AND (i.end_date IS NULL OR s.held_on <= i.end_date)
  )
ORDER BY s.source_id, s.source_row
