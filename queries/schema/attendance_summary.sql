-- One row per child and period, where the school has totals and no marks.
CREATE TABLE attendance_summary (
  pupil_id     BIGINT  NOT NULL,
  from_date    DATE    NOT NULL,
  to_date      DATE    NOT NULL,
  possible     INTEGER NOT NULL,
  attended     INTEGER NOT NULL,
  authorised   INTEGER,
  unauthorised INTEGER,
  late         INTEGER,
  source_id    INTEGER NOT NULL,
  source_row   INTEGER NOT NULL
);
