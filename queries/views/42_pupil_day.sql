-- One row per term, child and day with a counted session: sessions possible and attended.
CREATE TABLE pupil_day AS
SELECT m.period AS term_id, p.academic_year, m.pupil_id, m.mark_date AS day,
       CAST(SUM(m.possible) AS BIGINT) AS possible, CAST(SUM(m.attended) AS BIGINT) AS attended
FROM mark m
JOIN period p ON p.period = m.period
WHERE p.kind = 'term'
GROUP BY m.period, p.academic_year, m.pupil_id, m.mark_date
