-- Plans for whole classes, run on 30 June 2025. Used by class_plans and class_plan_list.
-- Periods: 2023-24-summer and 2023-24, 2024-25-autumn, 2024-25-summer and 2024-25 (to 30 June).
INSERT INTO run_params VALUES (DATE '2025-06-30', '2024-25-summer', 'ladder', 60.0, 5, 120);
INSERT INTO strand VALUES ('ladder', 'One', 1, TRUE), ('ladder', 'Two', 2, TRUE);
INSERT INTO term VALUES
  ('2023-24-summer', 2023, 3, 3, 'Summer term 2023/24', DATE '2024-04-15', DATE '2024-07-23'),
  ('2024-25-autumn', 2024, 1, 4, 'Autumn term 2024/25', DATE '2024-09-03', DATE '2024-12-20'),
  ('2024-25-summer', 2024, 3, 6, 'Summer term 2024/25', DATE '2025-04-22', DATE '2025-07-22');
INSERT INTO pupil (pupil_id) VALUES (1);
-- Ash: opened and closed in summer 2024: in no list of 2024/25.
-- Elm: opened in summer 2024, closed on 3 September 2024, the first day of the year: still in the year's list.
-- Oak One: opened in the autumn, review on 1 June 2025, never closed: overdue in the summer, open in the autumn.
-- Oak Two: opened in the summer, review on 30 June, which is not past: open.
-- Fir: opened on 1 July 2025, after the run's date: nowhere. A child's plan is no class plan.
INSERT INTO plan VALUES
  (NULL, 'Ash', 'class', 'One', DATE '2024-04-20', DATE '2024-06-01', DATE '2024-06-03', 'Met', 1, 2),
  (NULL, 'Elm', 'class', 'Two', DATE '2024-06-20', DATE '2024-07-01', DATE '2024-09-03', 'Part', 1, 3),
  (NULL, 'Oak', 'class', 'One', DATE '2024-10-01', DATE '2025-06-01', NULL, NULL, 1, 4),
  (NULL, 'Oak', 'class', 'Two', DATE '2025-05-01', DATE '2025-06-30', NULL, NULL, 1, 5),
  (NULL, 'Fir', 'class', 'Two', DATE '2025-07-01', NULL, NULL, NULL, 1, 6),
  (1, NULL, 'one_to_one', 'One', DATE '2025-05-01', NULL, NULL, NULL, 1, 7);
