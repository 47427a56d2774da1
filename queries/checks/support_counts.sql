-- A row means: a block of support ends before it starts, or its planned or attended sessions are negative, or two blocks
-- come from one row. Support figures would be wrong. Correct the block in the one-to-one log.
SELECT 'support block with impossible dates or sessions' AS problem, pupil_id, intervention, start_date
FROM intervention
WHERE end_date < start_date OR planned_sessions < 0 OR sessions_attended < 0
UNION ALL
SELECT 'sessions given are negative' AS problem, pupil_id, intervention, start_date
FROM support_block
WHERE given_sessions < 0
UNION ALL
SELECT 'two blocks from one row' AS problem, MIN(pupil_id) AS pupil_id, MIN(intervention) AS intervention,
       MIN(start_date) AS start_date
FROM intervention
GROUP BY source_id, source_row
HAVING COUNT(*) > 1
ORDER BY problem, pupil_id, intervention, start_date
