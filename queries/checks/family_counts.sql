-- A row means: a Family Thrive participant is listed twice in a course, or attended more sessions than were recorded.
-- Correct the register of that course.
SELECT 'participant listed twice in a course' AS problem, course, participant_id
FROM family_participant
GROUP BY course, participant_id
HAVING COUNT(*) > 1
UNION ALL
SELECT 'more sessions attended than recorded' AS problem, course, participant_id
FROM family_participant
WHERE sessions_attended > sessions_recorded OR sessions_attended < 0
ORDER BY problem, course, participant_id
