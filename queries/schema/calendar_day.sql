-- One row per day of the school's calendar, holidays and weekends included: what no engine computes alike.
CREATE TABLE calendar_day (
  day        DATE    NOT NULL,
  monday     DATE    NOT NULL,  -- the Monday of its week
  weekday    INTEGER NOT NULL,  -- 1 Monday to 7 Sunday
  day_number INTEGER NOT NULL   -- running number of the day: differences are days
);
