-- One row per suspension that begins on a day the child was not on roll, or has a negative length.
SELECT 'Q004' AS code, 'a suspension of a child not on roll, or of impossible length' AS problem, s.source_id, s.source_row
FROM suspension s
WHERE s.sessions < 0
   OR NOT EXISTS (
     SELECT 1
     FROM enrolment e
     WHERE e.pupil_id = s.pupil_id AND s.start_date BETWEEN e.from_date AND e.to_date
   )
ORDER BY s.source_id, s.source_row
