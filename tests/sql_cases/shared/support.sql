-- Five children with one-to-one support, run on 10 March 2026. Used by support and support_change.
INSERT INTO run_params VALUES (DATE '2026-03-10', '2025-26-spring', 'ladder', 60.0, 5, 120);
INSERT INTO term VALUES
  ('2025-26-autumn', 2025, 1, 4, 'Autumn term 2025/26', DATE '2025-09-02', DATE '2025-12-19'),
  ('2025-26-spring', 2025, 2, 5, 'Spring term 2025/26', DATE '2026-01-05', DATE '2026-03-27');
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE), ('ladder', 'Three', 3, TRUE);
INSERT INTO year_group VALUES (1, 'Year 1');
INSERT INTO pupil (pupil_id) VALUES (1), (2), (3), (4), (5);
INSERT INTO enrolment VALUES
  (1, 1, 'Ash', DATE '2025-03-01', DATE '9999-12-31', 1, 2), (2, 1, 'Ash', DATE '2025-03-01', DATE '9999-12-31', 1, 3),
  (3, 1, 'Ash', DATE '2025-03-01', DATE '9999-12-31', 1, 4), (4, 1, 'Ash', DATE '2025-03-01', DATE '9999-12-31', 1, 5),
  (5, 1, 'Ash', DATE '2025-03-01', DATE '9999-12-31', 1, 6);
-- A: log has 2 attended and 1 not: 2 given (the block's own 99 does not count). Two: individual 40 to 52.5, +12500.
-- B: no log: its own 7. Two, class, on the very days of start and end: 50 to 50, 0 (the individual baseline is too old).
-- C: starts in autumn, ends in spring: autumn's. No log: 5. One, class: 60 to 55.5, -4500.
-- D: starts in the Christmas holidays: spring's. No end, no plan. Log: 1 by the run's date. No pair.
-- E: group support: not counted.
-- F: no target strand, nothing recorded as given: 0. No pair.
-- G: a second block of child 1, spring. No log: 5. Two, individual: 52.5 (53 days before) to 60, +7500.
INSERT INTO intervention VALUES
  (1, 'Lego time', 'one_to_one', 'Two', DATE '2025-09-15', DATE '2025-11-14', 8, 99, NULL, NULL, 2, 2),
  (2, 'Lego time', 'one_to_one', 'Two', DATE '2025-09-15', DATE '2025-12-05', 10, 7, NULL, NULL, 2, 3),
  (3, 'Drawing', 'one_to_one', 'One', DATE '2025-11-03', DATE '2026-01-30', 6, 5, NULL, NULL, 2, 4),
  (3, 'Lego time', 'one_to_one', 'Two', DATE '2026-01-02', NULL, NULL, 3, NULL, NULL, 2, 5),
  (4, 'Circle', 'group', 'One', DATE '2026-01-12', DATE '2026-02-13', 6, 6, NULL, NULL, 2, 6),
  (5, 'Drawing', 'one_to_one', NULL, DATE '2026-02-02', DATE '2026-02-27', 4, NULL, NULL, NULL, 2, 7),
  (1, 'Lego time', 'one_to_one', 'Two', DATE '2026-01-12', DATE '2026-02-13', 5, 5, NULL, NULL, 2, 8);
INSERT INTO intervention_session VALUES
  (1, 'Lego time', DATE '2025-09-22', 20, TRUE, 3, 2), (1, 'Lego time', DATE '2025-09-29', 20, TRUE, 3, 3),
  (1, 'Lego time', DATE '2025-10-06', 20, FALSE, 3, 4),
  (3, 'Lego time', DATE '2026-01-08', 20, TRUE, 3, 5), (3, 'Lego time', DATE '2026-03-20', 20, TRUE, 3, 6);
INSERT INTO screening VALUES
  (1, DATE '2025-09-10', 'ladder', 'individual', 'Two', 40, NULL, NULL, 4, 2),
  (1, DATE '2025-09-12', 'ladder', 'class', 'Two', 45, NULL, NULL, 4, 3),
  (1, DATE '2025-11-14', 'ladder', 'class', 'Two', 47, NULL, NULL, 4, 4),
  (1, DATE '2025-11-20', 'ladder', 'individual', 'Two', 52.5, NULL, NULL, 4, 5),
  (1, DATE '2026-02-20', 'ladder', 'individual', 'Two', 60, NULL, NULL, 4, 6),
  (1, DATE '2026-02-16', 'ladder', 'individual', 'Two', NULL, NULL, NULL, 4, 7),
  (2, DATE '2025-04-01', 'ladder', 'individual', 'Two', 10, NULL, NULL, 4, 8),
  (2, DATE '2025-09-01', 'ladder', 'class', 'Two', 30, NULL, NULL, 4, 9),
  (2, DATE '2025-09-15', 'ladder', 'class', 'Two', 50, NULL, NULL, 4, 10),
  (2, DATE '2025-12-05', 'ladder', 'class', 'Two', 50, NULL, NULL, 4, 11),
  (2, DATE '2025-12-06', 'ladder', 'individual', 'Two', 90, NULL, NULL, 4, 12),
  (3, DATE '2025-10-10', 'ladder', 'class', 'One', 60, NULL, NULL, 4, 13),
  (3, DATE '2026-02-10', 'ladder', 'class', 'One', 55.5, NULL, NULL, 4, 14);
-- Year to date: Lego time A B D G: 4 blocks of 3 children, 2 + 7 + 1 + 5 = 15 given, planned unknown (D).
--   All: A B C D F G: 6 blocks of 4 children, 20 given. Pairs: A B C G, of 3 children:
--   before 40000 + 50000 + 60000 + 52500 = 202500; after 52500 + 50000 + 55500 + 60000 = 218000; change 15500;
--   squares 156250000 + 0 + 20250000 + 56250000 = 232750000.
-- Case studies: gains C -4500, B 0, G 7500, A 12500. Of four the lower one in the middle is B; the least is C.
