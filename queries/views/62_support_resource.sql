-- One row per period and block of one-to-one support that started in it: who gave it, what it costs, and what it has cost
-- so far. A block that has ended has cost all of it; one that goes on, its cost by the share of the planned sessions that
-- were given. NULL where the log does not say. Costs in pence.
CREATE TABLE support_resource AS
SELECT b.period, b.source_id, b.source_row, b.pupil_id, b.intervention, b.target_strand,
       b.planned_sessions, b.given_sessions, b.end_date IS NULL OR b.end_date > r.as_of AS running,
       NULLIF(TRIM(i.practitioner), '') AS practitioner,
       i.cost_pence,
       CASE WHEN b.end_date <= r.as_of THEN i.cost_pence
            WHEN b.planned_sessions > 0
            THEN CAST(ROUND(i.cost_pence * 1e0 * LEAST(b.given_sessions, CAST(b.planned_sessions AS BIGINT))
                            / b.planned_sessions) AS BIGINT) END AS cost_to_date_pence
FROM support_block b
CROSS JOIN run_params r
JOIN intervention i ON i.source_id = b.source_id AND i.source_row = b.source_row
