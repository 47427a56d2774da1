-- One row per child and period: sessions possible, attended, absent (with and without leave) and late, from the
-- register marks; for a child with no mark at all in the period, from the totals the school gave that lie inside it.
-- authorised, unauthorised and late are NULL where totals came without them.
CREATE TABLE attendance_pupil_period AS
WITH from_marks AS (
  SELECT period, pupil_id,
         CAST(SUM(possible) AS BIGINT) AS possible, CAST(SUM(attended) AS BIGINT) AS attended,
         CAST(SUM(CASE WHEN category = 'authorised' THEN 1 ELSE 0 END) AS BIGINT) AS authorised,
         CAST(SUM(CASE WHEN category = 'unauthorised' THEN 1 ELSE 0 END) AS BIGINT) AS unauthorised,
         CAST(SUM(late) AS BIGINT) AS late
  FROM mark
  GROUP BY period, pupil_id
),
total_inside AS (
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
  SELECT t.period, t.pupil_id, t.possible, t.attended, t.late, t.authorised, t.unauthorised,
         COALESCE(t.authorised + t.unauthorised, t.possible - t.attended) AS absence
  FROM total_inside t
  WHERE NOT EXISTS (
    SELECT 1
    FROM total_inside o
    WHERE o.period = t.period AND o.pupil_id = t.pupil_id
      AND o.from_date <= t.from_date AND o.to_date >= t.to_date
      AND (o.from_date < t.from_date OR o.to_date > t.to_date
           OR o.source_id > t.source_id OR (o.source_id = t.source_id AND o.source_row > t.source_row))
  )
),
total_split AS (
  -- one part of the absence gives the other; no absence has no parts to know
  SELECT period, pupil_id, possible, attended, late, absence,
         COALESCE(authorised, absence - unauthorised, CASE WHEN absence = 0 THEN 0 END) AS authorised,
         COALESCE(unauthorised, absence - authorised, CASE WHEN absence = 0 THEN 0 END) AS unauthorised
  FROM total_row
),
from_totals AS (
  SELECT period, pupil_id,
         CAST(SUM(possible) AS BIGINT) AS possible, CAST(SUM(attended) AS BIGINT) AS attended,
         CASE WHEN COUNT(authorised) = COUNT(*) THEN CAST(SUM(authorised) AS BIGINT) END AS authorised,
         CASE WHEN COUNT(unauthorised) = COUNT(*) THEN CAST(SUM(unauthorised) AS BIGINT) END AS unauthorised,
         CASE WHEN COUNT(late) = COUNT(*) THEN CAST(SUM(late) AS BIGINT) END AS late,
         CAST(SUM(absence) AS BIGINT) AS absence
  FROM total_split
  GROUP BY period, pupil_id
)
SELECT period, pupil_id, possible, attended, authorised, unauthorised, late, authorised + unauthorised AS absence
FROM from_marks
UNION ALL
SELECT period, pupil_id, possible, attended, authorised, unauthorised, late, absence
FROM from_totals
