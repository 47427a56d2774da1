-- A row means: screenings name a strand that their tool does not have; those scores are in no figure. Add the name to the
-- tool's aliases.
SELECT 'strand not one of the tool' AS problem, s.instrument, s.strand, COUNT(*) AS scores
FROM screening s
LEFT JOIN strand t ON t.instrument = s.instrument AND t.strand = s.strand
WHERE t.strand IS NULL
GROUP BY s.instrument, s.strand
ORDER BY s.instrument, s.strand
