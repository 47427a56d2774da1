-- One row per visit to the Thrive room or calm space.
CREATE TABLE room_use (
  used_on    DATE    NOT NULL,
  pupil_id   BIGINT,
  minutes    INTEGER,
  reason     VARCHAR,
  source_id  INTEGER NOT NULL,
  source_row INTEGER NOT NULL
);
