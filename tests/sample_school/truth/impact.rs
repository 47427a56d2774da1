//! What one-to-one support changed against what would have happened anyway, straight from what was invented: class
//! screenings around each block, and those of the children who had no support between them.

use jiff::civil::Date;

use super::super::World;
use super::super::calendar::plus;
use super::super::questionnaires::Questionnaire;
use super::super::screening::{Oddity, Row};
use super::super::support::Block;
use super::screening::screening_of;
use super::support::PAIR_WINDOW_DAYS;

/// A block with class screenings of a strand in two terms.
#[derive(Clone, Copy)]
pub struct ClassPair<'w> {
    /// The block.
    pub block: &'w Block,
    /// Indices of the two terms.
    pub terms: (usize, usize),
    /// Score before.
    pub before: f64,
    /// Score after.
    pub after: f64,
    /// Who gave the score after.
    pub scorer: &'w str,
}

/// Class screenings of a strand nearest to a block: the last one before it starts, the first one when it has ended.
pub fn class_pair<'w>(world: &'w World, block: &'w Block, strand: usize) -> Option<ClassPair<'w>> {
    let end = block.end?;
    let (mut before, mut after) = (None, None);
    for term in 0..world.terms.len() {
        let Some(row) = screening_of(world, block.pupil, term) else { continue };
        let Some(score) = row.scores[strand] else { continue };
        if plus(block.start, -PAIR_WINDOW_DAYS) <= row.date && row.date <= block.start {
            before = Some((term, score));
        }
        if row.date >= end && after.is_none() {
            after = Some((term, score, row.completed_by.as_str()));
        }
    }
    let ((first, before), (last, after, scorer)) = (before?, after?);
    Some(ClassPair { block, terms: (first, last), before: before as f64, after: after as f64, scorer })
}

/// Child, score before and score after of those screened in both terms without one-to-one support in between.
pub fn without_support(world: &World, terms: (usize, usize), strand: usize) -> Vec<(usize, f64, f64)> {
    let mut found = Vec::new();
    for child in 0..world.pupils.len() {
        let (Some(first), Some(last)) = (screening_of(world, child, terms.0), screening_of(world, child, terms.1))
        else {
            continue;
        };
        let (Some(before), Some(after)) = (first.scores[strand], last.scores[strand]) else { continue };
        let mut supported = false;
        for block in &world.blocks {
            let lasted = block.end.is_none_or(|end| end >= first.date);
            if block.pupil == child && block.kind == "One-to-one" && block.start <= last.date && lasted {
                supported = true;
            }
        }
        if !supported {
            found.push((child, before as f64, after as f64));
        }
    }
    found
}

/// Children without support from whom it can be seen how much of a distance from the average lasts.
pub const ENOUGH_FOR_RHO: usize = 20;

/// The share that lasts where there are fewer, by the sample's policy (the program's own), and the least and greatest that
/// are shown beside it.
pub const ASSUMED_RHO: (f64, [f64; 2]) = (0.6, [0.4, 0.8]);

/// Score after that is to be expected of a score before: the line of least squares through the children without
/// support, never steeper than 1 nor falling; through their average with the share assumed, where they are too few.
pub fn expected_after(others: &[(usize, f64, f64)], before: f64, assumed: Option<f64>) -> f64 {
    assert!(others.len() >= 5, "enough children show how scores rise");
    let (mut n, mut x, mut y, mut xx, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (_, first, last) in others {
        n += 1.0;
        x += first;
        y += last;
        xx += first * first;
        xy += first * last;
    }
    // Normal equations of y = a + c·x.
    let slope: f64 = (n * xy - x * y) / (n * xx - x * x);
    let lasts = if others.len() >= ENOUGH_FOR_RHO { slope.clamp(0.0, 1.0) } else { ASSUMED_RHO.0 };
    y / n + assumed.unwrap_or(lasts) * (before - x / n)
}

/// The two rows that a block's scores before and after come from: profiles where both are there, else class screenings.
pub fn scored<'w>(world: &'w World, block: &Block) -> Option<(&'w Row, &'w Row)> {
    let end = block.end?;
    let both = |rows: &'w [Row]| {
        let mut before: Option<&Row> = None;
        let mut after: Option<&Row> = None;
        for row in usable(rows, block) {
            if is_baseline(row.date, block) && before.is_none_or(|known| known.date < row.date) {
                before = Some(row);
            }
            if row.date >= end && row.date <= world.as_of && after.is_none_or(|known| known.date > row.date) {
                after = Some(row);
            }
        }
        before.zip(after)
    };
    both(&world.profiles).or_else(|| both(&world.screenings))
}

/// The score before a block that has ended and has no score after it.
pub fn lost(world: &World, block: &Block) -> Option<f64> {
    if block.end.is_none_or(|end| end > world.as_of) || scored(world, block).is_some() {
        return None;
    }
    let latest = |rows: &[Row]| {
        let dated = usable(rows, block).filter(|row| is_baseline(row.date, block)).max_by_key(|row| row.date)?;
        dated.scores[block.strand]
    };
    latest(&world.profiles).or_else(|| latest(&world.screenings)).map(|score| score as f64)
}

fn usable<'r>(rows: &'r [Row], block: &Block) -> impl Iterator<Item = &'r Row> {
    let (child, strand) = (block.pupil, block.strand);
    rows.iter()
        .filter(move |row| row.pupil == child && row.oddity != Oddity::MistypedUpn && row.scores[strand].is_some())
}

fn is_baseline(date: Date, block: &Block) -> bool {
    plus(block.start, -PAIR_WINDOW_DAYS) <= date && date <= block.start
}

/// Spread and reliability of a score, as the sample's settings give them.
pub const RELIABILITY: (f64, f64) = (10.0, 0.75);

/// What parents or teachers answered before and after a block, scored: who answered, the first and the last.
pub fn answered<'w>(world: &'w World, block: &Block) -> Option<(&'w Questionnaire, &'w Questionnaire)> {
    let end = block.end?;
    for informant in ["Parent", "Teacher"] {
        let of = || world.questionnaires.iter().filter(|row| row.pupil == block.pupil && row.informant == informant);
        let before = of().filter(|row| is_baseline(row.date, block)).max_by_key(|row| row.date);
        let after = of().filter(|row| row.date >= end && row.date > block.start).min_by_key(|row| row.date);
        if let (Some(before), Some(after)) = (before, after) {
            return Some((before, after));
        }
    }
    None
}

/// Difficulties to be expected of a child at high risk, less those found: the formula of the reference.
pub fn added_value(before: &Questionnaire, after: &Questionnaire) -> f64 {
    let emotional = before.difficulties[0] as f64;
    2.3 + 0.8 * before.total() as f64 + 0.2 * before.impact as f64 - 0.3 * emotional - after.total() as f64
}
