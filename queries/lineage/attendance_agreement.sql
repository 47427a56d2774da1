-- One row per population asked for, column of attendance_agreement (part) and record behind it: children are those of the
-- window with the most, fewest those of the window with the fewest; with each child's block of support the child's register
-- marks before and after its start in that window.
WITH child AS (
  SELECT q.period, q.intervention, c.window_order, s.pupil_id, s.start_date
  FROM traced q
  JOIN support_start s ON s.period = q.period AND s.intervention = q.intervention
  JOIN window_compared c ON c.start_date = s.start_date AND c.pupil_id = s.pupil_id
),
sized AS (
  SELECT period, intervention, window_order,
         ROW_NUMBER() OVER (PARTITION BY period, intervention ORDER BY COUNT(*) DESC, window_order) AS most,
         ROW_NUMBER() OVER (PARTITION BY period, intervention ORDER BY COUNT(*), window_order) AS least
  FROM child
  GROUP BY period, intervention, window_order
),
chosen AS (
  SELECT c.period, c.intervention, 'children' AS part, c.window_order, c.pupil_id, c.start_date
  FROM child c
  JOIN sized z ON z.period = c.period AND z.intervention = c.intervention AND z.window_order = c.window_order
  WHERE z.most = 1
  UNION ALL
  SELECT c.period, c.intervention, 'fewest', c.window_order, c.pupil_id, c.start_date
  FROM child c
  JOIN sized z ON z.period = c.period AND z.intervention = c.intervention AND z.window_order = c.window_order
  WHERE z.least = 1
),
span AS (
  SELECT w.start_date, w.window_order, p.part, p.part_no
  FROM support_window w
  JOIN school_part p ON p.part = w.part
                    AND (p.part_no BETWEEN w.before_from AND w.before_to OR p.part_no BETWEEN w.after_from AND w.after_to)
),
span_day AS (
  SELECT x.start_date, x.window_order, d.term_id, d.day
  FROM span x
  JOIN school_day d ON (x.part = 'week' AND d.week_no = x.part_no) OR (x.part = 'half' AND d.half_no = x.part_no)
)
SELECT c.period, c.intervention, c.part, 'intervention' AS source_table, b.source_id, b.source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child intervention type start_date' AS cells,
       CAST(c.pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM chosen c
JOIN support_block b ON b.period = c.period AND b.pupil_id = c.pupil_id AND b.start_date = c.start_date
                    AND (b.intervention = c.intervention OR c.intervention = 'All one-to-one support')
UNION ALL
SELECT c.period, c.intervention, c.part, 'attendance_mark', m.source_id, m.source_row,
       CAST(m.mark_date AS VARCHAR(40)) || ' ' || m.session, 'child date session date_session mark week_commencing marks',
       CAST(c.pupil_id AS VARCHAR(40)), NULL
FROM chosen c
JOIN span_day d ON d.start_date = c.start_date AND d.window_order = c.window_order
JOIN mark m ON m.period = d.term_id AND m.mark_date = d.day AND m.pupil_id = c.pupil_id
WHERE m.possible > 0
ORDER BY period, intervention, part, source_table, source_id, source_row, item, counted
