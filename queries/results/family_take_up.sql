-- One row per Family Thrive course, and one for all courses together: sessions that parents and carers came to, and of
-- those who came at least once and answered the school's survey both before and after, how many they are, with the sums
-- of their changes and of the changes squared (thousandths of a point). tier: 0 with fewer than five of them, or fewer than
-- half of those who started; else 1, before and after only.
WITH labelled AS (
  SELECT course, 0 AS is_all, sessions_attended, survey_before, survey_after
  FROM family_participant
  UNION ALL
  SELECT 'All courses', 1, sessions_attended, survey_before, survey_after
  FROM family_participant
),
changed AS (
  SELECT course, is_all, sessions_attended,
         CASE WHEN sessions_attended >= 1
              THEN CAST(ROUND(survey_after * 1000e0) AS BIGINT) - CAST(ROUND(survey_before * 1000e0) AS BIGINT)
         END AS change
  FROM labelled
)
SELECT course,
       COUNT(*) FILTER (WHERE sessions_attended >= 1) AS starters,
       CAST(SUM(sessions_attended) AS BIGINT) AS sessions_attended,
       COUNT(change) AS surveyed_twice,
       CAST(COALESCE(SUM(change), 0) AS BIGINT) AS sum_change,
       CAST(COALESCE(SUM(change * change), 0) AS BIGINT) AS sum_sq_change,
       CAST(CASE WHEN COUNT(change) >= 5 AND 2 * COUNT(change) >= COUNT(*) FILTER (WHERE sessions_attended >= 1) THEN 1
                 ELSE 0 END AS BIGINT) AS tier
FROM changed
GROUP BY course, is_all
ORDER BY is_all, course
