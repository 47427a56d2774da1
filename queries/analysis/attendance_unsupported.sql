-- One row per start date of support, window and child who never had support, with marks on both sides: what the same
-- comparison says of children to whom nothing was given.
SELECT start_date, window_name, window_order, pupil_id,
       possible_before, attended_before, possible_after, attended_after,
       group_possible_before, group_attended_before, group_possible_after, group_attended_after
FROM window_compared
WHERE NOT is_supported
ORDER BY start_date, window_order, pupil_id
