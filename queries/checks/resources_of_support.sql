-- A row means: blocks of one-to-one support were lost or doubled when their practitioners and costs were looked up. That is
-- a fault of the program: each block stands in the log once.
SELECT 'blocks of a period differ from those with their costs' AS problem, b.period, b.blocks, COALESCE(s.blocks, 0) AS found
FROM (SELECT period, COUNT(*) AS blocks FROM support_block GROUP BY period) b
LEFT JOIN (SELECT period, COUNT(*) AS blocks FROM support_resource GROUP BY period) s ON s.period = b.period
WHERE b.blocks <> COALESCE(s.blocks, 0)
ORDER BY b.period
