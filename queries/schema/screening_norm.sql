-- One row per screening row whose sheet names the norms of its scores; other rows are on the tool's own norms.
CREATE TABLE screening_norm (
  source_id    INTEGER NOT NULL,
  source_row   INTEGER NOT NULL,
  norm_version VARCHAR NOT NULL
);
