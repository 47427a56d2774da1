-- One row per term of the school's own calendar, academic years in full.
CREATE TABLE term (
  term_id       VARCHAR NOT NULL,  -- '2025-26-summer'
  academic_year INTEGER NOT NULL,  -- 2025 means 2025/26
  term_no       INTEGER NOT NULL,  -- 1 to 3 (or 6) in the year
  ordinal       INTEGER NOT NULL,  -- running number over all years
  name          VARCHAR NOT NULL,  -- 'Summer term 2025/26'
  start_date    DATE    NOT NULL,
  end_date      DATE    NOT NULL   -- last school day
);
