-- 11 on a scale from 0 to 10. (105 is in order on the other strand, whose scale nobody publishes.)
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO scale VALUES ('ladder', 'One', 0, 10), ('ladder', 'Two', NULL, NULL);
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO pupil (pupil_id, sex) VALUES (1, 'F');
INSERT INTO enrolment VALUES (1, 1, 'Ash', DATE '2025-09-02', DATE '9999-12-31', 1, 2);
INSERT INTO expected_strand VALUES ('ladder', 1, 1, DATE '2000-01-01', DATE '9999-12-31');
INSERT INTO screening VALUES (1, DATE '2026-02-05', 'ladder', 'class', 'One', 11, NULL, NULL, 2, 2),
  (1, DATE '2026-02-05', 'ladder', 'class', 'Two', 105, NULL, NULL, 2, 2);
