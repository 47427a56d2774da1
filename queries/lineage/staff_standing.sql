-- One row per population asked for, column of staff_standing (part) and record behind it: the person's row of the staff
-- list, and the courses that count: for licences those that gave one, for CPD also those in the policy's days, and for
-- the training of all staff those of its courses in the days for which they count.
WITH window_start AS (
  SELECT p.period, p.to_date, CAST(p.to_date - y.cpd_window_days AS DATE) AS cpd_after,
         CAST(p.to_date - y.all_staff_window_days AS DATE) AS all_staff_after
  FROM period p
  CROSS JOIN staff_policy y
),
person AS (
  SELECT w.period, w.to_date, w.cpd_after, w.all_staff_after, s.staff_id, s.source_id, s.source_row,
         k.licence, k.licence IN ('lapsing', 'lasting') AS is_holder, k.cpd_met, k.cpd_met_next,
         k.all_staff IN ('lapsing', 'lasting') AS is_all_staff
  FROM traced q
  JOIN window_start w ON w.period = q.period
  JOIN staff_period k ON k.period = q.period
  JOIN staff s ON s.staff_id = k.staff_id AND (s.start_date IS NULL OR s.start_date <= w.to_date)
              AND (s.leaving_date IS NULL OR s.leaving_date >= w.to_date)
  WHERE EXISTS (SELECT 1 FROM training)
),
counted_in AS (
  SELECT period, to_date, cpd_after, all_staff_after, staff_id, source_id, source_row, 'staff' AS part
  FROM person
  UNION ALL
  SELECT period, to_date, cpd_after, all_staff_after, staff_id, source_id, source_row, 'licences_current'
  FROM person
  WHERE is_holder
  UNION ALL
  SELECT period, to_date, cpd_after, all_staff_after, staff_id, source_id, source_row, 'licences_lapsing'
  FROM person
  WHERE licence = 'lapsing'
  UNION ALL
  SELECT period, to_date, cpd_after, all_staff_after, staff_id, source_id, source_row, 'licences_lapsed'
  FROM person
  WHERE licence = 'lapsed'
  UNION ALL
  SELECT period, to_date, cpd_after, all_staff_after, staff_id, source_id, source_row, 'cpd_met'
  FROM person
  WHERE is_holder AND cpd_met
  UNION ALL
  SELECT period, to_date, cpd_after, all_staff_after, staff_id, source_id, source_row, 'cpd_lapsing'
  FROM person
  WHERE is_holder AND cpd_met AND NOT cpd_met_next
  UNION ALL
  SELECT period, to_date, cpd_after, all_staff_after, staff_id, source_id, source_row, 'all_staff_trained'
  FROM person
  WHERE is_all_staff
),
all_staff AS (
  SELECT DISTINCT LOWER(TRIM(course)) AS course
  FROM all_staff_course
),
completed AS (
  SELECT c.period, c.staff_id, c.part, t.source_id, t.source_row, t.licence_level IS NOT NULL AS is_licence,
         t.completed_on > c.cpd_after AS is_recent,
         a.course IS NOT NULL AND t.completed_on > c.all_staff_after AS is_all_staff
  FROM counted_in c
  JOIN training t ON t.staff_id = c.staff_id AND t.completed_on <= c.to_date
  LEFT JOIN all_staff a ON a.course = LOWER(TRIM(t.course))
),
shown AS (
  SELECT period, staff_id, part, source_id, source_row, 'staff_id course date licence_level expires' AS cells
  FROM completed
  WHERE is_licence AND part IN ('licences_current', 'licences_lapsing', 'licences_lapsed')
  UNION ALL
  SELECT period, staff_id, part, source_id, source_row,
         CASE WHEN is_licence AND is_recent THEN 'staff_id course date hours cpd_points licence_level expires'
              WHEN is_licence THEN 'staff_id course date licence_level expires'
              ELSE 'staff_id course date hours cpd_points' END
  FROM completed
  WHERE (is_licence OR is_recent) AND part IN ('cpd_met', 'cpd_lapsing')
  UNION ALL
  SELECT period, staff_id, part, source_id, source_row, 'staff_id course date'
  FROM completed
  WHERE is_all_staff AND part = 'all_staff_trained'
)
SELECT period, part, 'staff' AS source_table, source_id, source_row, CAST(NULL AS VARCHAR(40)) AS item,
       'staff_id start_date leaving_date' AS cells, staff_id AS counted, CAST(NULL AS BIGINT) AS amount
FROM counted_in
UNION ALL
SELECT period, part, 'training', source_id, source_row, NULL, cells, staff_id, NULL
FROM shown
ORDER BY period, part, source_table, source_id, source_row, item
