-- Three questions on two sheets, not in the order of the sheets.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE);
INSERT INTO term VALUES ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO ambassador_question VALUES
  ('2026', 'Right-time', 'B1', 'How many are screened?', 'screening.coverage', NULL, NULL, 2, 2),
  ('2026', 'Leadership', 'A2', 'Who leads?', NULL, 'Our deputy head.', 'plan.pdf', 1, 3),
  (NULL, 'Leadership', 'A1', 'Why?', NULL, NULL, NULL, 1, 2);
