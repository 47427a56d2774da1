-- One row per child, date and session. The code is as it stood in the register.
CREATE TABLE attendance_mark (
  pupil_id   BIGINT  NOT NULL,
  mark_date  DATE    NOT NULL,
  session    VARCHAR NOT NULL,  -- AM or PM
  code       VARCHAR NOT NULL,  -- '' when no mark was taken
  source_id  INTEGER NOT NULL,
  source_row INTEGER NOT NULL
);
