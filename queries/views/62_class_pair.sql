-- One row per ended block of one-to-one support and strand with a class screening of the child both before and after it:
-- the terms of the two and the scores in thousandths of a point. Every child is screened with the class, by the same
-- adults in the same weeks, so these scores can be set against those of children without support.
CREATE TABLE class_pair AS
WITH block AS (
  SELECT i.source_id, i.source_row, i.pupil_id, i.start_date, i.end_date,
         CAST(i.start_date - r.pair_window_days AS DATE) AS oldest_on
  FROM intervention i
  CROSS JOIN run_params r
  WHERE i.kind = 'one_to_one' AND i.end_date IS NOT NULL
),
before AS (
  SELECT b.source_id, b.source_row, c.strand, c.strand_order, c.period, c.score, c.assessor,
         ROW_NUMBER() OVER (PARTITION BY b.source_id, b.source_row, c.strand ORDER BY c.screened_on DESC) AS nearness
  FROM block b
  JOIN class_screening c ON c.pupil_id = b.pupil_id AND c.score IS NOT NULL
                        AND c.screened_on BETWEEN b.oldest_on AND b.start_date
),
after AS (
  SELECT b.source_id, b.source_row, c.strand, c.period, c.score, c.assessor,
         ROW_NUMBER() OVER (PARTITION BY b.source_id, b.source_row, c.strand ORDER BY c.screened_on) AS nearness
  FROM block b
  JOIN class_screening c ON c.pupil_id = b.pupil_id AND c.score IS NOT NULL
                        AND c.screened_on >= b.end_date AND c.screened_on > b.start_date
)
SELECT x.source_id, x.source_row, x.strand, x.strand_order, x.period AS before_period, y.period AS after_period,
       CAST(ROUND(x.score * 1000e0) AS BIGINT) AS score_before, CAST(ROUND(y.score * 1000e0) AS BIGINT) AS score_after,
       x.assessor AS assessor_before, y.assessor AS assessor_after
FROM before x
JOIN after y ON y.source_id = x.source_id AND y.source_row = x.source_row AND y.strand = x.strand
WHERE x.nearness = 1 AND y.nearness = 1
