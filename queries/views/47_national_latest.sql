-- One row per academic year to date, national series (census or daily) and published figure of the school's phase: the
-- latest that was over by the run's date, of the year itself where there is one, else of an earlier year; and the days on
-- which the school's own sessions are set beside it: the same days of the year itself, or its year to date.
CREATE TABLE national_latest AS
WITH candidate AS (
  SELECT p.period, p.start_date AS year_from, p.to_date AS year_to, n.academic_year = p.academic_year AS is_same_year,
         n.family, n.series, n.from_date, n.to_date, n.period_words, n.phase, n.measure, n.value,
         ROW_NUMBER() OVER (PARTITION BY p.period, n.family, n.measure
                            ORDER BY n.to_date DESC, n.from_date, n.series) AS recency
  FROM period p
  CROSS JOIN run_params r
  JOIN national_attendance n ON n.academic_year <= p.academic_year AND n.to_date <= r.as_of
  WHERE p.kind = 'year' AND n.is_ours
)
SELECT period, is_same_year, family, series, period_words, phase, measure, value,
       CASE WHEN is_same_year THEN GREATEST(from_date, year_from) ELSE year_from END AS own_from,
       CASE WHEN is_same_year THEN LEAST(to_date, year_to) ELSE year_to END AS own_to
FROM candidate
WHERE recency = 1
