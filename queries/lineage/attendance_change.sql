-- One row per population asked for, column of attendance_change (part) and record behind it: the child's block of support,
-- and the child's register marks before and after its start. The change of the year group rests on the marks of the other
-- children of the year group on the same days; they are found by queries/views/64_window_pupil.sql.
WITH child AS (
  SELECT q.period, q.intervention, q.support_window, c.window_order, s.pupil_id, s.start_date
  FROM traced q
  JOIN support_start s ON s.period = q.period AND s.intervention = q.intervention
  JOIN window_compared c ON c.start_date = s.start_date AND c.pupil_id = s.pupil_id AND c.window_name = q.support_window
),
span AS (
  -- the parts of the calendar before and after each start, in each window
  SELECT w.start_date, w.window_order, p.part, p.part_no
  FROM support_window w
  JOIN school_part p ON p.part = w.part
                    AND (p.part_no BETWEEN w.before_from AND w.before_to OR p.part_no BETWEEN w.after_from AND w.after_to)
),
span_day AS (
  SELECT x.start_date, x.window_order, d.term_id, d.day
  FROM span x
  JOIN school_day d ON (x.part = 'week' AND d.week_no = x.part_no) OR (x.part = 'half' AND d.half_no = x.part_no)
),
marks AS (
  SELECT c.period, c.intervention, c.support_window, c.pupil_id, m.source_id, m.source_row,
         CAST(m.mark_date AS VARCHAR(40)) || ' ' || m.session AS item
  FROM child c
  JOIN span_day d ON d.start_date = c.start_date AND d.window_order = c.window_order
  JOIN mark m ON m.period = d.term_id AND m.mark_date = d.day AND m.pupil_id = c.pupil_id
  WHERE m.possible > 0
)
SELECT c.period, c.intervention, c.support_window, 'children' AS part, 'intervention' AS source_table,
       b.source_id, b.source_row, CAST(NULL AS VARCHAR(40)) AS item, 'child intervention type start_date' AS cells,
       CAST(c.pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM child c
JOIN support_block b ON b.period = c.period AND b.pupil_id = c.pupil_id AND b.start_date = c.start_date
                    AND (b.intervention = c.intervention OR c.intervention = 'All one-to-one support')
UNION ALL
SELECT period, intervention, support_window, 'children', 'attendance_mark', source_id, source_row, item,
       'child date session date_session mark week_commencing marks', CAST(pupil_id AS VARCHAR(40)), NULL
FROM marks
ORDER BY period, intervention, support_window, part, source_table, source_id, source_row, item, counted
