//! The same children at two screenings and more: flow, movement, trend within the year, year on year.

use super::super::World;
use super::screening::{expected, screening_of, working};
use super::{last_spell, members, on_roll, span};

/// Policy of the sample school, by default: days between two screenings.
const SCREENING_EVERY_DAYS: i32 = 150;

/// Children screened in a term and in an earlier one.
#[derive(Debug, Default, PartialEq)]
pub struct Flow {
    /// Screened in both; all by the teacher, so that all may be compared.
    pub screened_twice: i64,
    /// Middle of the days between.
    pub median_days: f64,
    /// Longer than the policy says.
    pub overdue: i64,
}

/// Children placed in a term and at their screening before.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Movement {
    /// Placed both times.
    pub placed_both: i64,
    /// Working strand later, same, earlier.
    pub strand: [i64; 3],
    /// From below to not below, from not below to below, neither.
    pub expectation: [i64; 3],
}

/// Children placed in every term of a year up to a term.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// How many.
    pub matched: i64,
    /// Of these, below at the point.
    pub below: i64,
}

/// Children placed in a term and in the same term of the year before.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// With a result this term.
    pub placed_now: i64,
    /// How many of them were followed.
    pub followed: i64,
    /// Of these, below a year ago.
    pub below_then: i64,
    /// Of these, below now.
    pub below_now: i64,
}

/// Working and expected strand of a child on roll at the end of a term, with a score of the expected strand.
fn placed(world: &World, who: usize, term: usize) -> Option<(usize, usize)> {
    let span = span(world, world.terms[term].id);
    let pupil = &world.pupils[who];
    if !on_roll(pupil, span.1) {
        return None;
    }
    let expected = expected(last_spell(pupil, span)?.year);
    let row = screening_of(world, who, term)?;
    row.scores[expected].map(|_| (working(row), expected))
}

fn below(placed: (usize, usize)) -> bool {
    placed.0 < placed.1
}

fn term_of(world: &World, period: &str) -> usize {
    world.terms.iter().position(|term| term.id == period).expect("a term of the sample")
}

/// Children of a group on roll at the end of the term and screened in it.
fn screened(world: &World, period: &str, dimension: &str, group: &str) -> Vec<usize> {
    let (span, term) = (span(world, period), term_of(world, period));
    let mut found = members(world, span, dimension, group);
    found.retain(|who| on_roll(&world.pupils[*who], span.1) && screening_of(world, *who, term).is_some());
    found
}

/// The last earlier term in which a child was screened.
fn before(world: &World, who: usize, term: usize) -> Option<usize> {
    (0..term).rev().find(|earlier| screening_of(world, who, *earlier).is_some())
}

/// Screened twice, and how far apart.
pub fn flow(world: &World, period: &str, dimension: &str, group: &str) -> Flow {
    let term = term_of(world, period);
    let mut days = Vec::new();
    for who in screened(world, period, dimension, group) {
        if let Some(earlier) = before(world, who, term) {
            let day = |term| screening_of(world, who, term).expect("screened").date;
            days.push((day(term) - day(earlier)).get_days());
        }
    }
    days.sort_unstable();
    let mut answer = Flow { screened_twice: days.len() as i64, ..Flow::default() };
    if !days.is_empty() {
        answer.median_days = f64::from(days[(days.len() - 1) / 2] + days[days.len() / 2]) / 2.0;
    }
    answer.overdue = days.iter().filter(|days| **days > SCREENING_EVERY_DAYS).count() as i64;
    answer
}

/// Moved against the strands and against what is expected.
pub fn movement(world: &World, period: &str, dimension: &str, group: &str) -> Movement {
    let term = term_of(world, period);
    let mut answer = Movement::default();
    for who in screened(world, period, dimension, group) {
        let Some(earlier) = before(world, who, term) else { continue };
        if let (Some(now), Some(then)) = (placed(world, who, term), placed(world, who, earlier)) {
            answer.placed_both += 1;
            answer.strand[if now.0 > then.0 {
                0
            } else if now.0 == then.0 {
                1
            } else {
                2
            }] += 1;
            let crossed = match (below(then), below(now)) {
                (true, false) => 0,
                (false, true) => 1,
                _ => 2,
            };
            answer.expectation[crossed] += 1;
        }
    }
    answer
}

/// The same children at one point of the year, for a term that comes after it or is it.
pub fn matched(world: &World, period: &str, point: &str, dimension: &str, group: &str) -> Matched {
    let (last, at) = (term_of(world, period), term_of(world, point));
    let year: Vec<usize> = (0..=last).filter(|term| world.terms[*term].id[..7] == period[..7]).collect();
    let mut answer = Matched::default();
    for who in screened(world, period, dimension, group) {
        if year.iter().all(|term| placed(world, who, *term).is_some()) {
            answer.matched += 1;
            answer.below += i64::from(placed(world, who, at).is_some_and(below));
        }
    }
    answer
}

/// The same children a year ago and now.
pub fn followed(world: &World, period: &str, year_ago: &str, dimension: &str, group: &str) -> Followed {
    let (now, then) = (term_of(world, period), term_of(world, year_ago));
    let mut answer = Followed::default();
    for who in screened(world, period, dimension, group) {
        let Some(here) = placed(world, who, now) else { continue };
        answer.placed_now += 1;
        if let Some(there) = placed(world, who, then) {
            answer.followed += 1;
            answer.below_then += i64::from(below(there));
            answer.below_now += i64::from(below(here));
        }
    }
    answer
}
