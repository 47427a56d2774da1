-- One row per term, column of movement (part) and child that it counts.
WITH member AS (
  SELECT m.period, m.pupil_id, m.strand_move, m.expectation_move
  FROM moved m
  JOIN pupil_period p ON p.period = m.period AND p.pupil_id = m.pupil_id
  WHERE p.kind = 'term' AND p.on_roll_at_end
)
SELECT period, 'placed_both' AS part, pupil_id
FROM member
UNION ALL
SELECT period, CASE strand_move WHEN 'up' THEN 'moved_up' WHEN 'down' THEN 'moved_down' ELSE 'stayed' END, pupil_id
FROM member
UNION ALL
SELECT period, CASE expectation_move WHEN 'caught_up' THEN 'caught_up' WHEN 'fell_behind' THEN 'fell_behind'
                                     ELSE 'same_side' END, pupil_id
FROM member
ORDER BY period, part, pupil_id
