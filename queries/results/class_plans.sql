-- One row per period (term, and year to date): plans for a whole class opened and closed in it, and of those opened so
-- far how many are open on its last day and how many of these are past their date for review. No row at all when the
-- school gave no plan for a whole class.
SELECT p.period,
       COUNT(*) FILTER (WHERE n.opened_on BETWEEN p.start_date AND p.to_date) AS opened,
       COUNT(*) FILTER (WHERE n.closed_on BETWEEN p.start_date AND p.to_date) AS closed,
       COUNT(*) FILTER (WHERE n.opened_on <= p.to_date AND (n.closed_on IS NULL OR n.closed_on > p.to_date)) AS still_open,
       COUNT(*) FILTER (WHERE n.opened_on <= p.to_date AND (n.closed_on IS NULL OR n.closed_on > p.to_date)
                          AND n.review_on < p.to_date) AS overdue
FROM plan n
CROSS JOIN period p
WHERE n.plan_type = 'class'
GROUP BY p.period
ORDER BY p.period
