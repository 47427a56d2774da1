-- One row per day on which school was open: at least a tenth as many children as on the busiest day have a possible
-- session, so that a stray mark in the holidays makes no school week. week_no runs over all years; half counts the
-- half-terms of a term, which begin where school days are further apart than the policy says; half_no runs over all years.
CREATE TABLE school_day AS
WITH counted AS (
  SELECT term_id, academic_year, day, COUNT(*) AS children
  FROM pupil_day
  WHERE possible > 0
  GROUP BY term_id, academic_year, day
),
busiest AS (
  SELECT MAX(children) AS children
  FROM counted
),
open_day AS (
  SELECT c.term_id, c.academic_year, c.day, d.monday, d.weekday, d.day_number,
         LAG(d.day_number) OVER (PARTITION BY c.term_id ORDER BY c.day) AS previous_number
  FROM counted c
  JOIN calendar_day d ON d.day = c.day
  CROSS JOIN busiest b
  WHERE 10 * c.children >= b.children
),
halved AS (
  SELECT o.term_id, o.academic_year, o.day, o.monday, o.weekday,
         1 + SUM(CASE WHEN o.day_number - o.previous_number > r.half_term_gap_days THEN 1 ELSE 0 END)
             OVER (PARTITION BY o.term_id ORDER BY o.day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS half
  FROM open_day o
  CROSS JOIN attendance_params r
)
SELECT h.term_id, h.academic_year, t.term_no, h.day, h.monday, h.weekday, CAST(h.half AS BIGINT) AS half,
       DENSE_RANK() OVER (ORDER BY h.monday) AS week_no,
       DENSE_RANK() OVER (ORDER BY t.ordinal, h.half) AS half_no
FROM halved h
JOIN term t ON t.term_id = h.term_id
