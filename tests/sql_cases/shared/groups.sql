-- Eight children, one tool of three strands, run in mid-spring. Used by coverage, development and pupils_below.
-- Policy: secure from 60; Year 1 is expected at strand 2 (Two), Year 2 at strand 3 (Three); Reception has no expectation.
-- Periods with a last day: 2025-26-autumn 19 Dec 2025; 2025-26-spring 10 Mar 2026 (the run's date, the term goes on).
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27'),
  ('2025-26-summer', 2025, 3, 6, 'Summer term 2025/26', DATE '2026-04-13', DATE '2026-07-21');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE), ('ladder', 'Three', 3, TRUE),
  ('other', 'Extra', 1, TRUE);
INSERT INTO expected_strand VALUES
  ('ladder', 1, 2, DATE '2000-01-01', DATE '9999-12-31'), ('ladder', 2, 3, DATE '2000-01-01', DATE '9999-12-31'),
  ('other', 1, 1, DATE '2000-01-01', DATE '9999-12-31');
INSERT INTO year_group VALUES (-1, 'Nursery'), (0, 'Reception'), (1, 'Year 1'), (2, 'Year 2');
--                     id  born  sex   PP     FSM   SEN   EAL    LAC
INSERT INTO pupil VALUES
  (1, NULL, 'F',  TRUE,  NULL, 'N',  TRUE,  FALSE),
  (2, NULL, 'M',  FALSE, NULL, 'K',  FALSE, TRUE),
  (3, NULL, 'F',  NULL,  NULL, 'E',  NULL,  NULL),
  (4, NULL, 'M',  TRUE,  NULL, NULL, NULL,  NULL),
  (5, NULL, 'M',  TRUE,  NULL, NULL, NULL,  NULL),
  (6, NULL, 'F',  FALSE, NULL, NULL, NULL,  NULL),
  (7, NULL, NULL, NULL,  NULL, NULL, NULL,  NULL),
  (8, NULL, 'M',  NULL,  NULL, NULL, NULL,  NULL);
-- 4 leaves on 13 February; 5 joins on 12 January; 6 moves from Ash to Oak on 31 January; 8 has no year group or class.
INSERT INTO enrolment VALUES
  (1, 1,    'Ash', DATE '2025-09-02', DATE '9999-12-31', 1, 2),
  (2, 1,    'Ash', DATE '2025-09-02', DATE '9999-12-31', 1, 3),
  (3, 2,    'Elm', DATE '2025-09-02', DATE '9999-12-31', 1, 4),
  (4, 2,    'Elm', DATE '2025-09-02', DATE '2026-02-13', 1, 5),
  (5, 2,    'Elm', DATE '2026-01-12', DATE '9999-12-31', 1, 6),
  (6, 1,    'Ash', DATE '2025-09-02', DATE '2026-01-30', 1, 7),
  (6, 1,    'Oak', DATE '2026-01-31', DATE '9999-12-31', 1, 8),
  (7, 0,    'Oak', DATE '2025-09-02', DATE '9999-12-31', 1, 9),
  (8, NULL, NULL,  DATE '2025-09-02', DATE '9999-12-31', 1, 10);
-- Autumn. Status by hand:
--   1: 70 50 40, first below 60 is Two = expected Two: at. (15 September is overtaken by 10 October.)
--   2: 50 65 30, working One, expected Two: below by 1.      3: 80 70 65, none below 60: last, Three = expected: at.
--   4: 80 55 61, working Two, expected Three: below by 1.    6: 61 60 59, working Three (60 is secure), exp. Two: above.
--   7: Reception: missing.                                   5: not on roll.      8: not screened.
INSERT INTO screening VALUES
  (1, DATE '2025-09-15', 'ladder', 'class', 'One', 10, NULL, NULL, 2, 2),
  (1, DATE '2025-09-15', 'ladder', 'class', 'Two', 10, NULL, NULL, 2, 3),
  (1, DATE '2025-09-15', 'ladder', 'class', 'Three', 10, NULL, NULL, 2, 4),
  (1, DATE '2025-10-10', 'ladder', 'class', 'One', 70, NULL, NULL, 2, 5),
  (1, DATE '2025-10-10', 'ladder', 'class', 'Two', 50, NULL, NULL, 2, 6),
  (1, DATE '2025-10-10', 'ladder', 'class', 'Three', 40, NULL, NULL, 2, 7),
  (2, DATE '2025-10-10', 'ladder', 'class', 'One', 50, NULL, NULL, 2, 8),
  (2, DATE '2025-10-10', 'ladder', 'class', 'Two', 65, NULL, NULL, 2, 9),
  (2, DATE '2025-10-10', 'ladder', 'class', 'Three', 30, NULL, NULL, 2, 10),
  (3, DATE '2025-10-10', 'ladder', 'class', 'One', 80, NULL, NULL, 2, 11),
  (3, DATE '2025-10-10', 'ladder', 'class', 'Two', 70, NULL, NULL, 2, 12),
  (3, DATE '2025-10-10', 'ladder', 'class', 'Three', 65, NULL, NULL, 2, 13),
  (4, DATE '2025-10-10', 'ladder', 'class', 'One', 80, NULL, NULL, 2, 14),
  (4, DATE '2025-10-10', 'ladder', 'class', 'Two', 55, NULL, NULL, 2, 15),
  (4, DATE '2025-10-10', 'ladder', 'class', 'Three', 61, NULL, NULL, 2, 16),
  (6, DATE '2025-10-10', 'ladder', 'class', 'One', 61, NULL, NULL, 2, 17),
  (6, DATE '2025-10-10', 'ladder', 'class', 'Two', 60, NULL, NULL, 2, 18),
  (6, DATE '2025-10-10', 'ladder', 'class', 'Three', 59, NULL, NULL, 2, 19),
  (7, DATE '2025-10-10', 'ladder', 'class', 'One', 40, NULL, NULL, 2, 20),
  (7, DATE '2025-10-10', 'ladder', 'class', 'Two', NULL, NULL, NULL, 2, 21);
