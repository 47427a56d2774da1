-- One row per attendance code and the dates it was in force with that meaning.
CREATE TABLE attendance_code (
  code       VARCHAR NOT NULL,
  valid_from DATE    NOT NULL,
  valid_to   DATE    NOT NULL,
  category   VARCHAR NOT NULL,  -- present, aea, authorised, unauthorised, not_possible, missing
  attended   INTEGER NOT NULL,  -- 1 when the session counts as attended
  possible   INTEGER NOT NULL,  -- 1 when the session counts as possible
  late       INTEGER NOT NULL   -- 1 for L and U
);
