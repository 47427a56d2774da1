-- One row per term and child placed both in it and in the most recent earlier term with a screening of the child, where
-- the two may be compared: how the working strand moved (up: to a later strand), and how the child moved against what is
-- expected (each time of the child's age then): caught_up from below to not below, fell_behind the other way, else same.
CREATE TABLE moved AS
SELECT f.period, f.previous_period, f.pupil_id,
       CASE WHEN n.working_order > b.working_order THEN 'up'
            WHEN n.working_order < b.working_order THEN 'down'
            ELSE 'stayed' END AS strand_move,
       CASE WHEN b.status = 'below' AND n.status <> 'below' THEN 'caught_up'
            WHEN b.status <> 'below' AND n.status = 'below' THEN 'fell_behind'
            ELSE 'same' END AS expectation_move
FROM screened_again f
JOIN status n ON n.period = f.period AND n.pupil_id = f.pupil_id
JOIN status b ON b.period = f.previous_period AND b.pupil_id = f.pupil_id
WHERE f.comparable AND n.status <> 'missing' AND b.status <> 'missing'
