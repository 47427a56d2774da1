-- STAFF ONLY. One row per plan for a whole class that was open on a day of the run's academic year: what became of it by
-- the last day of the run's term.
SELECT n.class_name, n.target_strand, n.opened_on, n.review_on, n.closed_on, n.outcome,
       CASE WHEN n.closed_on <= p.to_date THEN 'closed'
            WHEN n.review_on < p.to_date THEN 'review overdue'
            ELSE 'open' END AS plan_status
FROM plan n
CROSS JOIN run_params r
JOIN period p ON p.period = r.term_id
JOIN period y ON y.kind = 'year' AND y.academic_year = p.academic_year
WHERE n.plan_type = 'class' AND n.opened_on <= p.to_date AND (n.closed_on IS NULL OR n.closed_on >= y.start_date)
ORDER BY n.opened_on, n.class_name, n.target_strand, n.source_id, n.source_row
