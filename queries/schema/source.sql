-- One row per sheet that was read: what source_id means.
CREATE TABLE source (
  source_id INTEGER NOT NULL,
  sha256    VARCHAR NOT NULL,  -- of the file's bytes
  sheet     VARCHAR            -- NULL for delimited text
);
