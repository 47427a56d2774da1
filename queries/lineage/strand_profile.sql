-- One row per population asked for, column of strand_profile (part) and record behind it: the child's score on the strand,
-- and the child's row of the pupil list, whose year group says whether the strand comes before the one expected. The
-- median rests on the records of scored.
WITH member AS (
  SELECT g.period, g.dimension, g.grp, q.strand, g.pupil_id, p.source_id, p.source_row,
         c.source_id AS score_source_id, c.source_row AS score_source_row,
         (t.strand_order < s.expected_order OR NOT i.sequential) AND c.secure IS NOT NULL AS is_judged,
         (t.strand_order < s.expected_order OR NOT i.sequential) AND NOT c.secure AS is_below
  FROM traced q
  CROSS JOIN run_params r
  JOIN strand t ON t.instrument = r.instrument AND t.strand = q.strand
  LEFT JOIN instrument i ON i.instrument = r.instrument
  JOIN population g ON g.period = q.period AND g.dimension = q.dimension AND g.grp = q.grp
  JOIN pupil_period p ON p.period = g.period AND p.pupil_id = g.pupil_id
  JOIN status s ON s.period = g.period AND s.pupil_id = g.pupil_id
  JOIN class_screening c ON c.period = g.period AND c.pupil_id = g.pupil_id AND c.strand = t.strand
  WHERE g.kind = 'term' AND g.on_roll_at_end AND c.score IS NOT NULL
),
counted_in AS (
  SELECT period, dimension, grp, strand, pupil_id, source_id, source_row, score_source_id, score_source_row,
         'scored' AS part
  FROM member
  UNION ALL
  SELECT period, dimension, grp, strand, pupil_id, source_id, source_row, score_source_id, score_source_row, 'judged'
  FROM member
  WHERE is_judged
  UNION ALL
  SELECT period, dimension, grp, strand, pupil_id, source_id, source_row, score_source_id, score_source_row, 'below'
  FROM member
  WHERE is_below
)
SELECT period, dimension, grp, strand, part, 'enrolment' AS source_table, source_id, source_row,
       CAST(NULL AS VARCHAR(40)) AS item, 'child year_group start_date leaving_date ' || dimension AS cells,
       CAST(pupil_id AS VARCHAR(40)) AS counted, CAST(NULL AS BIGINT) AS amount
FROM counted_in
UNION ALL
SELECT period, dimension, grp, strand, part, 'screening', score_source_id, score_source_row,
       strand, 'child date profile_type strand score', CAST(pupil_id AS VARCHAR(40)), NULL
FROM counted_in
ORDER BY period, dimension, grp, strand, part, source_table, source_id, source_row, item
