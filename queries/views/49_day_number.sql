-- One row per date of a class screening: its number in an unbroken count of days, so that days between two dates are a
-- difference of whole numbers on every engine. (Years are counted from March, so that 29 February is a year's last day.)
CREATE TABLE day_number AS
WITH dated AS (
  SELECT DISTINCT screened_on
  FROM screening
  WHERE profile_type = 'class'
),
shifted AS (
  SELECT screened_on, EXTRACT(DAY FROM screened_on) AS day_of_month,
         EXTRACT(YEAR FROM screened_on) - CASE WHEN EXTRACT(MONTH FROM screened_on) <= 2 THEN 1 ELSE 0 END AS march_year,
         (EXTRACT(MONTH FROM screened_on) + 9) % 12 AS months_since_march
  FROM dated
)
SELECT screened_on,
       CAST(365 * march_year + FLOOR(march_year / 4e0) - FLOOR(march_year / 100e0) + FLOOR(march_year / 400e0)
            + FLOOR((306 * months_since_march + 5) / 10e0) + day_of_month AS BIGINT) AS day_no
FROM shifted
