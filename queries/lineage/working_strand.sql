-- One row per population asked for, column of working_strand (part) and record behind it: every score of the class
-- screening that counts, because the working strand is the first that is not yet secure, and the child's row of the pupil
-- list.
WITH member AS (
  SELECT g.period, g.dimension, g.grp, q.strand, g.pupil_id, p.source_id, p.source_row,
         s.working_order = t.strand_order AS is_working
  FROM traced q
  CROSS JOIN run_params r
  JOIN strand t ON t.instrument = r.instrument AND t.strand = q.strand
  JOIN population g ON g.period = q.period AND g.dimension = q.dimension AND g.grp = q.grp
  JOIN pupil_period p ON p.period = g.period AND p.pupil_id = g.pupil_id
  JOIN status s ON s.period = g.period AND s.pupil_id = g.pupil_id
  WHERE g.kind = 'term' AND g.on_roll_at_end AND s.status <> 'missing'
),
counted_in AS (
  SELECT period, dimension, grp, strand, pupil_id, source_id, source_row, 'assessed' AS part
  FROM member
  UNION ALL
  SELECT period, dimension, grp, strand, pupil_id, source_id, source_row, 'working'
  FROM member
  WHERE is_working
)
SELECT m.period, m.dimension, m.grp, m.strand, m.part, 'enrolment' AS source_table, m.source_id, m.source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child year_group start_date leaving_date ' || m.dimension AS cells,
       CAST(m.pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM counted_in m
UNION ALL
SELECT m.period, m.dimension, m.grp, m.strand, m.part, 'screening', c.source_id, c.source_row,
       c.strand, 'child date profile_type strand score', CAST(m.pupil_id AS VARCHAR(40)), NULL
FROM counted_in m
JOIN class_screening c ON c.period = m.period AND c.pupil_id = m.pupil_id
ORDER BY period, dimension, grp, strand, part, source_table, source_id, source_row, item
