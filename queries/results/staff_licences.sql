-- STAFF ONLY. One row per member of staff in post at the end of the run's term who holds a licence or has held one: until
-- when, whether it runs out before the next term begins (next_on), CPD points and hours in the policy's days, and
-- whether that is what the school asks for, now and on next_on without more training. What runs out first comes first.
SELECT s.staff_id, s.role,
       CASE WHEN s.licence_until < DATE '9999-12-31' THEN s.licence_until END AS licence_until,
       s.licence, s.next_on, s.points / 1000e0 AS points, s.hours / 1000e0 AS hours,
       CASE WHEN s.cpd_met IS NULL THEN 'not_set'
            WHEN NOT s.cpd_met THEN 'short'
            WHEN NOT s.cpd_met_next THEN 'lapsing'
            ELSE 'met' END AS cpd
FROM staff_period s
JOIN run_params r ON r.term_id = s.period
WHERE s.licence <> 'none'
ORDER BY s.licence_until, s.staff_id
