-- One row per period, programme of one-to-one support (and all together), window and supported child with marks on both
-- sides: the child's sessions before and after the start, those of the year group on the same days, and how many children
-- of the programme there are in all.
WITH everybody AS (
  SELECT period, intervention, COUNT(*) AS supported
  FROM support_start
  GROUP BY period, intervention
)
SELECT s.period, s.intervention, w.window_name, w.window_order, s.pupil_id, s.start_date, e.supported,
       w.possible_before, w.attended_before, w.possible_after, w.attended_after,
       w.group_possible_before, w.group_attended_before, w.group_possible_after, w.group_attended_after
FROM support_start s
JOIN everybody e ON e.period = s.period AND e.intervention = s.intervention
JOIN window_compared w ON w.start_date = s.start_date AND w.pupil_id = s.pupil_id
ORDER BY s.period, s.is_all, s.intervention, w.window_order, s.pupil_id
