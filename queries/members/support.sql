-- One row per period (term, and year to date), intervention and target strand (and all of a period together) and child with
-- a block of one-to-one support that started in the period (part children).
SELECT DISTINCT period, intervention, target_strand, 'children' AS part, pupil_id
FROM support_block
UNION ALL
SELECT DISTINCT period, 'All one-to-one support', 'All strands', 'children', pupil_id
FROM support_block
ORDER BY period, intervention, target_strand, pupil_id
