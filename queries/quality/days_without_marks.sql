-- One row per run of weekdays of a term, up to the reporting date, on which the school has no marks: holidays within the
-- term, bank holidays and training days, or a part of the register that was not exported. Terms without any mark are left
-- out. For the data-quality report.
WITH weekday_of_term AS (
  SELECT p.period, c.day, DENSE_RANK() OVER (PARTITION BY p.period ORDER BY c.day) AS place
  FROM period p
  JOIN calendar_day c ON c.day BETWEEN p.start_date AND p.to_date
  WHERE p.kind = 'term' AND c.weekday <= 5
    AND EXISTS (
      SELECT 1
      FROM school_day s
      WHERE s.term_id = p.period
    )
),
closed AS (
  SELECT w.period, w.day, w.place - ROW_NUMBER() OVER (PARTITION BY w.period ORDER BY w.place) AS island
  FROM weekday_of_term w
  LEFT JOIN school_day s ON s.day = w.day
  WHERE s.day IS NULL
)
SELECT period, MIN(day) AS first_day, MAX(day) AS last_day, COUNT(*) AS days
FROM closed
GROUP BY period, island
ORDER BY first_day, period
