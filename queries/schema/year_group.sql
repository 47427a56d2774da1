-- One row per year group, in school order.
CREATE TABLE year_group (
  year_order INTEGER NOT NULL,  -- Nursery -1, Reception 0, Year 1 is 1
  name       VARCHAR NOT NULL   -- 'Year 1'
);
