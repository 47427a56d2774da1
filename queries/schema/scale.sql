-- One row per strand of each screening tool: the scale of its scores. NULL where the tool's owner does not publish it.
CREATE TABLE scale (
  instrument VARCHAR NOT NULL,
  strand     VARCHAR NOT NULL,
  min_score  DOUBLE,
  max_score  DOUBLE
);
