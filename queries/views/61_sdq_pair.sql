-- One row per period and block of one-to-one support that started in it with a total of the Strengths and Difficulties
-- Questionnaire before and after it from the same kind of respondent (a parent before anybody else): the two totals, and
-- impact and emotional symptoms of the first.
CREATE TABLE sdq_pair AS
WITH answered AS (
  SELECT s.pupil_id, s.screened_on, COALESCE(s.respondent, 'not recorded') AS respondent,
         MAX(CASE WHEN s.strand = 'Total difficulties' THEN s.score END) AS total,
         MAX(CASE WHEN s.strand = 'Impact' THEN s.score END) AS impact,
         MAX(CASE WHEN s.strand = 'Emotional symptoms' THEN s.score END) AS emotional
  FROM screening s
  CROSS JOIN run_params r
  WHERE s.instrument = 'sdq' AND s.screened_on <= r.as_of
  GROUP BY s.pupil_id, s.screened_on, COALESCE(s.respondent, 'not recorded')
),
before AS (
  SELECT b.period, b.source_id, b.source_row, a.respondent, a.screened_on, a.total, a.impact, a.emotional,
         ROW_NUMBER() OVER (PARTITION BY b.period, b.source_id, b.source_row, a.respondent
                            ORDER BY a.screened_on DESC) AS nearness
  FROM support_block b
  CROSS JOIN run_params r
  JOIN answered a ON a.pupil_id = b.pupil_id AND a.total IS NOT NULL AND a.impact IS NOT NULL AND a.emotional IS NOT NULL
                 AND a.screened_on BETWEEN CAST(b.start_date - r.pair_window_days AS DATE) AND b.start_date
),
after AS (
  SELECT b.period, b.source_id, b.source_row, a.respondent, a.screened_on, a.total,
         ROW_NUMBER() OVER (PARTITION BY b.period, b.source_id, b.source_row, a.respondent ORDER BY a.screened_on) AS nearness
  FROM support_block b
  JOIN answered a ON a.pupil_id = b.pupil_id AND a.total IS NOT NULL AND a.screened_on >= b.end_date
                 AND a.screened_on > b.start_date
),
paired AS (
  SELECT x.period, x.source_id, x.source_row, x.respondent, x.screened_on AS before_on, y.screened_on AS after_on,
         x.total, x.impact, x.emotional, y.total AS total_after,
         ROW_NUMBER() OVER (PARTITION BY x.period, x.source_id, x.source_row
                            ORDER BY CASE x.respondent WHEN 'parent' THEN 1 ELSE 2 END, x.respondent) AS preference
  FROM before x
  JOIN after y ON y.period = x.period AND y.source_id = x.source_id AND y.source_row = x.source_row
              AND y.respondent = x.respondent
  WHERE x.nearness = 1 AND y.nearness = 1
)
SELECT period, source_id, source_row, respondent, before_on, after_on, total, impact, emotional, total_after
FROM paired
WHERE preference = 1
