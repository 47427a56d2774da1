-- One row per term, column of flow (part) and child that it counts. The median is that of screened_twice.
WITH member AS (
  SELECT f.period, f.pupil_id, f.comparable, f.days_between > y.screening_every_days AS is_overdue
  FROM screened_again f
  JOIN pupil_period p ON p.period = f.period AND p.pupil_id = f.pupil_id
  LEFT JOIN screening_policy y ON y.screening_every_days > 0
  WHERE p.kind = 'term' AND p.on_roll_at_end
)
SELECT period, 'screened_twice' AS part, pupil_id
FROM member
UNION ALL
SELECT period, CASE WHEN comparable THEN 'comparable' ELSE 'left_out' END, pupil_id
FROM member
UNION ALL
SELECT period, 'overdue', pupil_id
FROM member
WHERE is_overdue
ORDER BY period, part, pupil_id
