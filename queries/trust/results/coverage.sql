-- One row per term and group of the roll-up: pupils on roll and screened, over the schools that show both.
SELECT period, dimension, grp, grp_order,
       denominator AS on_roll,
       numerator AS screened,
       schools_shown, schools_known
FROM compared
WHERE measure = 'screening.coverage'
ORDER BY period, dimension, grp_order, grp
