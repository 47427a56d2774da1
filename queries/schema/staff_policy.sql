-- One row: what the school asks of its staff.
CREATE TABLE staff_policy (
  licence_notice_days    INTEGER NOT NULL,  -- how far ahead licences are looked at where no next term is known
  cpd_window_days        INTEGER NOT NULL,  -- days over which CPD counts
  cpd_points_thousandths BIGINT,            -- CPD points asked for in them; NULL when the school sets none
  cpd_hours_thousandths  BIGINT,            -- hours asked for in them; NULL when the school sets none
  all_staff_window_days  INTEGER NOT NULL   -- days for which the training of all staff counts
);
