-- STAFF ONLY. One row per child on roll at the end of the run's term whose class screening of the term places the child
-- below the strand expected at that age: how far (gap, in strands), the working strand and its score, and whether a plan
-- of the child's own is open or one-to-one support is running on the period's last day. Furthest behind first.
WITH planned AS (
  SELECT DISTINCT n.pupil_id
  FROM plan n
  CROSS JOIN run_params r
  JOIN period p ON p.period = r.term_id AND n.opened_on <= p.to_date AND (n.closed_on IS NULL OR n.closed_on > p.to_date)
  WHERE n.pupil_id IS NOT NULL
),
supported AS (
  SELECT DISTINCT i.pupil_id
  FROM intervention i
  CROSS JOIN run_params r
  JOIN period p ON p.period = r.term_id AND i.start_date <= p.to_date AND (i.end_date IS NULL OR i.end_date >= p.to_date)
  WHERE i.kind = 'one_to_one'
)
SELECT s.period, s.pupil_id, CAST(s.year_order AS BIGINT) AS year_order, y.name AS year_group, s.class_name,
       e.strand AS expected_strand, w.strand AS working_strand, CAST(s.gap AS BIGINT) AS gap, s.working_score, s.screened_on,
       n.pupil_id IS NOT NULL AS has_open_plan,
       i.pupil_id IS NOT NULL AS in_one_to_one
FROM status s
JOIN run_params r ON r.term_id = s.period
JOIN strand e ON e.instrument = r.instrument AND e.strand_order = s.expected_order
JOIN strand w ON w.instrument = r.instrument AND w.strand_order = s.working_order
LEFT JOIN year_group y ON y.year_order = s.year_order
LEFT JOIN planned n ON n.pupil_id = s.pupil_id
LEFT JOIN supported i ON i.pupil_id = s.pupil_id
WHERE s.status = 'below'
ORDER BY s.gap DESC NULLS LAST, s.working_score ASC NULLS LAST, s.pupil_id ASC
