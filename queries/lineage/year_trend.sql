-- One row per population and point asked for, column of year_trend (part) and record behind it. Of the matched cohort:
-- every score of the class screenings of the year up to this term, because a child is matched only with a result in each,
-- and the child's rows of the pupil list, whose year group says which strand is expected. Of all children: the same of
-- the point alone.
WITH screened_term AS (
  SELECT DISTINCT s.period, p.academic_year, p.first_ordinal
  FROM status s
  JOIN period p ON p.period = s.period AND p.kind = 'term'
),
point AS (
  SELECT n.period, q.period AS point, COUNT(*) OVER (PARTITION BY n.period) AS points
  FROM screened_term n
  JOIN screened_term q ON q.academic_year = n.academic_year AND q.first_ordinal <= n.first_ordinal
),
matched AS (
  SELECT p.period, s.pupil_id
  FROM point p
  JOIN status s ON s.period = p.point
  WHERE s.status <> 'missing' AND p.points > 1
  GROUP BY p.period, p.points, s.pupil_id
  HAVING COUNT(*) = p.points AND MIN(s.respondent) = MAX(s.respondent) AND MIN(s.norm_version) = MAX(s.norm_version)
),
asked AS (
  SELECT q.period, q.point, q.dimension, q.grp
  FROM traced q
  JOIN point p ON p.period = q.period AND p.point = q.point
),
cohort AS (
  SELECT q.period, q.point, q.dimension, q.grp, g.pupil_id, s.status
  FROM asked q
  JOIN matched m ON m.period = q.period
  JOIN population g ON g.period = q.period AND g.dimension = q.dimension AND g.grp = q.grp
                   AND g.pupil_id = m.pupil_id AND g.on_roll_at_end
  JOIN status s ON s.period = q.point AND s.pupil_id = m.pupil_id
),
cohort_part AS (
  SELECT period, point, dimension, grp, pupil_id, 'matched' AS part
  FROM cohort
  UNION ALL
  SELECT period, point, dimension, grp, pupil_id, 'matched_below'
  FROM cohort
  WHERE status = 'below'
),
everybody AS (
  SELECT q.period, q.point, q.dimension, q.grp, g.pupil_id, s.status
  FROM asked q
  JOIN population g ON g.period = q.point AND g.dimension = q.dimension AND g.grp = q.grp AND g.on_roll_at_end
  JOIN status s ON s.period = q.point AND s.pupil_id = g.pupil_id
  WHERE s.status <> 'missing'
),
rests_on AS (
  SELECT c.period, c.point, c.dimension, c.grp, c.pupil_id, c.part, p.point AS screened_in,
         CASE WHEN p.point = c.period THEN ' ' || c.dimension ELSE '' END AS group_cell
  FROM cohort_part c
  JOIN point p ON p.period = c.period
  UNION ALL
  SELECT period, point, dimension, grp, pupil_id, 'assessed', point, ' ' || dimension
  FROM everybody
  UNION ALL
  SELECT period, point, dimension, grp, pupil_id, 'below', point, ' ' || dimension
  FROM everybody
  WHERE status = 'below'
),
listed AS (
  -- a child whose row of the pupil list holds for several terms has it once, with the group
  SELECT m.period, m.point, m.dimension, m.grp, m.part, m.pupil_id, p.source_id, p.source_row,
         MAX(m.group_cell) AS group_cell
  FROM rests_on m
  JOIN pupil_period p ON p.period = m.screened_in AND p.pupil_id = m.pupil_id
  GROUP BY m.period, m.point, m.dimension, m.grp, m.part, m.pupil_id, p.source_id, p.source_row
)
SELECT period, point, dimension, grp, part, 'enrolment' AS source_table, source_id, source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child year_group start_date leaving_date' || group_cell AS cells,
       CAST(pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM listed
UNION ALL
SELECT m.period, m.point, m.dimension, m.grp, m.part, 'screening', c.source_id, c.source_row,
       c.strand, 'child date profile_type strand score respondent norm_version', CAST(m.pupil_id AS VARCHAR(40)), NULL
FROM rests_on m
JOIN class_screening c ON c.period = m.screened_in AND c.pupil_id = m.pupil_id
ORDER BY period, point, dimension, grp, part, source_table, source_id, source_row, item
