-- Three children with one-to-one support that has ended, one whose support goes on, one without, run on 20 March 2026.
-- Used by the analysis queries impact_*.
INSERT INTO run_params VALUES (DATE '2026-03-20', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES
  ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE),
  ('sdq', 'Total difficulties', 1, FALSE), ('sdq', 'Emotional symptoms', 2, FALSE), ('sdq', 'Impact', 3, FALSE);
INSERT INTO strand_scale VALUES ('ladder', 'One', 0.0, 100.0, NULL, NULL), ('ladder', 'Two', 0.0, 100.0, 12.0, 0.7);
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO pupil (pupil_id) VALUES (1), (2), (3), (4), (5);
INSERT INTO enrolment VALUES
  (1, 1, 'Ash', DATE '2025-03-01', DATE '9999-12-31', 1, 2), (2, 1, 'Ash', DATE '2025-03-01', DATE '9999-12-31', 1, 3),
  (3, 1, 'Ash', DATE '2025-03-01', DATE '9999-12-31', 1, 4), (4, 1, 'Ash', DATE '2025-03-01', DATE '9999-12-31', 1, 5),
  (5, 1, 'Ash', DATE '2025-03-01', DATE '9999-12-31', 1, 6);
-- A: ended before Christmas. Pat, who gave it, scored individual profiles before (41) and after (58): the pair. The class
--    screenings, by Tess, are 40 and 55 on Two; on One there is none afterwards.
-- B: ends in the spring. No individual profile: the class screenings are the pair, 30 by Tess and 36 by Pat.
-- C: goes on: no pair, and nothing lost. It began after the spring screening, so the child is one without support until then.
-- D: ended, 55 before and away afterwards: lost. Nobody says who gave it.
INSERT INTO intervention VALUES
  (1, 'Lego time', 'one_to_one', 'Two', DATE '2025-10-06', DATE '2025-12-12', 10, 8, 'Pat', NULL, 2, 2),
  (2, 'Lego time', 'one_to_one', 'Two', DATE '2025-10-06', DATE '2026-01-30', NULL, 3, 'Pat', NULL, 2, 3),
  (3, 'Lego time', 'one_to_one', 'Two', DATE '2026-03-02', NULL, 6, 1, 'Pat', NULL, 2, 4),
  (5, 'Drawing', 'one_to_one', 'One', DATE '2025-11-03', DATE '2025-12-05', 4, 4, NULL, NULL, 2, 5);
INSERT INTO screening VALUES
  (1, DATE '2025-10-01', 'ladder', 'individual', 'Two', 41, NULL, 'Pat', 4, 2),
  (1, DATE '2025-12-15', 'ladder', 'individual', 'Two', 58, NULL, 'Pat', 4, 3),
  (1, DATE '2025-09-30', 'ladder', 'class', 'One', 60, NULL, 'Tess', 5, 2),
  (1, DATE '2025-09-30', 'ladder', 'class', 'Two', 40, NULL, 'Tess', 5, 2),
  (1, DATE '2026-02-10', 'ladder', 'class', 'One', NULL, NULL, 'Tess', 6, 2),
  (1, DATE '2026-02-10', 'ladder', 'class', 'Two', 55, NULL, 'Tess', 6, 2),
  (2, DATE '2025-09-30', 'ladder', 'class', 'One', 50, NULL, 'Tess', 5, 3),
  (2, DATE '2025-09-30', 'ladder', 'class', 'Two', 30, NULL, 'Tess', 5, 3),
  (2, DATE '2026-02-10', 'ladder', 'class', 'One', 52, NULL, 'Pat', 6, 3),
  (2, DATE '2026-02-10', 'ladder', 'class', 'Two', 36, NULL, 'Pat', 6, 3),
  (3, DATE '2025-09-30', 'ladder', 'class', 'Two', 45, NULL, 'Tess', 5, 4),
  (3, DATE '2026-02-10', 'ladder', 'class', 'Two', 50.5, NULL, 'Tess', 6, 4),
  (4, DATE '2025-09-30', 'ladder', 'class', 'One', 80, NULL, 'Tess', 5, 5),
  (4, DATE '2025-09-30', 'ladder', 'class', 'Two', 70, NULL, 'Tess', 5, 5),
  (4, DATE '2026-02-10', 'ladder', 'class', 'One', 82, NULL, 'Tess', 6, 5),
  (4, DATE '2026-02-10', 'ladder', 'class', 'Two', 71, NULL, 'Tess', 6, 5),
  (5, DATE '2025-09-30', 'ladder', 'class', 'One', 55, NULL, 'Tess', 5, 6);
-- Child 1: both parent and teacher answered twice: the parent counts. Child 2: only a teacher did.
INSERT INTO screening VALUES
  (1, DATE '2025-10-01', 'sdq', 'individual', 'Total difficulties', 20, 'parent', NULL, 7, 2),
  (1, DATE '2025-10-01', 'sdq', 'individual', 'Impact', 4, 'parent', NULL, 7, 2),
  (1, DATE '2025-10-01', 'sdq', 'individual', 'Emotional symptoms', 5, 'parent', NULL, 7, 2),
  (1, DATE '2026-02-20', 'sdq', 'individual', 'Total difficulties', 15, 'parent', NULL, 7, 3),
  (1, DATE '2025-10-02', 'sdq', 'individual', 'Total difficulties', 18, 'teacher', NULL, 7, 4),
  (1, DATE '2025-10-02', 'sdq', 'individual', 'Impact', 3, 'teacher', NULL, 7, 4),
  (1, DATE '2025-10-02', 'sdq', 'individual', 'Emotional symptoms', 4, 'teacher', NULL, 7, 4),
  (1, DATE '2026-02-19', 'sdq', 'individual', 'Total difficulties', 12, 'teacher', NULL, 7, 5),
  (2, DATE '2025-10-03', 'sdq', 'individual', 'Total difficulties', 17, 'teacher', NULL, 7, 6),
  (2, DATE '2025-10-03', 'sdq', 'individual', 'Impact', 2, 'teacher', NULL, 7, 6),
  (2, DATE '2025-10-03', 'sdq', 'individual', 'Emotional symptoms', 7, 'teacher', NULL, 7, 6),
  (2, DATE '2026-02-21', 'sdq', 'individual', 'Total difficulties', 16, 'teacher', NULL, 7, 7);
