-- One row per period, intervention, target strand, other strand and child compared on it (part compared): with class
-- screenings before and after support between two terms for which expected progress is known, from five children on.
WITH known_span AS (
  SELECT before_period, after_period, strand
  FROM unsupported_pair
  GROUP BY before_period, after_period, strand
  HAVING COUNT(*) >= 5
)
SELECT DISTINCT b.period, b.intervention, b.target_strand, p.strand, 'compared' AS part, b.pupil_id
FROM support_block b
JOIN class_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row AND p.strand <> b.target_strand
JOIN known_span k ON k.before_period = p.before_period AND k.after_period = p.after_period AND k.strand = p.strand
ORDER BY b.period, b.intervention, b.target_strand, p.strand, b.pupil_id
