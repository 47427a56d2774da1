-- One row per academic year to date, national series (census or daily) and published figure of the school's phase: the
-- latest that was over by the run's date, of the year itself where there is one, else of an earlier year; beside it the
-- school's own sessions on the same days (of the year itself) or of its year to date, and the pupils behind them. For the
-- census these are pupils of 5 to 15. authorised, unauthorised and illness are NULL where a child's totals do not say. value is in
-- thousandths of a percent; is_same_days says whether the school's days are those of the published figure.
WITH school AS (
  SELECT period, family, own_from, own_to, total_from, total_to, COUNT(*) AS pupils,
         CAST(SUM(possible) AS BIGINT) AS possible, CAST(SUM(absence) AS BIGINT) AS absence,
         CASE WHEN COUNT(authorised) = COUNT(*) THEN CAST(SUM(authorised) AS BIGINT) END AS authorised,
         CASE WHEN COUNT(unauthorised) = COUNT(*) THEN CAST(SUM(unauthorised) AS BIGINT) END AS unauthorised,
         CASE WHEN COUNT(illness) = COUNT(*) THEN CAST(SUM(illness) AS BIGINT) END AS illness,
         COUNT(*) FILTER (WHERE 10 * absence >= possible) AS persistent,
         COUNT(*) FILTER (WHERE 2 * absence >= possible) AS severe
  FROM national_pupil
  WHERE possible > 0
  GROUP BY period, family, own_from, own_to, total_from, total_to
)
SELECT l.period, l.family, l.series, l.measure, l.phase, l.period_words, l.is_same_days, l.value,
       s.pupils, s.possible, s.absence, s.authorised, s.unauthorised, s.illness, s.persistent, s.severe
FROM national_latest l
JOIN school s ON s.period = l.period AND s.family = l.family AND s.own_from = l.own_from AND s.own_to = l.own_to
            AND s.total_from = l.total_from AND s.total_to = l.total_to
ORDER BY l.period, l.family, l.measure
