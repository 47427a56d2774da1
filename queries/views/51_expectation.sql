-- One row per term and child screened in it and on roll at its end: the child's age in completed months on the
-- screening date, and the strand the school expects, by that age or by year group as its policy says, under the policy
-- in force on the period's last day. A month is complete on the day of the month of birth; in a month without that day,
-- on the first of the next (born on 29 February: a year older on 1 March).
CREATE TABLE expectation AS
WITH screened AS (
  SELECT DISTINCT period, pupil_id, screened_on, respondent, norm_version
  FROM class_screening
),
aged AS (
  SELECT c.period, c.pupil_id, pp.year_order, pp.class_name, c.screened_on, c.respondent, c.norm_version, p.to_date,
         CASE WHEN u.date_of_birth <= c.screened_on THEN CAST(
           12 * (EXTRACT(YEAR FROM c.screened_on) - EXTRACT(YEAR FROM u.date_of_birth))
           + EXTRACT(MONTH FROM c.screened_on) - EXTRACT(MONTH FROM u.date_of_birth)
           - CASE WHEN EXTRACT(DAY FROM c.screened_on) < EXTRACT(DAY FROM u.date_of_birth) THEN 1 ELSE 0 END
           AS BIGINT) END AS age_months
  FROM screened c
  JOIN pupil_period pp ON pp.period = c.period AND pp.pupil_id = c.pupil_id AND pp.on_roll_at_end
  JOIN period p ON p.period = c.period
  LEFT JOIN pupil u ON u.pupil_id = c.pupil_id
),
old_enough AS (
  SELECT a.period, a.pupil_id, e.expected_order,
         ROW_NUMBER() OVER (PARTITION BY a.period, a.pupil_id ORDER BY e.from_months DESC, e.expected_order DESC) AS nearness
  FROM aged a
  CROSS JOIN run_params r
  JOIN expected_at_age e ON e.instrument = r.instrument AND e.from_months <= a.age_months
                        AND a.to_date BETWEEN e.valid_from AND e.valid_to
)
SELECT a.period, a.pupil_id, a.year_order, a.class_name, a.screened_on, a.respondent, a.norm_version, a.age_months,
       COALESCE(o.expected_order, y.expected_order) AS expected_order
FROM aged a
CROSS JOIN run_params r
LEFT JOIN old_enough o ON o.period = a.period AND o.pupil_id = a.pupil_id AND o.nearness = 1
LEFT JOIN expected_strand y ON y.instrument = r.instrument AND y.year_order = a.year_order
                           AND a.to_date BETWEEN y.valid_from AND y.valid_to
