-- Five places on two courses, with the school's survey before and after.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE);
INSERT INTO term VALUES ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
-- Autumn: 6 sessions, 4 to 6.5 (+2500); 4 sessions, no answer after; 0 sessions, two answers all the same: not counted.
-- Spring: 5 sessions, 5 to 4 (-1000); 3 sessions, 7 to 7 (0).
INSERT INTO family_participant VALUES
  ('Autumn 2025', NULL, 'P1', NULL, 6, 6, 4, 6.5, 1, 2),
  ('Autumn 2025', NULL, 'P2', NULL, 6, 4, 3, NULL, 1, 3),
  ('Autumn 2025', NULL, 'P3', NULL, 6, 0, 2, 9, 1, 4),
  ('Spring 2026', NULL, 'P1', NULL, 6, 5, 5, 4, 1, 5),
  ('Spring 2026', NULL, 'P2', NULL, 6, 3, 7, 7, 1, 6);
-- Autumn: squares 6250000. Spring: 1000000 + 0. All: change 1500, squares 7250000.
