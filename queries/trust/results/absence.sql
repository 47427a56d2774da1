-- One row per period and group of the roll-up: pupils who missed a tenth or more of their sessions (persistent) of all
-- pupils, over the schools that show how many.
SELECT period, dimension, grp, grp_order,
       denominator AS pupils,
       numerator AS persistent,
       schools_shown, schools_known
FROM compared
WHERE measure = 'attendance.persistent_share'
ORDER BY period, dimension, grp_order, grp
