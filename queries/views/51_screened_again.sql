-- One row per term and child with a class screening in it and in an earlier term: the most recent of those, the days
-- between the two, and whether they may be compared (same informant, same norms).
CREATE TABLE screened_again AS
WITH screened AS (
  SELECT DISTINCT period, ordinal, pupil_id, screened_on, respondent, norm_version
  FROM class_screening
),
followed AS (
  SELECT period, pupil_id, screened_on, respondent, norm_version,
         LAG(period) OVER (PARTITION BY pupil_id ORDER BY ordinal) AS previous_period,
         LAG(screened_on) OVER (PARTITION BY pupil_id ORDER BY ordinal) AS previous_on,
         LAG(respondent) OVER (PARTITION BY pupil_id ORDER BY ordinal) AS previous_respondent,
         LAG(norm_version) OVER (PARTITION BY pupil_id ORDER BY ordinal) AS previous_norm_version
  FROM screened
)
SELECT f.period, f.previous_period, f.pupil_id, f.screened_on, f.previous_on, n.day_no - b.day_no AS days_between,
       f.respondent = f.previous_respondent AND f.norm_version = f.previous_norm_version AS comparable
FROM followed f
JOIN day_number n ON n.screened_on = f.screened_on
JOIN day_number b ON b.screened_on = f.previous_on
