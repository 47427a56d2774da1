-- One row per screening tool: what its scores are and what may be done with them.
CREATE TABLE instrument (
  instrument   VARCHAR NOT NULL,  -- 'thrive'
  unit         VARCHAR NOT NULL,  -- percent, raw, percentile or ordinal
  sequential   BOOLEAN NOT NULL,  -- the strands are steps: there is a working strand
  mean_allowed BOOLEAN NOT NULL,  -- an average of scores, or of changes, means something
  norm_version VARCHAR NOT NULL   -- of sheets that do not name their norms
);
