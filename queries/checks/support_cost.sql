-- A row means: a block of one-to-one support has cost more so far than it costs in all, or its cost is below nought. Costs
-- would be wrong. Correct the block in the one-to-one log.
SELECT 'cost to date is more than the whole cost' AS problem, period, pupil_id, intervention, cost_pence
FROM support_resource
WHERE cost_to_date_pence > cost_pence
UNION ALL
SELECT 'cost below nought' AS problem, period, pupil_id, intervention, cost_pence
FROM support_resource
WHERE cost_pence < 0
ORDER BY problem, period, pupil_id, intervention, cost_pence
