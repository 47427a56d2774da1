-- One row per population asked for, part and record behind it. Parts that are columns of impact are counted again: the blocks
-- of support (children, session_children, session_blocks), those with a score before and after (followed_up, scored_blocks,
-- raters_known, rater_changed) or with sessions and scores (tau_children), and those with questionnaires before and after
-- (sdq_pupils; sdq_children, their blocks, where they allow a score). What the method works out from scores rests on two parts of no column: class_scores, the
-- children's class screenings on the target strand before and after support, and other_scores, those of the pupils without
-- support between the same two terms.
WITH block AS (
  SELECT q.period, q.intervention, q.target_strand, b.pupil_id, b.source_id, b.source_row, b.target_strand AS strand,
         b.end_date <= r.as_of AND b.planned_sessions > 0 AS has_sessions,
         x.before_source_id, x.before_source_row, x.after_source_id, x.after_source_row,
         x.assessor_before IS NOT NULL AND x.assessor_after IS NOT NULL AS is_rater_known,
         x.assessor_before <> x.assessor_after AS is_rater_changed,
         CAST(b.source_id AS VARCHAR(20)) || '-' || CAST(b.source_row AS VARCHAR(20)) AS block
  FROM traced q
  CROSS JOIN run_params r
  JOIN support_block b ON b.period = q.period
    AND ((b.intervention = q.intervention AND b.target_strand = q.target_strand)
         OR (q.intervention = 'All one-to-one support' AND q.target_strand = 'All strands'))
  LEFT JOIN support_pair x ON x.source_id = b.source_id AND x.source_row = b.source_row
),
scored AS (
  SELECT period, intervention, target_strand, pupil_id, block, is_rater_known, is_rater_changed,
         'intervention' AS source_table, source_id, source_row, CAST(NULL AS VARCHAR(40)) AS item,
         'child intervention type target_strand start_date end_date' AS cells
  FROM block
  WHERE before_source_id IS NOT NULL
  UNION ALL
  SELECT period, intervention, target_strand, pupil_id, block, is_rater_known, is_rater_changed,
         'screening', before_source_id, before_source_row, strand, 'child date profile_type strand score assessor'
  FROM block
  WHERE before_source_id IS NOT NULL
  UNION ALL
  SELECT period, intervention, target_strand, pupil_id, block, is_rater_known, is_rater_changed,
         'screening', after_source_id, after_source_row, strand, 'child date profile_type strand score assessor'
  FROM block
  WHERE before_source_id IS NOT NULL
),
answered AS (
  SELECT b.period, b.intervention, b.target_strand, b.block, b.pupil_id, s.source_id, s.source_row, s.strand
  FROM block b
  JOIN sdq_pair p ON p.period = b.period AND p.source_id = b.source_id AND p.source_row = b.source_row
  JOIN screening s ON s.pupil_id = b.pupil_id AND s.instrument = 'sdq'
                  AND COALESCE(s.respondent, 'not recorded') = p.respondent
                  AND ((s.screened_on = p.before_on AND s.strand IN ('Total difficulties', 'Impact', 'Emotional symptoms'))
                       OR (s.screened_on = p.after_on AND s.strand = 'Total difficulties'))
),
compared AS (
  SELECT b.period, b.intervention, b.target_strand, b.pupil_id, p.strand, p.before_period, p.after_period
  FROM block b
  JOIN class_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row AND p.strand = b.strand
),
span AS (
  SELECT DISTINCT period, intervention, target_strand, strand, before_period, after_period
  FROM compared
),
other AS (
  SELECT w.period, w.intervention, w.target_strand, x.pupil_id, w.strand, w.before_period, w.after_period
  FROM span w
  JOIN class_screening x ON x.period = w.before_period AND x.strand = w.strand
  JOIN class_screening y ON y.period = w.after_period AND y.strand = w.strand AND y.pupil_id = x.pupil_id
  WHERE x.score IS NOT NULL AND y.score IS NOT NULL
    AND NOT EXISTS (
      SELECT 1
      FROM intervention i
      WHERE i.pupil_id = x.pupil_id AND i.kind = 'one_to_one' AND i.start_date <= y.screened_on
        AND (i.end_date IS NULL OR i.end_date >= x.screened_on)
    )
)
SELECT period, intervention, target_strand, 'children' AS part, 'intervention' AS source_table, source_id, source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child intervention type target_strand start_date' AS cells,
       CAST(pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM block
UNION ALL
SELECT period, intervention, target_strand, 'session_children', 'intervention', source_id, source_row, NULL,
       'child intervention start_date end_date planned_sessions sessions_attended', CAST(pupil_id AS VARCHAR(40)), NULL
FROM block
WHERE has_sessions
UNION ALL
SELECT period, intervention, target_strand, 'session_blocks', 'intervention', source_id, source_row, NULL,
       'child intervention start_date end_date planned_sessions sessions_attended', block, NULL
FROM block
WHERE has_sessions
UNION ALL
SELECT b.period, b.intervention, b.target_strand, 'tau_children', 'intervention', b.source_id, b.source_row, NULL,
       'child intervention start_date end_date planned_sessions sessions_attended', CAST(b.pupil_id AS VARCHAR(40)), NULL
FROM block b
WHERE b.has_sessions AND b.before_source_id IS NOT NULL
UNION ALL
SELECT period, intervention, target_strand, 'sdq_children', 'screening', source_id, source_row, strand,
       'child date respondent strand score', block, NULL
FROM answered
UNION ALL
SELECT period, intervention, target_strand, 'sdq_pupils', 'screening', source_id, source_row, strand,
       'child date respondent strand score', CAST(pupil_id AS VARCHAR(40)), NULL
FROM answered
UNION ALL
SELECT period, intervention, target_strand, 'followed_up', source_table, source_id, source_row, item, cells,
       CAST(pupil_id AS VARCHAR(40)), NULL
FROM scored
UNION ALL
SELECT period, intervention, target_strand, 'scored_blocks', source_table, source_id, source_row, item, cells, block, NULL
FROM scored
UNION ALL
SELECT period, intervention, target_strand, 'raters_known', source_table, source_id, source_row, item, cells, block, NULL
FROM scored
WHERE is_rater_known
UNION ALL
SELECT period, intervention, target_strand, 'rater_changed', source_table, source_id, source_row, item, cells, block, NULL
FROM scored
WHERE is_rater_changed
UNION ALL
SELECT p.period, p.intervention, p.target_strand, 'class_scores', 'screening', c.source_id, c.source_row, c.strand,
       'child date profile_type strand score', CAST(p.pupil_id AS VARCHAR(40)), NULL
FROM compared p
JOIN class_screening c ON c.pupil_id = p.pupil_id AND c.strand = p.strand AND c.period IN (p.before_period, p.after_period)
UNION ALL
SELECT o.period, o.intervention, o.target_strand, 'other_scores', 'screening', c.source_id, c.source_row, c.strand,
       'child date profile_type strand score', CAST(o.pupil_id AS VARCHAR(40)), NULL
FROM other o
JOIN class_screening c ON c.pupil_id = o.pupil_id AND c.strand = o.strand AND c.period IN (o.before_period, o.after_period)
ORDER BY period, intervention, target_strand, part, source_table, source_id, source_row, item, counted
