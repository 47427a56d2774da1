-- One row per population asked for, column of attendance (part) and record behind it: a mark of the register, or the total
-- that the school gave for a child without marks. pupils rests on the children's rows of the pupil list; persistent and
-- severe on those and on every possible session of the children counted.
WITH member AS (
  SELECT g.period, g.dimension, g.grp, g.pupil_id, p.source_id, p.source_row,
         10 * a.absence >= a.possible AS is_persistent, 2 * a.absence >= a.possible AS is_severe
  FROM traced q
  JOIN population g ON g.period = q.period AND g.dimension = q.dimension AND g.grp = q.grp
  JOIN pupil_period p ON p.period = g.period AND p.pupil_id = g.pupil_id
  JOIN attendance_pupil_period a ON a.period = g.period AND a.pupil_id = g.pupil_id
  WHERE a.possible > 0
),
record AS (
  SELECT m.period, m.dimension, m.grp, m.pupil_id, 'attendance_mark' AS source_table, k.source_id, k.source_row,
         CAST(k.mark_date AS VARCHAR(40)) || ' ' || k.session AS item,
         'child date session date_session mark week_commencing marks' AS cells, m.is_persistent, m.is_severe,
         k.possible, k.attended, k.late,
         CASE WHEN k.category = 'authorised' THEN 1 ELSE 0 END AS authorised,
         CASE WHEN k.category = 'unauthorised' THEN 1 ELSE 0 END AS unauthorised,
         CASE WHEN k.category IN ('authorised', 'unauthorised') THEN 1 ELSE 0 END AS absence
  FROM member m
  JOIN mark k ON k.period = m.period AND k.pupil_id = m.pupil_id
  UNION ALL
  SELECT m.period, m.dimension, m.grp, m.pupil_id, 'attendance_summary', t.source_id, t.source_row,
         CAST(NULL AS VARCHAR(40)),
         'child from to possible_sessions attended present approved_educational_activity authorised unauthorised late',
         m.is_persistent, m.is_severe, t.possible, t.attended, t.late, t.authorised, t.unauthorised, t.absence
  FROM member m
  JOIN attendance_total t ON t.period = m.period AND t.pupil_id = m.pupil_id
),
part AS (
  SELECT 'possible' AS part
  UNION ALL
  SELECT 'attended'
  UNION ALL
  SELECT 'authorised'
  UNION ALL
  SELECT 'unauthorised'
  UNION ALL
  SELECT 'absence'
  UNION ALL
  SELECT 'late'
),
added AS (
  SELECT r.period, r.dimension, r.grp, p.part, r.source_table, r.source_id, r.source_row, r.item, r.cells,
         CAST(CASE p.part WHEN 'possible' THEN r.possible WHEN 'attended' THEN r.attended
                          WHEN 'authorised' THEN r.authorised WHEN 'unauthorised' THEN r.unauthorised
                          WHEN 'absence' THEN r.absence ELSE r.late END AS BIGINT) AS amount
  FROM record r
  CROSS JOIN part p
),
child_part AS (
  SELECT period, dimension, grp, pupil_id, source_id, source_row, 'pupils' AS part
  FROM member
  UNION ALL
  SELECT period, dimension, grp, pupil_id, source_id, source_row, 'persistent'
  FROM member
  WHERE is_persistent
  UNION ALL
  SELECT period, dimension, grp, pupil_id, source_id, source_row, 'severe'
  FROM member
  WHERE is_severe
)
SELECT period, dimension, grp, part, source_table, source_id, source_row, item, cells,
       CAST(NULL AS VARCHAR(40)) AS counted, amount
FROM added
WHERE amount <> 0
UNION ALL
SELECT period, dimension, grp, part, 'enrolment', source_id, source_row, NULL,
       'child start_date leaving_date ' || CASE dimension WHEN 'birth_season' THEN 'date_of_birth' WHEN 'phase' THEN 'year_group' ELSE dimension END, CAST(pupil_id AS VARCHAR(40)), NULL
FROM child_part
UNION ALL
SELECT period, dimension, grp, 'persistent', source_table, source_id, source_row, item, cells,
       CAST(pupil_id AS VARCHAR(40)), NULL
FROM record
WHERE is_persistent AND possible > 0
UNION ALL
SELECT period, dimension, grp, 'severe', source_table, source_id, source_row, item, cells,
       CAST(pupil_id AS VARCHAR(40)), NULL
FROM record
WHERE is_severe AND possible > 0
ORDER BY period, dimension, grp, part, source_table, source_id, source_row, item
