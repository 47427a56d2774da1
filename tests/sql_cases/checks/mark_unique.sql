-- The same session from two files.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO pupil (pupil_id, sex) VALUES (1, 'F');
INSERT INTO enrolment VALUES (1, 1, 'Ash', DATE '2025-09-02', DATE '9999-12-31', 1, 2);
INSERT INTO attendance_code VALUES ('/', DATE '2006-09-01', DATE '9999-12-31', 'present', 1, 1, 0);
INSERT INTO attendance_mark VALUES (1, DATE '2026-02-05', 'AM', '/', 2, 2);
INSERT INTO attendance_mark VALUES (1, DATE '2026-02-05', 'AM', '/', 3, 2);
