-- One row per academic year to date, national series, days compared and child: the child's sessions on those days, from the
-- marks or, for a child without any in the year, from the totals. For the census these are children of 5 to 15. Totals do
-- not say how much absence was illness, and may not say how much was authorised: then there is none (NULL).
CREATE TABLE national_pupil AS
WITH span AS (
  -- the published figures of one series are mostly about the same days: those sessions are added up once
  SELECT DISTINCT period, family, own_from, own_to, total_from, total_to
  FROM national_latest
)
SELECT l.period, l.family, l.own_from, l.own_to, l.total_from, l.total_to, m.pupil_id,
       CAST(SUM(m.possible) AS BIGINT) AS possible,
       CAST(SUM(m.possible - m.attended) AS BIGINT) AS absence,
       CAST(SUM(CASE WHEN m.category = 'authorised' THEN 1 ELSE 0 END) AS BIGINT) AS authorised,
       CAST(SUM(CASE WHEN m.category = 'unauthorised' THEN 1 ELSE 0 END) AS BIGINT) AS unauthorised,
       CAST(SUM(CASE WHEN m.code = 'I' THEN 1 ELSE 0 END) AS BIGINT) AS illness
FROM span l
JOIN mark m ON m.period = l.period AND m.mark_date BETWEEN l.own_from AND l.own_to
LEFT JOIN census_age c ON c.period = l.period AND c.pupil_id = m.pupil_id
WHERE l.family = 'daily' OR c.in_census
GROUP BY l.period, l.family, l.own_from, l.own_to, l.total_from, l.total_to, m.pupil_id
UNION ALL
SELECT l.period, l.family, l.own_from, l.own_to, l.total_from, l.total_to, t.pupil_id,
       CAST(SUM(t.possible) AS BIGINT),
       CAST(SUM(t.absence) AS BIGINT),
       CASE WHEN COUNT(t.authorised) = COUNT(*) THEN CAST(SUM(t.authorised) AS BIGINT) END,
       CASE WHEN COUNT(t.unauthorised) = COUNT(*) THEN CAST(SUM(t.unauthorised) AS BIGINT) END,
       CAST(NULL AS BIGINT)
FROM span l
JOIN attendance_total t ON t.period = l.period AND t.from_date >= l.total_from AND t.to_date <= l.total_to
LEFT JOIN census_age c ON c.period = l.period AND c.pupil_id = t.pupil_id
WHERE l.family = 'daily' OR c.in_census
GROUP BY l.period, l.family, l.own_from, l.own_to, l.total_from, l.total_to, t.pupil_id
