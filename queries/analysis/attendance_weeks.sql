-- One row per academic year to date and school week: children with a possible session in it, and their sessions.
SELECT p.period, w.part_no AS week_no, w.first_day, COUNT(*) AS pupils,
       CAST(SUM(a.possible) AS BIGINT) AS possible, CAST(SUM(a.attended) AS BIGINT) AS attended
FROM school_part w
JOIN period p ON p.kind = 'year' AND p.academic_year = w.academic_year
JOIN pupil_part a ON a.part = w.part AND a.part_no = w.part_no
WHERE w.part = 'week'
GROUP BY p.period, w.part_no, w.first_day
ORDER BY p.period, w.part_no
