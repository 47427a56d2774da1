-- One row: the school's policy numbers about screening.
CREATE TABLE screening_policy (
  screening_every_days INTEGER NOT NULL  -- longest time between two screenings of a child
);
