-- One row per start date of support and window for which the calendar has marks: which school weeks or half-terms lie
-- before and after. The two windows of weeks leave whole school weeks free before the start (its own week included) and
-- after it; the third sets the first whole half-term after the start beside the same half-term of the year before.
CREATE TABLE support_window AS
WITH start AS (
  SELECT DISTINCT start_date
  FROM support_start
),
anchor AS (
  -- the school week in which support starts, or the next; and the first that begins on the start or later
  SELECT s.start_date,
         MIN(CASE WHEN w.last_day >= s.start_date THEN w.part_no END) AS start_no,
         MIN(CASE WHEN w.first_day >= s.start_date THEN w.part_no END) AS whole_no
  FROM start s
  CROSS JOIN school_part w
  WHERE w.part = 'week'
  GROUP BY s.start_date
),
weeks AS (
  SELECT short_weeks AS weeks, CAST(1 AS BIGINT) AS window_order
  FROM attendance_params
  UNION ALL
  SELECT long_weeks, CAST(2 AS BIGINT)
  FROM attendance_params
),
counted AS (
  SELECT a.start_date, CAST(w.weeks AS VARCHAR(3)) || ' school weeks' AS window_name, w.window_order, 'week' AS part,
         a.start_no - r.gap_before_weeks - w.weeks AS before_from, a.start_no - r.gap_before_weeks - 1 AS before_to,
         a.whole_no + r.gap_after_weeks AS after_from, a.whole_no + r.gap_after_weeks + w.weeks - 1 AS after_to
  FROM anchor a
  CROSS JOIN weeks w
  CROSS JOIN attendance_params r
),
next_half AS (
  SELECT s.start_date, MIN(h.part_no) AS part_no
  FROM start s
  CROSS JOIN attendance_params r
  JOIN school_part h ON h.part = 'half' AND h.first_day >= CAST(s.start_date + 7 * r.gap_after_weeks AS DATE)
  GROUP BY s.start_date
),
last_week AS (
  SELECT MAX(part_no) AS part_no
  FROM school_part
  WHERE part = 'week'
)
SELECT c.start_date, c.window_name, c.window_order, c.part, c.before_from, c.before_to, c.after_from, c.after_to
FROM counted c
JOIN last_week l ON c.after_to <= l.part_no
WHERE c.before_from >= 1
UNION ALL
SELECT n.start_date, 'Same half-term last year', CAST(3 AS BIGINT), 'half', b.part_no, b.part_no, a.part_no, a.part_no
FROM next_half n
JOIN school_part a ON a.part = 'half' AND a.part_no = n.part_no
JOIN school_part b ON b.part = 'half' AND b.academic_year = a.academic_year - 1 AND b.term_no = a.term_no AND b.half = a.half
WHERE a.is_complete
