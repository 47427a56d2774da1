-- Eight children, marks of one week and some totals, run on 20 September 2024. Used by attendance and suspensions.
-- Periods: 2023-24-summer and 2023-24 (child 1 only), 2024-25-autumn and 2024-25 (to 20 September; equal here).
INSERT INTO run_params VALUES (DATE '2024-09-20', '2024-25-autumn', 'ladder', 60.0, 5, 120);
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE);
INSERT INTO term VALUES
  ('2023-24-summer', 2023, 3, 3, 'Summer term 2023/24', DATE '2024-04-15', DATE '2024-07-23'),
  ('2024-25-autumn', 2024, 1, 4, 'Autumn term 2024/25', DATE '2024-09-03', DATE '2024-12-20');
INSERT INTO year_group VALUES (0, 'Reception'), (1, 'Year 1'), (2, 'Year 2');
-- J counted as attended until August 2024; it is J1, and authorised absence, since.
INSERT INTO attendance_code VALUES
  ('/',     DATE '2006-09-01', DATE '9999-12-31', 'present', 1, 1, 0),
  (CHR(92), DATE '2006-09-01', DATE '9999-12-31', 'present', 1, 1, 0),
  ('L',     DATE '2006-09-01', DATE '9999-12-31', 'present', 1, 1, 1),
  ('J',     DATE '2006-09-01', DATE '2024-08-18', 'aea', 1, 1, 0),
  ('J1',    DATE '2024-08-19', DATE '9999-12-31', 'authorised', 0, 1, 0),
  ('I',     DATE '2006-09-01', DATE '9999-12-31', 'authorised', 0, 1, 0),
  ('N',     DATE '2006-09-01', DATE '9999-12-31', 'unauthorised', 0, 1, 0),
  ('U',     DATE '2006-09-01', DATE '9999-12-31', 'unauthorised', 0, 1, 1),
  ('X',     DATE '2006-09-01', DATE '9999-12-31', 'not_possible', 0, 0, 0);
INSERT INTO pupil (pupil_id, sex) VALUES
  (1, 'F'), (2, 'M'), (3, 'F'), (4, 'M'), (5, 'F'), (6, 'M'), (7, 'F'), (8, NULL);
-- 3 joins on 5 September, 4 leaves on 4 September, 5 moves from Ash to Elm on 5 September.
INSERT INTO enrolment VALUES
  (1, 0, 'Seeds', DATE '2023-09-04', DATE '2024-08-31', 1, 2), (1, 1, 'Ash', DATE '2024-09-01', DATE '9999-12-31', 1, 3),
  (2, 1, 'Ash', DATE '2024-09-03', DATE '9999-12-31', 1, 4),
  (3, 1, 'Elm', DATE '2024-09-05', DATE '9999-12-31', 1, 5),
  (4, 1, 'Elm', DATE '2024-09-03', DATE '2024-09-04', 1, 6),
  (5, 1, 'Ash', DATE '2024-09-03', DATE '2024-09-04', 1, 7), (5, 1, 'Elm', DATE '2024-09-05', DATE '9999-12-31', 1, 8),
  (6, 2, 'Oak', DATE '2024-09-03', DATE '9999-12-31', 1, 9),
  (7, 2, 'Oak', DATE '2024-09-03', DATE '9999-12-31', 1, 10),
  (8, 2, 'Oak', DATE '2024-09-03', DATE '9999-12-31', 1, 11);
-- 1, summer 2024: J and /: 2 possible, 2 attended. Autumn: 10 possible, 9 attended, 1 I: exactly a tenth, persistent.
INSERT INTO attendance_mark VALUES
  (1, DATE '2024-07-01', 'AM', 'J', 2, 2), (1, DATE '2024-07-01', 'PM', CHR(92), 2, 3),
  (1, DATE '2024-09-03', 'AM', '/', 3, 2), (1, DATE '2024-09-03', 'PM', CHR(92), 3, 3),
  (1, DATE '2024-09-04', 'AM', '/', 3, 4), (1, DATE '2024-09-04', 'PM', CHR(92), 3, 5),
  (1, DATE '2024-09-05', 'AM', 'I', 3, 6), (1, DATE '2024-09-05', 'PM', CHR(92), 3, 7),
  (1, DATE '2024-09-06', 'AM', '/', 3, 8), (1, DATE '2024-09-06', 'PM', CHR(92), 3, 9),
  (1, DATE '2024-09-09', 'AM', '/', 3, 10), (1, DATE '2024-09-09', 'PM', CHR(92), 3, 11);
-- 2: 10 possible, 10 attended, late once. A mark after the run's date does not count.
INSERT INTO attendance_mark VALUES
  (2, DATE '2024-09-03', 'AM', 'L', 3, 12), (2, DATE '2024-09-03', 'PM', CHR(92), 3, 13),
  (2, DATE '2024-09-04', 'AM', '/', 3, 14), (2, DATE '2024-09-04', 'PM', CHR(92), 3, 15),
  (2, DATE '2024-09-05', 'AM', '/', 3, 16), (2, DATE '2024-09-05', 'PM', CHR(92), 3, 17),
  (2, DATE '2024-09-06', 'AM', '/', 3, 18), (2, DATE '2024-09-06', 'PM', CHR(92), 3, 19),
  (2, DATE '2024-09-09', 'AM', '/', 3, 20), (2, DATE '2024-09-09', 'PM', CHR(92), 3, 21),
  (2, DATE '2024-09-23', 'AM', 'N', 3, 22);
