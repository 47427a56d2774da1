-- One row per period (term, and year to date), column of suspensions (part) and child that it counts.
SELECT p.period, 'on_roll' AS part, p.pupil_id
FROM pupil_period p
WHERE EXISTS (SELECT 1 FROM suspension)
UNION ALL
SELECT DISTINCT p.period, 'pupils_suspended', p.pupil_id
FROM pupil_period p
JOIN period d ON d.period = p.period
JOIN suspension s ON s.pupil_id = p.pupil_id AND s.start_date BETWEEN d.start_date AND d.to_date
WHERE s.kind = 'suspension'
ORDER BY period, part, pupil_id
