-- Six members of staff and what is asked of them, run on 10 March 2026. Used by staff_standing, staff_licences and
-- staff_training_due.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
-- Licences: 30 days ahead where the calendar has no next term. CPD: 4 points and 2 hours in 100 days. All staff: 200 days.
INSERT INTO staff_policy VALUES (30, 100, 4000, 2000, 200);
INSERT INTO all_staff_course VALUES ('Induction'), ('Yearly training');
INSERT INTO staff VALUES
  ('A', 'Head', TRUE, NULL, NULL, 1, 2), ('B', 'Mentor', FALSE, NULL, NULL, 1, 3),
  ('C', 'Mentor', FALSE, NULL, NULL, 1, 4), ('D', 'Teacher', FALSE, NULL, DATE '2025-12-31', 1, 5),
  ('E', 'Teacher', FALSE, DATE '2026-01-05', NULL, 1, 6), ('F', 'Teacher', FALSE, NULL, NULL, 1, 7);
INSERT INTO training VALUES
  -- A: to the last day of the Christmas holidays, and a second licence to 8 April.
  ('A', 'Practitioner', NULL, DATE '2022-01-10', 60, 30, 'Licensed Practitioner', DATE '2026-01-04', 2, 2),
  ('A', 'Trainer', NULL, DATE '2025-12-20', 6, 3.5, 'Trainer', DATE '2026-04-08', 2, 3),
  ('A', 'Update', NULL, DATE '2026-01-20', 1, 0.5, NULL, NULL, 2, 4),
  -- B: a licence without an end; enough points and no hours on record in the autumn, both in the spring.
  ('B', 'Practitioner', NULL, DATE '2025-11-03', NULL, 30, 'Licensed Practitioner', NULL, 2, 5),
  ('B', 'induction ', NULL, DATE '2025-08-25', 3, NULL, NULL, NULL, 2, 6),
  ('B', 'Update', NULL, DATE '2026-03-10', 2, 4, NULL, NULL, 2, 7),
  -- C: to the last day of the autumn term.
  ('C', 'Practitioner', NULL, DATE '2025-09-10', 60, 30, 'Licensed Practitioner', DATE '2025-12-19', 2, 8),
  ('C', 'Yearly training', NULL, DATE '2025-09-25', 3, 2, NULL, NULL, 2, 9),
  ('D', 'Induction', NULL, DATE '2025-09-01', 3, 2, NULL, NULL, 2, 10),
  -- E: trained the day after the run.
  ('E', 'Induction', NULL, DATE '2026-03-11', 3, 2, NULL, NULL, 2, 11);
-- 19 December (next term 5 January; CPD after 10 September, in January after 27 September; all staff after 2 June, 18 June):
--   licences A to 4 January: lapsing; B lasting; C to this day: lapsing. CPD: A 0; B 30 points, 0 hours: short; C on
--   25 September 2 points (10 September is too old): short. All staff B C D of A B C D F.
-- 10 March (no next term: 9 April; CPD after 30 November, then after 30 December; all staff after 22 August, 21 September):
--   A to 8 April: lapsing; B lasting; C lapsed. CPD: A 3.5 + 0.5 points, 7 hours: met, but on 9 April 0.5 points: lapsing;
--   B 4 points, 2 hours: met and stays. All staff of A B C E F: B (25 August, out of it by 9 April), C (25 September).
