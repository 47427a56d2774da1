-- One row per child and block of support.
CREATE TABLE intervention (
  pupil_id          BIGINT  NOT NULL,
  intervention      VARCHAR NOT NULL,  -- the school's name for it
  kind              VARCHAR NOT NULL,  -- one_to_one, group, class
  target_strand     VARCHAR,
  start_date        DATE    NOT NULL,
  end_date          DATE,              -- NULL while it goes on
  planned_sessions  INTEGER,
  sessions_attended INTEGER,
  practitioner      VARCHAR,
  cost_pence        BIGINT,
  source_id         INTEGER NOT NULL,
  source_row        INTEGER NOT NULL
);
