-- Seven children over two years, run on 10 March 2026. Used by movement, flow, year_trend and year_on_year.
-- Policy: secure from 60; Year 1 is expected at Two, Years 2 and 3 at Three; a screening every 150 days.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO screening_policy VALUES (150);
INSERT INTO term VALUES
  ('2024-25-spring', 2024, 2, 2, 'Spring term 2024/25', DATE '2025-01-06', DATE '2025-04-04'),
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE), ('ladder', 'Three', 3, TRUE);
INSERT INTO expected_strand VALUES
  ('ladder', 1, 2, DATE '2000-01-01', DATE '9999-12-31'), ('ladder', 2, 3, DATE '2000-01-01', DATE '9999-12-31'),
  ('ladder', 3, 3, DATE '2000-01-01', DATE '9999-12-31');
INSERT INTO year_group VALUES (0, 'Reception'), (1, 'Year 1'), (2, 'Year 2'), (3, 'Year 3');
INSERT INTO pupil (pupil_id) VALUES (1), (2), (3), (4), (5), (6), (7);
-- 1 to 3 go from Year 1 to Year 2, 7 from Year 2 to Year 3 (and leaves at Christmas); 4 to 6 begin in Year 1.
INSERT INTO enrolment VALUES
  (1, 1, NULL, DATE '2024-09-03', DATE '2025-08-31', 1, 2), (1, 2, NULL, DATE '2025-09-01', DATE '9999-12-31', 1, 3),
  (2, 1, NULL, DATE '2024-09-03', DATE '2025-08-31', 1, 4), (2, 2, NULL, DATE '2025-09-01', DATE '9999-12-31', 1, 5),
  (3, 1, NULL, DATE '2024-09-03', DATE '2025-08-31', 1, 6), (3, 2, NULL, DATE '2025-09-01', DATE '9999-12-31', 1, 7),
  (7, 2, NULL, DATE '2024-09-03', DATE '2025-08-31', 1, 8), (7, 3, NULL, DATE '2025-09-01', DATE '2025-12-19', 1, 9),
  (4, 1, NULL, DATE '2025-09-01', DATE '9999-12-31', 1, 10), (5, 1, NULL, DATE '2025-09-01', DATE '9999-12-31', 1, 11),
  (6, 1, NULL, DATE '2025-09-01', DATE '9999-12-31', 1, 12);
-- Spring 2024/25, 3 February 2025. By hand: 1 works on Two, expected Two: at. 2 One: below. 3 One: below.
--   7 (Year 2) Two, expected Three: below.
INSERT INTO screening VALUES
  (1, DATE '2025-02-03', 'ladder', 'class', 'One', 70, NULL, NULL, 2, 2),
  (1, DATE '2025-02-03', 'ladder', 'class', 'Two', 50, NULL, NULL, 2, 3),
  (1, DATE '2025-02-03', 'ladder', 'class', 'Three', 40, NULL, NULL, 2, 4),
  (2, DATE '2025-02-03', 'ladder', 'class', 'One', 50, NULL, NULL, 2, 5),
  (2, DATE '2025-02-03', 'ladder', 'class', 'Two', 40, NULL, NULL, 2, 6),
  (2, DATE '2025-02-03', 'ladder', 'class', 'Three', 30, NULL, NULL, 2, 7),
  (3, DATE '2025-02-03', 'ladder', 'class', 'One', 50, NULL, NULL, 2, 8),
  (3, DATE '2025-02-03', 'ladder', 'class', 'Two', 65, NULL, NULL, 2, 9),
  (3, DATE '2025-02-03', 'ladder', 'class', 'Three', 70, NULL, NULL, 2, 10),
  (7, DATE '2025-02-03', 'ladder', 'class', 'One', 80, NULL, NULL, 2, 11),
  (7, DATE '2025-02-03', 'ladder', 'class', 'Two', 50, NULL, NULL, 2, 12),
  (7, DATE '2025-02-03', 'ladder', 'class', 'Three', 70, NULL, NULL, 2, 13);
