-- One row: the school's rules for comparing attendance before and after support, and for telling half-terms apart.
CREATE TABLE attendance_params (
  short_weeks         INTEGER NOT NULL,  -- school weeks in the short window
  long_weeks          INTEGER NOT NULL,  -- school weeks in the long window
  gap_before_weeks    INTEGER NOT NULL,  -- whole school weeks between the window before and the start
  gap_after_weeks     INTEGER NOT NULL,  -- whole school weeks between the start and the window after
  min_sessions        INTEGER NOT NULL,  -- fewest possible sessions of a child in each window
  half_term_gap_days  INTEGER NOT NULL   -- school days further apart than this belong to two half-terms
);
