-- Four places on two courses; five sessions complete a course.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE);
INSERT INTO term VALUES ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
-- Autumn: 6 (completer), 4 (starter), 0 (neither). Spring: 5 (completer, exactly enough).
INSERT INTO family_participant VALUES
  ('Autumn 2025', NULL, 'P1', NULL, 6, 6, NULL, NULL, 1, 2),
  ('Autumn 2025', NULL, 'P2', NULL, 6, 4, NULL, NULL, 1, 3),
  ('Autumn 2025', NULL, 'P3', NULL, 6, 0, NULL, NULL, 1, 4),
  ('Spring 2026', NULL, 'P1', NULL, 6, 5, NULL, NULL, 1, 5);
