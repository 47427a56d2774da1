-- One row per population asked for, column of staffing (part) and record behind it: the person's row of the staff list,
-- and for training and licences the courses that show them.
WITH in_post AS (
  SELECT q.period, p.to_date, s.staff_id, COALESCE(s.senior_leader, FALSE) AS senior_leader, s.source_id, s.source_row
  FROM traced q
  JOIN period p ON p.period = q.period
  JOIN staff s ON (s.start_date IS NULL OR s.start_date <= p.to_date)
              AND (s.leaving_date IS NULL OR s.leaving_date >= p.to_date)
  WHERE EXISTS (SELECT 1 FROM training)
),
course AS (
  SELECT i.period, i.staff_id, i.senior_leader, t.source_id, t.source_row, i.source_id AS staff_source_id,
         i.source_row AS staff_source_row, t.licence_level IS NOT NULL AS is_licence,
         t.licence_level IS NOT NULL AND (t.expires_on IS NULL OR t.expires_on >= i.to_date) AS is_current
  FROM in_post i
  JOIN training t ON t.staff_id = i.staff_id AND t.completed_on <= i.to_date
),
shown AS (
  SELECT period, staff_id, staff_source_id, staff_source_row, source_id, source_row, 'staff_trained' AS part
  FROM course
  UNION ALL
  SELECT period, staff_id, staff_source_id, staff_source_row, source_id, source_row, 'senior_leaders_trained'
  FROM course
  WHERE senior_leader
  UNION ALL
  SELECT period, staff_id, staff_source_id, staff_source_row, source_id, source_row, 'licences_held'
  FROM course
  WHERE is_licence
  UNION ALL
  SELECT period, staff_id, staff_source_id, staff_source_row, source_id, source_row, 'licences_current'
  FROM course
  WHERE is_current
),
person AS (
  SELECT period, staff_id, source_id, source_row, 'staff' AS part
  FROM in_post
  UNION ALL
  SELECT period, staff_id, source_id, source_row, 'senior_leaders'
  FROM in_post
  WHERE senior_leader
  UNION ALL
  SELECT DISTINCT period, staff_id, staff_source_id, staff_source_row, part
  FROM shown
)
SELECT period, part, 'staff' AS source_table, source_id, source_row, CAST(NULL AS VARCHAR(40)) AS item,
       'staff_id senior_leader start_date leaving_date' AS cells, staff_id AS counted, CAST(NULL AS BIGINT) AS amount
FROM person
UNION ALL
SELECT period, part, 'training', source_id, source_row, NULL, 'staff_id course date licence_level expires', staff_id, NULL
FROM shown
ORDER BY period, part, source_table, source_id, source_row, item
