-- One row per period, block of one-to-one support that started in it and strand with a class screening before and after the
-- block: the terms and scores (thousandths of a point) of the two, whether the strand is the block's target, and who scored,
-- as in impact_block.
SELECT b.period, b.intervention, b.target_strand, p.strand, CAST(p.strand_order AS BIGINT) AS strand_order,
       b.source_id, b.source_row, b.pupil_id,
       CASE WHEN p.strand = b.target_strand THEN 1 ELSE 0 END AS is_target,
       p.before_period, p.after_period, p.score_before, p.score_after,
       CASE WHEN t.high_is_good THEN 1 ELSE 0 END AS high_is_good,
       CASE WHEN p.assessor_after IS NULL OR i.practitioner IS NULL THEN NULL
            WHEN p.assessor_after = i.practitioner THEN 1 ELSE 0 END AS scored_by_deliverer
FROM support_block b
CROSS JOIN run_params r
JOIN intervention i ON i.source_id = b.source_id AND i.source_row = b.source_row
JOIN class_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row
JOIN strand t ON t.instrument = r.instrument AND t.strand = p.strand
ORDER BY b.period, b.intervention, b.target_strand, p.strand_order, p.strand, b.source_id, b.source_row
