-- STAFF ONLY. One row per child still on roll at the end of the run's term with a block of one-to-one support in that
-- term's academic year, and with no parent or carer on the register of a Family Thrive course: whom to invite first.
-- Support that goes on comes first, then the support that began last. No row where no register names a child.
WITH supported AS (
  SELECT s.pupil_id, MAX(CASE WHEN s.running THEN 1 ELSE 0 END) AS going_on, MAX(b.start_date) AS latest_start
  FROM support_resource s
  JOIN support_block b ON b.period = s.period AND b.source_id = s.source_id AND b.source_row = s.source_row
  JOIN period p ON p.period = s.period AND p.kind = 'year'
  CROSS JOIN run_params r
  JOIN term t ON t.term_id = r.term_id AND t.academic_year = p.academic_year
  GROUP BY s.pupil_id
)
SELECT s.pupil_id, y.name AS year_group, pp.class_name, s.latest_start, s.going_on = 1 AS going_on
FROM supported s
CROSS JOIN run_params r
JOIN pupil_period pp ON pp.period = r.term_id AND pp.pupil_id = s.pupil_id AND pp.on_roll_at_end
LEFT JOIN year_group y ON y.year_order = pp.year_order
WHERE EXISTS (SELECT 1 FROM family_participant WHERE pupil_id IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM family_participant f WHERE f.pupil_id = s.pupil_id)
ORDER BY s.going_on DESC, s.latest_start DESC, s.pupil_id
