-- One row per term, strand, band, column of strand_bands (part) and child that it counts: banded are the children whose
-- score lies in any band of the strand.
WITH placed AS (
  SELECT c.period, c.strand, b.name AS band, c.pupil_id
  FROM status s
  JOIN class_screening c ON c.period = s.period AND c.pupil_id = s.pupil_id
  CROSS JOIN run_params r
  JOIN band b ON b.instrument = r.instrument AND b.respondent = c.respondent AND b.strand = c.strand
             AND c.score BETWEEN b.lower AND b.upper
),
named AS (
  SELECT DISTINCT b.strand, b.name AS band
  FROM band b
  JOIN run_params r ON r.instrument = b.instrument
)
SELECT p.period, p.strand, n.band, 'banded' AS part, p.pupil_id
FROM placed p
JOIN named n ON n.strand = p.strand
UNION ALL
SELECT period, strand, band, 'pupils', pupil_id
FROM placed
ORDER BY period, strand, band, part, pupil_id
