-- One row per school week asked for (by its first school day, as in "5 January 2026"), column of attendance_week (part) and
-- register mark behind it: every possible session of the week on a day on which school was open.
WITH asked_week AS (
  SELECT q.period, q.week, w.part_no
  FROM traced q
  JOIN period p ON p.kind = 'year' AND p.period = q.period
  JOIN school_part w ON w.part = 'week' AND w.academic_year = p.academic_year
  WHERE q.week = CAST(EXTRACT(DAY FROM w.first_day) AS VARCHAR(2)) || ' '
                 || CASE EXTRACT(MONTH FROM w.first_day)
                      WHEN 1 THEN 'January' WHEN 2 THEN 'February' WHEN 3 THEN 'March' WHEN 4 THEN 'April'
                      WHEN 5 THEN 'May' WHEN 6 THEN 'June' WHEN 7 THEN 'July' WHEN 8 THEN 'August'
                      WHEN 9 THEN 'September' WHEN 10 THEN 'October' WHEN 11 THEN 'November' ELSE 'December' END
                 || ' ' || CAST(EXTRACT(YEAR FROM w.first_day) AS VARCHAR(4))
),
asked_day AS (
  SELECT a.period, a.week, s.term_id, s.day
  FROM asked_week a
  JOIN school_day s ON s.week_no = a.part_no
),
record AS (
  SELECT a.period, a.week, m.pupil_id, m.source_id, m.source_row,
         CAST(m.mark_date AS VARCHAR(40)) || ' ' || m.session AS item, m.possible, m.attended
  FROM asked_day a
  JOIN period t ON t.kind = 'term' AND t.period = a.term_id
  JOIN mark m ON m.period = t.period AND m.mark_date = a.day
  WHERE m.possible > 0
)
SELECT period, week, 'pupils' AS part, 'attendance_mark' AS source_table, source_id, source_row, item,
       'child date session date_session mark week_commencing marks' AS cells, CAST(pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM record
UNION ALL
SELECT period, week, 'possible', 'attendance_mark', source_id, source_row, item,
       'child date session date_session mark week_commencing marks', NULL, CAST(possible AS BIGINT)
FROM record
UNION ALL
SELECT period, week, 'attended', 'attendance_mark', source_id, source_row, item,
       'child date session date_session mark week_commencing marks', NULL, CAST(attended AS BIGINT)
FROM record
WHERE attended <> 0
ORDER BY period, week, part, source_table, source_id, source_row, item
