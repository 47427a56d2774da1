-- One row per row of a class screening whose scores are on other norms than most of its term's.
WITH counted AS (
  SELECT period, norm_version, COUNT(*) AS scores
  FROM class_screening
  GROUP BY period, norm_version
),
usual AS (
  SELECT period, norm_version, ROW_NUMBER() OVER (PARTITION BY period ORDER BY scores DESC, norm_version) AS place
  FROM counted
)
SELECT DISTINCT 'Q013' AS code, 'scores on other norms than most of the term' AS problem, s.source_id, s.source_row
FROM class_screening s
JOIN usual u ON u.period = s.period AND u.place = 1
WHERE s.norm_version <> u.norm_version
ORDER BY s.source_id, s.source_row
