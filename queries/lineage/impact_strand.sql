-- One row per population asked for, part and record behind it. The method works out what it says of a strand that the support
-- did not aim at from two parts of no column: class_scores, the children's class screenings on the strand before and after
-- support, and other_scores, those of the pupils without support between the same two terms.
WITH compared AS (
  SELECT q.period, q.intervention, q.target_strand, q.strand, b.pupil_id, p.before_period, p.after_period
  FROM traced q
  JOIN support_block b ON b.period = q.period
    AND ((b.intervention = q.intervention AND b.target_strand = q.target_strand)
         OR (q.intervention = 'All one-to-one support' AND q.target_strand = 'All strands'))
  JOIN class_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row AND p.strand = q.strand
  WHERE p.strand <> b.target_strand
),
span AS (
  SELECT DISTINCT period, intervention, target_strand, strand, before_period, after_period
  FROM compared
),
other AS (
  SELECT w.period, w.intervention, w.target_strand, w.strand, x.pupil_id, w.before_period, w.after_period
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
SELECT p.period, p.intervention, p.target_strand, p.strand, 'class_scores' AS part, 'screening' AS source_table,
       c.source_id, c.source_row, c.strand AS item, 'child date profile_type strand score' AS cells,
       CAST(p.pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM compared p
JOIN class_screening c ON c.pupil_id = p.pupil_id AND c.strand = p.strand AND c.period IN (p.before_period, p.after_period)
UNION ALL
SELECT o.period, o.intervention, o.target_strand, o.strand, 'other_scores', 'screening', c.source_id, c.source_row, c.strand,
       'child date profile_type strand score', CAST(o.pupil_id AS VARCHAR(40)), NULL
FROM other o
JOIN class_screening c ON c.pupil_id = o.pupil_id AND c.strand = o.strand AND c.period IN (o.before_period, o.after_period)
ORDER BY period, intervention, target_strand, strand, part, source_table, source_id, source_row, item, counted
