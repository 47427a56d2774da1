-- Two schools that show and one, Cole, that withholds who is below. Worked by hand:
--   below: Ash 40 of 100, Bay 30 of 60: 70 of 160 in 2 of 3 schools. With a result: 100 + 60 + 40 = 200, so at least
--   70/200 = 35.0 % and at most (70 + 200 - 160)/200 = 110/200 = 55.0 %.
--   Year 1: Ash 12 of 30; Bay withholds it; with a result 30 + 20 = 50: at least 24.0 %, at most 32/50 = 64.0 %.
--   attendance: (9,000 + 5,400) of (10,000 + 6,000) sessions; persistent: Ash 12 of 100, Bay withholds.
--   Dell's packs were held back.
INSERT INTO school_account (school, school_order, made, rows_read, rows_kept, to_correct, to_look_at) VALUES
  ('Ash', 0, true, 1000, 990, 2, 1), ('Bay', 1, true, 600, 600, 0, 0), ('Cole', 2, true, 400, 399, 1, 0),
  ('Dell', 3, false, NULL, NULL, NULL, NULL);
INSERT INTO school_figure
  (school, school_order, measure, period, dimension, grp, grp_order, strand, shown, n, numerator, denominator) VALUES
  ('Ash', 0, 'screening.coverage', 't', 'school', 'All pupils', 0, '', true, 110, 100, 110),
  ('Bay', 1, 'screening.coverage', 't', 'school', 'All pupils', 0, '', true, 60, 60, 60),
  ('Cole', 2, 'screening.coverage', 't', 'school', 'All pupils', 0, '', true, 50, 40, 50),
  ('Ash', 0, 'screening.coverage', 't', 'year_group', 'Year 1', 1, '', true, 32, 30, 32),
  ('Ash', 0, 'screening.assessed', 't', 'school', 'All pupils', 0, '', true, 100, 100, NULL),
  ('Bay', 1, 'screening.assessed', 't', 'school', 'All pupils', 0, '', true, 60, 60, NULL),
  ('Cole', 2, 'screening.assessed', 't', 'school', 'All pupils', 0, '', true, 40, 40, NULL),
  ('Ash', 0, 'screening.assessed', 't', 'year_group', 'Year 1', 1, '', true, 30, 30, NULL),
  ('Bay', 1, 'screening.assessed', 't', 'year_group', 'Year 1', 1, '', true, 20, 20, NULL),
  ('Ash', 0, 'screening.below_share', 't', 'school', 'All pupils', 0, '', true, 100, 40, 100),
  ('Bay', 1, 'screening.below_share', 't', 'school', 'All pupils', 0, '', true, 60, 30, 60),
  ('Cole', 2, 'screening.below_share', 't', 'school', 'All pupils', 0, '', false, NULL, NULL, NULL),
  ('Ash', 0, 'screening.below_share', 't', 'year_group', 'Year 1', 1, '', true, 30, 12, 30),
  ('Bay', 1, 'screening.below_share', 't', 'year_group', 'Year 1', 1, '', false, NULL, NULL, NULL),
  ('Ash', 0, 'attendance.rate', 'y', 'school', 'All pupils', 0, '', true, 100, 9000, 10000),
  ('Bay', 1, 'attendance.rate', 'y', 'school', 'All pupils', 0, '', true, 60, 5400, 6000),
  ('Ash', 0, 'attendance.persistent_share', 'y', 'school', 'All pupils', 0, '', true, 100, 12, 100),
  ('Bay', 1, 'attendance.persistent_share', 'y', 'school', 'All pupils', 0, '', false, NULL, NULL, NULL),
  ('Ash', 0, 'strand.below_share', 't', 'year_group', 'Year 1', 1, 'Being', true, 28, 15, 28),
  ('Bay', 1, 'strand.below_share', 't', 'year_group', 'Year 1', 1, 'Being', true, 20, 9, 20),
  ('Bay', 1, 'strand.below_share', 't', 'year_group', 'Year 1', 1, 'Doing', false, NULL, NULL, NULL);