-- Autumn 2025/26, 10 October 2025, 249 days later (25 to the end of February, then 31 30 31 30 31 31 30, and 10).
--   1 Three, expected Three: at, up from Two.   2 One: below, stayed.   3 Two: below, up from One.
--   4 One, expected Two: below.   5 Two: at.   6 Three: above.   7 Three (nothing below 60), expected Three: at, up
--   from Two and caught up.
-- Movement: 4 children placed both times, 3 up, 1 stayed; 1 caught up, 3 on the same side.
INSERT INTO screening VALUES
  (1, DATE '2025-10-10', 'ladder', 'class', 'One', 70, NULL, NULL, 3, 2),
  (1, DATE '2025-10-10', 'ladder', 'class', 'Two', 65, NULL, NULL, 3, 3),
  (1, DATE '2025-10-10', 'ladder', 'class', 'Three', 50, NULL, NULL, 3, 4),
  (2, DATE '2025-10-10', 'ladder', 'class', 'One', 55, NULL, NULL, 3, 5),
  (2, DATE '2025-10-10', 'ladder', 'class', 'Two', 40, NULL, NULL, 3, 6),
  (2, DATE '2025-10-10', 'ladder', 'class', 'Three', 30, NULL, NULL, 3, 7),
  (3, DATE '2025-10-10', 'ladder', 'class', 'One', 70, NULL, NULL, 3, 8),
  (3, DATE '2025-10-10', 'ladder', 'class', 'Two', 40, NULL, NULL, 3, 9),
  (3, DATE '2025-10-10', 'ladder', 'class', 'Three', 65, NULL, NULL, 3, 10),
  (4, DATE '2025-10-10', 'ladder', 'class', 'One', 40, NULL, NULL, 3, 11),
  (4, DATE '2025-10-10', 'ladder', 'class', 'Two', 50, NULL, NULL, 3, 12),
  (4, DATE '2025-10-10', 'ladder', 'class', 'Three', 50, NULL, NULL, 3, 13),
  (5, DATE '2025-10-10', 'ladder', 'class', 'One', 70, NULL, NULL, 3, 14),
  (5, DATE '2025-10-10', 'ladder', 'class', 'Two', 50, NULL, NULL, 3, 15),
  (5, DATE '2025-10-10', 'ladder', 'class', 'Three', 50, NULL, NULL, 3, 16),
  (6, DATE '2025-10-10', 'ladder', 'class', 'One', 70, NULL, NULL, 3, 17),
  (6, DATE '2025-10-10', 'ladder', 'class', 'Two', 65, NULL, NULL, 3, 18),
  (6, DATE '2025-10-10', 'ladder', 'class', 'Three', 50, NULL, NULL, 3, 19),
  (7, DATE '2025-10-10', 'ladder', 'class', 'One', 80, NULL, NULL, 3, 20),
  (7, DATE '2025-10-10', 'ladder', 'class', 'Two', 70, NULL, NULL, 3, 21),
  (7, DATE '2025-10-10', 'ladder', 'class', 'Three', 65, NULL, NULL, 3, 22);
-- Spring 2025/26, 5 February 2026, 118 days later (21 of October, 30, 31, 31, and 5); 5 on 9 March (150 days, not yet
-- overdue) and 6 on 10 March (151 days).
--   1 One, expected Three: below, down from Three, fell behind.   2 Three: at, up from One, caught up.
--   3 no score on Three: missing, so not placed.   4 One: below, stayed.   5 Three, expected Two: above, up.
--   6 Two: at, down from Three, not below either time.
-- Movement: 5 placed both times, 2 up, 1 stayed, 2 down; 1 caught up, 1 fell behind, 3 on the same side.
-- Flow: 6 screened again; days 118 118 118 118 150 151: middle 118; 1 overdue.
-- Trend of 2025/26: 1 2 4 5 6 have a result both times. Below: 2 and 4 in autumn (of all 7: 2 3 4), 1 and 4 in spring.
-- Year on year: 1 and 2 have a result in both springs: 2 was below, 1 is. A year ago 3 of 4 were below (2 3 7).
INSERT INTO screening VALUES
  (1, DATE '2026-02-05', 'ladder', 'class', 'One', 50, NULL, NULL, 4, 2),
  (1, DATE '2026-02-05', 'ladder', 'class', 'Two', 65, NULL, NULL, 4, 3),
  (1, DATE '2026-02-05', 'ladder', 'class', 'Three', 50, NULL, NULL, 4, 4),
  (2, DATE '2026-02-05', 'ladder', 'class', 'One', 65, NULL, NULL, 4, 5),
  (2, DATE '2026-02-05', 'ladder', 'class', 'Two', 62, NULL, NULL, 4, 6),
  (2, DATE '2026-02-05', 'ladder', 'class', 'Three', 50, NULL, NULL, 4, 7),
  (3, DATE '2026-02-05', 'ladder', 'class', 'One', 70, NULL, NULL, 4, 8),
  (3, DATE '2026-02-05', 'ladder', 'class', 'Two', 40, NULL, NULL, 4, 9),
  (3, DATE '2026-02-05', 'ladder', 'class', 'Three', NULL, NULL, NULL, 4, 10),
  (4, DATE '2026-02-05', 'ladder', 'class', 'One', 45, NULL, NULL, 4, 11),
  (4, DATE '2026-02-05', 'ladder', 'class', 'Two', 55, NULL, NULL, 4, 12),
  (4, DATE '2026-02-05', 'ladder', 'class', 'Three', 60, NULL, NULL, 4, 13),
  (5, DATE '2026-03-09', 'ladder', 'class', 'One', 70, NULL, NULL, 4, 14),
  (5, DATE '2026-03-09', 'ladder', 'class', 'Two', 70, NULL, NULL, 4, 15),
  (5, DATE '2026-03-09', 'ladder', 'class', 'Three', 50, NULL, NULL, 4, 16),
  (6, DATE '2026-03-10', 'ladder', 'class', 'One', 70, NULL, NULL, 4, 17),
  (6, DATE '2026-03-10', 'ladder', 'class', 'Two', 50, NULL, NULL, 4, 18),
  (6, DATE '2026-03-10', 'ladder', 'class', 'Three', 70, NULL, NULL, 4, 19);
