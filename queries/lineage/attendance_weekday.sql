-- One row per weekday asked for, column of attendance_weekday (part) and register mark behind it: every possible session on
-- such a day of the year on which school was open.
WITH asked_day AS (
  SELECT q.period, q.weekday, s.term_id, s.day
  FROM traced q
  JOIN period p ON p.kind = 'year' AND p.period = q.period
  JOIN school_day s ON s.academic_year = p.academic_year
  WHERE q.weekday = CASE s.weekday WHEN 1 THEN 'Monday' WHEN 2 THEN 'Tuesday' WHEN 3 THEN 'Wednesday'
                                   WHEN 4 THEN 'Thursday' WHEN 5 THEN 'Friday' WHEN 6 THEN 'Saturday' ELSE 'Sunday' END
),
record AS (
  SELECT a.period, a.weekday, m.pupil_id, m.source_id, m.source_row,
         CAST(m.mark_date AS VARCHAR(40)) || ' ' || m.session AS item, m.possible, m.attended
  FROM asked_day a
  JOIN period t ON t.kind = 'term' AND t.period = a.term_id
  JOIN mark m ON m.period = t.period AND m.mark_date = a.day
  WHERE m.possible > 0
)
SELECT period, weekday, 'pupils' AS part, 'attendance_mark' AS source_table, source_id, source_row, item,
       'child date session date_session mark week_commencing marks' AS cells, CAST(pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM record
UNION ALL
SELECT period, weekday, 'possible', 'attendance_mark', source_id, source_row, item,
       'child date session date_session mark week_commencing marks', NULL, CAST(possible AS BIGINT)
FROM record
UNION ALL
SELECT period, weekday, 'attended', 'attendance_mark', source_id, source_row, item,
       'child date session date_session mark week_commencing marks', NULL, CAST(attended AS BIGINT)
FROM record
WHERE attended <> 0
ORDER BY period, weekday, part, source_table, source_id, source_row, item
