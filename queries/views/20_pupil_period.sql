-- One row per child and period in which the child was on roll for at least a day: the year group and class of the last
-- spell in the period, the row of the pupil list that says so, and whether the child was still on roll on the last day.
CREATE TABLE pupil_period AS
WITH spell AS (
  SELECT p.period, p.kind, e.pupil_id, e.year_order, e.class_name,
         e.to_date >= p.to_date AS on_roll_at_end, e.source_id, e.source_row,
         ROW_NUMBER() OVER (PARTITION BY p.period, e.pupil_id
                            ORDER BY e.from_date DESC, e.to_date DESC, e.source_id DESC, e.source_row DESC) AS recency
  FROM enrolment e
  JOIN period p ON e.from_date <= p.to_date AND e.to_date >= p.start_date
  WHERE e.from_date <= e.to_date
)
SELECT period, kind, pupil_id, year_order, class_name, on_roll_at_end, source_id, source_row
FROM spell
WHERE recency = 1
