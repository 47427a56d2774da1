-- One row per course that counts as the training of all staff, by the school's policy.
CREATE TABLE all_staff_course (
  course VARCHAR NOT NULL  -- as the training record names it, capitals aside
);
