-- One row per period (term, and year to date) and group: children on roll at any time in the period, how many of them
-- were suspended, suspensions that began in the period and the sessions they took (NULL when a length is not recorded).
-- Lunchtime suspensions and permanent exclusions are not counted. No row at all when the school gave no suspension list.
WITH begun AS (
  SELECT p.period, s.pupil_id, COUNT(*) AS suspensions, COUNT(s.sessions) AS lengths, SUM(s.sessions) AS sessions
  FROM suspension s
  JOIN period p ON s.start_date BETWEEN p.start_date AND p.to_date
  WHERE s.kind = 'suspension'
  GROUP BY p.period, s.pupil_id
)
SELECT g.period, g.dimension, g.grp, g.grp_order,
       COUNT(*) AS on_roll,
       COUNT(b.pupil_id) AS pupils_suspended,
       CAST(COALESCE(SUM(b.suspensions), 0) AS BIGINT) AS suspensions,
       CASE WHEN COUNT(*) FILTER (WHERE b.lengths < b.suspensions) = 0
            THEN CAST(COALESCE(SUM(b.sessions), 0) AS BIGINT) END AS sessions
FROM population g
LEFT JOIN begun b ON b.period = g.period AND b.pupil_id = g.pupil_id
WHERE EXISTS (SELECT 1 FROM suspension)
GROUP BY g.period, g.dimension, g.grp, g.grp_order
ORDER BY g.period, g.dimension, g.grp_order, g.grp
