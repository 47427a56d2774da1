-- One row per period and block of one-to-one support that started in it: whether it has ended, its sessions, the scores of
-- its target strand before and after it (thousandths of a point, as in support_change), the score before it of a block
-- that has ended without one after it (lost_before), whether the adult who gave the support also scored it afterwards and
-- whether another adult scored it than before (NULL where the school does not say who), and the strand's scale.
WITH baseline AS (
  SELECT i.source_id, i.source_row, CAST(ROUND(s.score * 1000e0) AS BIGINT) AS score,
         ROW_NUMBER() OVER (PARTITION BY i.source_id, i.source_row
                            ORDER BY CASE s.profile_type WHEN 'individual' THEN 1 WHEN 'class' THEN 2 ELSE 3 END,
                                     s.profile_type, s.screened_on DESC, s.source_id DESC, s.source_row DESC) AS preference
  FROM intervention i
  CROSS JOIN run_params r
  JOIN screening s ON s.pupil_id = i.pupil_id AND s.instrument = r.instrument AND s.strand = i.target_strand
                  AND s.score IS NOT NULL
                  AND s.screened_on BETWEEN CAST(i.start_date - r.pair_window_days AS DATE) AND i.start_date
  WHERE i.kind = 'one_to_one' AND i.end_date IS NOT NULL
)
SELECT b.period, b.intervention, b.target_strand, b.source_id, b.source_row, b.pupil_id,
       CASE WHEN b.end_date <= r.as_of THEN 1 ELSE 0 END AS ended,
       CAST(b.planned_sessions AS BIGINT) AS planned_sessions, b.given_sessions,
       p.score_before, p.score_after,
       CASE WHEN p.source_id IS NULL AND b.end_date <= r.as_of THEN l.score END AS lost_before,
       CASE WHEN p.assessor_after IS NULL OR i.practitioner IS NULL THEN NULL
            WHEN p.assessor_after = i.practitioner THEN 1 ELSE 0 END AS scored_by_deliverer,
       CASE WHEN p.assessor_before IS NULL OR p.assessor_after IS NULL THEN NULL
            WHEN p.assessor_before = p.assessor_after THEN 0 ELSE 1 END AS rater_changed,
       CASE WHEN t.high_is_good THEN 1 WHEN NOT t.high_is_good THEN 0 END AS high_is_good,
       c.min_score, c.max_score, c.spread, c.reliability, r.secure_min
FROM support_block b
CROSS JOIN run_params r
JOIN intervention i ON i.source_id = b.source_id AND i.source_row = b.source_row
LEFT JOIN support_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row
LEFT JOIN baseline l ON l.source_id = b.source_id AND l.source_row = b.source_row AND l.preference = 1
LEFT JOIN strand t ON t.instrument = r.instrument AND t.strand = b.target_strand
LEFT JOIN strand_scale c ON c.instrument = r.instrument AND c.strand = b.target_strand
ORDER BY b.period, b.intervention, b.target_strand, b.source_id, b.source_row
