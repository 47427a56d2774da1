-- A row means: a screening tool, the scale of a strand, a strand's limit or the norms of a row stand there twice, bands
-- overlap, or the policy about screening is not one row. Scores would count twice. Correct the tool's file or the
-- school's settings.
SELECT 'screening tool described twice' AS problem, instrument AS item
FROM instrument
GROUP BY instrument
HAVING COUNT(*) > 1
UNION ALL
SELECT 'scale of a strand described twice' AS problem, strand AS item
FROM scale
GROUP BY instrument, strand
HAVING COUNT(*) > 1
UNION ALL
SELECT 'two limits for one strand' AS problem, strand AS item
FROM secure_score
GROUP BY instrument, strand
HAVING COUNT(*) > 1
UNION ALL
SELECT 'two norms for one row' AS problem, CAST(source_row AS VARCHAR(20)) AS item
FROM screening_norm
GROUP BY source_id, source_row
HAVING COUNT(*) > 1
UNION ALL
SELECT 'two bands for one score' AS problem, a.strand AS item
FROM band a
JOIN band b ON b.instrument = a.instrument AND b.respondent = a.respondent AND b.strand = a.strand AND b.rank > a.rank
WHERE b.lower <= a.upper AND b.upper >= a.lower
UNION ALL
SELECT 'more than one row of policy about screening' AS problem, CAST(COUNT(*) AS VARCHAR(20)) AS item
FROM screening_policy
HAVING COUNT(*) > 1
ORDER BY problem, item
