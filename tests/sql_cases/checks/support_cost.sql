-- A block that goes on, half of it given, at a cost of minus one pound: so far more than in all.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO pupil (pupil_id, sex) VALUES (1, 'F');
INSERT INTO enrolment VALUES (1, 1, 'Ash', DATE '2025-09-02', DATE '9999-12-31', 1, 2);
INSERT INTO intervention VALUES (1, 'Lego time', 'one_to_one', 'One', DATE '2026-01-12', NULL, 6, 3, NULL, -100, 2, 2);
