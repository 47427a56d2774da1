-- One row per school folder: whether its packs were made, and what became of the rows of its files.
CREATE TABLE school_account (
  school       VARCHAR NOT NULL,
  school_order INTEGER NOT NULL,
  made         BOOLEAN NOT NULL,
  rows_read    BIGINT,            -- these are NULL where the packs were held back
  rows_kept    BIGINT,
  to_correct   BIGINT,            -- kinds of problem, as in data-quality.html
  to_look_at   BIGINT
);
