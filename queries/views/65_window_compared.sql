-- One row per start date of support, window and child with enough possible sessions before and after: the child's
-- sessions, and those of the year group on the same days without any child who ever had support and without the child.
CREATE TABLE window_compared AS
WITH year_mates AS (
  SELECT start_date, window_order, year_order,
         SUM(possible_before) AS possible_before, SUM(attended_before) AS attended_before,
         SUM(possible_after) AS possible_after, SUM(attended_after) AS attended_after
  FROM window_pupil
  WHERE NOT is_supported
  GROUP BY start_date, window_order, year_order
),
others AS (
  SELECT p.start_date, p.window_name, p.window_order, p.pupil_id, p.year_order, p.is_supported,
         p.possible_before, p.attended_before, p.possible_after, p.attended_after,
         CAST(y.possible_before - CASE WHEN p.is_supported THEN 0 ELSE p.possible_before END AS BIGINT) AS group_possible_before,
         CAST(y.attended_before - CASE WHEN p.is_supported THEN 0 ELSE p.attended_before END AS BIGINT) AS group_attended_before,
         CAST(y.possible_after - CASE WHEN p.is_supported THEN 0 ELSE p.possible_after END AS BIGINT) AS group_possible_after,
         CAST(y.attended_after - CASE WHEN p.is_supported THEN 0 ELSE p.attended_after END AS BIGINT) AS group_attended_after
  FROM window_pupil p
  JOIN year_mates y ON y.start_date = p.start_date AND y.window_order = p.window_order AND y.year_order = p.year_order
  CROSS JOIN attendance_params r
  WHERE p.possible_before >= r.min_sessions AND p.possible_after >= r.min_sessions
)
SELECT start_date, window_name, window_order, pupil_id, year_order, is_supported,
       possible_before, attended_before, possible_after, attended_after,
       group_possible_before, group_attended_before, group_possible_after, group_attended_after
FROM others
WHERE group_possible_before > 0 AND group_possible_after > 0
