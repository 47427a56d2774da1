-- One row per term, group with a screened child, and strand: children with a score and their median score; and, of the
-- children old enough to be expected beyond this strand (judged; of everybody, where the tool's strands are no steps),
-- how many are not secure in it (below).
SELECT g.period, g.dimension, g.grp, g.grp_order, t.strand, CAST(t.strand_order AS BIGINT) AS strand_order,
       COUNT(c.score) AS scored,
       MEDIAN(c.score) AS median_score,
       COUNT(c.secure) FILTER (WHERE t.strand_order < s.expected_order OR NOT i.sequential) AS judged,
       COUNT(c.secure) FILTER (WHERE (t.strand_order < s.expected_order OR NOT i.sequential) AND NOT c.secure) AS below
FROM population g
JOIN status s ON s.period = g.period AND s.pupil_id = g.pupil_id
CROSS JOIN run_params r
JOIN strand t ON t.instrument = r.instrument
LEFT JOIN instrument i ON i.instrument = r.instrument
LEFT JOIN class_screening c ON c.period = g.period AND c.pupil_id = g.pupil_id AND c.strand = t.strand
WHERE g.kind = 'term' AND g.on_roll_at_end
GROUP BY g.period, g.dimension, g.grp, g.grp_order, t.strand, t.strand_order
ORDER BY g.period, g.dimension, g.grp_order, g.grp, t.strand_order, t.strand
