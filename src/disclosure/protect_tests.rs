//! Tests of the protection: each rule, and the harm without it.

use super::*;
use crate::measures::{Population, Tier, Unit};

const NONE: ReleaseRules = ReleaseRules { min_cohort: 0, min_mean: 0, small_count: 0 };

fn catalogue() -> Catalogue {
    Catalogue::embedded().expect("valid")
}

fn population(key: &str, value: &str) -> Population {
    Population::from([("period".to_owned(), "2025-26-summer".to_owned()), (key.to_owned(), value.to_owned())])
}

/// A figure as the computation would make it: x of n for counts and shares.
fn figure(measure: &str, population: Population, x: u64, n: u64) -> Figure {
    let catalogue = catalogue();
    let entry = catalogue.get(measure).expect("measure");
    let (value, denominator) = match entry.kind {
        Kind::Share | Kind::Ratio => (100.0 * x as f64 / n as f64, Some(n)),
        _ => (x as f64, None),
    };
    Figure {
        measure: measure.to_owned(),
        population,
        value: Some(value),
        unit: entry.unit,
        n: Some(n),
        numerator: Some(x),
        denominator,
        low: None,
        high: None,
        tier: None,
        status: Status::Ok,
    }
}

fn below(key: &str, value: &str, x: u64, n: u64) -> Figure {
    figure("screening.below_share", population(key, value), x, n)
}

fn statuses(figures: &[Figure], rules: &ReleaseRules) -> Vec<Status> {
    protect(figures, &catalogue(), rules).iter().map(ProtectedFigure::status).collect()
}

use Status::{Ok as Shown, Suppressed as Hidden};

#[test]
fn a_group_of_five_has_no_figure() {
    let rate = |pupils| {
        let mut rate = figure("attendance.rate", population("school", "All pupils"), 900, 1000);
        rate.n = Some(pupils);
        rate
    };
    let rules = ReleaseRules { min_mean: 0, ..ReleaseRules::default() };
    assert_eq!(statuses(&[rate(5)], &rules), [Hidden]);
    assert_eq!(statuses(&[rate(6)], &rules), [Shown]);
    // Harm: five children's pooled attendance is printed.
    assert_eq!(statuses(&[rate(5)], &NONE), [Shown]);
}

#[test]
fn a_share_or_mean_of_nine_is_hidden() {
    let nine = [below("school", "All pupils", 5, 9)];
    let only_means = ReleaseRules { min_mean: 10, ..NONE };
    assert_eq!(statuses(&nine, &only_means), [Hidden]);
    assert_eq!(statuses(&nine, &NONE), [Shown]);
    let mut change = figure("strand.mean_change", population("school", "All pupils"), 3, 9);
    change.population.insert("strand".to_owned(), "Being".to_owned());
    change.low = Some(1.0);
    change.high = Some(5.0);
    let protected = protect(&[change], &catalogue(), &ReleaseRules::default());
    let first = protected.iter().next().expect("figure");
    assert_eq!((first.value(), first.low(), first.high(), first.n()), (None, None, None, None));
}

#[test]
fn small_counts_small_rests_none_and_all_are_hidden() {
    let rules = ReleaseRules::default();
    for (x, expected) in
        [(0, Hidden), (1, Hidden), (4, Hidden), (5, Shown), (25, Shown), (26, Hidden), (29, Hidden), (30, Hidden)]
    {
        let one = [below("school", "All pupils", x, 30)];
        assert_eq!(statuses(&one, &rules), [expected], "{x} of 30");
        // Harm: 1 of 30 points at a child, 30 of 30 tells about every child.
        assert_eq!(statuses(&one, &NONE), [Shown], "{x} of 30");
    }
}

#[test]
fn how_many_were_screened_is_no_secret() {
    let coverage = [figure("screening.coverage", population("school", "All pupils"), 28, 30)];
    assert_eq!(statuses(&coverage, &ReleaseRules::default()), [Shown]);
}

#[test]
fn one_hidden_part_takes_another_with_it() {
    let of = |measure| figure(measure, population("school", "All pupils"), 0, 30);
    let part = |measure, x| Figure { numerator: Some(x), ..of(measure) };
    let parts = [part("screening.below_share", 17), part("screening.at_share", 10), part("screening.above_share", 3)];
    // Without the rule 30 − 17 − 10 gives the 3 away.
    assert_eq!(statuses(&parts, &ReleaseRules::default()), [Shown, Hidden, Hidden]);
}

#[test]
fn count_and_share_of_the_same_children_go_together() {
    // The share alone is hidden (n = 9); 5 of 9 would be read off the count.
    let school = || population("school", "All pupils");
    let figures = [figure("screening.below_pupils", school(), 5, 9), below("school", "All pupils", 5, 9)];
    let rules = ReleaseRules { min_mean: 10, ..NONE };
    assert_eq!(statuses(&figures, &rules), [Hidden, Hidden]);
    assert_eq!(statuses(&figures[..1], &rules), [Shown]);
}

