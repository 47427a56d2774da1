-- One row per term and child screened in it and on roll at its end: the strand the child is working on, the strand the
-- school expects at that age, and whether the child is below, at or above it (missing: no score for the expected strand,
-- or no strand expected of the child's year group).
CREATE TABLE status AS
WITH last_strand AS (
  SELECT MAX(t.strand_order) AS strand_order
  FROM strand t
  JOIN run_params r ON r.instrument = t.instrument
),
ladder AS (
  SELECT c.period, c.pupil_id, MAX(c.screened_on) AS screened_on,
         COALESCE(MIN(CASE WHEN c.score < r.secure_min THEN c.strand_order END), MAX(l.strand_order)) AS working_order
  FROM class_screening c
  CROSS JOIN run_params r
  CROSS JOIN last_strand l
  GROUP BY c.period, c.pupil_id
),
expected AS (
  SELECT pp.period, pp.pupil_id, pp.year_order, pp.class_name, e.expected_order
  FROM pupil_period pp
  JOIN period p ON p.period = pp.period
  CROSS JOIN run_params r
  LEFT JOIN expected_strand e ON e.instrument = r.instrument AND e.year_order = pp.year_order
                             AND p.to_date BETWEEN e.valid_from AND e.valid_to
  WHERE pp.kind = 'term' AND pp.on_roll_at_end
)
SELECT l.period, l.pupil_id, e.year_order, e.class_name, l.screened_on,
       e.expected_order, l.working_order, w.score AS working_score,
       e.expected_order - l.working_order AS gap,
       CASE WHEN x.score IS NULL THEN 'missing'
            WHEN e.expected_order > l.working_order THEN 'below'
            WHEN e.expected_order = l.working_order THEN 'at'
            ELSE 'above' END AS status
FROM ladder l
JOIN expected e ON e.period = l.period AND e.pupil_id = l.pupil_id
LEFT JOIN class_screening x ON x.period = l.period AND x.pupil_id = l.pupil_id AND x.strand_order = e.expected_order
LEFT JOIN class_screening w ON w.period = l.period AND w.pupil_id = l.pupil_id AND w.strand_order = l.working_order
