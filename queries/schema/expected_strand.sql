-- One row per year group: the strand the school expects at that age (policy).
CREATE TABLE expected_strand (
  instrument     VARCHAR NOT NULL,
  year_order     INTEGER NOT NULL,  -- Nursery -1, Reception 0, Year 1 is 1
  expected_order INTEGER NOT NULL,
  valid_from     DATE    NOT NULL,
  valid_to       DATE    NOT NULL
);
