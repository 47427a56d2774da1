-- One row per parent or carer and Family Thrive course.
CREATE TABLE family_participant (
  course            VARCHAR NOT NULL,
  leader            VARCHAR,
  participant_id    VARCHAR NOT NULL,
  pupil_id          BIGINT,
  sessions_recorded INTEGER NOT NULL,  -- sessions with any entry in the register
  sessions_attended INTEGER NOT NULL,
  survey_before     DOUBLE,
  survey_after      DOUBLE,
  source_id         INTEGER NOT NULL,
  source_row        INTEGER NOT NULL
);
