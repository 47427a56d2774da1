-- One row per term and group with a screened child: children screened, those who could be placed (assessed), and how
-- many are working below, at or above the strand the school expects at their age (at_or_above = at_expected + above).
-- missing = screened but not placed.
SELECT g.period, g.dimension, g.grp, g.grp_order,
       COUNT(*) AS screened,
       COUNT(*) FILTER (WHERE s.status <> 'missing') AS assessed,
       COUNT(*) FILTER (WHERE s.status = 'below') AS below,
       COUNT(*) FILTER (WHERE s.status = 'at') AS at_expected,
       COUNT(*) FILTER (WHERE s.status = 'above') AS above,
       COUNT(*) FILTER (WHERE s.status IN ('at', 'above')) AS at_or_above,
       COUNT(*) FILTER (WHERE s.status = 'missing') AS missing
FROM population g
JOIN status s ON s.period = g.period AND s.pupil_id = g.pupil_id
WHERE g.kind = 'term' AND g.on_roll_at_end
GROUP BY g.period, g.dimension, g.grp, g.grp_order
ORDER BY g.period, g.dimension, g.grp_order, g.grp
