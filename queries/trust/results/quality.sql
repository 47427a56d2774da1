-- One row for all schools and one for each: whether packs were made (state 1) or held back (0), how many were, and what
-- became of the rows of the files.
SELECT 'school' AS dimension, 'All schools' AS grp, 0 AS grp_order,
       CAST(NULL AS INTEGER) AS state,
       COUNT(*) AS schools,
       COUNT(*) FILTER (WHERE made) AS made,
       CAST(SUM(rows_read) AS BIGINT) AS rows_read,
       CAST(SUM(rows_kept) AS BIGINT) AS rows_kept,
       CAST(SUM(to_correct) AS BIGINT) AS to_correct,
       CAST(SUM(to_look_at) AS BIGINT) AS to_look_at
FROM school_account
UNION ALL
SELECT 'member_school' AS dimension, school AS grp, school_order AS grp_order,
       CASE WHEN made THEN 1 ELSE 0 END AS state,
       1 AS schools,
       CASE WHEN made THEN 1 ELSE 0 END AS made,
       rows_read, rows_kept, to_correct, to_look_at
FROM school_account
ORDER BY dimension, grp_order, grp
