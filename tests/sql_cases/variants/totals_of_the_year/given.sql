-- A school without marks: totals of the whole year, one of them from holiday to holiday. The published days (8 September to
-- 10 July; autumn and spring) hold only part of a total, so the school's own figures are of its year to date.
INSERT INTO run_params VALUES (DATE '2026-07-31', '2025-26-summer', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27'),
  ('2025-26-summer', 2025, 3, 6, 'Summer term 2025/26', DATE '2026-04-13', DATE '2026-07-21');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO year_group VALUES (0, 'Reception'), (1, 'Year 1');
INSERT INTO pupil (pupil_id) VALUES (1), (2), (3);
INSERT INTO enrolment VALUES
  (1, 1, 'Ash', DATE '2025-09-02', DATE '9999-12-31', 1, 2), (2, 1, 'Ash', DATE '2025-09-02', DATE '9999-12-31', 1, 3),
  (3, 0, 'Oak', DATE '2025-09-02', DATE '9999-12-31', 1, 4);
-- 1 misses 38 of 380, a tenth; 2 misses 10 of 380; 3, who is four years old, 180 of 360, a half.
INSERT INTO attendance_summary VALUES
  (1, DATE '2025-09-01', DATE '2026-08-31', 380, 342, 30, 8, NULL, 2, 2),
  (2, DATE '2025-09-02', DATE '2026-07-21', 380, 370, 10, 0, NULL, 2, 3),
  (3, DATE '2025-09-02', DATE '2026-07-21', 360, 180, 100, 80, NULL, 2, 4);
INSERT INTO national_attendance VALUES
  ('daily', 'daily_year_to_date', 2025, DATE '2025-09-08', DATE '2026-07-10', 'primary', 'overall_absence', 5280, 'to July', TRUE),
  ('daily', 'daily_year_to_date', 2025, DATE '2025-09-08', DATE '2026-07-10', 'primary', 'illness_absence', 2790, 'to July', TRUE),
  ('census', 'census_autumn_spring', 2025, DATE '2025-08-01', DATE '2026-04-05', 'primary', 'overall_absence', 5160, 'autumn and spring', TRUE),
  ('census', 'census_full_year', 2023, DATE '2023-08-01', DATE '2024-07-31', 'primary', 'persistent_absence', 14600, '2023/24', TRUE);
-- Daily: all three. Possible 380 + 380 + 360; absent 38 + 10 + 180, with leave 30 + 10 + 100. Census: 1 and 2.
