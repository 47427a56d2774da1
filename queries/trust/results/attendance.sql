-- One row per period and group of the roll-up: sessions attended of those possible, added up over the schools that show
-- their attendance, and the pupils they belong to.
SELECT period, dimension, grp, grp_order,
       n AS pupils,
       denominator AS possible,
       numerator AS attended,
       schools_shown, schools_known
FROM compared
WHERE measure = 'attendance.rate'
ORDER BY period, dimension, grp_order, grp
