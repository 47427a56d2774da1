-- One row per age from which the school expects a strand (policy by age; then expected_strand is empty).
CREATE TABLE expected_at_age (
  instrument     VARCHAR NOT NULL,
  from_months    INTEGER NOT NULL,  -- age in completed months on the screening date
  expected_order INTEGER NOT NULL,
  valid_from     DATE    NOT NULL,
  valid_to       DATE    NOT NULL
);
