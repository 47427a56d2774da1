-- Two rows of policy.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO staff_policy VALUES (30, 365, NULL, NULL, 365), (60, 365, NULL, NULL, 365);
INSERT INTO staff VALUES ('A', 'Head', TRUE, NULL, NULL, 1, 2);