-- 3: the first two days are before joining. Then 4 possible, 3 attended, 1 U (late): 1 of 4, persistent.
INSERT INTO attendance_mark VALUES
  (3, DATE '2024-09-03', 'AM', 'N', 3, 23), (3, DATE '2024-09-03', 'PM', 'N', 3, 24),
  (3, DATE '2024-09-04', 'AM', 'N', 3, 25), (3, DATE '2024-09-04', 'PM', 'N', 3, 26),
  (3, DATE '2024-09-05', 'AM', '/', 3, 27), (3, DATE '2024-09-05', 'PM', CHR(92), 3, 28),
  (3, DATE '2024-09-06', 'AM', 'U', 3, 29), (3, DATE '2024-09-06', 'PM', CHR(92), 3, 30);
-- 4: 4 possible, 2 attended, I and J1: half, severe. The day after leaving does not count.
INSERT INTO attendance_mark VALUES
  (4, DATE '2024-09-03', 'AM', 'I', 3, 31), (4, DATE '2024-09-03', 'PM', 'J1', 3, 32),
  (4, DATE '2024-09-04', 'AM', '/', 3, 33), (4, DATE '2024-09-04', 'PM', CHR(92), 3, 34),
  (4, DATE '2024-09-05', 'AM', 'N', 3, 35), (4, DATE '2024-09-05', 'PM', 'N', 3, 36);
-- 5: 4 possible, 4 attended; X is not possible, a blank is nothing. In Elm, the last class of the period.
INSERT INTO attendance_mark VALUES
  (5, DATE '2024-09-03', 'AM', '/', 3, 37), (5, DATE '2024-09-03', 'PM', CHR(92), 3, 38),
  (5, DATE '2024-09-04', 'AM', 'X', 3, 39), (5, DATE '2024-09-04', 'PM', 'X', 3, 40),
  (5, DATE '2024-09-05', 'AM', '/', 3, 41), (5, DATE '2024-09-05', 'PM', CHR(92), 3, 42),
  (5, DATE '2024-09-06', 'AM', '', 3, 43), (5, DATE '2024-09-06', 'PM', '', 3, 44);
-- 8: no possible session: not among the pupils of attendance.
INSERT INTO attendance_mark VALUES
  (8, DATE '2024-09-03', 'AM', 'X', 3, 45), (8, DATE '2024-09-03', 'PM', 'X', 3, 46);
-- Totals. 2 has marks, so its totals do not count. 6: 28 possible, 14 attended, 10 + 4 absent, 3 late: severe; the total
-- begins in the holidays and holds a shorter one (not counted twice); one reaches past the run's date (not counted).
-- 7: 20 possible, 19 attended, reasons not given: absence 1, less than a tenth; authorised, unauthorised, late unknown.
INSERT INTO attendance_summary VALUES
  (2, DATE '2024-09-03', DATE '2024-09-09', 10, 1, 9, 0, 0, 4, 2),
  (6, DATE '2024-09-01', DATE '2024-09-20', 28, 14, 10, 4, 3, 4, 3),
  (6, DATE '2024-09-03', DATE '2024-09-06', 8, 8, 0, 0, 0, 4, 4),
  (6, DATE '2024-09-01', DATE '2024-10-25', 70, 0, 70, 0, 0, 4, 5),
  (7, DATE '2024-09-03', DATE '2024-09-20', 20, 19, NULL, NULL, NULL, 4, 6);
-- Autumn by hand (possible, attended, authorised, unauthorised, late, absence):
--   Ash: 1 (10 9 1 0 0 1) + 2 (10 10 0 0 1 0) = 20 19 1 0 1 1
--   Elm: 3 (4 3 0 1 1 1) + 4 (4 2 2 0 0 2) + 5 (4 4 0 0 0 0) = 12 9 2 1 1 3
--   Oak: 6 (28 14 10 4 3 14) + 7 (20 19 ? ? ? 1) = 48 33 ? ? ? 15
--   Girls: 1 + 3 + 5 + 7 = 38 35 ? ? ? 3.   Boys: 2 + 4 + 6 = 42 26 12 4 4 16.
--   Persistent: 1, 3, 4, 6. Severe: 4, 6.
-- Suspensions: 2 twice (3 + 1 sessions), 4 once (2), 7 once (length not recorded). Not counted: a lunchtime, a permanent
-- exclusion, and one after the run's date.
INSERT INTO suspension VALUES
  (4, DATE '2024-09-03', 2, 'suspension', NULL, 5, 2),
  (2, DATE '2024-09-05', 3, 'suspension', NULL, 5, 3),
  (2, DATE '2024-09-12', 1, 'suspension', NULL, 5, 4),
  (2, DATE '2024-09-10', 1, 'lunchtime', NULL, 5, 5),
  (6, DATE '2024-09-16', NULL, 'permanent', NULL, 5, 6),
  (7, DATE '2024-09-06', NULL, 'suspension', NULL, 5, 7),
  (1, DATE '2024-09-25', 2, 'suspension', NULL, 5, 8);
