-- One row per term and group with a child on roll on the term's last day: children on roll then, and how many of them
-- have a class screening dated in the term.
SELECT g.period, g.dimension, g.grp, g.grp_order,
       COUNT(DISTINCT g.pupil_id) AS on_roll,
       COUNT(s.pupil_id) AS screened
FROM population g
LEFT JOIN status s ON s.period = g.period AND s.pupil_id = g.pupil_id
WHERE g.kind = 'term' AND g.on_roll_at_end
GROUP BY g.period, g.dimension, g.grp, g.grp_order
ORDER BY g.period, g.dimension, g.grp_order, g.grp
