-- A score of 5 lies in two bands.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO band VALUES ('ladder', 'teacher', 'One', 5, 10, 'high', 1), ('ladder', 'teacher', 'One', 0, 5, 'low', 2);
