-- A row means: the run's own settings do not fit together: not exactly one row of them, a term that the calendar does not
-- have, or a screening tool without strands. Correct the school's settings.
SELECT 'there must be exactly one row of run settings' AS problem, CAST(COUNT(*) AS VARCHAR(20)) AS item
FROM run_params
HAVING COUNT(*) <> 1
UNION ALL
SELECT 'term of the run is not in the calendar' AS problem, r.term_id AS item
FROM run_params r
LEFT JOIN term t ON t.term_id = r.term_id
WHERE t.term_id IS NULL
UNION ALL
SELECT 'the screening tool has no strands' AS problem, r.instrument AS item
FROM run_params r
LEFT JOIN strand t ON t.instrument = r.instrument
WHERE t.strand IS NULL
ORDER BY problem, item
