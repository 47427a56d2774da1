//! What was planted about staff, families and the cost of support, found again in the figures, in words.

use super::figure;
use thrive_report::measures::{Figure, Status};

const YEAR: &str = "2025-26";
const SUMMER: &str = "2025-26-summer";

fn staff(measure: &str, period: &str) -> &'static Figure {
    figure(measure, &[("period", period)])
}

fn count(figure: &Figure) -> u64 {
    figure.numerator.expect("a count")
}

fn supported(measure: &str, programme: &str, strand: &str) -> &'static Figure {
    figure(measure, &[("period", YEAR), ("intervention", programme), ("target_strand", strand)])
}

fn of_all(measure: &str) -> &'static Figure {
    supported(measure, "All one-to-one support", "All strands")
}

#[test]
fn licences_that_run_out_in_the_holidays_run_out_before_the_next_term() {
    // ST13's to 31 August 2025, before the autumn term of 2 September.
    let summer_before = staff("staff.licences_lapsing", "2024-25-summer");
    assert_eq!((count(summer_before), summer_before.n), (1, Some(4)));
    // The calendar ends on 21 July 2026: sixty days ahead is 19 September, and two licences run to 31 August.
    let now = staff("staff.licences_lapsing", SUMMER);
    assert_eq!((count(now), now.n), (2, Some(3)));
    let lapsed = |period| count(staff("staff.licences_lapsed", period));
    assert_eq!((lapsed("2024-25-summer"), lapsed(SUMMER)), (0, 1), "run out is not running out");
}

#[test]
fn one_licence_holder_of_three_has_the_four_points_asked_for() {
    // The induction gives 2 points to each, the update 4 more to ST11; ST13's licence has run out.
    let met = staff("staff.cpd_met", SUMMER);
    assert_eq!((count(met), met.n), (1, Some(3)));
    assert_eq!(count(staff("staff.cpd_met", "2025-26-autumn")), 0, "before the update of March");
    assert_eq!(count(staff("staff.cpd_lapsing", SUMMER)), 0, "four points of March still count in September");
}

#[test]
fn training_for_all_staff_is_unknown_until_somebody_has_it() {
    let before = staff("staff.all_staff_share", "2024-25-summer");
    assert_eq!((before.value, before.status), (None, Status::NotAvailable));
    let now = staff("staff.all_staff_trained", SUMMER);
    assert_eq!((count(now), now.n), (20, Some(23)));
}

#[test]
fn ten_of_the_children_in_one_to_one_support_have_somebody_on_a_family_course() {
    let places = of_all("support.family_places");
    // 23 children of Calm Start and Talk Time, and 14 of Next Step, of whom nobody has.
    assert_eq!((count(places), places.n), (10, Some(37)));
}

#[test]
fn the_block_that_goes_on_has_cost_half() {
    // 20 sessions are planned at £21.50 each, and 10 were given.
    let talk = |measure| supported(measure, "Talk Time", "Thinking").value.expect("a sum");
    assert_eq!((talk("support.cost"), talk("support.cost_to_date")), (4386.0, 4171.0));
    let calm = |measure| supported(measure, "Calm Start", "Being").value.expect("a sum");
    assert_eq!(calm("support.cost"), calm("support.cost_to_date"), "every block has ended");
    let each = of_all("support.cost_per_child");
    // Next Step: a Wednesday and a Friday a week from 23 February to 27 March and from 13 April to 1 May, 16 sessions at
    // £21.50 for 14 children, less a Wednesday for the five who began on a Thursday or Friday.
    let next = supported("support.cost", "Next Step", "Interdependence").value.expect("a sum");
    assert_eq!(next, 21.5 * f64::from(16 * 14 - 5));
    assert!((each.value.expect("a mean") - (8299.0 + next) / 37.0).abs() < 1e-9, "{each:?}");
}

#[test]
fn three_practitioners_give_twelve_or_thirteen_blocks_each() {
    assert_eq!(count(of_all("support.practitioners")), 3, "the fourth has no licence any more");
    // 24 blocks, eight each, and 14 of Next Step: five, five and four. One who gives five has seven children from before, one
    // of them twice; the other has eight.
    assert_eq!(of_all("support.blocks_per_practitioner").value, Some(38.0 / 3.0));
    assert_eq!(count(of_all("support.most_children")), 13);
}

#[test]
fn families_answer_higher_after_the_course() {
    let all = figure("family.survey_change", &[("course", "All courses")]);
    assert_eq!((all.n, all.status), (Some(12), Status::Ok));
    assert!(all.low.expect("an interval") > 1.0, "each answer rose by one to three: {all:?}");
    let sessions = figure("family.sessions_attended", &[("course", "All courses")]);
    assert_eq!((count(sessions), sessions.n), (72, Some(15)));
}
