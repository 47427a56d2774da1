-- One row per question of the Ambassador form that the school pasted in: the measure that answers it, the school's own
-- words and the name of its file of evidence. In the order of the sheets.
SELECT form_year, area, reference, question, measure, narrative, evidence_file, source_id, source_row
FROM ambassador_question
ORDER BY source_id, source_row
