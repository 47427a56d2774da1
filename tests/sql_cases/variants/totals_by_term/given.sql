-- One child with a total of each term, which do not say what was authorised, and one with marks. The total of autumn lies
-- wholly in the days of the census's autumn: that comparison is of the same days. It lies partly in those of the daily
-- series, from 8 September: that comparison is with the year to date.
INSERT INTO run_params VALUES (DATE '2026-03-27', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO attendance_code VALUES
  ('/', DATE '2006-09-01', DATE '9999-12-31', 'present', 1, 1, 0),
  ('I', DATE '2006-09-01', DATE '9999-12-31', 'authorised', 0, 1, 0);
INSERT INTO calendar_day VALUES
  (DATE '2025-12-01', DATE '2025-12-01', 1, 20423), (DATE '2026-02-02', DATE '2026-02-02', 1, 20486);
INSERT INTO pupil (pupil_id) VALUES (1), (2);
INSERT INTO enrolment VALUES
  (1, 1, 'Ash', DATE '2025-09-02', DATE '9999-12-31', 1, 2), (2, 1, 'Ash', DATE '2025-09-02', DATE '9999-12-31', 1, 3);
INSERT INTO attendance_summary VALUES
  (1, DATE '2025-09-02', DATE '2025-12-19', 140, 133, NULL, NULL, NULL, 2, 2),
  (1, DATE '2026-01-05', DATE '2026-03-27', 110, 99, NULL, NULL, NULL, 2, 3);
INSERT INTO attendance_mark VALUES
  (2, DATE '2025-12-01', 'AM', '/', 3, 2), (2, DATE '2026-02-02', 'AM', 'I', 3, 3);
INSERT INTO national_attendance VALUES
  ('census', 'census_autumn', 2025, DATE '2025-08-01', DATE '2025-12-31', 'primary', 'overall_absence', 5070, 'autumn', TRUE),
  ('daily', 'daily_year_to_date', 2025, DATE '2025-09-08', DATE '2026-03-13', 'primary', 'overall_absence', 5280, 'to March', TRUE);
-- Census, autumn: 140 + 1 possible, 7 absent. Daily, the year to date: 250 + 2 possible, 7 + 11 + 1 absent; of the year
-- child 1 missed 18 of 250, child 2 one of 2.
