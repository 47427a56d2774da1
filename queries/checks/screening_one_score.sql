-- A row means: one screening of a child by one informant gives two different scores for the same strand; which of them counts is chance.
-- Remove the wrong row, or the file that was exported before a correction.
SELECT 'two scores for one strand on one day' AS problem, pupil_id, screened_on, instrument, profile_type, respondent, strand
FROM screening
WHERE score IS NOT NULL
GROUP BY pupil_id, screened_on, instrument, profile_type, respondent, strand
HAVING MIN(score) < MAX(score)
ORDER BY pupil_id, screened_on, instrument, profile_type, respondent, strand
