-- One row per population asked for, column of class_plans (part) and record behind it: the plan's row of the plan list.
WITH class_plan AS (
  SELECT q.period, p.start_date, p.to_date, n.opened_on, n.review_on, n.closed_on, n.source_id, n.source_row,
         n.opened_on <= p.to_date AND (n.closed_on IS NULL OR n.closed_on > p.to_date) AS is_open
  FROM traced q
  JOIN period p ON p.period = q.period
  JOIN plan n ON n.plan_type = 'class'
),
counted_in AS (
  SELECT period, source_id, source_row, 'opened' AS part, 'class plan_type opened' AS cells
  FROM class_plan
  WHERE opened_on BETWEEN start_date AND to_date
  UNION ALL
  SELECT period, source_id, source_row, 'closed', 'class plan_type closed'
  FROM class_plan
  WHERE closed_on BETWEEN start_date AND to_date
  UNION ALL
  SELECT period, source_id, source_row, 'still_open', 'class plan_type opened closed'
  FROM class_plan
  WHERE is_open
  UNION ALL
  SELECT period, source_id, source_row, 'overdue', 'class plan_type opened review closed'
  FROM class_plan
  WHERE is_open AND review_on < to_date
)
SELECT period, part, 'plan' AS source_table, source_id, source_row, CAST(NULL AS VARCHAR(40)) AS item, cells,
       CAST(source_id AS VARCHAR(20)) || '-' || CAST(source_row AS VARCHAR(20)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM counted_in
ORDER BY period, part, source_table, source_id, source_row, item
