-- One row per child and part of the calendar (school week or half-term) with a possible session: sessions possible and
-- attended on days on which school was open.
CREATE TABLE pupil_part AS
SELECT 'week' AS part, s.week_no AS part_no, d.pupil_id,
       CAST(SUM(d.possible) AS BIGINT) AS possible, CAST(SUM(d.attended) AS BIGINT) AS attended
FROM pupil_day d
JOIN school_day s ON s.day = d.day
WHERE d.possible > 0
GROUP BY s.week_no, d.pupil_id
UNION ALL
SELECT 'half' AS part, s.half_no AS part_no, d.pupil_id,
       CAST(SUM(d.possible) AS BIGINT) AS possible, CAST(SUM(d.attended) AS BIGINT) AS attended
FROM pupil_day d
JOIN school_day s ON s.day = d.day
WHERE d.possible > 0
GROUP BY s.half_no, d.pupil_id
