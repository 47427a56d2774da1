-- Who said it, and on which norms. Year 1 is expected at Two; the tool's own norms are of 2017.
--   1: teacher in autumn, parent in spring: not compared.
--   2: teacher both times; in spring a parent too, on the same day and later, with other scores: the teacher's count.
--   3: on the norms of 2010 in autumn, on the tool's own in spring: not compared.
--   4: nobody named in autumn (then it is the class teacher), teacher in spring: compared.
-- Changes by hand on One: 2: +10, 4: +4; on Two: 2: -5, 4: +6. Movement: 2 works on Two (55), then Two (50): stayed, at
--   both times. 4: One, then Two: up and caught up. Status in spring: 1 (parent) One: below; 2 at; 3 Two: at; 4 at.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE), ('ladder', 'Three', 3, TRUE);
INSERT INTO instrument VALUES ('ladder', 'percent', TRUE, TRUE, '2017');
INSERT INTO expected_strand VALUES ('ladder', 1, 2, DATE '2000-01-01', DATE '9999-12-31');
INSERT INTO pupil (pupil_id) VALUES (1), (2), (3), (4);
INSERT INTO enrolment VALUES
  (1, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 2), (2, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 3),
  (3, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 4), (4, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 5);
INSERT INTO screening VALUES
  (1, DATE '2025-10-10', 'ladder', 'class', 'One', 50, 'teacher', NULL, 2, 2),
  (1, DATE '2025-10-10', 'ladder', 'class', 'Two', 50, 'teacher', NULL, 2, 3),
  (2, DATE '2025-10-10', 'ladder', 'class', 'One', 70, 'teacher', NULL, 2, 4),
  (2, DATE '2025-10-10', 'ladder', 'class', 'Two', 55, 'teacher', NULL, 2, 5),
  (3, DATE '2025-10-10', 'ladder', 'class', 'One', 65, 'teacher', NULL, 2, 6),
  (3, DATE '2025-10-10', 'ladder', 'class', 'Two', 50, 'teacher', NULL, 2, 7),
  (4, DATE '2025-10-10', 'ladder', 'class', 'One', 58, NULL, NULL, 2, 8),
  (4, DATE '2025-10-10', 'ladder', 'class', 'Two', 48, NULL, NULL, 2, 9);
INSERT INTO screening_norm VALUES (2, 6, '2010'), (2, 7, '2010'), (3, 2, '2017');
INSERT INTO screening VALUES
  (1, DATE '2026-02-05', 'ladder', 'class', 'One', 40, 'parent', NULL, 3, 2),
  (1, DATE '2026-02-05', 'ladder', 'class', 'Two', 50, 'parent', NULL, 3, 3),
  (2, DATE '2026-02-05', 'ladder', 'class', 'One', 80, 'teacher', NULL, 3, 4),
  (2, DATE '2026-02-05', 'ladder', 'class', 'Two', 50, 'teacher', NULL, 3, 5),
  (2, DATE '2026-02-05', 'ladder', 'class', 'One', 10, 'parent', NULL, 3, 6),
  (2, DATE '2026-02-05', 'ladder', 'class', 'Two', 10, 'parent', NULL, 3, 7),
  (2, DATE '2026-02-20', 'ladder', 'class', 'One', 20, 'parent', NULL, 3, 8),
  (2, DATE '2026-02-20', 'ladder', 'class', 'Two', 20, 'parent', NULL, 3, 9),
  (3, DATE '2026-02-05', 'ladder', 'class', 'One', 75, 'teacher', NULL, 3, 10),
  (3, DATE '2026-02-05', 'ladder', 'class', 'Two', 50, 'teacher', NULL, 3, 11),
  (4, DATE '2026-02-05', 'ladder', 'class', 'One', 62, 'teacher', NULL, 3, 12),
  (4, DATE '2026-02-05', 'ladder', 'class', 'Two', 54, 'teacher', NULL, 3, 13);
