-- One row per spell on roll in one year group and class. Spells of one child do not overlap.
CREATE TABLE enrolment (
  pupil_id   BIGINT  NOT NULL,
  year_order INTEGER,           -- NULL when the school gave no year group
  class_name VARCHAR,           -- NULL when not known for that time
  from_date  DATE    NOT NULL,
  to_date    DATE    NOT NULL,  -- last day on roll; 9999-12-31 while still on roll
  source_id  INTEGER NOT NULL,
  source_row INTEGER NOT NULL
);
