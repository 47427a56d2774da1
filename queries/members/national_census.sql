-- One row per academic year to date, published figure of the census series, column of national_census (part) and child:
-- pupils are those behind the school's own figure, counted those who missed a tenth (or half) or more where it counts them.
WITH compared AS (
  SELECT l.period, l.period_words AS england_period, l.measure, n.pupil_id, n.possible, n.absence,
         CASE l.measure WHEN 'overall_absence' THEN 'Absence'
                        WHEN 'authorised_absence' THEN 'Authorised absence'
                        WHEN 'unauthorised_absence' THEN 'Unauthorised absence'
                        WHEN 'illness_absence' THEN 'Absence through illness'
                        WHEN 'persistent_absence' THEN 'Pupils who missed a tenth or more'
                        WHEN 'severe_absence' THEN 'Pupils who missed half or more' END AS absence_words
  FROM national_latest l
  JOIN national_pupil n ON n.period = l.period AND n.family = l.family AND n.own_from = l.own_from AND n.own_to = l.own_to
                       AND n.total_from = l.total_from AND n.total_to = l.total_to
  WHERE l.family = 'census' AND n.possible > 0
)
SELECT period, absence_words AS absence, england_period, 'pupils' AS part, pupil_id
FROM compared
WHERE absence_words IS NOT NULL
UNION ALL
SELECT period, absence_words, england_period, 'counted', pupil_id
FROM compared
WHERE (measure = 'persistent_absence' AND 10 * absence >= possible) OR (measure = 'severe_absence' AND 2 * absence >= possible)
ORDER BY period, absence, england_period, part, pupil_id
