-- One row per term, group with a child in a band, strand and band of the scheme that the school uses: children whose score
-- on the strand lies in any of its bands (banded), and those in this one (pupils). Empty where no scheme is used. Bands
-- differ between informants; a score of percentiles or steps is told by its band, never by an average.
WITH placed AS (
  SELECT g.period, g.dimension, g.grp, g.grp_order, c.strand, c.strand_order, c.pupil_id, b.name AS band
  FROM population g
  JOIN status s ON s.period = g.period AND s.pupil_id = g.pupil_id
  JOIN class_screening c ON c.period = g.period AND c.pupil_id = g.pupil_id
  CROSS JOIN run_params r
  JOIN band b ON b.instrument = r.instrument AND b.respondent = c.respondent AND b.strand = c.strand
             AND c.score BETWEEN b.lower AND b.upper
  WHERE g.kind = 'term' AND g.on_roll_at_end
),
grouped AS (
  SELECT period, dimension, grp, grp_order, strand, strand_order, COUNT(*) AS banded
  FROM placed
  GROUP BY period, dimension, grp, grp_order, strand, strand_order
),
named AS (
  SELECT b.strand, b.name AS band, MIN(b.rank) AS band_order
  FROM band b
  JOIN run_params r ON r.instrument = b.instrument
  GROUP BY b.strand, b.name
)
SELECT w.period, w.dimension, w.grp, w.grp_order, w.strand, CAST(w.strand_order AS BIGINT) AS strand_order,
       n.band, CAST(n.band_order AS BIGINT) AS band_order, w.banded, COUNT(p.pupil_id) AS pupils
FROM grouped w
JOIN named n ON n.strand = w.strand
LEFT JOIN placed p ON p.period = w.period AND p.dimension = w.dimension AND p.grp = w.grp AND p.strand = w.strand
                  AND p.band = n.band
GROUP BY w.period, w.dimension, w.grp, w.grp_order, w.strand, w.strand_order, n.band, n.band_order, w.banded
ORDER BY w.period, w.dimension, w.grp_order, w.grp, w.strand_order, w.strand, n.band_order, n.band
