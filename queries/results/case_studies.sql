-- STAFF ONLY. One row per child to write a case study about, two at most, of those with one-to-one support that began in the
-- run's academic year and with scores before and after it: the one whose score changed by the middle amount (the lower of two), and the one whose
-- changed least. Never the best: a case study is to show what usually happens, and what did not help. No name, no class.
-- Scores in thousandths of a point.
WITH pair AS (
  SELECT b.source_id, b.source_row, b.period, b.pupil_id, b.intervention, b.target_strand, b.start_date, b.end_date,
         b.planned_sessions, b.given_sessions, p.score_before, p.score_after, p.change, p.gain,
         ROW_NUMBER() OVER (ORDER BY p.gain, b.source_id, b.source_row) AS place,
         COUNT(*) OVER () AS pairs
  FROM support_block b
  JOIN support_pair p ON p.source_id = b.source_id AND p.source_row = b.source_row
  JOIN period y ON y.period = b.period AND y.kind = 'year'
  CROSS JOIN run_params r
  JOIN term t ON t.term_id = r.term_id AND t.academic_year = y.academic_year
),
chosen AS (
  SELECT 1 AS nr, 'Child A' AS child, 'the middle change of all' AS chosen_because, pair.*
  FROM pair
  WHERE place = CAST(FLOOR((pairs + 1) / 2e0) AS BIGINT)
  UNION ALL
  SELECT 2 AS nr, 'Child B' AS child, 'the least change of all' AS chosen_because, pair.*
  FROM pair
  WHERE place = 1 AND pairs > 2
)
SELECT c.child, c.chosen_because,
       CASE WHEN s.year_order <= 0 THEN 'early years' WHEN s.year_order <= 2 THEN 'key stage 1'
            WHEN s.year_order <= 6 THEN 'key stage 2' WHEN s.year_order <= 9 THEN 'key stage 3'
            ELSE 'key stage 4 or later' END AS phase,
       c.intervention, c.target_strand, c.planned_sessions, c.given_sessions, c.score_before, c.score_after, c.change, c.pairs
FROM chosen c
LEFT JOIN pupil_period s ON s.period = c.period AND s.pupil_id = c.pupil_id
ORDER BY c.nr
