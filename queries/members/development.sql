-- One row per term, column of development (part) and child that it counts.
WITH member AS (
  SELECT p.period, p.pupil_id, s.status
  FROM pupil_period p
  JOIN status s ON s.period = p.period AND s.pupil_id = p.pupil_id
  WHERE p.kind = 'term' AND p.on_roll_at_end
)
SELECT period, 'screened' AS part, pupil_id
FROM member
UNION ALL
SELECT period, 'assessed', pupil_id
FROM member
WHERE status <> 'missing'
UNION ALL
SELECT period, 'at_or_above', pupil_id
FROM member
WHERE status IN ('at', 'above')
UNION ALL
SELECT period, CASE status WHEN 'below' THEN 'below' WHEN 'at' THEN 'at_expected' WHEN 'above' THEN 'above'
                           ELSE 'missing' END, pupil_id
FROM member
ORDER BY period, part, pupil_id
