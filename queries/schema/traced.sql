-- One row per population whose records are asked for by a query of lineage/: empty in an ordinary run, and made anew for
-- each question. A key that the result does not have is NULL.
CREATE OR REPLACE TABLE traced (
  period        VARCHAR,
  point         VARCHAR,
  dimension     VARCHAR,
  grp           VARCHAR,
  strand        VARCHAR,
  band          VARCHAR,
  intervention  VARCHAR,
  target_strand VARCHAR,
  course        VARCHAR,
  half_term     VARCHAR,
  weekday       VARCHAR,
  week          VARCHAR,
  support_window VARCHAR,
  kind          VARCHAR,
  absence       VARCHAR,
  england_period VARCHAR
);
