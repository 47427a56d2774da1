-- One row per population asked for, column of behaviour_change (part) and record behind it: the blocks of support of the
-- children compared, and the suspensions or incidents on the days before and after.
WITH spanned AS (
  SELECT w.start_date, w.window_name, w.window_order, MIN(b.first_day) AS before_from, MAX(b.last_day) AS before_to,
         MIN(a.first_day) AS after_from, MAX(a.last_day) AS after_to
  FROM support_window w
  JOIN school_part b ON b.part = w.part AND b.part_no BETWEEN w.before_from AND w.before_to
  JOIN school_part a ON a.part = w.part AND a.part_no BETWEEN w.after_from AND w.after_to
  GROUP BY w.start_date, w.window_name, w.window_order
),
child AS (
  SELECT q.period, q.intervention, q.support_window, q.kind, s.pupil_id, s.start_date,
         w.before_from, w.before_to, w.after_from, w.after_to
  FROM traced q
  JOIN support_start s ON s.period = q.period AND s.intervention = q.intervention
  JOIN window_compared c ON c.start_date = s.start_date AND c.pupil_id = s.pupil_id AND c.window_name = q.support_window
  JOIN spanned w ON w.start_date = c.start_date AND w.window_order = c.window_order
),
listed AS (
  SELECT 'Suspensions' AS kind, 'suspension' AS source_table, pupil_id, start_date AS day, source_id, source_row,
         'child start_date type' AS cells
  FROM suspension
  WHERE kind = 'suspension'
  UNION ALL
  SELECT 'Incidents', 'incident', pupil_id, occurred_on, source_id, source_row, 'child date kind'
  FROM incident
),
near AS (
  SELECT c.period, c.intervention, c.support_window, c.kind, c.pupil_id, l.source_table, l.source_id, l.source_row, l.cells,
         l.day BETWEEN c.before_from AND c.before_to AS is_before, l.day BETWEEN c.after_from AND c.after_to AS is_after
  FROM child c
  JOIN listed l ON l.kind = c.kind AND l.pupil_id = c.pupil_id
)
SELECT c.period, c.intervention, c.support_window, c.kind, 'children' AS part, 'intervention' AS source_table,
       b.source_id, b.source_row, CAST(NULL AS VARCHAR(40)) AS item, 'child intervention type start_date' AS cells,
       CAST(c.pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM child c
JOIN support_block b ON b.period = c.period AND b.pupil_id = c.pupil_id AND b.start_date = c.start_date
                    AND (b.intervention = c.intervention OR c.intervention = 'All one-to-one support')
UNION ALL
SELECT period, intervention, support_window, kind, 'children_before', source_table, source_id, source_row, NULL, cells,
       CAST(pupil_id AS VARCHAR(40)), NULL
FROM near
WHERE is_before
UNION ALL
SELECT period, intervention, support_window, kind, 'children_after', source_table, source_id, source_row, NULL, cells,
       CAST(pupil_id AS VARCHAR(40)), NULL
FROM near
WHERE is_after
UNION ALL
SELECT period, intervention, support_window, kind, 'records_before', source_table, source_id, source_row, NULL, cells,
       NULL, CAST(1 AS BIGINT)
FROM near
WHERE is_before
UNION ALL
SELECT period, intervention, support_window, kind, 'records_after', source_table, source_id, source_row, NULL, cells,
       NULL, CAST(1 AS BIGINT)
FROM near
WHERE is_after
ORDER BY period, intervention, support_window, kind, part, source_table, source_id, source_row, counted
