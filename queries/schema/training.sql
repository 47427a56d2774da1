-- One row per member of staff and course completed.
CREATE TABLE training (
  staff_id      VARCHAR NOT NULL,
  course        VARCHAR NOT NULL,
  provider      VARCHAR,
  completed_on  DATE    NOT NULL,
  hours         DOUBLE,
  cpd_points    DOUBLE,
  licence_level VARCHAR,  -- NULL when the course gives no licence
  expires_on    DATE,
  source_id     INTEGER NOT NULL,
  source_row    INTEGER NOT NULL
);
