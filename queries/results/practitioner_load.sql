-- STAFF ONLY. One row per practitioner, as the one-to-one log names them, with blocks of one-to-one support that started
-- in the academic year of the run's term; blocks without a name come last (practitioner NULL). Blocks, those still going
-- on, the children in them, sessions planned (NULL when a block has no plan recorded) and given.
WITH block AS (
  SELECT s.pupil_id, s.practitioner, s.running, s.planned_sessions, s.given_sessions
  FROM support_resource s
  JOIN period p ON p.period = s.period AND p.kind = 'year'
  CROSS JOIN run_params r
  JOIN term t ON t.term_id = r.term_id AND t.academic_year = p.academic_year
)
SELECT MIN(practitioner) AS practitioner,
       COUNT(*) AS blocks,
       COUNT(*) FILTER (WHERE running) AS running_blocks,
       COUNT(DISTINCT pupil_id) AS children,
       CASE WHEN COUNT(planned_sessions) = COUNT(*) THEN CAST(SUM(planned_sessions) AS BIGINT) END AS planned_sessions,
       CAST(SUM(given_sessions) AS BIGINT) AS given_sessions
FROM block
GROUP BY LOWER(practitioner)
ORDER BY CASE WHEN MIN(practitioner) IS NULL THEN 1 ELSE 0 END, COUNT(*) DESC, MIN(practitioner)
