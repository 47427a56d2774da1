-- Birth seasons change on 1 September, 1 January and 1 April: 1 and 6 are summer born, 2 and 3 autumn, 4 and 5 spring.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE), ('ladder', 'Three', 3, TRUE);
INSERT INTO pupil (pupil_id, date_of_birth) VALUES
  (1, DATE '2019-08-31'), (2, DATE '2019-09-01'), (3, DATE '2019-12-31'), (4, DATE '2020-01-01'), (5, DATE '2020-03-31'), (6, DATE '2020-04-01'), (7, NULL);
INSERT INTO enrolment VALUES
  (1, NULL, NULL, DATE '2026-01-05', DATE '9999-12-31', 1, 2),
  (2, NULL, NULL, DATE '2026-01-05', DATE '9999-12-31', 1, 3),
  (3, NULL, NULL, DATE '2026-01-05', DATE '9999-12-31', 1, 4),
  (4, NULL, NULL, DATE '2026-01-05', DATE '9999-12-31', 1, 5),
  (5, NULL, NULL, DATE '2026-01-05', DATE '9999-12-31', 1, 6),
  (6, NULL, NULL, DATE '2026-01-05', DATE '9999-12-31', 1, 7),
  (7, NULL, NULL, DATE '2026-01-05', DATE '9999-12-31', 1, 8);
