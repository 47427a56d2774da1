-- Five members of staff, run on 10 March 2026.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
-- D leaves on autumn's last day (still in post on it); E starts the day after the run's date.
INSERT INTO staff VALUES
  ('A', 'Head', TRUE, DATE '2020-09-01', NULL, 1, 2),
  ('B', 'Teacher', FALSE, NULL, NULL, 1, 3),
  ('C', 'Teaching assistant', NULL, DATE '2026-01-05', NULL, 1, 4),
  ('D', 'Deputy head', TRUE, DATE '2019-09-01', DATE '2025-12-19', 1, 5),
  ('E', 'Teacher', FALSE, DATE '2026-03-11', NULL, 1, 6);
INSERT INTO training VALUES
  ('A', 'Practitioner', NULL, DATE '2023-05-01', NULL, NULL, 'Licensed Practitioner', DATE '2026-02-28', 2, 2),
  ('A', 'Refresher', NULL, DATE '2022-01-10', NULL, NULL, NULL, NULL, 2, 3),
  ('B', 'Introduction', NULL, DATE '2026-01-20', NULL, NULL, NULL, NULL, 2, 4),
  ('C', 'Practitioner', NULL, DATE '2025-06-01', NULL, NULL, 'Licensed Practitioner', NULL, 2, 5),
  ('D', 'Practitioner', NULL, DATE '2024-01-10', NULL, NULL, 'Licensed Practitioner', DATE '2025-12-19', 2, 6),
  ('E', 'Practitioner', NULL, DATE '2024-01-10', NULL, NULL, 'Licensed Practitioner', NULL, 2, 7);
-- 19 December: in post A B D; trained A D (B trains in January); leaders A D, both trained; licences A and D, both current
-- (D's to that very day). 10 March: in post A B C, all trained; leader A; licences A (lapsed) and C (no end).
