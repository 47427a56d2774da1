-- One row per strand with a limit of its own (policy): secure from this score or, where high is worse, up to it.
CREATE TABLE secure_score (
  instrument   VARCHAR NOT NULL,
  strand       VARCHAR NOT NULL,
  secure_score DOUBLE  NOT NULL
);
