-- One row per period (term, and year to date), intervention and target strand, and one for all of a period together:
-- blocks of one-to-one support that started in the period, the children in them, sessions planned (NULL when a block has
-- no plan recorded) and sessions given.
WITH labelled AS (
  SELECT period, intervention, target_strand, 0 AS is_all, pupil_id, planned_sessions, given_sessions
  FROM support_block
  UNION ALL
  SELECT period, 'All one-to-one support', 'All strands', 1, pupil_id, planned_sessions, given_sessions
  FROM support_block
)
SELECT period, intervention, target_strand,
       COUNT(*) AS blocks,
       COUNT(DISTINCT pupil_id) AS children,
       CASE WHEN COUNT(planned_sessions) = COUNT(*) THEN CAST(SUM(planned_sessions) AS BIGINT) END AS planned_sessions,
       CAST(SUM(given_sessions) AS BIGINT) AS given_sessions
FROM labelled
GROUP BY period, intervention, target_strand, is_all
ORDER BY period, is_all, intervention, target_strand
