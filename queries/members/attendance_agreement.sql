-- One row per period, programme of one-to-one support (and all together), column of attendance_agreement (part) and child:
-- children are those of the window with the most, fewest those of the window with the fewest.
WITH child AS (
  SELECT s.period, s.intervention, c.window_order, s.pupil_id
  FROM support_start s
  JOIN window_compared c ON c.start_date = s.start_date AND c.pupil_id = s.pupil_id
),
sized AS (
  SELECT period, intervention, window_order,
         ROW_NUMBER() OVER (PARTITION BY period, intervention ORDER BY COUNT(*) DESC, window_order) AS most,
         ROW_NUMBER() OVER (PARTITION BY period, intervention ORDER BY COUNT(*), window_order) AS least
  FROM child
  GROUP BY period, intervention, window_order
)
SELECT c.period, c.intervention, 'children' AS part, c.pupil_id
FROM child c
JOIN sized z ON z.period = c.period AND z.intervention = c.intervention AND z.window_order = c.window_order
WHERE z.most = 1
UNION ALL
SELECT c.period, c.intervention, 'fewest', c.pupil_id
FROM child c
JOIN sized z ON z.period = c.period AND z.intervention = c.intervention AND z.window_order = c.window_order
WHERE z.least = 1
ORDER BY period, intervention, part, pupil_id
