-- One row per term, child and strand scored both in this term's class screening and in the child's most recent one of
-- an earlier term, where the two may be compared. Both in thousandths of a point, so that sums are exact: the change of
-- the score, and the gain, which is positive where the change is for the better.
CREATE TABLE change AS
WITH changed AS (
  SELECT f.period, f.previous_period, f.pupil_id, n.strand, n.strand_order, n.high_is_good,
         CAST(ROUND(n.score * 1000e0) AS BIGINT) - CAST(ROUND(b.score * 1000e0) AS BIGINT) AS change
  FROM screened_again f
  JOIN class_screening n ON n.period = f.period AND n.pupil_id = f.pupil_id
  JOIN class_screening b ON b.period = f.previous_period AND b.pupil_id = f.pupil_id AND b.strand = n.strand
  WHERE f.comparable AND n.score IS NOT NULL AND b.score IS NOT NULL
)
SELECT period, previous_period, pupil_id, strand, strand_order, change,
       CASE WHEN high_is_good THEN change ELSE -change END AS gain
FROM changed
