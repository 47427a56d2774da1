-- A row means: a sheet speaks of a child who is not in the pupil list; the child's rows are in no figure. Add the child
-- to the pupil list (leavers too, with their leaving date).
WITH mentioned AS (
  SELECT 'enrolment' AS sheet, pupil_id FROM enrolment
  UNION ALL SELECT 'screening', pupil_id FROM screening
  UNION ALL SELECT 'attendance_mark', pupil_id FROM attendance_mark
  UNION ALL SELECT 'attendance_summary', pupil_id FROM attendance_summary
  UNION ALL SELECT 'intervention', pupil_id FROM intervention
  UNION ALL SELECT 'intervention_session', pupil_id FROM intervention_session
  UNION ALL SELECT 'plan', pupil_id FROM plan
  UNION ALL SELECT 'suspension', pupil_id FROM suspension
  UNION ALL SELECT 'incident', pupil_id FROM incident
  UNION ALL SELECT 'family_participant', pupil_id FROM family_participant
  UNION ALL SELECT 'room_use', pupil_id FROM room_use
)
SELECT 'child not in the pupil list' AS problem, m.sheet, m.pupil_id, COUNT(*) AS mentions
FROM mentioned m
LEFT JOIN pupil u ON u.pupil_id = m.pupil_id
WHERE m.pupil_id IS NOT NULL AND u.pupil_id IS NULL
GROUP BY m.sheet, m.pupil_id
ORDER BY m.sheet, m.pupil_id
