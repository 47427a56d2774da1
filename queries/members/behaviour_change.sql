-- One row per period, programme of one-to-one support (and all together), window, kind of record, column of behaviour_change
-- (part) and child that it counts.
WITH record AS (
  SELECT 'Suspensions' AS kind, pupil_id, start_date AS day
  FROM suspension
  WHERE kind = 'suspension'
  UNION ALL
  SELECT 'Incidents', pupil_id, occurred_on
  FROM incident
),
given AS (
  SELECT DISTINCT 'Suspensions' AS kind
  FROM suspension
  UNION ALL
  SELECT DISTINCT 'Incidents'
  FROM incident
),
spanned AS (
  SELECT w.start_date, w.window_order, MIN(b.first_day) AS before_from, MAX(b.last_day) AS before_to,
         MIN(a.first_day) AS after_from, MAX(a.last_day) AS after_to
  FROM support_window w
  JOIN school_part b ON b.part = w.part AND b.part_no BETWEEN w.before_from AND w.before_to
  JOIN school_part a ON a.part = w.part AND a.part_no BETWEEN w.after_from AND w.after_to
  GROUP BY w.start_date, w.window_order
),
child AS (
  SELECT s.period, s.intervention, c.window_name AS support_window, s.pupil_id,
         w.before_from, w.before_to, w.after_from, w.after_to
  FROM support_start s
  JOIN window_compared c ON c.start_date = s.start_date AND c.pupil_id = s.pupil_id
  JOIN spanned w ON w.start_date = c.start_date AND w.window_order = c.window_order
)
SELECT c.period, c.intervention, c.support_window, g.kind, 'children' AS part, c.pupil_id
FROM child c
CROSS JOIN given g
UNION ALL
SELECT DISTINCT c.period, c.intervention, c.support_window, r.kind, 'children_before', c.pupil_id
FROM child c
JOIN record r ON r.pupil_id = c.pupil_id AND r.day BETWEEN c.before_from AND c.before_to
UNION ALL
SELECT DISTINCT c.period, c.intervention, c.support_window, r.kind, 'children_after', c.pupil_id
FROM child c
JOIN record r ON r.pupil_id = c.pupil_id AND r.day BETWEEN c.after_from AND c.after_to
ORDER BY period, intervention, support_window, kind, part, pupil_id
