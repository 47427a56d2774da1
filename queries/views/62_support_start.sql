-- One row per period, programme of one-to-one support (and all programmes together) and child: the start of the child's
-- first block of it in the period. Each child brings one value to a figure.
CREATE TABLE support_start AS
WITH labelled AS (
  SELECT period, intervention, 0 AS is_all, pupil_id, start_date
  FROM support_block
  UNION ALL
  SELECT period, 'All one-to-one support', 1, pupil_id, start_date
  FROM support_block
)
SELECT period, intervention, is_all, pupil_id, MIN(start_date) AS start_date
FROM labelled
GROUP BY period, intervention, is_all, pupil_id
