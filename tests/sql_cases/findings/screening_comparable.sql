-- The teacher's view in autumn, a parent's in spring.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO pupil (pupil_id) VALUES (1);
INSERT INTO enrolment VALUES (1, 1, 'Ash', DATE '2025-09-02', DATE '9999-12-31', 1, 2);
INSERT INTO screening VALUES
  (1, DATE '2025-10-10', 'ladder', 'class', 'One', 50, 'teacher', NULL, 2, 2),
  (1, DATE '2026-02-05', 'ladder', 'class', 'One', 60, 'parent', NULL, 3, 2);
