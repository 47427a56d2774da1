-- A row means: the policy expects a strand that the screening tool does not have, names two for a year group or an age on
-- one day, or expects strands both by year group and by age. Correct the expected strands in the school's settings.
SELECT 'expected strand is not one of the tool' AS problem, e.instrument, e.year_order, e.expected_order
FROM expected_strand e
LEFT JOIN strand t ON t.instrument = e.instrument AND t.strand_order = e.expected_order
WHERE t.strand IS NULL
UNION ALL
SELECT 'two strands expected of one year group' AS problem, a.instrument, a.year_order, b.expected_order
FROM expected_strand a
JOIN expected_strand b ON b.instrument = a.instrument AND b.year_order = a.year_order
                      AND b.valid_from <= a.valid_to AND b.valid_to >= a.valid_from
WHERE a.expected_order < b.expected_order OR (a.expected_order = b.expected_order AND a.valid_from < b.valid_from)
UNION ALL
SELECT 'expected strand is not one of the tool' AS problem, e.instrument, e.from_months, e.expected_order
FROM expected_at_age e
LEFT JOIN strand t ON t.instrument = e.instrument AND t.strand_order = e.expected_order
WHERE t.strand IS NULL
UNION ALL
SELECT 'two strands expected at one age' AS problem, a.instrument, a.from_months, b.expected_order
FROM expected_at_age a
JOIN expected_at_age b ON b.instrument = a.instrument AND b.from_months = a.from_months
                      AND b.valid_from <= a.valid_to AND b.valid_to >= a.valid_from
WHERE a.expected_order < b.expected_order OR (a.expected_order = b.expected_order AND a.valid_from < b.valid_from)
UNION ALL
SELECT DISTINCT 'strands are expected both by year group and by age' AS problem, a.instrument, b.year_order, b.expected_order
FROM expected_at_age a
JOIN expected_strand b ON b.instrument = a.instrument
ORDER BY problem, instrument, year_order, expected_order
