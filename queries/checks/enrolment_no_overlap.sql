-- A row means: a child is on roll twice on the same day, in two year groups or classes perhaps. Which group the child
-- counts in would be chance. Correct the dates: one spell must end before the next begins.
SELECT 'spells on roll overlap' AS problem, a.pupil_id, a.from_date, b.from_date AS other_from_date
FROM enrolment a
JOIN enrolment b ON b.pupil_id = a.pupil_id AND b.from_date <= a.to_date AND b.to_date >= a.from_date
WHERE a.source_id < b.source_id OR (a.source_id = b.source_id AND a.source_row < b.source_row)
   OR (a.source_id = b.source_id AND a.source_row = b.source_row
       AND (a.from_date < b.from_date OR (a.from_date = b.from_date AND a.to_date < b.to_date)))
ORDER BY a.pupil_id, a.from_date, b.from_date
