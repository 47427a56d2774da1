-- One row per question of the Ambassador form that the school pasted in.
CREATE TABLE ambassador_question (
  form_year     VARCHAR,
  area          VARCHAR NOT NULL,  -- Environment, Leadership, Right-time, Reparative, Relationship
  reference     VARCHAR NOT NULL,
  question      VARCHAR NOT NULL,
  measure       VARCHAR,
  narrative     VARCHAR,
  evidence_file VARCHAR,
  source_id     INTEGER NOT NULL,
  source_row    INTEGER NOT NULL
);
