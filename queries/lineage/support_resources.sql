-- One row per population asked for, column of support_resources (part) and record behind it: the block's row of the
-- one-to-one log; for children_with_place also the rows of the registers that name the child, and for cost_to_date_pence
-- the sessions given of a block that goes on. most_children is about one practitioner, by name the first of those with
-- as many children.
WITH block AS (
  SELECT q.period, q.intervention, q.target_strand, s.pupil_id, s.source_id, s.source_row, LOWER(s.practitioner) AS practitioner,
         s.cost_pence, s.cost_to_date_pence, b.start_date, b.intervention AS name,
         b.end_date <= r.as_of AS is_over, LEAST(COALESCE(b.end_date, p.to_date), r.as_of) AS counted_to
  FROM traced q
  CROSS JOIN run_params r
  JOIN period p ON p.period = q.period
  JOIN support_resource s ON s.period = q.period
    AND ((s.intervention = q.intervention AND s.target_strand = q.target_strand)
         OR (q.intervention = 'All one-to-one support' AND q.target_strand = 'All strands'))
  JOIN support_block b ON b.period = s.period AND b.source_id = s.source_id AND b.source_row = s.source_row
),
by_practitioner AS (
  SELECT period, intervention, target_strand, practitioner, COUNT(DISTINCT pupil_id) AS children
  FROM block
  WHERE practitioner IS NOT NULL
  GROUP BY period, intervention, target_strand, practitioner
),
ranked AS (
  SELECT period, intervention, target_strand, practitioner,
         ROW_NUMBER() OVER (PARTITION BY period, intervention, target_strand
                            ORDER BY children DESC, practitioner) AS place
  FROM by_practitioner
),
logged AS (
  SELECT b.period, b.intervention, b.target_strand, b.source_id AS block_id, b.source_row AS block_row,
         s.attended, s.source_id, s.source_row
  FROM block b
  JOIN intervention_session s ON s.pupil_id = b.pupil_id AND s.intervention = b.name
                             AND s.held_on BETWEEN b.start_date AND b.counted_to
  WHERE b.is_over IS NULL OR NOT b.is_over
),
logged_block AS (
  SELECT DISTINCT period, intervention, target_strand, block_id, block_row
  FROM logged
),
placed AS (
  SELECT b.period, b.intervention, b.target_strand, b.pupil_id, b.source_id, b.source_row,
         f.source_id AS place_source_id, f.source_row AS place_source_row
  FROM block b
  JOIN family_participant f ON f.pupil_id = b.pupil_id
)
SELECT period, intervention, target_strand, 'children' AS part, 'intervention' AS source_table, source_id, source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child intervention type target_strand start_date' AS cells,
       CAST(pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM block
UNION ALL
-- a child may have several places, and several blocks
SELECT DISTINCT period, intervention, target_strand, 'children_with_place', 'intervention', source_id, source_row,
       CAST(NULL AS VARCHAR(40)), 'child intervention type target_strand start_date', CAST(pupil_id AS VARCHAR(40)),
       CAST(NULL AS BIGINT)
FROM placed
UNION ALL
SELECT DISTINCT period, intervention, target_strand, 'children_with_place', 'family_participant', place_source_id,
       place_source_row, CAST(NULL AS VARCHAR(40)), 'child course participant_id', CAST(pupil_id AS VARCHAR(40)),
       CAST(NULL AS BIGINT)
FROM placed
UNION ALL
SELECT period, intervention, target_strand, 'cost_pence', 'intervention', source_id, source_row, NULL,
       'child intervention type target_strand start_date cost', NULL, cost_pence
FROM block
UNION ALL
SELECT b.period, b.intervention, b.target_strand, 'cost_to_date_pence', 'intervention', b.source_id, b.source_row, NULL,
       CASE WHEN b.is_over THEN 'child intervention type target_strand start_date end_date cost'
            WHEN l.block_id IS NOT NULL
            THEN 'child intervention type target_strand start_date end_date planned_sessions cost'
            ELSE 'child intervention type target_strand start_date end_date planned_sessions sessions_attended cost' END,
       NULL, b.cost_to_date_pence
FROM block b
LEFT JOIN logged_block l ON l.period = b.period AND l.intervention = b.intervention AND l.target_strand = b.target_strand
                        AND l.block_id = b.source_id AND l.block_row = b.source_row
UNION ALL
-- the sessions say what share of the cost has been spent, and add nothing themselves
SELECT period, intervention, target_strand, 'cost_to_date_pence', 'intervention_session', source_id, source_row, NULL,
       'child intervention date attended', NULL, NULL
FROM logged
WHERE attended
UNION ALL
SELECT period, intervention, target_strand, 'practitioners', 'intervention', source_id, source_row, NULL,
       'child intervention type target_strand start_date practitioner', practitioner, NULL
FROM block
WHERE practitioner IS NOT NULL
UNION ALL
SELECT period, intervention, target_strand, 'practitioner_blocks', 'intervention', source_id, source_row, NULL,
       'child intervention type target_strand start_date practitioner',
       CAST(source_id AS VARCHAR(20)) || '-' || CAST(source_row AS VARCHAR(20)), NULL
FROM block
WHERE practitioner IS NOT NULL
UNION ALL
SELECT b.period, b.intervention, b.target_strand, 'most_children', 'intervention', b.source_id, b.source_row, NULL,
       'child intervention type target_strand start_date practitioner', CAST(b.pupil_id AS VARCHAR(40)), NULL
FROM block b
JOIN ranked k ON k.period = b.period AND k.intervention = b.intervention AND k.target_strand = b.target_strand
             AND k.practitioner = b.practitioner AND k.place = 1
ORDER BY period, intervention, target_strand, part, source_table, source_id, source_row, item
