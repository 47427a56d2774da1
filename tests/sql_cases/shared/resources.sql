-- Practitioners, costs and families of one-to-one support, run on 10 March 2026. Used by support_resources,
-- practitioner_load and family_invitations.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO pupil (pupil_id) VALUES (1), (2), (3), (4), (5);
-- Child 5 left in February.
INSERT INTO enrolment VALUES
  (1, 1, 'Ash', DATE '2025-03-01', DATE '9999-12-31', 1, 2), (2, 1, 'Ash', DATE '2025-03-01', DATE '9999-12-31', 1, 3),
  (3, 1, NULL, DATE '2025-03-01', DATE '9999-12-31', 1, 4), (4, 1, 'Ash', DATE '2025-03-01', DATE '9999-12-31', 1, 5),
  (5, 1, 'Ash', DATE '2025-03-01', DATE '2026-02-20', 1, 6);
-- A: ended: all of 10000. B: ended with few sessions: all of 9000. C: ended: 5000. The three: Mrs Oak (1, 2), Mr Elm (3).
-- D: goes on, 2 of 6 sessions given: 2000 of 6000; Mrs Oak again, spelt otherwise. Child 1 a second time.
-- E: goes on, more given than planned: all of 4000; Mr Elm. F: goes on, no plan: its cost so far is not known; no name.
-- G: a group, not counted.
INSERT INTO intervention VALUES
  (1, 'Lego time', 'one_to_one', 'Two', DATE '2025-09-15', DATE '2025-11-14', 8, 8, 'Mrs Oak', 10000, 2, 2),
  (2, 'Lego time', 'one_to_one', 'Two', DATE '2025-09-15', DATE '2025-12-05', 10, 2, 'Mrs Oak ', 9000, 2, 3),
  (3, 'Drawing', 'one_to_one', 'One', DATE '2025-11-03', DATE '2026-01-30', 6, 5, 'Mr Elm', 5000, 2, 4),
  (1, 'Lego time', 'one_to_one', 'Two', DATE '2026-01-12', NULL, 6, 2, 'MRS OAK', 6000, 2, 5),
  (5, 'Lego time', 'one_to_one', 'Two', DATE '2026-01-12', NULL, 6, 7, 'Mr Elm', 4000, 2, 6),
  (4, 'Drawing', 'one_to_one', 'One', DATE '2026-01-19', DATE '2026-04-30', NULL, 3, ' ', 3000, 2, 7),
  (2, 'Circle', 'group', 'One', DATE '2026-01-12', DATE '2026-02-13', 6, 6, 'Mrs Oak', 100, 2, 8);
INSERT INTO family_participant VALUES
  ('Autumn 2025', NULL, 'P1', 2, 6, 6, NULL, NULL, 3, 2), ('Autumn 2025', NULL, 'P2', 2, 6, 0, NULL, NULL, 3, 3),
  ('Autumn 2025', NULL, 'P3', NULL, 6, 6, NULL, NULL, 3, 4), ('Spring 2026', NULL, 'P4', 3, 2, 2, NULL, NULL, 3, 5);
-- Year: Lego time A B D E: children 1 2 5, with a place 2; 29000, so far 10000 + 9000 + 2000 + 4000 = 25000; Oak 1 2, Elm 5.
--   Drawing C F: children 3 4, with a place 3; 8000, so far unknown; F has no name, so practitioners are not known.
--   All: six blocks of children 1 2 3 4 5, with a place 2 3; 37000.
-- To invite: 1 and 4 (5 has left); D goes on and began on 12 January, F goes on and began on 19 January.
