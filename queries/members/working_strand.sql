-- One row per term, strand, column of working_strand (part) and child that it counts.
WITH member AS (
  SELECT p.period, t.strand, p.pupil_id, s.working_order = t.strand_order AS is_working
  FROM pupil_period p
  JOIN status s ON s.period = p.period AND s.pupil_id = p.pupil_id
  CROSS JOIN run_params r
  JOIN strand t ON t.instrument = r.instrument
  WHERE p.kind = 'term' AND p.on_roll_at_end AND s.status <> 'missing'
)
SELECT period, strand, 'assessed' AS part, pupil_id
FROM member
UNION ALL
SELECT period, strand, 'working', pupil_id
FROM member
WHERE is_working
ORDER BY period, strand, part, pupil_id
