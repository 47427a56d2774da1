-- One row per term, school, year group (or phase, where a school's year groups are small) and strand that it shows: pupils not yet secure (below) of those judged, and
-- the year group's pupils on roll and screened, where the school shows them. For the method that says where help is needed
-- first; never printed as it is.
SELECT s.period, s.school, s.school_order, s.grp AS year_group, s.grp_order, s.strand,
       s.denominator AS judged,
       s.numerator AS below,
       c.denominator AS on_roll
FROM school_figure s
LEFT JOIN school_figure c ON c.measure = 'screening.coverage' AND c.school = s.school AND c.period = s.period
                         AND c.dimension = s.dimension AND c.grp = s.grp AND c.shown
WHERE s.measure = 'strand.below_share' AND s.dimension IN ('year_group', 'phase') AND s.shown
ORDER BY s.period, s.strand, s.school_order, s.grp_order, s.grp
