-- Steps on which a high score is worse: One and Two are secure up to 3, Three from 60; Year 1 is expected at Two.
-- By hand: 1 (2 5 50) works on Two: at. 2 (5 2 90) on One: below. 3 (3 3 50) on Three: above. 4 (2 blank 50) and 5
-- (5 blank 50): no score on Two: missing, although 5 is not secure on One. Judged as if high were good, everybody would
-- work on One.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'troubles', 60.0, 5, 120);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO strand VALUES ('troubles', 'One', 1, FALSE), ('troubles', 'Two', 2, FALSE), ('troubles', 'Three', 3, TRUE);
INSERT INTO secure_score VALUES ('troubles', 'One', 3), ('troubles', 'Two', 3);
INSERT INTO expected_strand VALUES ('troubles', 1, 2, DATE '2000-01-01', DATE '9999-12-31');
INSERT INTO pupil (pupil_id) VALUES (1), (2), (3), (4), (5);
INSERT INTO enrolment VALUES
  (1, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 2), (2, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 3),
  (3, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 4), (4, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 5), (5, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 6);
INSERT INTO screening VALUES
  (1, DATE '2026-02-05', 'troubles', 'class', 'One', 2, NULL, NULL, 2, 2),
  (1, DATE '2026-02-05', 'troubles', 'class', 'Two', 5, NULL, NULL, 2, 3),
  (1, DATE '2026-02-05', 'troubles', 'class', 'Three', 50, NULL, NULL, 2, 4),
  (2, DATE '2026-02-05', 'troubles', 'class', 'One', 5, NULL, NULL, 2, 5),
  (2, DATE '2026-02-05', 'troubles', 'class', 'Two', 2, NULL, NULL, 2, 6),
  (2, DATE '2026-02-05', 'troubles', 'class', 'Three', 90, NULL, NULL, 2, 7),
  (3, DATE '2026-02-05', 'troubles', 'class', 'One', 3, NULL, NULL, 2, 8),
  (3, DATE '2026-02-05', 'troubles', 'class', 'Two', 3, NULL, NULL, 2, 9),
  (3, DATE '2026-02-05', 'troubles', 'class', 'Three', 50, NULL, NULL, 2, 10),
  (4, DATE '2026-02-05', 'troubles', 'class', 'One', 2, NULL, NULL, 2, 11),
  (4, DATE '2026-02-05', 'troubles', 'class', 'Two', NULL, NULL, NULL, 2, 12),
  (4, DATE '2026-02-05', 'troubles', 'class', 'Three', 50, NULL, NULL, 2, 13),
  (5, DATE '2026-02-05', 'troubles', 'class', 'One', 5, NULL, NULL, 2, 14),
  (5, DATE '2026-02-05', 'troubles', 'class', 'Two', NULL, NULL, NULL, 2, 15),
  (5, DATE '2026-02-05', 'troubles', 'class', 'Three', 50, NULL, NULL, 2, 16);
