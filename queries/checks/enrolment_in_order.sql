-- A row means: a spell on roll ends before it begins; the child would be missing from every figure of that time.
-- Correct the start or the leaving date in the pupil list.
SELECT 'leaving date before start date' AS problem, pupil_id, from_date, to_date
FROM enrolment
WHERE to_date < from_date
ORDER BY pupil_id, from_date, to_date
