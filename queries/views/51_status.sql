-- One row per term and child screened in it and on roll at its end: the strand the child is working on, the strand the
-- school expects at that age, and whether the child is below, at or above it. missing, which is never below: no score
-- for the expected strand, no strand expected of the child, or nothing that says what is secure on it.
CREATE TABLE status AS
WITH last_strand AS (
  SELECT MAX(t.strand_order) AS strand_order
  FROM strand t
  JOIN run_params r ON r.instrument = t.instrument
),
ladder AS (
  SELECT c.period, c.pupil_id,
         COALESCE(MIN(CASE WHEN NOT c.secure THEN c.strand_order END), MAX(l.strand_order)) AS working_order
  FROM class_screening c
  CROSS JOIN last_strand l
  GROUP BY c.period, c.pupil_id
)
SELECT e.period, e.pupil_id, e.year_order, e.class_name, e.screened_on, e.respondent, e.norm_version,
       e.expected_order, l.working_order, w.score AS working_score,
       e.expected_order - l.working_order AS gap,
       CASE WHEN x.secure IS NULL THEN 'missing'
            WHEN e.expected_order > l.working_order THEN 'below'
            WHEN e.expected_order = l.working_order THEN 'at'
            ELSE 'above' END AS status
FROM expectation e
JOIN ladder l ON l.period = e.period AND l.pupil_id = e.pupil_id
LEFT JOIN class_screening x ON x.period = e.period AND x.pupil_id = e.pupil_id AND x.strand_order = e.expected_order
LEFT JOIN class_screening w ON w.period = e.period AND w.pupil_id = e.pupil_id AND w.strand_order = l.working_order
