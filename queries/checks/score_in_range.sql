-- A row means: a percent score of the school's screening tool is below 0 or above 100. It would distort every figure it
-- enters. Correct the score in the screening sheet.
SELECT 'score outside 0 to 100' AS problem, s.pupil_id, s.screened_on, s.profile_type, s.strand, s.score
FROM screening s
JOIN run_params r ON r.instrument = s.instrument
WHERE s.score < 0 OR s.score > 100
ORDER BY s.pupil_id, s.screened_on, s.profile_type, s.strand, s.score
