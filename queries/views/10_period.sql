-- One row per period of the run: each term that has begun by the run's date and does not come after the run's term,
-- and each academic year to date. to_date is the last day the period can speak of.
-- opens_on and closes_on widen the period by the holidays that touch it: nothing is possible then, so totals dated
-- 1 September to 31 August still belong to the year.
CREATE TABLE period AS
WITH horizon AS (
  SELECT r.as_of, t.ordinal AS last_ordinal, LEAST(t.end_date, r.as_of) AS last_date
  FROM run_params r
  JOIN term t ON t.term_id = r.term_id
),
calendar AS (
  SELECT term_id, academic_year, ordinal, start_date, end_date,
         LAG(end_date) OVER (ORDER BY ordinal) AS previous_end,
         LEAD(start_date) OVER (ORDER BY ordinal) AS next_start
  FROM term
),
widened AS (
  -- 45 days: the summer holidays, where the calendar knows no neighbouring term
  SELECT term_id, academic_year, ordinal, start_date, end_date,
         COALESCE(CAST(previous_end + 1 AS DATE), CAST(start_date - 45 AS DATE)) AS opens_on,
         COALESCE(CAST(next_start - 1 AS DATE), CAST(end_date + 45 AS DATE)) AS closes_on
  FROM calendar
),
candidate AS (
  SELECT term_id AS period, 'term' AS kind, academic_year, ordinal AS first_ordinal,
         start_date, end_date, opens_on, closes_on
  FROM widened
  UNION ALL
  SELECT CAST(academic_year AS VARCHAR(4)) || '-' || SUBSTR(CAST(academic_year + 1 AS VARCHAR(4)), 3, 2) AS period,
         'year' AS kind, academic_year, MIN(ordinal) AS first_ordinal,
         MIN(start_date) AS start_date, MAX(end_date) AS end_date,
         MIN(opens_on) AS opens_on, MAX(closes_on) AS closes_on
  FROM widened
  GROUP BY academic_year
)
SELECT c.period, c.kind, c.academic_year, c.first_ordinal, c.start_date, c.end_date,
       LEAST(c.end_date, h.last_date) AS to_date,
       c.opens_on,
       CASE WHEN h.last_date >= c.end_date THEN c.closes_on ELSE h.last_date END AS closes_on
FROM candidate c
JOIN horizon h ON c.start_date <= h.as_of AND c.first_ordinal <= h.last_ordinal
