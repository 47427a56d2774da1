-- One row per academic year to date, national series (census or daily) and published figure of the school's phase: the
-- latest that was over by the run's date, of the year itself where there is one, else of an earlier year; beside it the
-- school's own sessions on the same days (of the year itself) or of its year to date, and the pupils behind them. For the
-- census these are pupils of 5 to 15. value is in thousandths of a percent.
WITH candidate AS (
  SELECT p.period, p.start_date AS year_from, p.to_date AS year_to, n.academic_year = p.academic_year AS is_same_year,
         n.family, n.series, n.academic_year, n.from_date, n.to_date, n.period_words, n.phase, n.measure, n.value,
         ROW_NUMBER() OVER (PARTITION BY p.period, n.family, n.measure
                            ORDER BY n.to_date DESC, n.from_date, n.series) AS recency
  FROM period p
  CROSS JOIN run_params r
  JOIN national_attendance n ON n.academic_year <= p.academic_year AND n.to_date <= r.as_of
  WHERE p.kind = 'year' AND n.is_ours
),
latest AS (
  SELECT period, is_same_year, family, series, academic_year, from_date, to_date, period_words, phase, measure, value,
         CASE WHEN is_same_year THEN GREATEST(from_date, year_from) ELSE year_from END AS own_from,
         CASE WHEN is_same_year THEN LEAST(to_date, year_to) ELSE year_to END AS own_to
  FROM candidate
  WHERE recency = 1
),
span AS (
  -- the published figures of one family are mostly about the same days: those sessions are added up once
  SELECT DISTINCT period, family, own_from, own_to
  FROM latest
),
own AS (
  SELECT l.period, l.family, l.own_from, l.own_to, m.pupil_id,
         SUM(m.possible) AS possible,
         SUM(m.possible - m.attended) AS absence,
         SUM(CASE WHEN m.category = 'authorised' THEN 1 ELSE 0 END) AS authorised,
         SUM(CASE WHEN m.category = 'unauthorised' THEN 1 ELSE 0 END) AS unauthorised,
         SUM(CASE WHEN m.code = 'I' THEN 1 ELSE 0 END) AS illness
  FROM span l
  JOIN mark m ON m.period = l.period AND m.mark_date BETWEEN l.own_from AND l.own_to
  LEFT JOIN census_age c ON c.period = l.period AND c.pupil_id = m.pupil_id
  WHERE l.family = 'daily' OR c.in_census
  GROUP BY l.period, l.family, l.own_from, l.own_to, m.pupil_id
),
school AS (
  SELECT period, family, own_from, own_to, COUNT(*) AS pupils,
         CAST(SUM(possible) AS BIGINT) AS possible, CAST(SUM(absence) AS BIGINT) AS absence,
         CAST(SUM(authorised) AS BIGINT) AS authorised, CAST(SUM(unauthorised) AS BIGINT) AS unauthorised,
         CAST(SUM(illness) AS BIGINT) AS illness,
         COUNT(*) FILTER (WHERE 10 * absence >= possible) AS persistent,
         COUNT(*) FILTER (WHERE 2 * absence >= possible) AS severe
  FROM own
  WHERE possible > 0
  GROUP BY period, family, own_from, own_to
)
SELECT l.period, l.family, l.series, l.measure, l.phase, l.period_words, l.is_same_year, l.value,
       s.pupils, s.possible, s.absence, s.authorised, s.unauthorised, s.illness, s.persistent, s.severe
FROM latest l
JOIN school s ON s.period = l.period AND s.family = l.family AND s.own_from = l.own_from AND s.own_to = l.own_to
ORDER BY l.period, l.family, l.measure
