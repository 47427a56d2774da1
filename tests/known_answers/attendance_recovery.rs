//! What was planted in attendance comes out: the Calm Start children recover, and children to whom nothing was given
//! do not, though chosen on the same days from the same year groups.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use thrive_report::measures::Figure;
use thrive_report::run::Request;

use super::{ANSWERS, FIGURES, disagreements, figures_of_school, population};
use crate::sample_school::support::CALM_START;
use crate::sample_school::{self, World, truth};

/// What was added for attendance alone, so that its faults are named first.
#[test]
fn figures_over_time_and_beside_england_are_what_plain_loops_count() {
    let ours = ["attendance", "behaviour_change", "national_"];
    let mut found = disagreements(&FIGURES, &ANSWERS);
    found.retain(|line| ours.iter().any(|beginning| line.starts_with(beginning)));
    assert!(found.is_empty(), "{} are wrong, among them\n{}", found.len(), found[..found.len().min(20)].join("\n"));
}

const WEEKS: [&str; 2] = ["6 school weeks", "12 school weeks"];

fn of<'f>(figures: &'f [Figure], measure: &str, window: &str) -> &'f Figure {
    let who = population(&[("period", "2025-26"), ("intervention", CALM_START), ("support_window", window)]);
    let found = figures.iter().find(|figure| figure.measure == measure && figure.population == who);
    found.unwrap_or_else(|| panic!("no {measure} of {window}"))
}

#[test]
fn the_recovery_of_calm_start_is_found() {
    for window in WEEKS {
        let excess = of(&FIGURES, "attendance_change.excess", window);
        assert_eq!(excess.n, Some(12));
        assert!(excess.low.is_some_and(|low| low > 4.0), "{excess:?}");
        let before = of(&FIGURES, "attendance_change.before", window).value.expect("a rate");
        let after = of(&FIGURES, "attendance_change.after", window).value.expect("a rate");
        // 85.8 % and 93.8 % over the whole year; a window has fewer days.
        assert!((before - 85.8).abs() < 2.0 && (after - 93.8).abs() < 2.0, "{before} {after}");
    }
    let chance = of(&FIGURES, "attendance_change.chance", WEEKS[1]);
    assert!(chance.value.is_some_and(|chance| chance < 1.0), "{chance:?}");
}

/// The year before, these children were in school as others were: the third window says so, and the three do not agree.
#[test]
fn windows_that_disagree_are_said_to() {
    assert!(
        of(&FIGURES, "attendance_change.excess", "Same half-term last year").value.is_some_and(|excess| excess < 0.0)
    );
    let who = population(&[("period", "2025-26"), ("intervention", CALM_START)]);
    let words =
        FIGURES.iter().find(|figure| figure.measure == "attendance_agreement.words" && figure.population == who);
    assert_eq!(words.and_then(|figure| figure.value), Some(0.0), "no consistent change");
}

/// The sample with each Calm Start child of 2025/26 exchanged in the log for another of the same year group who never had
/// support. The register stays as it was.
fn placebo_school() -> World {
    let mut world = sample_school::world();
    let mut taken: BTreeSet<usize> = world.blocks.iter().map(|block| block.pupil).collect();
    let mut stand_in: BTreeMap<usize, usize> = BTreeMap::new();
    for block in world.blocks.iter().filter(|block| block.support == CALM_START && block.start > date(2025, 9, 1)) {
        let (year, start) = (world.pupils[block.pupil].cohort, block.start);
        let fits = |who: &usize| {
            let pupil = &world.pupils[*who];
            pupil.cohort == year && !taken.contains(who) && truth::on_roll(pupil, start) && pupil.left.is_none()
        };
        let other = (0..world.pupils.len()).find(fits).expect("a year group has others");
        taken.insert(other);
        stand_in.insert(block.pupil, other);
    }
    assert_eq!(stand_in.len(), 12);
    for block in world.blocks.iter_mut().filter(|block| block.support == CALM_START && block.start > date(2025, 9, 1)) {
        block.pupil = stand_in[&block.pupil];
    }
    world
}

#[test]
fn a_placebo_does_not_recover() {
    let figures = figures_of_school(&placebo_school(), &Request::default());
    for window in WEEKS {
        let excess = of(&figures, "attendance_change.excess", window);
        assert!(excess.low.is_some_and(|low| low < 0.0), "{window}: {excess:?}");
        let chance = of(&figures, "attendance_change.chance", window);
        assert!(chance.value.is_some_and(|chance| chance > 5.0), "{window}: {chance:?}");
    }
}
