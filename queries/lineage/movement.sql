-- One row per population asked for, column of movement (part) and record behind it: every score of the class screenings of
-- this term and of the child's screened term before, and the child's row of the pupil list at each, whose year group says
-- which strand was expected then.
WITH member AS (
  SELECT g.period, g.dimension, g.grp, g.pupil_id, m.previous_period, p.source_id, p.source_row,
         b.source_id AS before_source_id, b.source_row AS before_source_row,
         CASE m.strand_move WHEN 'up' THEN 'moved_up' WHEN 'down' THEN 'moved_down' ELSE 'stayed' END AS strand_part,
         CASE m.expectation_move WHEN 'same' THEN 'same_side' ELSE m.expectation_move END AS expectation_part
  FROM traced q
  JOIN population g ON g.period = q.period AND g.dimension = q.dimension AND g.grp = q.grp
  JOIN moved m ON m.period = g.period AND m.pupil_id = g.pupil_id
  JOIN pupil_period p ON p.period = g.period AND p.pupil_id = g.pupil_id
  JOIN pupil_period b ON b.period = m.previous_period AND b.pupil_id = g.pupil_id
  WHERE g.kind = 'term' AND g.on_roll_at_end
),
counted_in AS (
  SELECT period, dimension, grp, pupil_id, previous_period, source_id, source_row, before_source_id, before_source_row,
         'placed_both' AS part
  FROM member
  UNION ALL
  SELECT period, dimension, grp, pupil_id, previous_period, source_id, source_row, before_source_id, before_source_row,
         strand_part
  FROM member
  UNION ALL
  SELECT period, dimension, grp, pupil_id, previous_period, source_id, source_row, before_source_id, before_source_row,
         expectation_part
  FROM member
)
SELECT m.period, m.dimension, m.grp, m.part, 'enrolment' AS source_table, m.source_id, m.source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child year_group start_date leaving_date ' || m.dimension AS cells,
       CAST(m.pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM counted_in m
UNION ALL
-- within a year it is often the same row
SELECT m.period, m.dimension, m.grp, m.part, 'enrolment', m.before_source_id, m.before_source_row,
       NULL, 'child year_group start_date leaving_date', CAST(m.pupil_id AS VARCHAR(40)), NULL
FROM counted_in m
WHERE m.before_source_id <> m.source_id OR m.before_source_row <> m.source_row
UNION ALL
SELECT m.period, m.dimension, m.grp, m.part, 'screening', c.source_id, c.source_row,
       c.strand, 'child date profile_type strand score respondent norm_version', CAST(m.pupil_id AS VARCHAR(40)), NULL
FROM counted_in m
JOIN class_screening c ON c.pupil_id = m.pupil_id AND (c.period = m.period OR c.period = m.previous_period)
ORDER BY period, dimension, grp, part, source_table, source_id, source_row, item
