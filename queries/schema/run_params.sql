-- One row: what this run was asked for and the school's policy numbers.
CREATE TABLE run_params (
  as_of               DATE    NOT NULL,  -- the only "today" there is
  term_id             VARCHAR NOT NULL,  -- term the packs are about
  instrument          VARCHAR NOT NULL,  -- screening tool the policy is about ('thrive')
  secure_min          DOUBLE  NOT NULL,  -- a strand is secure from this score (percent)
  family_min_sessions INTEGER NOT NULL,  -- sessions that count as completing Family Thrive
  pair_window_days    INTEGER NOT NULL   -- oldest baseline before a support block starts
);
