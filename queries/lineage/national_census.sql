-- One row per population asked for, column of national_census (part) and record behind the school's own figure: a possible
-- session of the register of the pupils of 5 to 15 on the days compared, or the total that the school gave for a child without marks.
-- counted are the records of those who missed a tenth (or half) or more. The published figure itself is a row of
-- reference/national-*.csv.
WITH latest AS (
  SELECT q.period, q.absence, q.england_period, l.measure, l.own_from, l.own_to, l.total_from, l.total_to
  FROM traced q
  JOIN national_latest l ON l.period = q.period AND l.period_words = q.england_period AND l.family = 'census'
    AND q.absence = CASE l.measure WHEN 'overall_absence' THEN 'Absence'
                                   WHEN 'authorised_absence' THEN 'Authorised absence'
                                   WHEN 'unauthorised_absence' THEN 'Unauthorised absence'
                                   WHEN 'illness_absence' THEN 'Absence through illness'
                                   WHEN 'persistent_absence' THEN 'Pupils who missed a tenth or more'
                                   WHEN 'severe_absence' THEN 'Pupils who missed half or more' END
),
record AS (
  SELECT l.period, l.absence, l.england_period, l.measure, m.pupil_id, 'attendance_mark' AS source_table, m.source_id,
         m.source_row, CAST(m.mark_date AS VARCHAR(40)) || ' ' || m.session AS item,
         'child date session date_session mark week_commencing marks' AS cells, m.possible, m.possible - m.attended AS absent
  FROM latest l
  JOIN mark m ON m.period = l.period AND m.mark_date BETWEEN l.own_from AND l.own_to
  LEFT JOIN census_age c ON c.period = l.period AND c.pupil_id = m.pupil_id
  WHERE m.possible > 0 AND c.in_census
  UNION ALL
  SELECT l.period, l.absence, l.england_period, l.measure, t.pupil_id, 'attendance_summary', t.source_id, t.source_row,
         CAST(NULL AS VARCHAR(40)),
         'child from to possible_sessions attended present approved_educational_activity authorised unauthorised',
         t.possible, t.absence
  FROM latest l
  JOIN attendance_total t ON t.period = l.period AND t.from_date >= l.total_from AND t.to_date <= l.total_to
  LEFT JOIN census_age c ON c.period = l.period AND c.pupil_id = t.pupil_id
  WHERE t.possible > 0 AND c.in_census
),
absent AS (
  SELECT period, absence, england_period, pupil_id
  FROM record
  GROUP BY period, absence, england_period, measure, pupil_id
  HAVING (measure = 'persistent_absence' AND 10 * SUM(absent) >= SUM(possible))
      OR (measure = 'severe_absence' AND 2 * SUM(absent) >= SUM(possible))
)
SELECT period, absence, england_period, 'pupils' AS part, source_table, source_id, source_row, item, cells,
       CAST(pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM record
UNION ALL
SELECT r.period, r.absence, r.england_period, 'counted', r.source_table, r.source_id, r.source_row, r.item, r.cells,
       CAST(r.pupil_id AS VARCHAR(40)), NULL
FROM record r
JOIN absent a ON a.period = r.period AND a.absence = r.absence AND a.england_period = r.england_period
             AND a.pupil_id = r.pupil_id
ORDER BY period, absence, england_period, part, source_table, source_id, source_row, item
