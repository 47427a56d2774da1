-- A row means: the policy expects a strand that the screening tool does not have, or names two for a year group on one
-- day. Correct the expected strands in the school's settings.
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
ORDER BY problem, instrument, year_order, expected_order
