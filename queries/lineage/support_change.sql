-- One row per population asked for, column of support_change (part) and record behind it: the block's row of the
-- one-to-one log and the scores before and after it. In sum_change the later score is added and the earlier one taken
-- away; sum_sq_change rests on the same records.
WITH pair AS (
  SELECT q.period, q.intervention, q.target_strand, b.pupil_id, b.source_id, b.source_row, b.target_strand AS strand,
         x.score_before, x.score_after, x.gain,
         x.before_source_id, x.before_source_row, x.after_source_id, x.after_source_row
  FROM traced q
  JOIN support_block b ON b.period = q.period
    AND ((b.intervention = q.intervention AND b.target_strand = q.target_strand)
         OR (q.intervention = 'All one-to-one support' AND q.target_strand = 'All strands'))
  JOIN support_pair x ON x.source_id = b.source_id AND x.source_row = b.source_row
),
record AS (
  SELECT period, intervention, target_strand, pupil_id, gain, source_id AS block_id, source_row AS block_row,
         'intervention' AS source_table, source_id, source_row, CAST(NULL AS VARCHAR(40)) AS item,
         'child intervention type target_strand start_date end_date' AS cells,
         CAST(NULL AS BIGINT) AS added_before, CAST(NULL AS BIGINT) AS added_after
  FROM pair
  UNION ALL
  SELECT period, intervention, target_strand, pupil_id, gain, source_id, source_row,
         'screening', before_source_id, before_source_row, strand, 'child date profile_type strand score',
         score_before, NULL
  FROM pair
  UNION ALL
  SELECT period, intervention, target_strand, pupil_id, gain, source_id, source_row,
         'screening', after_source_id, after_source_row, strand, 'child date profile_type strand score',
         NULL, score_after
  FROM pair
)
SELECT period, intervention, target_strand, 'children' AS part, source_table, source_id, source_row, item, cells,
       CAST(pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM record
UNION ALL
SELECT period, intervention, target_strand, 'pairs', source_table, source_id, source_row, item, cells,
       CAST(block_id AS VARCHAR(20)) || '-' || CAST(block_row AS VARCHAR(20)), NULL
FROM record
UNION ALL
SELECT period, intervention, target_strand,
       CASE WHEN gain > 0 THEN 'improved' WHEN gain < 0 THEN 'fell' ELSE 'unchanged' END,
       source_table, source_id, source_row, item, cells,
       CAST(block_id AS VARCHAR(20)) || '-' || CAST(block_row AS VARCHAR(20)), NULL
FROM record
UNION ALL
SELECT period, intervention, target_strand, 'sum_before', source_table, source_id, source_row, item, cells, NULL, added_before
FROM record
WHERE added_before IS NOT NULL
UNION ALL
SELECT period, intervention, target_strand, 'sum_after', source_table, source_id, source_row, item, cells, NULL, added_after
FROM record
WHERE added_after IS NOT NULL
UNION ALL
SELECT period, intervention, target_strand, 'sum_change', source_table, source_id, source_row, item, cells, NULL,
       COALESCE(added_after, -added_before)
FROM record
WHERE added_before IS NOT NULL OR added_after IS NOT NULL
ORDER BY period, intervention, target_strand, part, source_table, source_id, source_row, item, counted, amount
