-- One row per member of staff. Names never come here.
CREATE TABLE staff (
  staff_id      VARCHAR NOT NULL,
  role          VARCHAR,
  senior_leader BOOLEAN,
  start_date    DATE,
  leaving_date  DATE,
  source_id     INTEGER NOT NULL,
  source_row    INTEGER NOT NULL
);
