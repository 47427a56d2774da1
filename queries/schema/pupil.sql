-- One row per child. Names never come here: they stay with the staff lists.
CREATE TABLE pupil (
  pupil_id      BIGINT NOT NULL,
  date_of_birth DATE,
  sex           VARCHAR,  -- F, M, or NULL when not recorded
  pupil_premium BOOLEAN,
  fsm           BOOLEAN,
  sen_status    VARCHAR,  -- N none, K SEN support, E EHC plan
  eal           BOOLEAN,
  looked_after  BOOLEAN
);
