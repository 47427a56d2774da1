-- One row per period, child and group the child belongs to in that period. Groups of one dimension do not overlap;
-- a child whose flag is not recorded is in no group of that dimension. Birth seasons are those of admission law in
-- England: summer born is 1 April to 31 August. Phases are there only where year groups are small on average in the run's term:
-- they stand in their place in packs that leave the staff's hands.
CREATE TABLE population AS
WITH member AS (
  SELECT pp.period, pp.kind, pp.pupil_id, pp.on_roll_at_end, pp.year_order, pp.class_name,
         u.sex, u.pupil_premium, u.sen_status, u.eal, u.looked_after,
         EXTRACT(MONTH FROM u.date_of_birth) AS birth_month
  FROM pupil_period pp
  JOIN pupil u ON u.pupil_id = pp.pupil_id
),
class_youngest AS (
  SELECT period, class_name, MIN(year_order) AS youngest
  FROM member
  WHERE class_name IS NOT NULL
  GROUP BY period, class_name
),
class_place AS (
  SELECT period, class_name,
         ROW_NUMBER() OVER (PARTITION BY period ORDER BY youngest ASC NULLS LAST, class_name) AS place
  FROM class_youngest
),
small_years AS (
  SELECT COUNT(*) AS pupils, COUNT(DISTINCT m.year_order) AS years
  FROM member m
  JOIN run_params r ON r.term_id = m.period
  WHERE m.year_order IS NOT NULL
),
grouped AS (
  SELECT period, kind, pupil_id, on_roll_at_end, 'school' AS dimension, 'All pupils' AS grp, CAST(1 AS BIGINT) AS grp_order
  FROM member
  UNION ALL
  SELECT m.period, m.kind, m.pupil_id, m.on_roll_at_end, 'year_group', y.name, CAST(y.year_order AS BIGINT)
  FROM member m
  JOIN year_group y ON y.year_order = m.year_order
  UNION ALL
  SELECT m.period, m.kind, m.pupil_id, m.on_roll_at_end, 'phase', y.phase, CAST(y.phase_order AS BIGINT)
  FROM member m
  JOIN year_phase y ON y.year_order = m.year_order
  JOIN small_years s ON s.pupils < s.years * y.phases_below
  UNION ALL
  SELECT m.period, m.kind, m.pupil_id, m.on_roll_at_end, 'class', c.class_name, CAST(c.place AS BIGINT)
  FROM member m
  JOIN class_place c ON c.period = m.period AND c.class_name = m.class_name
  UNION ALL
  SELECT period, kind, pupil_id, on_roll_at_end, 'sex',
         CASE sex WHEN 'F' THEN 'Girls' WHEN 'M' THEN 'Boys' END,
         CAST(CASE sex WHEN 'F' THEN 1 ELSE 2 END AS BIGINT)
  FROM member
  UNION ALL
  SELECT period, kind, pupil_id, on_roll_at_end, 'pupil_premium',
         CASE WHEN pupil_premium THEN 'Pupil premium' WHEN NOT pupil_premium THEN 'Not pupil premium' END,
         CAST(CASE WHEN pupil_premium THEN 1 ELSE 2 END AS BIGINT)
  FROM member
  UNION ALL
  SELECT period, kind, pupil_id, on_roll_at_end, 'sen_status',
         CASE sen_status WHEN 'E' THEN 'EHC plan' WHEN 'K' THEN 'SEN support' WHEN 'N' THEN 'No SEN' END,
         CAST(CASE sen_status WHEN 'E' THEN 1 WHEN 'K' THEN 2 ELSE 3 END AS BIGINT)
  FROM member
  UNION ALL
  SELECT period, kind, pupil_id, on_roll_at_end, 'eal',
         CASE WHEN eal THEN 'EAL' WHEN NOT eal THEN 'Not EAL' END,
         CAST(CASE WHEN eal THEN 1 ELSE 2 END AS BIGINT)
  FROM member
  UNION ALL
  SELECT period, kind, pupil_id, on_roll_at_end, 'looked_after',
         CASE WHEN looked_after THEN 'Looked after' WHEN NOT looked_after THEN 'Not looked after' END,
         CAST(CASE WHEN looked_after THEN 1 ELSE 2 END AS BIGINT)
  FROM member
  UNION ALL
  SELECT period, kind, pupil_id, on_roll_at_end, 'birth_season',
         CASE WHEN birth_month >= 9 THEN 'Autumn born' WHEN birth_month <= 3 THEN 'Spring born'
              WHEN birth_month <= 8 THEN 'Summer born' END,
         CAST(CASE WHEN birth_month >= 9 THEN 1 WHEN birth_month <= 3 THEN 2 ELSE 3 END AS BIGINT)
  FROM member
)
SELECT period, kind, pupil_id, on_roll_at_end, dimension, grp, grp_order
FROM grouped
WHERE grp IS NOT NULL
