-- Four children in two classes, two terms of a week each, two screenings; run on Wednesday 17 September 2025, when the
-- second goes on. Used by the queries of `quality`.
INSERT INTO run_params VALUES (DATE '2025-09-17', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-08', DATE '2025-09-12'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2025-09-15', DATE '2025-09-26');
INSERT INTO attendance_params VALUES (6, 12, 2, 1, 20, 7);
INSERT INTO calendar_day VALUES
  (DATE '2025-09-08', DATE '2025-09-08', 1, 1), (DATE '2025-09-09', DATE '2025-09-08', 2, 2),
  (DATE '2025-09-10', DATE '2025-09-08', 3, 3), (DATE '2025-09-11', DATE '2025-09-08', 4, 4),
  (DATE '2025-09-12', DATE '2025-09-08', 5, 5), (DATE '2025-09-13', DATE '2025-09-08', 6, 6),
  (DATE '2025-09-14', DATE '2025-09-08', 7, 7), (DATE '2025-09-15', DATE '2025-09-15', 1, 8),
  (DATE '2025-09-16', DATE '2025-09-15', 2, 9), (DATE '2025-09-17', DATE '2025-09-15', 3, 10);
INSERT INTO year_group VALUES (1, 'Year 1'), (2, 'Year 2');
INSERT INTO attendance_code VALUES
  ('/',     DATE '2006-09-01', DATE '9999-12-31', 'present', 1, 1, 0),
  (CHR(92), DATE '2006-09-01', DATE '9999-12-31', 'present', 1, 1, 0);
INSERT INTO pupil (pupil_id) VALUES (1), (2), (3), (4);
-- 4 leaves on the Wednesday.
INSERT INTO enrolment VALUES
  (1, 1, 'Ash', DATE '2025-09-01', DATE '9999-12-31', 1, 2),
  (2, 1, 'Ash', DATE '2025-09-01', DATE '9999-12-31', 1, 3),
  (3, 2, 'Elm', DATE '2025-09-01', DATE '9999-12-31', 1, 4),
  (4, 2, 'Elm', DATE '2025-09-01', DATE '2025-09-10', 1, 5);
-- Monday everybody; Tuesday and Wednesday nobody of Elm: a gap of 2 days, 2 children; Thursday nobody at all; Friday all.
-- Second week: Monday 1 (mornings only) and 3; Tuesday and Wednesday nobody at all.
INSERT INTO attendance_mark VALUES
  (1, DATE '2025-09-08', 'AM', '/', 2, 2), (1, DATE '2025-09-08', 'PM', CHR(92), 2, 3),
  (2, DATE '2025-09-08', 'AM', '/', 2, 4), (2, DATE '2025-09-08', 'PM', CHR(92), 2, 5),
  (3, DATE '2025-09-08', 'AM', '/', 2, 6), (3, DATE '2025-09-08', 'PM', CHR(92), 2, 7),
  (4, DATE '2025-09-08', 'AM', '/', 2, 8), (4, DATE '2025-09-08', 'PM', CHR(92), 2, 9),
  (1, DATE '2025-09-09', 'AM', '/', 2, 10), (1, DATE '2025-09-09', 'PM', CHR(92), 2, 11),
  (2, DATE '2025-09-09', 'AM', '/', 2, 12), (2, DATE '2025-09-09', 'PM', CHR(92), 2, 13),
  (1, DATE '2025-09-10', 'AM', '/', 2, 14), (1, DATE '2025-09-10', 'PM', CHR(92), 2, 15),
  (2, DATE '2025-09-10', 'AM', '/', 2, 16),
  (1, DATE '2025-09-12', 'AM', '/', 2, 17), (1, DATE '2025-09-12', 'PM', CHR(92), 2, 18),
  (2, DATE '2025-09-12', 'AM', '/', 2, 19), (2, DATE '2025-09-12', 'PM', CHR(92), 2, 20),
  (3, DATE '2025-09-12', 'AM', '/', 2, 21), (3, DATE '2025-09-12', 'PM', CHR(92), 2, 22),
  (1, DATE '2025-09-15', 'AM', '/', 2, 23),
  (3, DATE '2025-09-15', 'AM', '/', 2, 24), (3, DATE '2025-09-15', 'PM', CHR(92), 2, 25);
-- Marks by hand. First term, 4 school days: Ash 2 children, 2 x 4 x 2 = 16, made 4 + 4 + 3 + 4 = 15; Elm 3 on 4 days and
-- 4 on 3, 7 x 2 = 14, made 4 + 2 = 6. Second term, 1 school day: Ash 4, made 1; Elm 2, made 2.
-- Screened. First term: 1 of 2 in Ash, 1 of 1 in Elm (4 had left). Second: 2 of 2, 1 of 1. 1 by the same adult again, 3
-- by another one, 2 for the first time.
INSERT INTO screening VALUES
  (1, DATE '2025-09-09', 'ladder', 'class', 'One', 50, NULL, 'A', 3, 2),
  (3, DATE '2025-09-09', 'ladder', 'class', 'One', 50, NULL, 'B', 3, 3),
  (4, DATE '2025-09-09', 'ladder', 'class', 'One', 50, NULL, 'B', 3, 4),
  (1, DATE '2025-09-16', 'ladder', 'class', 'One', 55, NULL, 'A', 4, 2),
  (2, DATE '2025-09-16', 'ladder', 'class', 'One', 55, NULL, 'C', 4, 3),
  (3, DATE '2025-09-16', 'ladder', 'class', 'One', 55, NULL, 'D', 4, 4);
