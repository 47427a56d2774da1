-- One row per suspension or exclusion.
CREATE TABLE suspension (
  pupil_id   BIGINT  NOT NULL,
  start_date DATE    NOT NULL,
  sessions   INTEGER,
  kind       VARCHAR NOT NULL,  -- suspension, permanent, lunchtime
  reason     VARCHAR,
  source_id  INTEGER NOT NULL,
  source_row INTEGER NOT NULL
);
