-- One row per term, group with a screened child, and strand: children who could be placed (assessed), and how many of
-- them are working on this strand. Over the strands of a group, working adds up to assessed.
SELECT g.period, g.dimension, g.grp, g.grp_order, t.strand, CAST(t.strand_order AS BIGINT) AS strand_order,
       COUNT(*) FILTER (WHERE s.status <> 'missing') AS assessed,
       COUNT(*) FILTER (WHERE s.status <> 'missing' AND s.working_order = t.strand_order) AS working
FROM population g
JOIN status s ON s.period = g.period AND s.pupil_id = g.pupil_id
CROSS JOIN run_params r
JOIN strand t ON t.instrument = r.instrument
WHERE g.kind = 'term' AND g.on_roll_at_end
GROUP BY g.period, g.dimension, g.grp, g.grp_order, t.strand, t.strand_order
ORDER BY g.period, g.dimension, g.grp_order, g.grp, t.strand_order, t.strand
