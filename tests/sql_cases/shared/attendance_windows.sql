-- Five children, a session a day on nine days, windows of 1 and 2 school weeks with a week left out on both sides. Used by
-- the queries about attendance before and after support, its weeks, weekdays and half-terms, and about England.
-- Days: a 6 January and b 3 February 2025; c 5, d 12, e 19 and f 26 January, g 9, h 10 and i 16 February 2026. All are
-- Mondays but h, a Tuesday. School weeks: a 1, b 2, c 3, d 4, e 5, f 6, g and h 7, i 8. Half-terms: a 1, b 2, c to f 3, g to i 4.
INSERT INTO run_params VALUES (DATE '2026-03-31', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO attendance_params VALUES (1, 2, 1, 1, 1, 7);
INSERT INTO term VALUES
  ('2024-25-spring', 2024, 2, 2, 'Spring term 2024/25', DATE '2025-01-06', DATE '2025-04-04'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO year_group VALUES (1, 'Year 1'), (2, 'Year 2');
INSERT INTO attendance_code VALUES
  ('/', DATE '2006-09-01', DATE '9999-12-31', 'present', 1, 1, 0),
  ('I', DATE '2006-09-01', DATE '9999-12-31', 'authorised', 0, 1, 0);
INSERT INTO calendar_day VALUES
  (DATE '2025-01-06', DATE '2025-01-06', 1, 20094), (DATE '2025-02-03', DATE '2025-02-03', 1, 20122),
  (DATE '2026-01-05', DATE '2026-01-05', 1, 20458), (DATE '2026-01-12', DATE '2026-01-12', 1, 20465),
  (DATE '2026-01-19', DATE '2026-01-19', 1, 20472), (DATE '2026-01-26', DATE '2026-01-26', 1, 20479),
  (DATE '2026-02-09', DATE '2026-02-09', 1, 20493), (DATE '2026-02-10', DATE '2026-02-09', 2, 20494),
  (DATE '2026-02-16', DATE '2026-02-16', 1, 20500);
-- Ages on 31 August 2025: 2 is 5 on the day, 4 is 4; the others, by their year group, 5 and (child 5) 6.
INSERT INTO pupil (pupil_id, date_of_birth) VALUES (1, NULL), (2, DATE '2020-08-31'), (3, NULL), (4, DATE '2020-09-01'), (5, NULL);
INSERT INTO enrolment VALUES
  (1, 1, 'Ash', DATE '2024-09-01', DATE '9999-12-31', 1, 2), (2, 1, 'Ash', DATE '2024-09-01', DATE '9999-12-31', 1, 3),
  (3, 1, 'Ash', DATE '2024-09-01', DATE '9999-12-31', 1, 4), (4, 1, 'Ash', DATE '2024-09-01', DATE '9999-12-31', 1, 5),
  (5, 2, 'Oak', DATE '2024-09-01', DATE '9999-12-31', 1, 6);
-- 1 is away on b c d, 2 on g, 3 on c and i; 4 and 5 never.
INSERT INTO attendance_mark VALUES
  (1, DATE '2025-01-06', 'AM', '/', 3, 2), (1, DATE '2025-02-03', 'AM', 'I', 3, 3), (1, DATE '2026-01-05', 'AM', 'I', 3, 4), (1, DATE '2026-01-12', 'AM', 'I', 3, 5), (1, DATE '2026-01-19', 'AM', '/', 3, 6),
  (1, DATE '2026-01-26', 'AM', '/', 3, 7), (1, DATE '2026-02-09', 'AM', '/', 3, 8), (1, DATE '2026-02-10', 'AM', '/', 3, 9), (1, DATE '2026-02-16', 'AM', '/', 3, 10),
  (2, DATE '2025-01-06', 'AM', '/', 3, 11), (2, DATE '2025-02-03', 'AM', '/', 3, 12), (2, DATE '2026-01-05', 'AM', '/', 3, 13), (2, DATE '2026-01-12', 'AM', '/', 3, 14), (2, DATE '2026-01-19', 'AM', '/', 3, 15),
  (2, DATE '2026-01-26', 'AM', '/', 3, 16), (2, DATE '2026-02-09', 'AM', 'I', 3, 17), (2, DATE '2026-02-10', 'AM', '/', 3, 18), (2, DATE '2026-02-16', 'AM', '/', 3, 19),
  (3, DATE '2025-01-06', 'AM', '/', 3, 20), (3, DATE '2025-02-03', 'AM', '/', 3, 21), (3, DATE '2026-01-05', 'AM', 'I', 3, 22), (3, DATE '2026-01-12', 'AM', '/', 3, 23), (3, DATE '2026-01-19', 'AM', '/', 3, 24),
  (3, DATE '2026-01-26', 'AM', '/', 3, 25), (3, DATE '2026-02-09', 'AM', '/', 3, 26), (3, DATE '2026-02-10', 'AM', '/', 3, 27), (3, DATE '2026-02-16', 'AM', 'I', 3, 28),
  (4, DATE '2025-01-06', 'AM', '/', 3, 29), (4, DATE '2025-02-03', 'AM', '/', 3, 30), (4, DATE '2026-01-05', 'AM', '/', 3, 31), (4, DATE '2026-01-12', 'AM', '/', 3, 32), (4, DATE '2026-01-19', 'AM', '/', 3, 33),
  (4, DATE '2026-01-26', 'AM', '/', 3, 34), (4, DATE '2026-02-09', 'AM', '/', 3, 35), (4, DATE '2026-02-10', 'AM', '/', 3, 36), (4, DATE '2026-02-16', 'AM', '/', 3, 37),
  (5, DATE '2025-01-06', 'AM', '/', 3, 38), (5, DATE '2025-02-03', 'AM', '/', 3, 39), (5, DATE '2026-01-05', 'AM', '/', 3, 40), (5, DATE '2026-01-12', 'AM', '/', 3, 41), (5, DATE '2026-01-19', 'AM', '/', 3, 42),
  (5, DATE '2026-01-26', 'AM', '/', 3, 43), (5, DATE '2026-02-09', 'AM', '/', 3, 44), (5, DATE '2026-02-10', 'AM', '/', 3, 45), (5, DATE '2026-02-16', 'AM', '/', 3, 46);
-- 1 starts on Wednesday 14 January: the next school week is 5 (e). Short: week 3 (c) before, week 6 (f) after. Long: weeks 2
-- and 3 (b c) before, 6 and 7 (f g h) after. Half-term 4 (g h i) is the first that begins a week after the start or later,
-- half-term 2 (b) the same of the year before. 4 has group support, so 2 and 3 alone are the year group; 5 has nobody.
INSERT INTO intervention VALUES
  (1, 'Lego time', 'one_to_one', 'Two', DATE '2026-01-14', DATE '2026-03-20', 8, 8, NULL, NULL, 2, 2),
  (4, 'Circle', 'group', 'One', DATE '2026-01-12', DATE '2026-02-13', 6, 6, NULL, NULL, 2, 3);
-- 1: a suspension on c, incidents on f and h. The incident of 2, who has no support, counts nowhere, nor does a lunchtime.
INSERT INTO suspension VALUES
  (1, DATE '2026-01-05', 2, 'suspension', NULL, 5, 2), (1, DATE '2026-01-26', 1, 'lunchtime', NULL, 5, 3);
INSERT INTO incident VALUES
  (1, DATE '2026-01-26', NULL, NULL, NULL, 6, 2), (1, DATE '2026-02-10', NULL, NULL, NULL, 6, 3),
  (2, DATE '2026-01-26', NULL, NULL, NULL, 6, 4);
-- Of 2025/26 the daily figure to 9 February counts, not the one of the future, nor that of another phase; the census has
-- only the year 2023/24.
INSERT INTO national_attendance VALUES
  ('daily', 'daily_year_to_date', 2025, DATE '2026-01-12', DATE '2026-02-09', 'primary', 'overall_absence', 5280, 'to February', TRUE),
  ('daily', 'daily_year_to_date', 2025, DATE '2026-01-12', DATE '2026-07-10', 'primary', 'overall_absence', 5290, 'to July', TRUE),
  ('daily', 'daily_year_to_date', 2025, DATE '2026-01-12', DATE '2026-02-10', 'all', 'overall_absence', 6880, 'to February', FALSE),
  ('census', 'census_full_year', 2022, DATE '2022-08-01', DATE '2023-07-31', 'primary', 'persistent_absence', 15000, '2022/23', TRUE),
  ('census', 'census_full_year', 2023, DATE '2023-08-01', DATE '2024-07-31', 'primary', 'persistent_absence', 14600, '2023/24', TRUE);
-- England, daily: d e f g, 4 sessions of 5 children; 1 misses d and 2 misses g, a quarter each. Census: of 2025/26 children
-- 1 2 3 5 (4 is too young) on c to i, 7 sessions each: 2 + 1 + 2 missed; of 2024/25 children 1 3 5 on a and b: 1 misses b.
