//! Coverage, development status, strand profiles and change. Periods are terms.

use super::super::World;
use super::super::screening::{Oddity, Row};
use super::super::support::STRANDS;
use super::{SECURE_MIN, last_spell, members, on_roll, span};

/// Children on roll on the period's last day, and those of them who were screened.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// On roll on the last day.
    pub on_roll: i64,
    /// Of these, screened in the term.
    pub screened: i64,
}

/// Children by where they stand against the strand expected at their age.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Development {
    /// Screened in the term.
    pub screened: i64,
    /// Of these, with a score of the expected strand.
    pub assessed: i64,
    /// Working before the expected strand.
    pub below: i64,
    /// Working on it.
    pub at_expected: i64,
    /// Working after it.
    pub above: i64,
    /// Screened without a score of the expected strand.
    pub missing: i64,
}

/// Children working on one strand.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct WorkingStrand {
    /// With a score of the expected strand.
    pub assessed: i64,
    /// Of these, working on this strand.
    pub working: i64,
}

/// Scores of one strand.
#[derive(Debug, Default, PartialEq)]
pub struct StrandProfile {
    /// With a score.
    pub scored: i64,
    /// Middle score; the mean of the two middle ones where the number is even.
    pub median_score: f64,
    /// With a score of a strand that comes before the expected one.
    pub judged: i64,
    /// Of these, not secure.
    pub below: i64,
}

/// Change since the previous screening, in thousandths of a point.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct StrandChange {
    /// With both scores.
    pub pairs: i64,
    /// Sum of changes.
    pub sum_change: i64,
    /// Sum of squared changes.
    pub sum_sq_change: i64,
}

/// A child below the expected strand.
#[derive(Debug, PartialEq, Eq)]
pub struct Below {
    /// Unique pupil number.
    pub upn: String,
    /// Strands between the working and the expected one.
    pub gap: i64,
    /// The working strand.
    pub working_strand: &'static str,
    /// Score of the working strand.
    pub working_score: Option<i64>,
}

/// The child's class screening of a term: the latest row of the child that was accepted.
pub fn screening_of(world: &World, who: usize, term: usize) -> Option<&Row> {
    let mut latest: Option<&Row> = None;
    for row in &world.screenings {
        let accepted = row.oddity != Oddity::MistypedUpn;
        if row.pupil == who && accepted && world.terms[term].has(row.date) && row.date <= world.as_of {
            latest = match latest {
                Some(known) if known.date >= row.date => Some(known),
                _ => Some(row),
            };
        }
    }
    latest
}

/// Index of the strand expected of a year group: Power & Identity to Year 2, then Skills & Structure.
pub fn expected(year: i16) -> usize {
    if year <= 2 { 3 } else { 4 }
}

/// Index of the first strand that has a score and is not secure; else of the last.
pub fn working(row: &Row) -> usize {
    for (strand, score) in row.scores.iter().enumerate() {
        if score.is_some_and(|score| score < SECURE_MIN) {
            return strand;
        }
    }
    row.scores.len() - 1
}

fn term_index(world: &World, period: &str) -> usize {
    world.terms.iter().position(|term| term.id == period).expect("screening figures are for terms")
}

/// Children of the group on roll at the period's end: index, expected strand, screening.
fn screened<'w>(world: &'w World, period: &str, dimension: &str, group: &str) -> Vec<(usize, usize, Option<&'w Row>)> {
    let span = span(world, period);
    let term = term_index(world, period);
    let mut found = Vec::new();
    for who in members(world, span, dimension, group) {
        let pupil = &world.pupils[who];
        if on_roll(pupil, span.1) {
            let year = last_spell(pupil, span).expect("members have a spell").year;
            found.push((who, expected(year), screening_of(world, who, term)));
        }
    }
    found
}

