-- One row per period (term, and year to date), intervention and target strand, and one for all of a period together: the
-- children in blocks of one-to-one support that started in the period, and of them those with a parent or carer on the
-- register of a Family Thrive course (NULL where no register names a child); what the blocks cost in pence, planned and
-- to date (NULL where a block's cost is not known); practitioners, the blocks they gave, and the most children of one
-- practitioner (NULL where a block's practitioner is not known).
WITH on_register AS (
  SELECT DISTINCT pupil_id
  FROM family_participant
  WHERE pupil_id IS NOT NULL
),
registers AS (
  SELECT COUNT(*) AS children_named
  FROM on_register
),
labelled AS (
  SELECT period, intervention, target_strand, 0 AS is_all, pupil_id, practitioner, cost_pence, cost_to_date_pence
  FROM support_resource
  UNION ALL
  SELECT period, 'All one-to-one support', 'All strands', 1, pupil_id, practitioner, cost_pence, cost_to_date_pence
  FROM support_resource
),
by_practitioner AS (
  SELECT period, intervention, target_strand, LOWER(practitioner) AS practitioner, COUNT(DISTINCT pupil_id) AS children
  FROM labelled
  WHERE practitioner IS NOT NULL
  GROUP BY period, intervention, target_strand, LOWER(practitioner)
),
most AS (
  SELECT period, intervention, target_strand, COUNT(*) AS practitioners, MAX(children) AS children
  FROM by_practitioner
  GROUP BY period, intervention, target_strand
)
SELECT l.period, l.intervention, l.target_strand,
       COUNT(DISTINCT l.pupil_id) AS children,
       CASE WHEN MAX(g.children_named) > 0 THEN COUNT(DISTINCT f.pupil_id) END AS children_with_place,
       CASE WHEN COUNT(l.cost_pence) = COUNT(*) THEN CAST(SUM(l.cost_pence) AS BIGINT) END AS cost_pence,
       CASE WHEN COUNT(l.cost_to_date_pence) = COUNT(*)
            THEN CAST(SUM(l.cost_to_date_pence) AS BIGINT) END AS cost_to_date_pence,
       CASE WHEN COUNT(l.practitioner) = COUNT(*) THEN MAX(m.practitioners) END AS practitioners,
       CASE WHEN COUNT(l.practitioner) = COUNT(*) THEN COUNT(*) END AS practitioner_blocks,
       CASE WHEN COUNT(l.practitioner) = COUNT(*) THEN MAX(m.children) END AS most_children
FROM labelled l
CROSS JOIN registers g
LEFT JOIN on_register f ON f.pupil_id = l.pupil_id
LEFT JOIN most m ON m.period = l.period AND m.intervention = l.intervention AND m.target_strand = l.target_strand
GROUP BY l.period, l.intervention, l.target_strand, l.is_all
ORDER BY l.period, l.is_all, l.intervention, l.target_strand
