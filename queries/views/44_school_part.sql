-- One row per part of the calendar with school days in it: school weeks (part week) and half-terms (part half), numbered
-- over all years. is_complete says that the part is over on the run's date.
CREATE TABLE school_part AS
WITH spanned AS (
  SELECT 'week' AS part, week_no AS part_no, MIN(academic_year) AS academic_year, MIN(term_no) AS term_no,
         CAST(1 AS BIGINT) AS half, MIN(term_id) AS term_id, MIN(day) AS first_day, MAX(day) AS last_day
  FROM school_day
  GROUP BY week_no
  UNION ALL
  SELECT 'half' AS part, half_no AS part_no, MIN(academic_year) AS academic_year, MIN(term_no) AS term_no,
         MIN(half) AS half, MIN(term_id) AS term_id, MIN(day) AS first_day, MAX(day) AS last_day
  FROM school_day
  GROUP BY half_no
),
last_part AS (
  SELECT part, MAX(part_no) AS part_no
  FROM spanned
  GROUP BY part
)
SELECT s.part, s.part_no, s.academic_year, s.term_no, s.half, s.first_day, s.last_day,
       s.part_no < l.part_no OR s.part = 'week' OR r.as_of >= t.end_date AS is_complete
FROM spanned s
JOIN last_part l ON l.part = s.part
JOIN term t ON t.term_id = s.term_id
CROSS JOIN run_params r
