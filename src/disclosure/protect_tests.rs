//! Tests of the protection: each rule, and the harm without it.

use std::sync::LazyLock;

use super::*;
use crate::measures::{Population, Tier, Unit};

const NONE: ReleaseRules = ReleaseRules { min_cohort: 0, min_mean: 0, small_count: 0 };

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded().expect("valid"));
    &CATALOGUE
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
    protect(figures, catalogue(), rules).iter().map(ProtectedFigure::status).collect()
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
    let protected = protect(&[change], catalogue(), &ReleaseRules::default());
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

/// The two bands and the three bands of one group, as counts and as shares.
fn bands(group: (&str, &str), below: u64, at: u64, n: u64) -> Vec<Figure> {
    let parts = [("below", below), ("at_or_above", n - below), ("at", at), ("above", n - below - at)];
    let of = |kind: &str| {
        let named = parts.iter().map(move |(name, x)| (format!("screening.{name}_{kind}"), *x));
        named.map(|(measure, x)| figure(&measure, population(group.0, group.1), x, n)).collect::<Vec<_>>()
    };
    [of("pupils"), of("share")].concat()
}

/// The catalogue without the lines that begin so: a rule turned off.
fn catalogue_without(key: &str) -> Catalogue {
    let lines = include_str!("../../reference/measures.toml").lines().filter(|line| !line.starts_with(key));
    Catalogue::parse(&lines.collect::<Vec<_>>().join("\n")).expect("valid")
}

fn statuses_by(catalogue: &Catalogue, figures: &[Figure]) -> Vec<Status> {
    protect(figures, catalogue, &ReleaseRules::default()).iter().map(ProtectedFigure::status).collect()
}

#[test]
fn two_bands_and_three_bands_never_give_each_other_away() {
    let n = 29;
    for below in 0..=n {
        for at in 0..=n - below {
            let found = statuses(&bands(("year_group", "Year 1"), below, at, n), &ReleaseRules::default());
            let (counts, shares) = found.split_at(4);
            assert_eq!(counts, shares, "{below} below, {at} at");
            let [two, rest, at_band, above] = counts else { panic!("four bands") };
            // Whether "below" may be read depends on itself and the rest alone.
            let expected = if (5..=n - 5).contains(&below) { Shown } else { Hidden };
            assert_eq!((*two, *rest), (expected, expected), "{below} below, {at} at");
            let three = [*two, *at_band, *above].iter().filter(|status| **status == Hidden).count();
            assert_ne!(three, 1, "{below} below, {at} at");
        }
    }
}

#[test]
fn the_finer_bands_go_first() {
    // 8 below, 4 at, 17 above: 29 − 17 − 8 would give the 4 away.
    let figures = &bands(("year_group", "Year 1"), 8, 4, 29)[..4];
    assert_eq!(statuses_by(catalogue(), figures), [Shown, Shown, Hidden, Hidden]);
    // Harm: the smallest goes first, which is what governors ask about.
    assert_eq!(statuses_by(&catalogue_without("gives_way"), figures), [Hidden, Hidden, Hidden, Shown]);
}

#[test]
fn the_rest_of_a_group_goes_with_a_hidden_band() {
    // Year 1 is hidden only because Year 2 is: 33 − 18 − 12 = 3.
    let mut figures = vec![
        below("school", "All pupils", 33, 88),
        below("year_group", "Year 1", 18, 29),
        below("year_group", "Year 2", 3, 29),
        below("year_group", "Year 3", 12, 30),
    ];
    figures.push(figure("screening.at_or_above_share", population("year_group", "Year 1"), 11, 29));
    assert_eq!(statuses_by(catalogue(), &figures), [Shown, Hidden, Hidden, Shown, Hidden]);
    // Harm: 29 − 11 is Year 1's 18, and 33 − 18 − 12 Year 2's 3.
    assert_eq!(statuses_by(&catalogue_without("parts"), &figures), [Shown, Hidden, Hidden, Shown, Shown]);
}

#[test]
fn who_is_in_no_group_is_a_group_too() {
    // One pupil has no class; 11 − 5 − 6 says that the pupil is not below.
    let of = |all: (u64, u64)| {
        [below("school", "All pupils", all.0, all.1), below("class", "Ash", 5, 14), below("class", "Elm", 6, 15)]
    };
    assert_eq!(statuses(&of((11, 30)), &ReleaseRules::default()), [Shown, Hidden, Shown]);
    assert_eq!(statuses(&of((11, 29)), &ReleaseRules::default()), [Shown, Shown, Shown]);
    assert_eq!(statuses(&of((20, 60)), &ReleaseRules::default()), [Shown, Shown, Shown]);
    // How many have no class is no secret.
    let roll = |group: (&str, &str), n| figure("roll.pupils", population(group.0, group.1), n, n);
    let counts = [roll(("school", "All pupils"), 30), roll(("class", "Ash"), 14), roll(("class", "Elm"), 15)];
    assert_eq!(statuses(&counts, &ReleaseRules::default()), [Shown, Shown, Shown]);
}

#[test]
fn a_hidden_class_among_many_pupils_without_one_hides_nothing_else() {
    // Only one class is known: its 3 are safe among the other 179 pupils.
    let figures = [below("school", "All pupils", 40, 208), below("class", "Ash", 3, 29)];
    assert_eq!(statuses(&figures, &ReleaseRules::default()), [Shown, Hidden]);
    // A class that is the school goes with it.
    let figures = [below("school", "All pupils", 9, 29), below("class", "Ash", 3, 29)];
    assert_eq!(statuses(&figures, &ReleaseRules::default()), [Hidden, Hidden]);
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
    let protected = protect(&[many], catalogue(), &ReleaseRules::default());
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
    let protected = protect(&figures, catalogue(), &ReleaseRules::default());
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
    let once = protect(&figures, catalogue(), &rules);
    figures.reverse();
    let again = protect(&figures, catalogue(), &rules);
    for figure in &once {
        assert_eq!(again.get(figure.measure(), figure.population()), Some(figure));
    }
    let missing = once.missing("attendance.rate", &Population::new());
    assert_eq!((missing.status(), missing.text()), (Status::NotAvailable, "–".to_owned()));
}

#[test]
fn each_number_to_the_nearest_five() {
    // The Handbook's table with its totals, each number by itself.
    let rules = PublicRules::default();
    let exact = [1, 0, 1, 3, 3, 6, 12, 20, 32, 16, 23, 39];
    assert_eq!(exact.map(|count| rules.nearest(count)), [0, 0, 0, 5, 5, 5, 10, 20, 30, 15, 25, 40]);
    // What a reader knows of a number that is printed as 0, or as 10 of so many that the percentage says nothing more.
    let between = |count: u64| {
        let all: Vec<u64> = (0..=60).filter(|other| rules.nearest(*other) == rules.nearest(count)).collect();
        let mut one = below("school", "All pupils", count, 1000);
        one.denominator = None;
        one.n = None;
        let told = rounded_between(&one, catalogue(), &rules);
        assert_eq!(told, (all[0] as f64, all[all.len() - 1] as f64));
        told
    };
    assert_eq!((between(1), between(11)), ((0.0, 2.0), (8.0, 12.0)));
    // Rounded up or down at will, but 0 and multiples kept, the bounds are wider: four to either side, nine where a step
    // more is allowed.
    let within = |printed: i64, less_than: i64| {
        let all: Vec<i64> = (0..60).filter(|count| (count - printed).abs() < less_than).collect();
        (all[0], all[all.len() - 1])
    };
    assert_eq!((within(0, 5), within(10, 5), within(15, 10)), ((0, 4), (6, 14), (6, 24)));
}
