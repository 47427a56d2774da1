-- A row means: a score lies outside the scale of its screening tool. It would distort every figure it enters. Correct the
-- score in the screening sheet, or the scale in the tool's file.
SELECT 'score outside the scale of its tool' AS problem, s.pupil_id, s.screened_on, s.profile_type, s.strand, s.score
FROM screening s
JOIN scale k ON k.instrument = s.instrument AND k.strand = s.strand
WHERE s.score < k.min_score OR s.score > k.max_score
ORDER BY s.pupil_id, s.screened_on, s.profile_type, s.strand, s.score
