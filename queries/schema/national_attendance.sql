-- One row per published national figure of attendance: confirmed figures only. value is in thousandths of a percent.
CREATE TABLE national_attendance (
  family        VARCHAR NOT NULL,  -- census or daily: two series that are never mixed
  series        VARCHAR NOT NULL,  -- the release: census_autumn_spring, daily_year_to_date, …
  academic_year INTEGER NOT NULL,  -- 2025 means 2025/26
  from_date     DATE    NOT NULL,
  to_date       DATE    NOT NULL,
  phase         VARCHAR NOT NULL,
  measure       VARCHAR NOT NULL,
  value         BIGINT  NOT NULL,
  period_words  VARCHAR NOT NULL,  -- the period as it is printed
  is_ours       BOOLEAN NOT NULL   -- whether the phase is the school's
);
