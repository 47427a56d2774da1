-- One row per child, period and total that the school gave and that counts: it lies inside the period, the child has no
-- register mark in the period, and no longer total holds it. authorised and unauthorised are NULL where the total came
-- without them.
CREATE TABLE attendance_total AS
WITH total_inside AS (
  SELECT p.period, s.pupil_id, s.from_date, s.to_date, s.possible, s.attended, s.authorised, s.unauthorised, s.late,
         s.source_id, s.source_row
  FROM attendance_summary s
  JOIN period p ON s.from_date >= p.opens_on AND s.to_date <= p.closes_on
  WHERE NOT EXISTS (
    SELECT 1
    FROM attendance_mark m
    WHERE m.pupil_id = s.pupil_id AND m.mark_date BETWEEN p.start_date AND p.to_date
  )
),
total_row AS (
  -- a total for part of a longer total (a term beside its year, or the same sheet twice) would count its sessions twice
  SELECT t.period, t.pupil_id, t.from_date, t.to_date, t.possible, t.attended, t.late, t.authorised, t.unauthorised,
         COALESCE(t.authorised + t.unauthorised, t.possible - t.attended) AS absence, t.source_id, t.source_row
  FROM total_inside t
  WHERE NOT EXISTS (
    SELECT 1
    FROM total_inside o
    WHERE o.period = t.period AND o.pupil_id = t.pupil_id
      AND o.from_date <= t.from_date AND o.to_date >= t.to_date
      AND (o.from_date < t.from_date OR o.to_date > t.to_date
           OR o.source_id > t.source_id OR (o.source_id = t.source_id AND o.source_row > t.source_row))
  )
)
-- one part of the absence gives the other; no absence has no parts to know
SELECT period, pupil_id, from_date, to_date, possible, attended, late, absence,
       COALESCE(authorised, absence - unauthorised, CASE WHEN absence = 0 THEN 0 END) AS authorised,
       COALESCE(unauthorised, absence - authorised, CASE WHEN absence = 0 THEN 0 END) AS unauthorised,
       source_id, source_row
FROM total_row
