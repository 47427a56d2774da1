-- One row per period, programme of one-to-one support (and all together), window and kind of record: supported children
-- with marks on both sides, records (suspensions that began, incidents) on the days before and after, and how many of the
-- children they are about. No row for a kind of which the school gave no list.
WITH record AS (
  SELECT 'Suspensions' AS kind, pupil_id, start_date AS day
  FROM suspension
  WHERE kind = 'suspension'
  UNION ALL
  SELECT 'Incidents' AS kind, pupil_id, occurred_on AS day
  FROM incident
),
given AS (
  SELECT DISTINCT 'Suspensions' AS kind
  FROM suspension
  UNION ALL
  SELECT DISTINCT 'Incidents' AS kind
  FROM incident
),
spanned AS (
  SELECT w.start_date, w.window_name, w.window_order, MIN(b.first_day) AS before_from, MAX(b.last_day) AS before_to,
         MIN(a.first_day) AS after_from, MAX(a.last_day) AS after_to
  FROM support_window w
  JOIN school_part b ON b.part = w.part AND b.part_no BETWEEN w.before_from AND w.before_to
  JOIN school_part a ON a.part = w.part AND a.part_no BETWEEN w.after_from AND w.after_to
  GROUP BY w.start_date, w.window_name, w.window_order
),
child AS (
  SELECT s.period, s.intervention, s.is_all, s.pupil_id, c.window_name, c.window_order,
         w.before_from, w.before_to, w.after_from, w.after_to
  FROM support_start s
  JOIN window_compared c ON c.start_date = s.start_date AND c.pupil_id = s.pupil_id
  JOIN spanned w ON w.start_date = c.start_date AND w.window_order = c.window_order
),
counted AS (
  SELECT c.period, c.intervention, c.is_all, c.window_name, c.window_order, g.kind, c.pupil_id,
         COUNT(*) FILTER (WHERE r.day BETWEEN c.before_from AND c.before_to) AS before_count,
         COUNT(*) FILTER (WHERE r.day BETWEEN c.after_from AND c.after_to) AS after_count
  FROM child c
  CROSS JOIN given g
  LEFT JOIN record r ON r.kind = g.kind AND r.pupil_id = c.pupil_id
  GROUP BY c.period, c.intervention, c.is_all, c.window_name, c.window_order, g.kind, c.pupil_id
)
SELECT period, intervention, window_name AS support_window, kind, COUNT(*) AS children,
       COUNT(*) FILTER (WHERE before_count > 0) AS children_before,
       COUNT(*) FILTER (WHERE after_count > 0) AS children_after,
       CAST(SUM(before_count) AS BIGINT) AS records_before,
       CAST(SUM(after_count) AS BIGINT) AS records_after
FROM counted
GROUP BY period, intervention, is_all, window_name, window_order, kind
ORDER BY period, is_all, intervention, window_order, kind
