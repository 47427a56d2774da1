-- One row per term and group with a child screened both in this term and in an earlier one: how many such children
-- (screened_twice); those whose two screenings may be compared and those left out because the informant or the norms
-- changed; the median of the days between the two, and how many waited longer than the school's policy says (NULL where
-- it says nothing). Children on roll on the term's last day.
SELECT g.period, g.dimension, g.grp, g.grp_order,
       COUNT(*) AS screened_twice,
       COUNT(*) FILTER (WHERE f.comparable) AS comparable,
       COUNT(*) FILTER (WHERE NOT f.comparable) AS left_out,
       MEDIAN(CAST(f.days_between AS DOUBLE)) AS median_days,
       CASE WHEN COUNT(y.screening_every_days) > 0
            THEN COUNT(*) FILTER (WHERE f.days_between > y.screening_every_days) END AS overdue
FROM population g
JOIN screened_again f ON f.period = g.period AND f.pupil_id = g.pupil_id
LEFT JOIN screening_policy y ON y.screening_every_days > 0
WHERE g.kind = 'term' AND g.on_roll_at_end
GROUP BY g.period, g.dimension, g.grp, g.grp_order
ORDER BY g.period, g.dimension, g.grp_order, g.grp
