-- Two children on the norms of 2017, a third on those of 1998.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO pupil (pupil_id) VALUES (1), (2), (3);
INSERT INTO enrolment VALUES
  (1, 1, 'Ash', DATE '2025-09-02', DATE '9999-12-31', 1, 2),
  (2, 1, 'Ash', DATE '2025-09-02', DATE '9999-12-31', 1, 3),
  (3, 1, 'Ash', DATE '2025-09-02', DATE '9999-12-31', 1, 4);
INSERT INTO screening VALUES
  (1, DATE '2026-02-05', 'ladder', 'class', 'One', 50, 'teacher', NULL, 2, 2),
  (2, DATE '2026-02-05', 'ladder', 'class', 'One', 60, 'teacher', NULL, 2, 3),
  (3, DATE '2026-02-05', 'ladder', 'class', 'One', 60, 'teacher', NULL, 2, 4);
INSERT INTO screening_norm VALUES (2, 2, '2017'), (2, 3, '2017'), (2, 4, '1998');
