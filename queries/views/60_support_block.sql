-- One row per period and block of one-to-one support that started in it (a block starting in the holidays belongs to the
-- term that follows): sessions planned, and sessions given from the session log or, where the log knows nothing of the
-- block, from the block's own record.
CREATE TABLE support_block AS
WITH block AS (
  SELECT p.period, i.source_id, i.source_row, i.pupil_id, i.intervention, i.target_strand, i.start_date, i.end_date,
         i.planned_sessions, i.sessions_attended,
         LEAST(COALESCE(i.end_date, p.to_date), r.as_of) AS counted_to
  FROM intervention i
  CROSS JOIN run_params r
  JOIN period p ON i.start_date BETWEEN p.opens_on AND p.to_date
  WHERE i.kind = 'one_to_one'
),
logged AS (
  SELECT b.period, b.source_id, b.source_row, COUNT(*) FILTER (WHERE s.attended) AS attended
  FROM block b
  JOIN intervention_session s ON s.pupil_id = b.pupil_id AND s.intervention = b.intervention
                             AND s.held_on BETWEEN b.start_date AND b.counted_to
  GROUP BY b.period, b.source_id, b.source_row
)
SELECT b.period, b.source_id, b.source_row, b.pupil_id, b.intervention,
       COALESCE(b.target_strand, 'Not recorded') AS target_strand, b.start_date, b.end_date, b.planned_sessions,
       COALESCE(l.attended, CAST(b.sessions_attended AS BIGINT), CAST(0 AS BIGINT)) AS given_sessions
FROM block b
LEFT JOIN logged l ON l.period = b.period AND l.source_id = b.source_id AND l.source_row = b.source_row
