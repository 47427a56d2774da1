-- J has two meanings in the first half of 2024.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO attendance_code VALUES ('J', DATE '2006-09-01', DATE '2024-08-18', 'aea', 1, 1, 0),
  ('J', DATE '2024-01-01', DATE '9999-12-31', 'authorised', 0, 1, 0);
