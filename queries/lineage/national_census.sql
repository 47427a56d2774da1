-- One row per population asked for, column of national_census (part) and register mark behind the school's own figure: the
-- possible sessions of the pupils of 5 to 15 on the days compared. counted are the marks of those who missed a tenth (or half) or more.
-- The published figure itself is a row of reference/national-*.csv.
WITH candidate AS (
  SELECT q.period, q.absence, q.england_period, p.start_date AS year_from, p.to_date AS year_to,
         n.academic_year = p.academic_year AS is_same_year, n.from_date, n.to_date, n.period_words, n.measure,
         ROW_NUMBER() OVER (PARTITION BY q.period, q.absence, q.england_period
                            ORDER BY n.to_date DESC, n.from_date, n.series) AS recency
  FROM traced q
  JOIN period p ON p.kind = 'year' AND p.period = q.period
  CROSS JOIN run_params r
  JOIN national_attendance n ON n.academic_year <= p.academic_year AND n.to_date <= r.as_of
  WHERE n.is_ours AND n.family = 'census'
    AND q.absence = CASE n.measure WHEN 'overall_absence' THEN 'Absence'
                                   WHEN 'authorised_absence' THEN 'Authorised absence'
                                   WHEN 'unauthorised_absence' THEN 'Unauthorised absence'
                                   WHEN 'illness_absence' THEN 'Absence through illness'
                                   WHEN 'persistent_absence' THEN 'Pupils who missed a tenth or more'
                                   WHEN 'severe_absence' THEN 'Pupils who missed half or more' END
),
latest AS (
  SELECT period, absence, england_period, measure,
         CASE WHEN is_same_year THEN GREATEST(from_date, year_from) ELSE year_from END AS own_from,
         CASE WHEN is_same_year THEN LEAST(to_date, year_to) ELSE year_to END AS own_to
  FROM candidate
  WHERE recency = 1 AND period_words = england_period
),
record AS (
  SELECT l.period, l.absence, l.england_period, l.measure, m.pupil_id, m.source_id, m.source_row,
         CAST(m.mark_date AS VARCHAR(40)) || ' ' || m.session AS item, m.possible, m.attended
  FROM latest l
  JOIN mark m ON m.period = l.period AND m.mark_date BETWEEN l.own_from AND l.own_to
  LEFT JOIN census_age c ON c.period = l.period AND c.pupil_id = m.pupil_id
  WHERE m.possible > 0 AND c.in_census
),
absent AS (
  SELECT period, absence, england_period, pupil_id
  FROM record
  GROUP BY period, absence, england_period, measure, pupil_id
  HAVING (measure = 'persistent_absence' AND 10 * SUM(possible - attended) >= SUM(possible))
      OR (measure = 'severe_absence' AND 2 * SUM(possible - attended) >= SUM(possible))
)
SELECT period, absence, england_period, 'pupils' AS part, 'attendance_mark' AS source_table, source_id, source_row, item,
       'child date session date_session mark week_commencing marks' AS cells, CAST(pupil_id AS VARCHAR(40)) AS counted,
       CAST(NULL AS BIGINT) AS amount
FROM record
UNION ALL
SELECT r.period, r.absence, r.england_period, 'counted', 'attendance_mark', r.source_id, r.source_row, r.item,
       'child date session date_session mark week_commencing marks', CAST(r.pupil_id AS VARCHAR(40)), NULL
FROM record r
JOIN absent a ON a.period = r.period AND a.absence = r.absence AND a.england_period = r.england_period
             AND a.pupil_id = r.pupil_id
ORDER BY period, absence, england_period, part, source_table, source_id, source_row, item
