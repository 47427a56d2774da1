-- One row per period (term, and year to date) and group: children with at least one possible session, their sessions
-- added up, and how many of them missed a tenth or more (persistent) or half or more (severe) of their own sessions.
-- Leavers and joiners count with their own days on roll. authorised, unauthorised and late are NULL where the school
-- gave totals without them for a child of the group.
SELECT g.period, g.dimension, g.grp, g.grp_order,
       COUNT(*) AS pupils,
       CAST(SUM(a.possible) AS BIGINT) AS possible,
       CAST(SUM(a.attended) AS BIGINT) AS attended,
       CASE WHEN COUNT(a.authorised) = COUNT(*) THEN CAST(SUM(a.authorised) AS BIGINT) END AS authorised,
       CASE WHEN COUNT(a.unauthorised) = COUNT(*) THEN CAST(SUM(a.unauthorised) AS BIGINT) END AS unauthorised,
       CASE WHEN COUNT(a.late) = COUNT(*) THEN CAST(SUM(a.late) AS BIGINT) END AS late,
       CAST(SUM(a.absence) AS BIGINT) AS absence,
       COUNT(*) FILTER (WHERE 10 * a.absence >= a.possible) AS persistent,
       COUNT(*) FILTER (WHERE 2 * a.absence >= a.possible) AS severe
FROM population g
JOIN attendance_pupil_period a ON a.period = g.period AND a.pupil_id = g.pupil_id
WHERE a.possible > 0
GROUP BY g.period, g.dimension, g.grp, g.grp_order
ORDER BY g.period, g.dimension, g.grp_order, g.grp
