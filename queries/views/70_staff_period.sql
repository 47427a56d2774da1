-- One row per period and member of staff in post on its last day: the state of the licence, CPD in the policy's days, and
-- the latest training for all staff; each as it stands, and as it will stand on next_on without more training. next_on is
-- the first day of the next term, or the policy's days ahead where the calendar has no next term.
-- CPD is in thousandths; its judgement is NULL where the school asks for no amount.
CREATE TABLE staff_period AS
WITH next_term AS (
  SELECT p.period, MIN(t.start_date) AS start_date
  FROM period p
  JOIN term t ON t.start_date > p.to_date
  GROUP BY p.period
),
horizon AS (
  SELECT p.period, p.to_date, COALESCE(n.start_date, CAST(p.to_date + s.licence_notice_days AS DATE)) AS next_on,
         s.cpd_window_days, s.cpd_points_thousandths AS wanted_points, s.cpd_hours_thousandths AS wanted_hours,
         s.all_staff_window_days
  FROM period p
  CROSS JOIN staff_policy s
  LEFT JOIN next_term n ON n.period = p.period
),
in_post AS (
  SELECT h.period, h.to_date, h.next_on, h.wanted_points, h.wanted_hours, s.staff_id, s.role,
         CAST(h.to_date - h.cpd_window_days AS DATE) AS cpd_after,
         CAST(h.next_on - h.cpd_window_days AS DATE) AS cpd_after_next,
         CAST(h.to_date - h.all_staff_window_days AS DATE) AS all_staff_after,
         CAST(h.next_on - h.all_staff_window_days AS DATE) AS all_staff_after_next
  FROM staff s
  JOIN horizon h ON (s.start_date IS NULL OR s.start_date <= h.to_date)
                AND (s.leaving_date IS NULL OR s.leaving_date >= h.to_date)
),
all_staff AS (
  SELECT DISTINCT LOWER(TRIM(course)) AS course
  FROM all_staff_course
),
completed AS (
  SELECT i.period, i.staff_id, t.completed_on, i.cpd_after, i.cpd_after_next,
         CASE WHEN t.licence_level IS NOT NULL THEN COALESCE(t.expires_on, DATE '9999-12-31') END AS licence_until,
         CASE WHEN a.course IS NOT NULL THEN t.completed_on END AS all_staff_on,
         CAST(ROUND(COALESCE(t.cpd_points, 0e0) * 1000e0) AS BIGINT) AS points,
         CAST(ROUND(COALESCE(t.hours, 0e0) * 1000e0) AS BIGINT) AS hours
  FROM in_post i
  JOIN training t ON t.staff_id = i.staff_id AND t.completed_on <= i.to_date
  LEFT JOIN all_staff a ON a.course = LOWER(TRIM(t.course))
),
record AS (
  SELECT period, staff_id, MAX(licence_until) AS licence_until, MAX(all_staff_on) AS all_staff_on,
         CAST(SUM(CASE WHEN completed_on > cpd_after THEN points ELSE 0 END) AS BIGINT) AS points,
         CAST(SUM(CASE WHEN completed_on > cpd_after THEN hours ELSE 0 END) AS BIGINT) AS hours,
         CAST(SUM(CASE WHEN completed_on > cpd_after_next THEN points ELSE 0 END) AS BIGINT) AS points_next,
         CAST(SUM(CASE WHEN completed_on > cpd_after_next THEN hours ELSE 0 END) AS BIGINT) AS hours_next
  FROM completed
  GROUP BY period, staff_id
),
counted AS (
  SELECT i.period, i.staff_id, i.role, i.to_date, i.next_on, i.wanted_points, i.wanted_hours,
         i.all_staff_after, i.all_staff_after_next, r.licence_until, r.all_staff_on,
         COALESCE(r.points, 0) AS points, COALESCE(r.hours, 0) AS hours,
         COALESCE(r.points_next, 0) AS points_next, COALESCE(r.hours_next, 0) AS hours_next
  FROM in_post i
  LEFT JOIN record r ON r.period = i.period AND r.staff_id = i.staff_id
)
SELECT period, staff_id, role, next_on, licence_until,
       CASE WHEN licence_until IS NULL THEN 'none'
            WHEN licence_until < to_date THEN 'lapsed'
            WHEN licence_until < next_on THEN 'lapsing'
            ELSE 'lasting' END AS licence,
       points, hours,
       CASE WHEN wanted_points IS NOT NULL OR wanted_hours IS NOT NULL
            THEN points >= COALESCE(wanted_points, 0) AND hours >= COALESCE(wanted_hours, 0) END AS cpd_met,
       CASE WHEN wanted_points IS NOT NULL OR wanted_hours IS NOT NULL
            THEN points_next >= COALESCE(wanted_points, 0) AND hours_next >= COALESCE(wanted_hours, 0) END AS cpd_met_next,
       all_staff_on,
       CASE WHEN all_staff_on IS NULL OR all_staff_on <= all_staff_after THEN 'none'
            WHEN all_staff_on <= all_staff_after_next THEN 'lapsing'
            ELSE 'lasting' END AS all_staff
FROM counted
