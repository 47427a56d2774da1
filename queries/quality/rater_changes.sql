-- One row per term and class: children with a class screening who had one earlier in the same academic year, where both
-- name who gave them, and how many of those were given by somebody else than before. For the data-quality report.
WITH given AS (
  SELECT s.period, s.ordinal, p.academic_year, s.pupil_id, MIN(s.assessor) AS assessor
  FROM class_screening s
  JOIN period p ON p.period = s.period AND p.kind = 'term'
  WHERE s.assessor IS NOT NULL
  GROUP BY s.period, s.ordinal, p.academic_year, s.pupil_id
),
again AS (
  SELECT period, pupil_id, assessor,
         LAG(assessor) OVER (PARTITION BY academic_year, pupil_id ORDER BY ordinal) AS assessor_before
  FROM given
)
SELECT a.period, e.class_name, COUNT(*) AS screened_again,
       CAST(SUM(CASE WHEN a.assessor <> a.assessor_before THEN 1 ELSE 0 END) AS BIGINT) AS by_another
FROM again a
LEFT JOIN pupil_period e ON e.period = a.period AND e.pupil_id = a.pupil_id
WHERE a.assessor_before IS NOT NULL
GROUP BY a.period, e.class_name
ORDER BY a.period, e.class_name NULLS LAST
