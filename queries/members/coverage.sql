-- One row per term, column of coverage (part) and child that it counts.
SELECT p.period, 'on_roll' AS part, p.pupil_id
FROM pupil_period p
WHERE p.kind = 'term' AND p.on_roll_at_end
UNION ALL
SELECT p.period, 'screened', p.pupil_id
FROM pupil_period p
JOIN status s ON s.period = p.period AND s.pupil_id = p.pupil_id
WHERE p.kind = 'term' AND p.on_roll_at_end
ORDER BY period, part, pupil_id
