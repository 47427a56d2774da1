-- One row per term, group and strand with a child scored both in this term and in the child's previous screened term:
-- how many such children (pairs), and the sums of their changes and of the changes squared, in thousandths of a point. A
-- change for the better is positive, also on a strand where a high score is worse.
-- Children on roll on the term's last day, in the group they are in now.
SELECT g.period, g.dimension, g.grp, g.grp_order, c.strand, CAST(c.strand_order AS BIGINT) AS strand_order,
       COUNT(*) AS pairs,
       CAST(SUM(c.gain) AS BIGINT) AS sum_change,
       CAST(SUM(c.gain * c.gain) AS BIGINT) AS sum_sq_change
FROM population g
JOIN change c ON c.period = g.period AND c.pupil_id = g.pupil_id
WHERE g.kind = 'term' AND g.on_roll_at_end
GROUP BY g.period, g.dimension, g.grp, g.grp_order, c.strand, c.strand_order
ORDER BY g.period, g.dimension, g.grp_order, g.grp, c.strand_order, c.strand
