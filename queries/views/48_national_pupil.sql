-- One row per academic year to date, national series, days compared and child: the child's sessions on those days. For the
-- census these are children of 5 to 15.
CREATE TABLE national_pupil AS
WITH span AS (
  -- the published figures of one series are mostly about the same days: those sessions are added up once
  SELECT DISTINCT period, family, own_from, own_to
  FROM national_latest
)
SELECT l.period, l.family, l.own_from, l.own_to, m.pupil_id,
       SUM(m.possible) AS possible,
       SUM(m.possible - m.attended) AS absence,
       SUM(CASE WHEN m.category = 'authorised' THEN 1 ELSE 0 END) AS authorised,
       SUM(CASE WHEN m.category = 'unauthorised' THEN 1 ELSE 0 END) AS unauthorised,
       SUM(CASE WHEN m.code = 'I' THEN 1 ELSE 0 END) AS illness
FROM span l
JOIN mark m ON m.period = l.period AND m.mark_date BETWEEN l.own_from AND l.own_to
LEFT JOIN census_age c ON c.period = l.period AND c.pupil_id = m.pupil_id
WHERE l.family = 'daily' OR c.in_census
GROUP BY l.period, l.family, l.own_from, l.own_to, m.pupil_id
