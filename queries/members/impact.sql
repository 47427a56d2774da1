-- One row per period, intervention and target strand (and all of a period together), column of impact (part) and child that
-- it counts. Expected progress is known between two terms from five children without support on (others); compared are the
-- supported children between such terms. Its column children is that of support.
WITH block AS (
  SELECT period, intervention, target_strand, target_strand AS strand, source_id, source_row, pupil_id, end_date,
         planned_sessions
  FROM support_block
  UNION ALL
  SELECT period, 'All one-to-one support', 'All strands', target_strand, source_id, source_row, pupil_id, end_date,
         planned_sessions
  FROM support_block
),
scored_before AS (
  SELECT DISTINCT i.source_id, i.source_row
  FROM intervention i
  CROSS JOIN run_params r
  JOIN screening s ON s.pupil_id = i.pupil_id AND s.instrument = r.instrument AND s.strand = i.target_strand
                  AND s.score IS NOT NULL
                  AND s.screened_on BETWEEN CAST(i.start_date - r.pair_window_days AS DATE) AND i.start_date
  WHERE i.kind = 'one_to_one' AND i.end_date <= r.as_of
),
known_span AS (
  SELECT before_period, after_period, strand
  FROM unsupported_pair
  GROUP BY before_period, after_period, strand
  HAVING COUNT(*) >= 5
),
compared AS (
  SELECT b.period, b.intervention, b.target_strand, b.pupil_id, p.before_period, p.after_period, p.strand
  FROM block b
  JOIN class_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row AND p.strand = b.strand
  JOIN known_span k ON k.before_period = p.before_period AND k.after_period = p.after_period AND k.strand = p.strand
)
SELECT DISTINCT b.period, b.intervention, b.target_strand, 'session_children' AS part, b.pupil_id
FROM block b
CROSS JOIN run_params r
WHERE b.end_date <= r.as_of AND b.planned_sessions > 0
UNION ALL
SELECT DISTINCT b.period, b.intervention, b.target_strand, 'tau_children', b.pupil_id
FROM block b
CROSS JOIN run_params r
JOIN support_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row
WHERE b.end_date <= r.as_of AND b.planned_sessions > 0
UNION ALL
SELECT DISTINCT b.period, b.intervention, b.target_strand, 'room_children', b.pupil_id
FROM block b
CROSS JOIN run_params r
JOIN support_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row
JOIN strand t ON t.instrument = r.instrument AND t.strand = b.strand
JOIN strand_scale c ON c.instrument = r.instrument AND c.strand = b.strand
WHERE CASE WHEN t.high_is_good THEN p.score_before / 1000e0 < c.max_score - 0.1e0 * (c.max_score - c.min_score)
           ELSE p.score_before / 1000e0 > c.min_score + 0.1e0 * (c.max_score - c.min_score) END
UNION ALL
SELECT DISTINCT b.period, b.intervention, b.target_strand, 'reliable_children', b.pupil_id
FROM block b
CROSS JOIN run_params r
JOIN support_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row
JOIN strand_scale c ON c.instrument = r.instrument AND c.strand = b.strand
WHERE c.spread IS NOT NULL AND c.reliability IS NOT NULL
UNION ALL
SELECT DISTINCT b.period, b.intervention, b.target_strand, 'followed_up', b.pupil_id
FROM block b
JOIN support_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row
UNION ALL
SELECT DISTINCT b.period, b.intervention, b.target_strand, 'baseline_children', b.pupil_id
FROM block b
LEFT JOIN support_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row
LEFT JOIN scored_before s ON s.source_id = b.source_id AND s.source_row = b.source_row
WHERE p.source_id IS NOT NULL OR s.source_id IS NOT NULL
UNION ALL
SELECT DISTINCT period, intervention, target_strand, 'compared', pupil_id
FROM compared
UNION ALL
SELECT DISTINCT c.period, c.intervention, c.target_strand, 'others', o.pupil_id
FROM compared c
JOIN unsupported_pair o ON o.before_period = c.before_period AND o.after_period = c.after_period AND o.strand = c.strand
UNION ALL
SELECT DISTINCT b.period, b.intervention, b.target_strand, 'sdq_pupils', b.pupil_id
FROM block b
JOIN sdq_pair q ON q.period = b.period AND q.source_id = b.source_id AND q.source_row = b.source_row
ORDER BY period, intervention, target_strand, part, pupil_id
