-- One row per year group: its phase, and below which average size of the year groups phases stand in their place.
CREATE TABLE year_phase (
  year_order   INTEGER NOT NULL,  -- as in year_group
  phase        VARCHAR NOT NULL,  -- 'Years 1 and 2'
  phase_order  INTEGER NOT NULL,  -- order of its first year group
  phases_below INTEGER NOT NULL   -- school policy; 0: never
);
