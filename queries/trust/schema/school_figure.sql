-- One row per figure that a school's own packs show or withhold: the whole school, a year group, or a year group on a
-- strand. A withheld one has no numbers: the roll-up never sees them.
CREATE TABLE school_figure (
  school       VARCHAR NOT NULL,
  school_order INTEGER NOT NULL,  -- by name
  measure      VARCHAR NOT NULL,  -- as in reference/measures.toml
  period       VARCHAR NOT NULL,
  dimension    VARCHAR NOT NULL,  -- 'school', 'year_group', or 'phase' where year groups are small
  grp          VARCHAR NOT NULL,
  grp_order    INTEGER NOT NULL,
  strand       VARCHAR NOT NULL,  -- '' where it is about none
  shown        BOOLEAN NOT NULL,
  n            BIGINT,
  numerator    BIGINT,
  denominator  BIGINT
);