-- Spring. Status by hand:
--   1: 75 62.5 58, working Three, expected Two: above. (20 March is after the run's date.)
--   2: 64 blank 50, no score for expected Two: missing.      3: only an individual profile and another tool: not screened.
--   4: screened, but left before the term's last day: in no figure.
--   5: 30 45.25 20, working One, expected Three: below by 2. 6: 58 60 70, working One, expected Two: below by 1.
--   7: Reception: missing.                                   8: no year group: missing.
INSERT INTO screening VALUES
  (1, DATE '2026-02-05', 'ladder', 'class', 'One', 75, NULL, NULL, 3, 2),
  (1, DATE '2026-02-05', 'ladder', 'class', 'Two', 62.5, NULL, NULL, 3, 3),
  (1, DATE '2026-02-05', 'ladder', 'class', 'Three', 58, NULL, NULL, 3, 4),
  (1, DATE '2026-03-20', 'ladder', 'class', 'One', 20, NULL, NULL, 3, 5),
  (2, DATE '2026-02-05', 'ladder', 'class', 'One', 64, NULL, NULL, 3, 6),
  (2, DATE '2026-02-05', 'ladder', 'class', 'Two', NULL, NULL, NULL, 3, 7),
  (2, DATE '2026-02-05', 'ladder', 'class', 'Three', 50, NULL, NULL, 3, 8),
  (3, DATE '2026-02-05', 'ladder', 'individual', 'One', 20, NULL, NULL, 3, 9),
  (3, DATE '2026-02-05', 'other', 'class', 'Extra', 20, NULL, NULL, 3, 10),
  (4, DATE '2026-02-05', 'ladder', 'class', 'One', 90, NULL, NULL, 3, 11),
  (5, DATE '2026-02-05', 'ladder', 'class', 'One', 30, NULL, NULL, 3, 12),
  (5, DATE '2026-02-05', 'ladder', 'class', 'Two', 45.25, NULL, NULL, 3, 13),
  (5, DATE '2026-02-05', 'ladder', 'class', 'Three', 20, NULL, NULL, 3, 14),
  (6, DATE '2026-02-06', 'ladder', 'class', 'One', 58, NULL, NULL, 3, 15),
  (6, DATE '2026-02-06', 'ladder', 'class', 'Two', 60, NULL, NULL, 3, 16),
  (6, DATE '2026-02-06', 'ladder', 'class', 'Three', 70, NULL, NULL, 3, 17),
  (7, DATE '2026-02-05', 'ladder', 'class', 'One', 45, NULL, NULL, 3, 18),
  (7, DATE '2026-02-05', 'ladder', 'class', 'Two', 20, NULL, NULL, 3, 19),
  (7, DATE '2026-02-05', 'ladder', 'class', 'Three', 10, NULL, NULL, 3, 20),
  (8, DATE '2026-02-05', 'ladder', 'class', 'One', 60, NULL, NULL, 3, 21),
  (8, DATE '2026-02-05', 'ladder', 'class', 'Two', 60, NULL, NULL, 3, 22),
  (8, DATE '2026-02-05', 'ladder', 'class', 'Three', 60, NULL, NULL, 3, 23);
-- 5 has an open plan and group support only; 6's plan is closed, one-to-one support runs without an end date.
INSERT INTO plan VALUES
  (5, NULL, 'home', 'One', DATE '2026-02-10', NULL, NULL, NULL, 4, 2),
  (6, NULL, 'one_to_one', 'One', DATE '2026-01-10', NULL, DATE '2026-03-01', NULL, 4, 3),
  (NULL, 'Oak', 'class', 'One', DATE '2026-01-10', NULL, NULL, NULL, 4, 4);
INSERT INTO intervention VALUES
  (5, 'Circle', 'group', 'One', DATE '2026-02-20', NULL, 6, NULL, NULL, NULL, 5, 2),
  (6, 'Lego time', 'one_to_one', 'One', DATE '2026-02-20', NULL, 6, NULL, NULL, NULL, 5, 3);
