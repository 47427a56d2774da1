-- One row per ended block of one-to-one support with a score of its target strand before and after it, of the same kind
-- of profile (an individual profile before a class one), by the same informant and on the same norms. Where the sheet names
-- no informant, a class profile is the teacher's, a home profile the parent's and any other the practitioner's. Scores in
-- thousandths of a point.
CREATE TABLE support_pair AS
WITH given AS (
  SELECT s.pupil_id, s.profile_type, s.screened_on, s.strand, s.assessor, t.high_is_good,
         CAST(ROUND(s.score * 1000e0) AS BIGINT) AS score,
         COALESCE(s.respondent, CASE s.profile_type WHEN 'class' THEN 'teacher' WHEN 'home' THEN 'parent'
                                                    ELSE 'practitioner' END) AS respondent,
         COALESCE(v.norm_version, i.norm_version, 'not stated') AS norm_version,
         s.source_id AS score_source_id, s.source_row AS score_source_row
  FROM screening s
  JOIN run_params r ON r.instrument = s.instrument
  JOIN strand t ON t.instrument = s.instrument AND t.strand = s.strand
  LEFT JOIN instrument i ON i.instrument = s.instrument
  LEFT JOIN screening_norm v ON v.source_id = s.source_id AND v.source_row = s.source_row
  WHERE s.score IS NOT NULL AND s.screened_on <= r.as_of
),
scored AS (
  SELECT pupil_id, profile_type, screened_on, strand, assessor, high_is_good, score, respondent, norm_version,
         score_source_id, score_source_row,
         ROW_NUMBER() OVER (PARTITION BY pupil_id, profile_type, screened_on, strand, respondent, norm_version
                            ORDER BY score_source_id DESC, score_source_row DESC) AS copy
  FROM given
),
block AS (
  SELECT i.source_id, i.source_row, i.pupil_id, i.target_strand, i.start_date, i.end_date,
         CAST(i.start_date - r.pair_window_days AS DATE) AS oldest_on
  FROM intervention i
  CROSS JOIN run_params r
  WHERE i.kind = 'one_to_one' AND i.end_date IS NOT NULL
),
before AS (
  SELECT b.source_id, b.source_row, s.profile_type, s.respondent, s.norm_version, s.high_is_good, s.screened_on, s.score, s.assessor,
         s.score_source_id, s.score_source_row,
         ROW_NUMBER() OVER (PARTITION BY b.source_id, b.source_row, s.profile_type, s.respondent, s.norm_version
                            ORDER BY s.screened_on DESC) AS nearness
  FROM block b
  JOIN scored s ON s.pupil_id = b.pupil_id AND s.strand = b.target_strand AND s.copy = 1
               AND s.screened_on BETWEEN b.oldest_on AND b.start_date
),
after AS (
  SELECT b.source_id, b.source_row, s.profile_type, s.respondent, s.norm_version, s.screened_on, s.score, s.assessor,
         s.score_source_id, s.score_source_row,
         ROW_NUMBER() OVER (PARTITION BY b.source_id, b.source_row, s.profile_type, s.respondent, s.norm_version
                            ORDER BY s.screened_on) AS nearness
  FROM block b
  JOIN scored s ON s.pupil_id = b.pupil_id AND s.strand = b.target_strand AND s.copy = 1
               AND s.screened_on >= b.end_date AND s.screened_on > b.start_date
),
paired AS (
  SELECT x.source_id, x.source_row, x.profile_type, x.high_is_good,
         x.screened_on AS before_on, x.score AS score_before, y.screened_on AS after_on, y.score AS score_after,
         x.score_source_id AS before_source_id, x.score_source_row AS before_source_row,
         y.score_source_id AS after_source_id, y.score_source_row AS after_source_row,
         x.assessor AS assessor_before, y.assessor AS assessor_after,
         ROW_NUMBER() OVER (PARTITION BY x.source_id, x.source_row
                            ORDER BY CASE x.profile_type WHEN 'individual' THEN 1 WHEN 'class' THEN 2 ELSE 3 END,
                                     x.profile_type,
                                     CASE x.respondent WHEN 'teacher' THEN 1 WHEN 'practitioner' THEN 2
                                                       WHEN 'parent' THEN 3 ELSE 4 END,
                                     x.respondent, x.norm_version DESC) AS preference
  FROM before x
  JOIN after y ON y.source_id = x.source_id AND y.source_row = x.source_row AND y.profile_type = x.profile_type
              AND y.respondent = x.respondent AND y.norm_version = x.norm_version
  WHERE x.nearness = 1 AND y.nearness = 1
)
SELECT source_id, source_row, profile_type, before_on, score_before, after_on, score_after,
       before_source_id, before_source_row, after_source_id, after_source_row,
       score_after - score_before AS change,
       CASE WHEN high_is_good THEN score_after - score_before ELSE score_before - score_after END AS gain,
       assessor_before, assessor_after
FROM paired
WHERE preference = 1
