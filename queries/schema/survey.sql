-- One row per question, response and count of people who gave it.
CREATE TABLE survey (
  surveyed_on DATE    NOT NULL,
  respondent  VARCHAR NOT NULL,  -- pupil, parent, staff
  question    VARCHAR NOT NULL,
  response    VARCHAR NOT NULL,
  people      INTEGER NOT NULL,
  source_id   INTEGER NOT NULL,
  source_row  INTEGER NOT NULL
);
