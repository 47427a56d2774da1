-- One row per behaviour incident and child.
CREATE TABLE incident (
  pupil_id    BIGINT  NOT NULL,
  occurred_on DATE    NOT NULL,
  kind        VARCHAR,
  place       VARCHAR,
  session     VARCHAR,
  source_id   INTEGER NOT NULL,
  source_row  INTEGER NOT NULL
);
