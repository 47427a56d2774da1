-- One row per term, strand, column of strand_profile (part) and child that it counts. The median is that of scored.
WITH member AS (
  SELECT p.period, c.strand, p.pupil_id, c.secure,
         (t.strand_order < s.expected_order OR NOT i.sequential) AND c.secure IS NOT NULL AS is_judged
  FROM pupil_period p
  JOIN status s ON s.period = p.period AND s.pupil_id = p.pupil_id
  CROSS JOIN run_params r
  JOIN strand t ON t.instrument = r.instrument
  LEFT JOIN instrument i ON i.instrument = r.instrument
  JOIN class_screening c ON c.period = p.period AND c.pupil_id = p.pupil_id AND c.strand = t.strand
  WHERE p.kind = 'term' AND p.on_roll_at_end AND c.score IS NOT NULL
)
SELECT period, strand, 'scored' AS part, pupil_id
FROM member
UNION ALL
SELECT period, strand, 'judged', pupil_id
FROM member
WHERE is_judged
UNION ALL
SELECT period, strand, 'below', pupil_id
FROM member
WHERE is_judged AND NOT secure
ORDER BY period, strand, part, pupil_id
