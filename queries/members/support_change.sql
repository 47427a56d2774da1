-- One row per period (term, and year to date), intervention and target strand (and all of a period together) and child with
-- a score before and after support (part children).
WITH pair AS (
  SELECT b.period, b.intervention, b.target_strand, b.pupil_id
  FROM support_block b
  JOIN support_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row
)
SELECT DISTINCT period, intervention, target_strand, 'children' AS part, pupil_id
FROM pair
UNION ALL
SELECT DISTINCT period, 'All one-to-one support', 'All strands', 'children', pupil_id
FROM pair
ORDER BY period, intervention, target_strand, pupil_id
