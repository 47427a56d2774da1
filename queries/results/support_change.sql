-- One row per period (term, and year to date), intervention and target strand with a before-and-after pair, and one for
-- all of a period together: pairs and the children behind them, sums of the scores before and after, of the changes and
-- of the changes squared (thousandths of a point), and how many improved, stayed the same or fell.
WITH pair AS (
  SELECT b.period, b.intervention, b.target_strand, b.pupil_id, p.score_before, p.score_after, p.change, p.gain
  FROM support_block b
  JOIN support_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row
),
labelled AS (
  SELECT period, intervention, target_strand, 0 AS is_all, pupil_id, score_before, score_after, change, gain
  FROM pair
  UNION ALL
  SELECT period, 'All one-to-one support', 'All strands', 1, pupil_id, score_before, score_after, change, gain
  FROM pair
)
SELECT period, intervention, target_strand,
       COUNT(DISTINCT pupil_id) AS children,
       COUNT(*) AS pairs,
       CAST(SUM(score_before) AS BIGINT) AS sum_before,
       CAST(SUM(score_after) AS BIGINT) AS sum_after,
       CAST(SUM(change) AS BIGINT) AS sum_change,
       CAST(SUM(change * change) AS BIGINT) AS sum_sq_change,
       COUNT(*) FILTER (WHERE gain > 0) AS improved,
       COUNT(*) FILTER (WHERE gain = 0) AS unchanged,
       COUNT(*) FILTER (WHERE gain < 0) AS fell
FROM labelled
GROUP BY period, intervention, target_strand, is_all
ORDER BY period, is_all, intervention, target_strand
