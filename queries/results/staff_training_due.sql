-- STAFF ONLY. One row per member of staff in post at the end of the run's term without the training for all staff in the
-- policy's days, or whose training falls out of them before the next term begins (next_on); never trained first. No row
-- while nobody in the school has any of its courses on record.
SELECT s.staff_id, s.role, s.all_staff_on,
       CASE WHEN s.all_staff_on IS NULL THEN 'never' WHEN s.all_staff = 'none' THEN 'lapsed' ELSE 'lapsing' END AS state,
       s.next_on
FROM staff_period s
JOIN run_params r ON r.term_id = s.period
WHERE s.all_staff IN ('none', 'lapsing')
  AND EXISTS (SELECT 1 FROM staff_period k JOIN run_params q ON q.term_id = k.period WHERE k.all_staff_on IS NOT NULL)
ORDER BY s.all_staff_on ASC NULLS FIRST, s.staff_id
