-- Six children without flags or classes, three terms, for the results by strand. Secure from 60; Year 1 is expected at
-- strand 2 (Two), Year 2 at strand 3 (Three); Reception has no expectation.
-- Used by working_strand, strand_profile and strand_change.
INSERT INTO run_params VALUES (DATE '2026-04-01', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES
  ('2024-25-summer', 2024, 3, 3, 'Summer term 2024/25', DATE '2025-04-22', DATE '2025-07-22'),
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE), ('ladder', 'Three', 3, TRUE);
INSERT INTO expected_strand VALUES
  ('ladder', 1, 2, DATE '2000-01-01', DATE '9999-12-31'), ('ladder', 2, 3, DATE '2000-01-01', DATE '9999-12-31');
INSERT INTO year_group VALUES (0, 'Reception'), (1, 'Year 1'), (2, 'Year 2');
INSERT INTO pupil (pupil_id, sex) VALUES (1, 'F'), (2, 'M'), (3, 'F'), (4, NULL), (5, 'M'), (6, 'M');
-- 5 leaves on 31 January; 6 was in Reception the year before.
INSERT INTO enrolment VALUES
  (1, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 2), (2, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 3),
  (3, 2, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 4), (4, 2, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 5),
  (5, 2, NULL, DATE '2025-09-02', DATE '2026-01-31', 1, 6),
  (6, 0, NULL, DATE '2024-09-03', DATE '2025-08-31', 1, 7), (6, 1, NULL, DATE '2025-09-01', DATE '9999-12-31', 1, 8);
-- Summer: 6 in Reception, missing.
-- Autumn: 1 working Two, at. 2 working One, below. 3 none below 60: Three, at. 4 no score for Three: missing.
--         5 working One, below. 6 not screened.
--   One   70.1 50 80 55 20, median 55; all five are expected beyond One; below 60: 2, 4, 5
--   Two   50 65 70 58 20, median 58; expected beyond Two: 3, 4, 5 (70 58 20), below 60: 4, 5
--   Three 40 65 20, median 40; nobody is expected beyond it
-- Spring: 1 none below but Three (58): working Three, above. 2 working One, below. 3 not screened. 4 working Two, below.
--         5 screened but left. 6 working One, below.
--   One   75.4 49 60 44.5, median (49 + 60) / 2 = 54.5; below 60: 2, 6 (60 is secure)
--   Two   62.25 60 57.5 60, median 60; expected beyond Two: 4 (57.5), below
--   Three 58 50 61 39.5, median (50 + 58) / 2 = 54
-- Change in spring, in thousandths (6 against the summer, having missed the autumn; a blank on either side is no pair):
--   1: One 75400 - 70100 = 5300, Two 62250 - 50000 = 12250, Three 58000 - 40000 = 18000
--   2: One -1000, Two -5000 (Three was blank)       4: One 5000, Two -500 (Three was blank)
--   6: One 4500, Two 20000, Three -500
--   School: One 5300 - 1000 + 5000 + 4500 = 13800; squares 28090000 + 1000000 + 25000000 + 20250000 = 74340000
--           Two 12250 - 5000 - 500 + 20000 = 26750; squares 150062500 + 25000000 + 250000 + 400000000 = 575312500
--           Three 18000 - 500 = 17500; squares 324000000 + 250000 = 324250000
INSERT INTO screening VALUES
  (6, DATE '2025-06-10', 'ladder', 'class', 'One', 40, NULL, NULL, 2, 2),
  (6, DATE '2025-06-10', 'ladder', 'class', 'Two', 40, NULL, NULL, 2, 3),
  (6, DATE '2025-06-10', 'ladder', 'class', 'Three', 40, NULL, NULL, 2, 4),
  (1, DATE '2025-10-10', 'ladder', 'class', 'One', 70.1, NULL, NULL, 3, 2),
  (1, DATE '2025-10-10', 'ladder', 'class', 'Two', 50, NULL, NULL, 3, 3),
  (1, DATE '2025-10-10', 'ladder', 'class', 'Three', 40, NULL, NULL, 3, 4),
  (2, DATE '2025-10-10', 'ladder', 'class', 'One', 50, NULL, NULL, 3, 5),
  (2, DATE '2025-10-10', 'ladder', 'class', 'Two', 65, NULL, NULL, 3, 6),
  (2, DATE '2025-10-10', 'ladder', 'class', 'Three', NULL, NULL, NULL, 3, 7),
  (3, DATE '2025-10-10', 'ladder', 'class', 'One', 80, NULL, NULL, 3, 8),
  (3, DATE '2025-10-10', 'ladder', 'class', 'Two', 70, NULL, NULL, 3, 9),
  (3, DATE '2025-10-10', 'ladder', 'class', 'Three', 65, NULL, NULL, 3, 10),
  (4, DATE '2025-10-10', 'ladder', 'class', 'One', 55, NULL, NULL, 3, 11),
  (4, DATE '2025-10-10', 'ladder', 'class', 'Two', 58, NULL, NULL, 3, 12),
  (4, DATE '2025-10-10', 'ladder', 'class', 'Three', NULL, NULL, NULL, 3, 13),
  (5, DATE '2025-10-10', 'ladder', 'class', 'One', 20, NULL, NULL, 3, 14),
  (5, DATE '2025-10-10', 'ladder', 'class', 'Two', 20, NULL, NULL, 3, 15),
  (5, DATE '2025-10-10', 'ladder', 'class', 'Three', 20, NULL, NULL, 3, 16),
  (1, DATE '2026-02-05', 'ladder', 'class', 'One', 75.4, NULL, NULL, 4, 2),
  (1, DATE '2026-02-05', 'ladder', 'class', 'Two', 62.25, NULL, NULL, 4, 3),
  (1, DATE '2026-02-05', 'ladder', 'class', 'Three', 58, NULL, NULL, 4, 4),
  (2, DATE '2026-02-05', 'ladder', 'class', 'One', 49, NULL, NULL, 4, 5),
  (2, DATE '2026-02-05', 'ladder', 'class', 'Two', 60, NULL, NULL, 4, 6),
  (2, DATE '2026-02-05', 'ladder', 'class', 'Three', 50, NULL, NULL, 4, 7),
  (4, DATE '2026-02-05', 'ladder', 'class', 'One', 60, NULL, NULL, 4, 8),
  (4, DATE '2026-02-05', 'ladder', 'class', 'Two', 57.5, NULL, NULL, 4, 9),
  (4, DATE '2026-02-05', 'ladder', 'class', 'Three', 61, NULL, NULL, 4, 10),
  (5, DATE '2026-01-20', 'ladder', 'class', 'One', 30, NULL, NULL, 4, 11),
  (5, DATE '2026-01-20', 'ladder', 'class', 'Two', 30, NULL, NULL, 4, 12),
  (5, DATE '2026-01-20', 'ladder', 'class', 'Three', 30, NULL, NULL, 4, 13),
  (6, DATE '2026-02-05', 'ladder', 'class', 'One', 44.5, NULL, NULL, 4, 14),
  (6, DATE '2026-02-05', 'ladder', 'class', 'Two', 60, NULL, NULL, 4, 15),
  (6, DATE '2026-02-05', 'ladder', 'class', 'Three', 39.5, NULL, NULL, 4, 16),
  -- the same screening read again from another file, one score blank there: the score counts
  (6, DATE '2026-02-05', 'ladder', 'class', 'Three', NULL, NULL, NULL, 5, 2);
