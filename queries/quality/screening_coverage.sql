-- One row per term and class with a child on roll on the term's last day: children on roll then, and how many of them
-- have a class screening dated in the term. For the data-quality report.
WITH screened AS (
  SELECT DISTINCT period, pupil_id
  FROM class_screening
)
SELECT e.period, e.class_name, COUNT(*) AS on_roll, COUNT(s.pupil_id) AS screened
FROM pupil_period e
LEFT JOIN screened s ON s.period = e.period AND s.pupil_id = e.pupil_id
WHERE e.kind = 'term' AND e.on_roll_at_end
GROUP BY e.period, e.class_name
ORDER BY e.period, e.class_name NULLS LAST
