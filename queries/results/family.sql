-- One row per Family Thrive course, and one for all courses together: places taken up by a parent or carer, those who
-- came at least once (starters), and those who came to enough sessions by the school's policy (completers).
WITH labelled AS (
  SELECT course, 0 AS is_all, sessions_attended
  FROM family_participant
  UNION ALL
  SELECT 'All courses', 1, sessions_attended
  FROM family_participant
)
SELECT l.course,
       COUNT(*) AS places,
       COUNT(*) FILTER (WHERE l.sessions_attended >= 1) AS starters,
       COUNT(*) FILTER (WHERE l.sessions_attended >= r.family_min_sessions) AS completers
FROM labelled l
CROSS JOIN run_params r
GROUP BY l.course, l.is_all
ORDER BY l.is_all, l.course
