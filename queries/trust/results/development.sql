-- One row per term and group of the roll-up: pupils below the strand expected for their age (below) of those with a
-- result (assessed), over the schools that show how many. with_result counts the pupils with a result of the other schools
-- too; least and most are the shares (percent) of them if nobody, or everybody, were below where it is withheld.
SELECT b.period, b.dimension, b.grp, b.grp_order,
       b.denominator AS assessed,
       b.numerator AS below,
       a.numerator AS with_result,
       CASE WHEN a.numerator > 0 AND a.numerator >= b.denominator
            THEN 100.0e0 * CAST(b.numerator AS DOUBLE) / a.numerator END AS least,
       CASE WHEN a.numerator > 0 AND a.numerator >= b.denominator
            THEN 100.0e0 * CAST(b.numerator + a.numerator - b.denominator AS DOUBLE) / a.numerator END AS most,
       b.schools_shown, b.schools_known
FROM compared b
LEFT JOIN compared a ON a.measure = 'screening.assessed' AND a.period = b.period AND a.dimension = b.dimension
                    AND a.grp = b.grp AND a.strand = b.strand
WHERE b.measure = 'screening.below_share'
ORDER BY b.period, b.dimension, b.grp_order, b.grp
