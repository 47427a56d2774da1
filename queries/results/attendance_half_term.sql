-- One row per academic year to date and half-term with school days: children with a possible session in it, and their
-- sessions. Half-terms are told apart by gaps between school days.
SELECT p.period, t.name || ', half-term ' || CAST(h.half AS VARCHAR(2)) AS half_term, h.part_no AS half_no,
       COUNT(*) AS pupils, CAST(SUM(a.possible) AS BIGINT) AS possible, CAST(SUM(a.attended) AS BIGINT) AS attended
FROM school_part h
JOIN period p ON p.kind = 'year' AND p.academic_year = h.academic_year
JOIN term t ON t.academic_year = h.academic_year AND t.term_no = h.term_no
JOIN pupil_part a ON a.part = h.part AND a.part_no = h.part_no
WHERE h.part = 'half'
GROUP BY p.period, t.name, h.half, h.part_no
ORDER BY p.period, h.part_no
