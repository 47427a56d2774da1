-- One row per strand of each screening instrument: the ends of its scale and, where somebody published them or the school
-- supplies them, how far pupils spread on it and how well two screenings of a pupil agree.
CREATE TABLE strand_scale (
  instrument  VARCHAR NOT NULL,
  strand      VARCHAR NOT NULL,
  min_score   DOUBLE,            -- NULL where it is not public
  max_score   DOUBLE,
  spread      DOUBLE,            -- standard deviation before support, in points of the scale
  reliability DOUBLE             -- correlation of two screenings a term apart, 0 to 1
);
