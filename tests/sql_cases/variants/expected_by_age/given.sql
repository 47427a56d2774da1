-- The strand expected by age in completed months on the screening date. Everybody works on Two (70 50 70), and each child
-- is a class of their own, so that the status tells the age: expected from 48 months Two (at), from 72 Three (below),
-- from 73 One (above). Until the end of 2025 Three was expected from 48 months: that no longer counts.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE), ('ladder', 'Three', 3, TRUE);
INSERT INTO expected_at_age VALUES
  ('ladder', 48, 3, DATE '2000-01-01', DATE '2025-12-31'), ('ladder', 48, 2, DATE '2026-01-01', DATE '9999-12-31'),
  ('ladder', 72, 3, DATE '2000-01-01', DATE '9999-12-31'), ('ladder', 73, 1, DATE '2000-01-01', DATE '9999-12-31');
INSERT INTO pupil (pupil_id, date_of_birth) VALUES
  (1, DATE '2020-01-31'),
  (2, DATE '2020-01-31'),
  (3, DATE '2020-01-28'),
  (4, DATE '2020-01-29'),
  (5, DATE '2020-02-29'),
  (6, DATE '2020-02-29'),
  (7, DATE '2022-02-06'),
  (8, DATE '2022-02-05'),
  (9, NULL),
  (10, DATE '2026-03-01');
INSERT INTO enrolment VALUES
  (1, 1, '01 31 Jan', DATE '2025-09-02', DATE '9999-12-31', 1, 2),
  (2, 1, '02 31 Jan, a day on', DATE '2025-09-02', DATE '9999-12-31', 1, 3),
  (3, 1, '03 28 Jan', DATE '2025-09-02', DATE '9999-12-31', 1, 4),
  (4, 1, '04 29 Jan', DATE '2025-09-02', DATE '9999-12-31', 1, 5),
  (5, 1, '05 29 Feb', DATE '2025-09-02', DATE '9999-12-31', 1, 6),
  (6, 1, '06 29 Feb, a day on', DATE '2025-09-02', DATE '9999-12-31', 1, 7),
  (7, 1, '07 4 tomorrow', DATE '2025-09-02', DATE '9999-12-31', 1, 8),
  (8, 1, '08 4 today', DATE '2025-09-02', DATE '9999-12-31', 1, 9),
  (9, 1, '09 not recorded', DATE '2025-09-02', DATE '9999-12-31', 1, 10),
  (10, 1, '10 not yet born', DATE '2025-09-02', DATE '9999-12-31', 1, 11);
-- By hand: 01 72: the month is complete on 1 March; 02 73; 03 73; 04 72;
--   05 71: a year older on 1 March; 06 72; 07 47: nothing is expected yet;
--   08 48; 09 none: not known, so never below; 10 none: the date must be wrong.
INSERT INTO screening VALUES
  (1, DATE '2026-02-28', 'ladder', 'class', 'One', 70, NULL, NULL, 2, 2),
  (1, DATE '2026-02-28', 'ladder', 'class', 'Two', 50, NULL, NULL, 2, 3),
  (1, DATE '2026-02-28', 'ladder', 'class', 'Three', 70, NULL, NULL, 2, 4),
  (2, DATE '2026-03-01', 'ladder', 'class', 'One', 70, NULL, NULL, 2, 5),
  (2, DATE '2026-03-01', 'ladder', 'class', 'Two', 50, NULL, NULL, 2, 6),
  (2, DATE '2026-03-01', 'ladder', 'class', 'Three', 70, NULL, NULL, 2, 7),
  (3, DATE '2026-02-28', 'ladder', 'class', 'One', 70, NULL, NULL, 2, 8),
  (3, DATE '2026-02-28', 'ladder', 'class', 'Two', 50, NULL, NULL, 2, 9),
  (3, DATE '2026-02-28', 'ladder', 'class', 'Three', 70, NULL, NULL, 2, 10),
  (4, DATE '2026-02-28', 'ladder', 'class', 'One', 70, NULL, NULL, 2, 11),
  (4, DATE '2026-02-28', 'ladder', 'class', 'Two', 50, NULL, NULL, 2, 12),
  (4, DATE '2026-02-28', 'ladder', 'class', 'Three', 70, NULL, NULL, 2, 13),
  (5, DATE '2026-02-28', 'ladder', 'class', 'One', 70, NULL, NULL, 2, 14),
  (5, DATE '2026-02-28', 'ladder', 'class', 'Two', 50, NULL, NULL, 2, 15),
  (5, DATE '2026-02-28', 'ladder', 'class', 'Three', 70, NULL, NULL, 2, 16),
  (6, DATE '2026-03-01', 'ladder', 'class', 'One', 70, NULL, NULL, 2, 17),
  (6, DATE '2026-03-01', 'ladder', 'class', 'Two', 50, NULL, NULL, 2, 18),
  (6, DATE '2026-03-01', 'ladder', 'class', 'Three', 70, NULL, NULL, 2, 19),
  (7, DATE '2026-02-05', 'ladder', 'class', 'One', 70, NULL, NULL, 2, 20),
  (7, DATE '2026-02-05', 'ladder', 'class', 'Two', 50, NULL, NULL, 2, 21),
  (7, DATE '2026-02-05', 'ladder', 'class', 'Three', 70, NULL, NULL, 2, 22),
  (8, DATE '2026-02-05', 'ladder', 'class', 'One', 70, NULL, NULL, 2, 23),
  (8, DATE '2026-02-05', 'ladder', 'class', 'Two', 50, NULL, NULL, 2, 24),
  (8, DATE '2026-02-05', 'ladder', 'class', 'Three', 70, NULL, NULL, 2, 25),
  (9, DATE '2026-02-05', 'ladder', 'class', 'One', 70, NULL, NULL, 2, 26),
  (9, DATE '2026-02-05', 'ladder', 'class', 'Two', 50, NULL, NULL, 2, 27),
  (9, DATE '2026-02-05', 'ladder', 'class', 'Three', 70, NULL, NULL, 2, 28),
  (10, DATE '2026-02-28', 'ladder', 'class', 'One', 70, NULL, NULL, 2, 29),
  (10, DATE '2026-02-28', 'ladder', 'class', 'Two', 50, NULL, NULL, 2, 30),
  (10, DATE '2026-02-28', 'ladder', 'class', 'Three', 70, NULL, NULL, 2, 31);
