-- One row per academic year to date, national series (census or daily) and published figure of the school's phase: the
-- latest that was over by the run's date, of the year itself where there is one, else of an earlier year; and the days on
-- which the school's own sessions are set beside it: the same days of the year itself, or its year to date. A total cannot
-- be cut: where a child without marks has one that lies only partly in the published days, the days are the year to date.
-- total_from and total_to are those days with the holidays around them, into which totals reach and marks do not.
CREATE TABLE national_latest AS
WITH candidate AS (
  SELECT p.period, p.start_date AS year_from, p.to_date AS year_to, p.opens_on, p.closes_on,
         n.academic_year = p.academic_year AS is_same_year,
         n.family, n.series, n.from_date, n.to_date, n.period_words, n.phase, n.measure, n.value,
         ROW_NUMBER() OVER (PARTITION BY p.period, n.family, n.measure
                            ORDER BY n.to_date DESC, n.from_date, n.series) AS recency
  FROM period p
  CROSS JOIN run_params r
  JOIN national_attendance n ON n.academic_year <= p.academic_year AND n.to_date <= r.as_of
  WHERE p.kind = 'year' AND n.is_ours
),
cut AS (
  SELECT DISTINCT c.period, c.family, c.from_date, c.to_date
  FROM candidate c
  JOIN attendance_total t ON t.period = c.period AND t.from_date <= c.to_date AND t.to_date >= c.from_date
  WHERE c.recency = 1 AND (t.from_date < c.from_date OR t.to_date > c.to_date)
),
chosen AS (
  SELECT c.period, c.family, c.series, c.from_date, c.to_date, c.period_words, c.phase, c.measure, c.value,
         c.year_from, c.year_to, c.opens_on, c.closes_on, c.is_same_year AND x.period IS NULL AS is_same_days
  FROM candidate c
  LEFT JOIN cut x ON x.period = c.period AND x.family = c.family AND x.from_date = c.from_date AND x.to_date = c.to_date
  WHERE c.recency = 1
)
SELECT period, is_same_days, family, series, period_words, phase, measure, value,
       CASE WHEN is_same_days THEN GREATEST(from_date, year_from) ELSE year_from END AS own_from,
       CASE WHEN is_same_days THEN LEAST(to_date, year_to) ELSE year_to END AS own_to,
       CASE WHEN is_same_days THEN from_date ELSE opens_on END AS total_from,
       CASE WHEN is_same_days THEN to_date ELSE closes_on END AS total_to
FROM chosen
