-- One row per row of a class screening that is not compared with the child's screening before, because another informant
-- gave it or its scores are on other norms.
SELECT DISTINCT 'Q011' AS code, 'a screening by another informant, or on other norms, than the one before' AS problem,
       c.source_id, c.source_row
FROM screened_again f
JOIN class_screening c ON c.period = f.period AND c.pupil_id = f.pupil_id
WHERE NOT f.comparable
ORDER BY c.source_id, c.source_row
