-- One row per population asked for, column of support (part) and record behind it: the block's row of the one-to-one log,
-- and for given_sessions the sessions of the session log that the child attended; the block's own row where the session
-- log knows nothing of it.
WITH block AS (
  SELECT q.period, q.intervention, q.target_strand, b.pupil_id, b.source_id, b.source_row, b.planned_sessions,
         b.given_sessions, b.intervention AS name, b.start_date,
         LEAST(COALESCE(b.end_date, p.to_date), r.as_of) AS counted_to
  FROM traced q
  CROSS JOIN run_params r
  JOIN period p ON p.period = q.period
  JOIN support_block b ON b.period = q.period
    AND ((b.intervention = q.intervention AND b.target_strand = q.target_strand)
         OR (q.intervention = 'All one-to-one support' AND q.target_strand = 'All strands'))
),
logged AS (
  SELECT b.period, b.intervention, b.target_strand, b.source_id AS block_id, b.source_row AS block_row,
         s.attended, s.source_id, s.source_row
  FROM block b
  JOIN intervention_session s ON s.pupil_id = b.pupil_id AND s.intervention = b.name
                             AND s.held_on BETWEEN b.start_date AND b.counted_to
),
unlogged AS (
  SELECT b.period, b.intervention, b.target_strand, b.given_sessions, b.source_id, b.source_row
  FROM block b
  WHERE NOT EXISTS (
    SELECT 1
    FROM logged l
    WHERE l.period = b.period AND l.intervention = b.intervention AND l.target_strand = b.target_strand
      AND l.block_id = b.source_id AND l.block_row = b.source_row
  )
)
SELECT period, intervention, target_strand, 'blocks' AS part, 'intervention' AS source_table, source_id, source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child intervention type target_strand start_date' AS cells,
       CAST(source_id AS VARCHAR(20)) || '-' || CAST(source_row AS VARCHAR(20)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM block
UNION ALL
SELECT period, intervention, target_strand, 'children', 'intervention', source_id, source_row, NULL,
       'child intervention type target_strand start_date', CAST(pupil_id AS VARCHAR(40)), NULL
FROM block
UNION ALL
SELECT period, intervention, target_strand, 'planned_sessions', 'intervention', source_id, source_row, NULL,
       'child intervention type target_strand start_date planned_sessions', NULL, planned_sessions
FROM block
UNION ALL
SELECT period, intervention, target_strand, 'given_sessions', 'intervention_session', source_id, source_row, NULL,
       'child intervention date attended', NULL, 1
FROM logged
WHERE attended
UNION ALL
SELECT period, intervention, target_strand, 'given_sessions', 'intervention', source_id, source_row, NULL,
       'child intervention type target_strand start_date sessions_attended', NULL, given_sessions
FROM unlogged
ORDER BY period, intervention, target_strand, part, source_table, source_id, source_row, item
