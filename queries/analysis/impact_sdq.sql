-- One row per period and block of one-to-one support that started in it with a total of the Strengths and Difficulties
-- Questionnaire before and after it from the same kind of respondent (a parent before anybody else): the two totals, and
-- impact and emotional symptoms of the first.
SELECT b.period, b.intervention, b.target_strand, b.source_id, b.source_row, b.pupil_id,
       p.respondent, p.before_on, p.after_on,
       CAST(ROUND(p.total) AS BIGINT) AS total_before, CAST(ROUND(p.impact) AS BIGINT) AS impact_before,
       CAST(ROUND(p.emotional) AS BIGINT) AS emotional_before, CAST(ROUND(p.total_after) AS BIGINT) AS total_after
FROM support_block b
JOIN sdq_pair p ON p.period = b.period AND p.source_id = b.source_id AND p.source_row = b.source_row
ORDER BY b.period, b.intervention, b.target_strand, b.source_id, b.source_row
