-- One row per child, screening and strand. A blank score is a row with a NULL score.
CREATE TABLE screening (
  pupil_id     BIGINT  NOT NULL,
  screened_on  DATE    NOT NULL,
  instrument   VARCHAR NOT NULL,
  profile_type VARCHAR NOT NULL,  -- class, group, individual, home, behaviour, intensive
  strand       VARCHAR NOT NULL,
  score        DOUBLE,            -- on the instrument's own scale (Thrive: percent)
  respondent   VARCHAR,
  assessor     VARCHAR,
  source_id    INTEGER NOT NULL,
  source_row   INTEGER NOT NULL
);
