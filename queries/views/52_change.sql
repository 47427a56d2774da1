-- One row per term, child and strand scored both in this term's class screening and in the child's most recent one of
-- an earlier term. The change is in thousandths of a point, so that sums are exact.
CREATE TABLE change AS
WITH screened AS (
  SELECT DISTINCT period, ordinal, pupil_id
  FROM class_screening
),
followed AS (
  SELECT period, pupil_id, LAG(period) OVER (PARTITION BY pupil_id ORDER BY ordinal) AS previous_period
  FROM screened
)
SELECT f.period, f.previous_period, f.pupil_id, n.strand, n.strand_order,
       CAST(ROUND(n.score * 1000e0) AS BIGINT) - CAST(ROUND(b.score * 1000e0) AS BIGINT) AS change
FROM followed f
JOIN class_screening n ON n.period = f.period AND n.pupil_id = f.pupil_id
JOIN class_screening b ON b.period = f.previous_period AND b.pupil_id = f.pupil_id AND b.strand = n.strand
WHERE n.score IS NOT NULL AND b.score IS NOT NULL
