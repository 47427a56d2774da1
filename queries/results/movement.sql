-- One row per term and group with a child placed both in this term and in the child's previous screened term: how many
-- such children (placed_both); whose working strand moved up, stayed or moved down; and who went from below what is
-- expected to not below (caught_up), the other way (fell_behind) or neither (same_side). Either three add up to
-- placed_both. Children on roll on the term's last day, in the group they are in now.
SELECT g.period, g.dimension, g.grp, g.grp_order,
       COUNT(*) AS placed_both,
       COUNT(*) FILTER (WHERE m.strand_move = 'up') AS moved_up,
       COUNT(*) FILTER (WHERE m.strand_move = 'stayed') AS stayed,
       COUNT(*) FILTER (WHERE m.strand_move = 'down') AS moved_down,
       COUNT(*) FILTER (WHERE m.expectation_move = 'caught_up') AS caught_up,
       COUNT(*) FILTER (WHERE m.expectation_move = 'fell_behind') AS fell_behind,
       COUNT(*) FILTER (WHERE m.expectation_move = 'same') AS same_side
FROM population g
JOIN moved m ON m.period = g.period AND m.pupil_id = g.pupil_id
WHERE g.kind = 'term' AND g.on_roll_at_end
GROUP BY g.period, g.dimension, g.grp, g.grp_order
ORDER BY g.period, g.dimension, g.grp_order, g.grp
