-- One row per period (term, and year to date), as at its last day: staff in post, those with any training completed by
-- then, the same for senior leaders, and people who hold a licence, ever gained and still current. No row at all when
-- the school gave no staff list or no training records: nothing can be said then.
WITH in_post AS (
  SELECT p.period, p.to_date, s.staff_id, COALESCE(s.senior_leader, FALSE) AS senior_leader
  FROM staff s
  JOIN period p ON (s.start_date IS NULL OR s.start_date <= p.to_date)
               AND (s.leaving_date IS NULL OR s.leaving_date >= p.to_date)
),
qualified AS (
  SELECT i.period, i.staff_id,
         COUNT(*) FILTER (WHERE t.licence_level IS NOT NULL) AS licences,
         COUNT(*) FILTER (WHERE t.licence_level IS NOT NULL
                            AND (t.expires_on IS NULL OR t.expires_on >= i.to_date)) AS current_licences
  FROM in_post i
  JOIN training t ON t.staff_id = i.staff_id AND t.completed_on <= i.to_date
  GROUP BY i.period, i.staff_id
)
SELECT i.period,
       COUNT(*) AS staff,
       COUNT(q.staff_id) AS staff_trained,
       COUNT(*) FILTER (WHERE i.senior_leader) AS senior_leaders,
       COUNT(q.staff_id) FILTER (WHERE i.senior_leader) AS senior_leaders_trained,
       COUNT(*) FILTER (WHERE q.licences > 0) AS licences_held,
       COUNT(*) FILTER (WHERE q.current_licences > 0) AS licences_current
FROM in_post i
LEFT JOIN qualified q ON q.period = i.period AND q.staff_id = i.staff_id
WHERE EXISTS (SELECT 1 FROM training)
GROUP BY i.period
ORDER BY i.period
