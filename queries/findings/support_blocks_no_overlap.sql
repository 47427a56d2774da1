-- One row per block of one-to-one support that shares days with an earlier block of the same support and child (or
-- whose earlier block has no end date), so that a session in the log would count in both.
SELECT DISTINCT 'Q002' AS code, 'two blocks of one support of a child overlap' AS problem, b.source_id, b.source_row
FROM intervention a
JOIN intervention b ON b.pupil_id = a.pupil_id AND b.intervention = a.intervention
WHERE a.kind = 'one_to_one' AND b.kind = 'one_to_one'
  AND (a.end_date IS NULL OR b.start_date <= a.end_date) AND (b.end_date IS NULL OR a.start_date <= b.end_date)
  AND (a.source_id < b.source_id OR (a.source_id = b.source_id AND a.source_row < b.source_row))
ORDER BY b.source_id, b.source_row
