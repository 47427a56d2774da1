-- One row per two terms between which some block of one-to-one support was measured, strand and child with a class
-- screening in both terms and no one-to-one support between the two: the scores in thousandths of a point.
SELECT before_period, after_period, strand, pupil_id, score_before, score_after,
       CASE WHEN high_is_good THEN 1 ELSE 0 END AS high_is_good
FROM unsupported_pair
ORDER BY before_period, after_period, strand, pupil_id
