-- One row per term, strand, column of strand_change (part) and child that it counts.
SELECT c.period, c.strand, 'pairs' AS part, c.pupil_id
FROM change c
JOIN pupil_period p ON p.period = c.period AND p.pupil_id = c.pupil_id
WHERE p.kind = 'term' AND p.on_roll_at_end
ORDER BY c.period, c.strand, part, c.pupil_id
