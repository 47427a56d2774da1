-- One row per academic year to date, half-term with school days and child with a possible session in it (part pupils).
SELECT p.period, t.name || ', half-term ' || CAST(h.half AS VARCHAR(2)) AS half_term, 'pupils' AS part, a.pupil_id
FROM school_part h
JOIN period p ON p.kind = 'year' AND p.academic_year = h.academic_year
JOIN term t ON t.academic_year = h.academic_year AND t.term_no = h.term_no
JOIN pupil_part a ON a.part = h.part AND a.part_no = h.part_no
WHERE h.part = 'half'
ORDER BY p.period, half_term, a.pupil_id
