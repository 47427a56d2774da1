-- One row per child and session of support.
CREATE TABLE intervention_session (
  pupil_id     BIGINT  NOT NULL,
  intervention VARCHAR NOT NULL,
  held_on      DATE    NOT NULL,
  minutes      INTEGER,
  attended     BOOLEAN NOT NULL,
  source_id    INTEGER NOT NULL,
  source_row   INTEGER NOT NULL
);