/// On roll and screened.
pub fn coverage(world: &World, period: &str, dimension: &str, group: &str) -> Coverage {
    let mut answer = Coverage::default();
    for (_, _, row) in screened(world, period, dimension, group) {
        answer.on_roll += 1;
        answer.screened += i64::from(row.is_some());
    }
    answer
}

/// Below, at and above the expected strand.
pub fn development(world: &World, period: &str, dimension: &str, group: &str) -> Development {
    let mut answer = Development::default();
    for (_, expected, row) in screened(world, period, dimension, group) {
        let Some(row) = row else { continue };
        answer.screened += 1;
        if row.scores[expected].is_none() {
            answer.missing += 1;
            continue;
        }
        answer.assessed += 1;
        match working(row).cmp(&expected) {
            std::cmp::Ordering::Less => answer.below += 1,
            std::cmp::Ordering::Equal => answer.at_expected += 1,
            std::cmp::Ordering::Greater => answer.above += 1,
        }
    }
    answer
}

/// How many work on one strand.
pub fn working_strand(world: &World, period: &str, dimension: &str, group: &str, strand: &str) -> WorkingStrand {
    let mut answer = WorkingStrand::default();
    for (_, expected, row) in screened(world, period, dimension, group) {
        if let Some(row) = row.filter(|row| row.scores[expected].is_some()) {
            answer.assessed += 1;
            answer.working += i64::from(STRANDS[working(row)] == strand);
        }
    }
    answer
}

/// Scores of one strand, and how many are not secure before their expected strand.
pub fn strand_profile(world: &World, period: &str, dimension: &str, group: &str, strand: &str) -> StrandProfile {
    let strand = strand_index(strand);
    let mut answer = StrandProfile::default();
    let mut scores = Vec::new();
    for (_, expected, row) in screened(world, period, dimension, group) {
        let Some(score) = row.and_then(|row| row.scores[strand]) else { continue };
        scores.push(score);
        if strand < expected {
            answer.judged += 1;
            answer.below += i64::from(score < SECURE_MIN);
        }
    }
    scores.sort_unstable();
    answer.scored = scores.len() as i64;
    if !scores.is_empty() {
        let (low, high) = (scores[(scores.len() - 1) / 2], scores[scores.len() / 2]);
        answer.median_score = (low + high) as f64 / 2.0;
    }
    answer
}

/// Change of one strand since the child's most recent screening of an earlier term.
pub fn strand_change(world: &World, period: &str, dimension: &str, group: &str, strand: &str) -> StrandChange {
    let strand = strand_index(strand);
    let term = term_index(world, period);
    let mut answer = StrandChange::default();
    for (who, _, row) in screened(world, period, dimension, group) {
        let Some(now) = row else { continue };
        let before = (0..term).rev().find_map(|earlier| screening_of(world, who, earlier));
        let Some(before) = before else { continue };
        if let (Some(now), Some(before)) = (now.scores[strand], before.scores[strand]) {
            let change = (now - before) * 1000;
            answer.pairs += 1;
            answer.sum_change += change;
            answer.sum_sq_change += change * change;
        }
    }
    answer
}

/// Children below in the run's term: widest gap first, then lowest score, then UPN.
pub fn pupils_below(world: &World) -> Vec<Below> {
    let mut below = Vec::new();
    for (who, expected, row) in screened(world, &world.run_term, "school", "All pupils") {
        let Some(row) = row.filter(|row| row.scores[expected].is_some()) else { continue };
        let working = working(row);
        if working < expected {
            below.push(Below {
                upn: world.pupils[who].upn.clone(),
                gap: (expected - working) as i64,
                working_strand: STRANDS[working],
                working_score: row.scores[working],
            });
        }
    }
    below.sort_by(|a, b| (-a.gap, a.working_score, &a.upn).cmp(&(-b.gap, b.working_score, &b.upn)));
    below
}

fn strand_index(strand: &str) -> usize {
    STRANDS.iter().position(|name| *name == strand).expect("one of the six strands")
}
