-- One row per strand (scale) of each screening instrument.
CREATE TABLE strand (
  instrument   VARCHAR NOT NULL,  -- 'thrive'
  strand       VARCHAR NOT NULL,  -- 'Being'
  strand_order INTEGER NOT NULL,  -- 1 is the earliest
  high_is_good BOOLEAN NOT NULL
);
