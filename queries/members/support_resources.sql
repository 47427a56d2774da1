-- One row per period (term, and year to date), intervention and target strand (and all of a period together), column of
-- support_resources (part) and child that it counts. most_children are those of one practitioner, by name the first of those
-- with as many children. Its column children is that of support.
WITH labelled AS (
  SELECT period, intervention, target_strand, pupil_id, LOWER(practitioner) AS practitioner
  FROM support_resource
  UNION ALL
  SELECT period, 'All one-to-one support', 'All strands', pupil_id, LOWER(practitioner)
  FROM support_resource
),
ranked AS (
  SELECT period, intervention, target_strand, practitioner,
         ROW_NUMBER() OVER (PARTITION BY period, intervention, target_strand
                            ORDER BY COUNT(DISTINCT pupil_id) DESC, practitioner) AS place
  FROM labelled
  WHERE practitioner IS NOT NULL
  GROUP BY period, intervention, target_strand, practitioner
)
SELECT DISTINCT l.period, l.intervention, l.target_strand, 'children_with_place' AS part, l.pupil_id
FROM labelled l
JOIN family_participant f ON f.pupil_id = l.pupil_id
UNION ALL
SELECT DISTINCT l.period, l.intervention, l.target_strand, 'most_children', l.pupil_id
FROM labelled l
JOIN ranked k ON k.period = l.period AND k.intervention = l.intervention AND k.target_strand = l.target_strand
             AND k.practitioner = l.practitioner AND k.place = 1
ORDER BY period, intervention, target_strand, part, pupil_id
