-- One row per period (term, and year to date), as at its last day: staff whose licence runs out before the next term,
-- or has run out; licence holders who have the CPD that the school asks for (NULL where it asks for none), and those of
-- them who will not have it when the next term begins; staff with the training for all staff (NULL while nobody in the
-- school has any of its courses on record). No row at all when the school gave no staff list or no training records.
WITH known AS (
  SELECT DISTINCT p.period
  FROM period p
  JOIN training t ON t.completed_on <= p.to_date
  JOIN all_staff_course a ON LOWER(TRIM(a.course)) = LOWER(TRIM(t.course))
),
counted AS (
  SELECT period,
         COUNT(*) FILTER (WHERE licence IN ('lapsing', 'lasting')) AS licences_current,
         COUNT(*) FILTER (WHERE licence = 'lapsing') AS licences_lapsing,
         COUNT(*) FILTER (WHERE licence = 'lapsed') AS licences_lapsed,
         COUNT(cpd_met) AS judged,
         COUNT(*) FILTER (WHERE licence IN ('lapsing', 'lasting') AND cpd_met) AS cpd_met,
         COUNT(*) FILTER (WHERE licence IN ('lapsing', 'lasting') AND cpd_met AND NOT cpd_met_next) AS cpd_lapsing,
         COUNT(*) AS staff,
         COUNT(*) FILTER (WHERE all_staff IN ('lapsing', 'lasting')) AS all_staff_trained
  FROM staff_period
  GROUP BY period
)
SELECT c.period, c.staff, c.licences_current, c.licences_lapsing, c.licences_lapsed,
       CASE WHEN c.judged > 0 THEN c.cpd_met END AS cpd_met,
       CASE WHEN c.judged > 0 THEN c.cpd_lapsing END AS cpd_lapsing,
       CASE WHEN k.period IS NOT NULL THEN c.all_staff_trained END AS all_staff_trained
FROM counted c
LEFT JOIN known k ON k.period = c.period
WHERE EXISTS (SELECT 1 FROM training)
ORDER BY c.period
