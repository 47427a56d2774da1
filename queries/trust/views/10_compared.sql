-- One row per measure, period, strand and group of the roll-up: all schools together, each school, each year group of all
-- schools. Sums go over the schools that show the figure: schools_shown of schools_known.
CREATE VIEW compared AS
SELECT measure, period, strand, 'school' AS dimension, 'All schools' AS grp, 0 AS grp_order,
       CAST(SUM(n) AS BIGINT) AS n,
       CAST(SUM(numerator) AS BIGINT) AS numerator,
       CAST(SUM(denominator) AS BIGINT) AS denominator,
       COUNT(*) FILTER (WHERE shown) AS schools_shown,
       COUNT(*) AS schools_known
FROM school_figure
WHERE dimension = 'school'
GROUP BY measure, period, strand
UNION ALL
SELECT measure, period, strand, 'member_school' AS dimension, school AS grp, school_order AS grp_order,
       n, numerator, denominator,
       CASE WHEN shown THEN 1 ELSE 0 END AS schools_shown,
       1 AS schools_known
FROM school_figure
WHERE dimension = 'school'
UNION ALL
SELECT measure, period, strand, 'year_group' AS dimension, grp, grp_order,
       CAST(SUM(n) AS BIGINT) AS n,
       CAST(SUM(numerator) AS BIGINT) AS numerator,
       CAST(SUM(denominator) AS BIGINT) AS denominator,
       COUNT(*) FILTER (WHERE shown) AS schools_shown,
       COUNT(*) AS schools_known
FROM school_figure
WHERE dimension = 'year_group'
GROUP BY measure, period, strand, grp, grp_order