#[test]
fn one_hidden_group_takes_the_next_smallest_with_it() {
    // 11 of 29 in all and 8 of 14 boys give 3 girls.
    let figures = [below("school", "All pupils", 11, 29), below("sex", "Girls", 3, 15), below("sex", "Boys", 8, 14)];
    assert_eq!(statuses(&figures, &ReleaseRules::default()), [Shown, Hidden, Hidden]);
    assert_eq!(statuses(&figures, &NONE), [Shown, Shown, Shown]);
}

#[test]
fn hidden_groups_must_not_be_small_together() {
    // 23 − 13 − 8 = 2: Reception and Year 1 have two between them.
    let figures = [
        below("school", "All pupils", 23, 110),
        below("year_group", "Reception", 0, 30),
        below("year_group", "Year 1", 2, 30),
        below("year_group", "Year 2", 13, 26),
        below("year_group", "Year 3", 8, 24),
    ];
    assert_eq!(statuses(&figures, &ReleaseRules::default()), [Shown, Hidden, Hidden, Shown, Hidden]);
}

#[test]
fn a_term_cannot_be_had_from_the_year_to_date() {
    let term = |period: &str, count, pupils| {
        let mut lost = figure("suspensions.sessions", population("school", "All pupils"), count, pupils);
        lost.population.insert("period".to_owned(), period.to_owned());
        lost
    };
    let figures = [
        term("2025-26", 60, 15),
        term("2025-26-autumn", 24, 7),
        term("2025-26-spring", 30, 8),
        term("2025-26-summer", 6, 2),
    ];
    // 60 − 24 − 30 would give the six sessions of two pupils.
    assert_eq!(statuses(&figures, &ReleaseRules::default()), [Shown, Hidden, Shown, Hidden]);
}

#[test]
fn a_hidden_count_is_not_printed_as_the_n_of_another() {
    // 7 of 10 suspended is hidden (3 were not), so "n = 7" must not be shown.
    let school = || population("school", "All pupils");
    let figures = [figure("suspensions.pupils", school(), 7, 10), figure("suspensions.count", school(), 9, 7)];
    assert_eq!(statuses(&figures, &ReleaseRules::default()), [Hidden, Hidden]);
}

#[test]
fn adults_are_counted_openly_but_small_courses_are_not() {
    let figures = [
        figure("staff.senior_leaders_trained", population("school", "x"), 1, 2),
        Figure {
            population: Population::from([("course".to_owned(), "All courses".to_owned())]),
            ..figure("family.completers", Population::new(), 3, 8)
        },
    ];
    assert_eq!(statuses(&figures, &ReleaseRules::default()), [Shown, Hidden]);
}

#[test]
fn too_little_data_about_a_small_group_is_not_told_apart() {
    let mut change = figure("support.mean_change", Population::new(), 0, 4);
    change.value = None;
    change.status = Status::NotEnoughData;
    change.tier = Some(Tier::T0);
    let many = Figure { n: Some(12), ..change.clone() };
    assert_eq!(statuses(&[change], &ReleaseRules::default()), [Hidden]);
    let protected = protect(&[many], &catalogue(), &ReleaseRules::default());
    let first = protected.iter().next().expect("figure");
    assert_eq!((first.status(), first.n()), (Status::NotEnoughData, None));
}

#[test]
fn an_unknown_measure_is_hidden() {
    let mut odd = below("school", "All pupils", 12, 30);
    odd.measure = "nobody.knows".to_owned();
    assert_eq!(statuses(&[odd], &NONE), [Hidden]);
}

#[test]
fn values_are_rounded_as_printed() {
    let school = || population("school", "All pupils");
    let mut rate = figure("attendance.rate", school(), 1887, 2000);
    rate.n = Some(20);
    // 94.35 % is held as 94.34999…; half away from zero is 94.4.
    let figures = [rate, below("school", "All pupils", 25, 200)];
    let protected = protect(&figures, &catalogue(), &ReleaseRules::default());
    let printed: Vec<(String, Option<u64>)> =
        protected.iter().map(|figure| (figure.text(), figure.numerator())).collect();
    // 12.5 % is printed as 13; the sessions behind a rate are not printed.
    assert_eq!(printed, [("94.4".to_owned(), None), ("13".to_owned(), Some(25))]);
    assert_eq!(round(-0.04, 1).to_string(), "0");
    assert_eq!(round(-2.25, 1), -2.3);
    assert_eq!(protected.iter().next().map(ProtectedFigure::unit), Some(Unit::Percent));
}

#[test]
fn protecting_twice_changes_nothing_and_order_does_not_matter() {
    let mut figures = vec![
        below("school", "All pupils", 23, 110),
        below("year_group", "Reception", 7, 30),
        below("year_group", "Year 1", 2, 30),
        below("year_group", "Year 2", 8, 26),
        below("year_group", "Year 3", 6, 24),
    ];
    let rules = ReleaseRules::default();
    let once = protect(&figures, &catalogue(), &rules);
    figures.reverse();
    let again = protect(&figures, &catalogue(), &rules);
    for figure in &once {
        assert_eq!(again.get(figure.measure(), figure.population()), Some(figure));
    }
    let missing = once.missing("attendance.rate", &Population::new());
    assert_eq!((missing.status(), missing.text()), (Status::NotAvailable, "–".to_owned()));
}
