-- A questionnaire such as the SDQ: no steps, a high score is worse on all scales but Prosocial. Emotional is judged by
-- the teacher's bands (0 to 4, 5, 6 to 10), Conduct by a limit (up to 2), Prosocial by a limit (from 6); nothing says
-- what is secure on Impact, so that nobody is judged on it; nor on Energy, whose scale ends below the school's 60.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'questionnaire', 60.0, 5, 120);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO strand VALUES ('questionnaire', 'Emotional', 1, FALSE), ('questionnaire', 'Conduct', 2, FALSE),
  ('questionnaire', 'Prosocial', 3, TRUE), ('questionnaire', 'Impact', 4, FALSE),
  ('questionnaire', 'Energy', 5, TRUE);
INSERT INTO instrument VALUES ('questionnaire', 'raw', FALSE, TRUE, 'UK');
INSERT INTO scale VALUES ('questionnaire', 'Emotional', 0, 10), ('questionnaire', 'Prosocial', 0, 10),
  ('questionnaire', 'Energy', 0, 10);
INSERT INTO secure_score VALUES ('questionnaire', 'Emotional', 9), ('questionnaire', 'Conduct', 2), ('questionnaire', 'Prosocial', 6);
INSERT INTO band VALUES
  ('questionnaire', 'teacher', 'Emotional', 0, 4, 'normal', 1), ('questionnaire', 'teacher', 'Emotional', 5, 5, 'borderline', 2),
  ('questionnaire', 'teacher', 'Emotional', 6, 10, 'abnormal', 3), ('questionnaire', 'parent', 'Emotional', 0, 10, 'normal', 1);
INSERT INTO pupil (pupil_id) VALUES (1), (2), (3);
INSERT INTO enrolment VALUES
  (1, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 2), (2, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 3),
  (3, 1, NULL, DATE '2025-09-02', DATE '9999-12-31', 1, 4);
-- Not secure by hand. Autumn: Emotional 6 of 6 4 2; Conduct 3 5 of 3 2 5; Prosocial 5 of 5 6 9; Impact 1 0 not judged.
--   Spring: Emotional 5 of 4 5; Conduct 3 5 of 2 3 5; Prosocial 4 of 7 4 9; Impact 2 not judged.
-- For the better by hand. Emotional +2 -1; Conduct +1 -1 0; Prosocial +2 -2 0; Impact -1.
INSERT INTO screening VALUES
  (1, DATE '2025-10-10', 'questionnaire', 'class', 'Emotional', 6, 'teacher', NULL, 2, 2),
  (1, DATE '2025-10-10', 'questionnaire', 'class', 'Conduct', 3, 'teacher', NULL, 2, 3),
  (1, DATE '2025-10-10', 'questionnaire', 'class', 'Prosocial', 5, 'teacher', NULL, 2, 4),
  (1, DATE '2025-10-10', 'questionnaire', 'class', 'Impact', 1, 'teacher', NULL, 2, 5),
  (2, DATE '2025-10-10', 'questionnaire', 'class', 'Emotional', 4, 'teacher', NULL, 2, 6),
  (2, DATE '2025-10-10', 'questionnaire', 'class', 'Conduct', 2, 'teacher', NULL, 2, 7),
  (2, DATE '2025-10-10', 'questionnaire', 'class', 'Prosocial', 6, 'teacher', NULL, 2, 8),
  (2, DATE '2025-10-10', 'questionnaire', 'class', 'Impact', 0, 'teacher', NULL, 2, 9),
  (3, DATE '2025-10-10', 'questionnaire', 'class', 'Emotional', 2, 'teacher', NULL, 2, 10),
  (3, DATE '2025-10-10', 'questionnaire', 'class', 'Conduct', 5, 'teacher', NULL, 2, 11),
  (3, DATE '2025-10-10', 'questionnaire', 'class', 'Prosocial', 9, 'teacher', NULL, 2, 12),
  (3, DATE '2025-10-10', 'questionnaire', 'class', 'Impact', NULL, 'teacher', NULL, 2, 13);
INSERT INTO screening VALUES
  (1, DATE '2026-02-05', 'questionnaire', 'class', 'Emotional', 4, 'teacher', NULL, 3, 2),
  (1, DATE '2026-02-05', 'questionnaire', 'class', 'Conduct', 2, 'teacher', NULL, 3, 3),
  (1, DATE '2026-02-05', 'questionnaire', 'class', 'Prosocial', 7, 'teacher', NULL, 3, 4),
  (1, DATE '2026-02-05', 'questionnaire', 'class', 'Impact', 2, 'teacher', NULL, 3, 5),
  (2, DATE '2026-02-05', 'questionnaire', 'class', 'Emotional', 5, 'teacher', NULL, 3, 6),
  (2, DATE '2026-02-05', 'questionnaire', 'class', 'Conduct', 3, 'teacher', NULL, 3, 7),
  (2, DATE '2026-02-05', 'questionnaire', 'class', 'Prosocial', 4, 'teacher', NULL, 3, 8),
  (2, DATE '2026-02-05', 'questionnaire', 'class', 'Impact', NULL, 'teacher', NULL, 3, 9),
  (3, DATE '2026-02-05', 'questionnaire', 'class', 'Emotional', NULL, 'teacher', NULL, 3, 10),
  (3, DATE '2026-02-05', 'questionnaire', 'class', 'Conduct', 5, 'teacher', NULL, 3, 11),
  (3, DATE '2026-02-05', 'questionnaire', 'class', 'Prosocial', 9, 'teacher', NULL, 3, 12),
  (3, DATE '2026-02-05', 'questionnaire', 'class', 'Impact', NULL, 'teacher', NULL, 3, 13),
  (1, DATE '2026-02-05', 'questionnaire', 'class', 'Energy', 5, 'teacher', NULL, 3, 14);
