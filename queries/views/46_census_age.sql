-- One row per academic year and child: the age in whole years on 31 August before the year, from the date of birth or,
-- where that is not recorded, from the year group; and whether the census of absence counts the child (5 to 15).
CREATE TABLE census_age AS
WITH aged AS (
  SELECT p.period, p.academic_year, pp.pupil_id,
         COALESCE(p.academic_year - EXTRACT(YEAR FROM u.date_of_birth)
                  - CASE WHEN EXTRACT(MONTH FROM u.date_of_birth) > 8 THEN 1 ELSE 0 END, pp.year_order + 4) AS age
  FROM period p
  JOIN pupil_period pp ON pp.period = p.period
  JOIN pupil u ON u.pupil_id = pp.pupil_id
  WHERE p.kind = 'year'
)
SELECT period, academic_year, pupil_id, CAST(age AS BIGINT) AS age, age BETWEEN 5 AND 15 AS in_census
FROM aged
WHERE age IS NOT NULL
