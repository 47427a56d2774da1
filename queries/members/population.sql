-- One row per period, group and child in it on any day of the period: who "Year 1" or "Girls" is. The children behind a
-- figure of a group are those of this file who are also in the file of its result.
SELECT period, dimension, grp, pupil_id
FROM population
ORDER BY period, dimension, grp, pupil_id
