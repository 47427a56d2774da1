-- One row per plan: for a child (pupil_id) or for a class (class_name).
CREATE TABLE plan (
  pupil_id      BIGINT,
  class_name    VARCHAR,
  plan_type     VARCHAR NOT NULL,  -- class, one_to_one, home
  target_strand VARCHAR,
  opened_on     DATE    NOT NULL,
  review_on     DATE,
  closed_on     DATE,
  outcome       VARCHAR,
  source_id     INTEGER NOT NULL,
  source_row    INTEGER NOT NULL
);
