-- One row per two terms between which some block of one-to-one support was measured, strand and child with a class
-- screening in both terms and no one-to-one support between the two: the scores in thousandths of a point.
CREATE TABLE unsupported_pair AS
WITH compared AS (
  SELECT DISTINCT before_period, after_period, strand
  FROM class_pair
)
SELECT w.before_period, w.after_period, w.strand, x.pupil_id,
       CAST(ROUND(x.score * 1000e0) AS BIGINT) AS score_before, CAST(ROUND(y.score * 1000e0) AS BIGINT) AS score_after,
       x.high_is_good
FROM compared w
JOIN class_screening x ON x.period = w.before_period AND x.strand = w.strand
JOIN class_screening y ON y.period = w.after_period AND y.strand = w.strand AND y.pupil_id = x.pupil_id
WHERE x.score IS NOT NULL AND y.score IS NOT NULL
  AND NOT EXISTS (
    SELECT 1
    FROM intervention i
    WHERE i.pupil_id = x.pupil_id AND i.kind = 'one_to_one' AND i.start_date <= y.screened_on
      AND (i.end_date IS NULL OR i.end_date >= x.screened_on)
  )
