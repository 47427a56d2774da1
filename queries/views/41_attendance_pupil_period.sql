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
from_totals AS (
  SELECT period, pupil_id,
         CAST(SUM(possible) AS BIGINT) AS possible, CAST(SUM(attended) AS BIGINT) AS attended,
         CASE WHEN COUNT(authorised) = COUNT(*) THEN CAST(SUM(authorised) AS BIGINT) END AS authorised,
         CASE WHEN COUNT(unauthorised) = COUNT(*) THEN CAST(SUM(unauthorised) AS BIGINT) END AS unauthorised,
         CASE WHEN COUNT(late) = COUNT(*) THEN CAST(SUM(late) AS BIGINT) END AS late,
         CAST(SUM(absence) AS BIGINT) AS absence
  FROM attendance_total
  GROUP BY period, pupil_id
)
SELECT period, pupil_id, possible, attended, authorised, unauthorised, late, authorised + unauthorised AS absence
FROM from_marks
UNION ALL
SELECT period, pupil_id, possible, attended, authorised, unauthorised, late, absence
FROM from_totals
