-- One row per half-term asked for, column of attendance_half_term (part) and register mark behind it: every possible session
-- on a day of the half-term on which school was open.
WITH asked_day AS (
  SELECT q.period, q.half_term, s.term_id, s.day
  FROM traced q
  JOIN period p ON p.kind = 'year' AND p.period = q.period
  JOIN school_day s ON s.academic_year = p.academic_year
  JOIN term t ON t.academic_year = s.academic_year AND t.term_no = s.term_no
  WHERE t.name || ', half-term ' || CAST(s.half AS VARCHAR(2)) = q.half_term
),
record AS (
  SELECT a.period, a.half_term, m.pupil_id, m.source_id, m.source_row,
         CAST(m.mark_date AS VARCHAR(40)) || ' ' || m.session AS item, m.possible, m.attended
  FROM asked_day a
  JOIN period t ON t.kind = 'term' AND t.period = a.term_id
  JOIN mark m ON m.period = t.period AND m.mark_date = a.day
  WHERE m.possible > 0
)
SELECT period, half_term, 'pupils' AS part, 'attendance_mark' AS source_table, source_id, source_row, item,
       'child date session date_session mark week_commencing marks' AS cells, CAST(pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM record
UNION ALL
SELECT period, half_term, 'possible', 'attendance_mark', source_id, source_row, item,
       'child date session date_session mark week_commencing marks', NULL, CAST(possible AS BIGINT)
FROM record
UNION ALL
SELECT period, half_term, 'attended', 'attendance_mark', source_id, source_row, item,
       'child date session date_session mark week_commencing marks', NULL, CAST(attended AS BIGINT)
FROM record
WHERE attended <> 0
ORDER BY period, half_term, part, source_table, source_id, source_row, item
