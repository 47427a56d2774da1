//! The sample school with one thing otherwise, for what it cannot show as it is: places drawn by lot, and a school that
//! screens few children besides those it supports.

use std::collections::BTreeSet;

use thrive_report::measures::{Figure, Tier};
use thrive_report::run::Request;

use super::expected::{impact_answers, population};
use super::{disagreements, figures_of_school, write_school};
use crate::binary;
use crate::sample_school::support::NEXT_STEP;
use crate::sample_school::{self, World};

/// Figures about the impact of support, which are all as the textbook has them.
fn impact_figures(world: &World) -> Vec<Figure> {
    let mut figures = figures_of_school(world, &Request::default());
    figures.retain(|figure| figure.measure.starts_with("impact"));
    let found = disagreements(&figures, &impact_answers(world));
    assert!(found.is_empty(), "{} are wrong, among them\n{}", found.len(), found[..found.len().min(10)].join("\n"));
    figures
}

fn of<'f>(figures: &'f [Figure], measure: &str) -> &'f Figure {
    let who = population(&[("period", "2025-26"), ("intervention", NEXT_STEP), ("target_strand", "Interdependence")]);
    figures.iter().find(|figure| figure.measure == measure && figure.population == who).expect("a figure")
}

#[test]
fn places_drawn_by_lot_carry_the_result_to_the_top_of_the_ladder() {
    let mut world = sample_school::world();
    world.by_lot = vec![NEXT_STEP];
    world.settings = world.settings.replace("[policy.impact]\n", "[policy.impact]\ndrawn_by_lot = [\"Next Step\"]\n");
    let figures = impact_figures(&world);
    let adjusted = of(&figures, "impact.adjusted");
    assert_eq!(adjusted.tier, Some(Tier::T4));
    assert!(adjusted.low.is_some_and(|low| low > 0.0), "{adjusted:?}");
    let folder = write_school(&world);
    let said = binary::run(folder.path());
    assert!(said.code < 2, "{said:?}");
    let pack = folder.path().join("packs").join(binary::TERM);
    let page = std::fs::read_to_string(pack.join("staff/one-to-one-impact.html")).expect("the pack has it");
    assert_eq!(page.matches("The support is likely to have made a difference").count(), 1);
    assert!(!binary::pack_text("staff/one-to-one-impact.html").contains("made a difference"), "without the lot");
}

#[test]
fn with_few_other_children_screened_part_of_what_is_expected_is_assumed_and_the_range_is_printed() {
    let mut world = sample_school::world();
    let next_step: BTreeSet<usize> =
        world.blocks.iter().filter(|block| block.support == NEXT_STEP).map(|block| block.pupil).collect();
    let supported: BTreeSet<usize> = world.blocks.iter().map(|block| block.pupil).collect();
    let others: BTreeSet<usize> =
        (0..world.pupils.len()).filter(|who| !supported.contains(who)).step_by(12).take(16).collect();
    world.screenings.retain(|row| next_step.contains(&row.pupil) || others.contains(&row.pupil));
    let figures = impact_figures(&world);
    let assumed = of(&figures, "impact.assumed");
    let (value, low, high) = (assumed.value.expect("a value"), assumed.low.expect("low"), assumed.high.expect("high"));
    assert!(low <= value && value <= high && low < high, "{assumed:?}");
    assert!(of(&figures, "impact.others").numerator.is_some_and(|others| (5..20).contains(&others)));
}
