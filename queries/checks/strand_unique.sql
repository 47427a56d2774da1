-- A row means: a screening tool has a strand, or a place in the order of strands, twice. Children would count twice.
-- Correct the tool's list of strands.
SELECT 'strand listed more than once' AS problem, instrument, strand AS item
FROM strand
GROUP BY instrument, strand
HAVING COUNT(*) > 1
UNION ALL
SELECT 'place in the order given to two strands' AS problem, instrument, CAST(strand_order AS VARCHAR(20)) AS item
FROM strand
GROUP BY instrument, strand_order
HAVING COUNT(*) > 1
ORDER BY problem, instrument, item
