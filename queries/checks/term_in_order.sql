-- A row means: two terms of the calendar overlap, or are numbered out of order, or a term ends before it starts. Correct
-- the term dates in the school's settings.
SELECT 'terms overlap or are out of order' AS problem, a.term_id, b.term_id AS other_term_id
FROM term a
JOIN term b ON a.ordinal < b.ordinal AND a.end_date >= b.start_date
UNION ALL
SELECT 'two terms with one number or name' AS problem, a.term_id, b.term_id AS other_term_id
FROM term a
JOIN term b ON (a.ordinal = b.ordinal AND a.start_date < b.start_date)
            OR (a.term_id = b.term_id AND a.ordinal < b.ordinal)
UNION ALL
SELECT 'term ends before it starts' AS problem, term_id, term_id AS other_term_id
FROM term
WHERE end_date < start_date
ORDER BY problem, term_id, other_term_id
