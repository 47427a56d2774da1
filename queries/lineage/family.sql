-- One row per population asked for, column of family (part) and record behind it: a row of a register.
WITH place AS (
  SELECT q.course, f.source_id, f.source_row, f.sessions_attended, r.family_min_sessions
  FROM traced q
  CROSS JOIN run_params r
  JOIN family_participant f ON f.course = q.course OR q.course = 'All courses'
),
counted_in AS (
  SELECT course, source_id, source_row, 'places' AS part
  FROM place
  UNION ALL
  SELECT course, source_id, source_row, 'starters'
  FROM place
  WHERE sessions_attended >= 1
  UNION ALL
  SELECT course, source_id, source_row, 'completers'
  FROM place
  WHERE sessions_attended >= family_min_sessions
)
SELECT course, part, 'family_participant' AS source_table, source_id, source_row, CAST(NULL AS VARCHAR(40)) AS item,
       'course participant_id session_1 session_2 session_3 session_4 session_5 session_6' AS cells,
       CAST(source_id AS VARCHAR(20)) || '-' || CAST(source_row AS VARCHAR(20)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM counted_in
ORDER BY course, part, source_table, source_id, source_row, item
