-- One row per population asked for, column of family_take_up (part) and record behind it: a row of a register.
-- sum_sq_change rests on the records of sum_change.
WITH place AS (
  SELECT q.course, f.source_id, f.source_row, f.sessions_attended,
         CASE WHEN f.sessions_attended >= 1
              THEN CAST(ROUND(f.survey_after * 1000e0) AS BIGINT) - CAST(ROUND(f.survey_before * 1000e0) AS BIGINT)
         END AS change
  FROM traced q
  JOIN family_participant f ON f.course = q.course OR q.course = 'All courses'
),
record AS (
  SELECT course, source_id, source_row, 'starters' AS part, '' AS survey, TRUE AS is_counted, CAST(NULL AS BIGINT) AS amount
  FROM place
  WHERE sessions_attended >= 1
  UNION ALL
  SELECT course, source_id, source_row, 'sessions_attended', '', FALSE, CAST(sessions_attended AS BIGINT)
  FROM place
  WHERE sessions_attended >= 1
  UNION ALL
  SELECT course, source_id, source_row, 'surveyed_twice', ' survey_before survey_after', TRUE, NULL
  FROM place
  WHERE change IS NOT NULL
  UNION ALL
  SELECT course, source_id, source_row, 'sum_change', ' survey_before survey_after', FALSE, change
  FROM place
  WHERE change IS NOT NULL
)
SELECT course, part, 'family_participant' AS source_table, source_id, source_row, CAST(NULL AS VARCHAR(40)) AS item,
       'course participant_id session_1 session_2 session_3 session_4 session_5 session_6' || survey AS cells,
       CASE WHEN is_counted
            THEN CAST(source_id AS VARCHAR(20)) || '-' || CAST(source_row AS VARCHAR(20)) END AS counted,
       amount
FROM record
ORDER BY course, part, source_table, source_id, source_row, item
