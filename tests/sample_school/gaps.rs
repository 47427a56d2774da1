//! Which children have a gap: one strand that stays behind the child's others.
//!
//! Left to the spread of levels alone, three or four children of a class would be below expectation, low on everything,
//! and no figure of a year group could be shown without telling about single children. So a fixed number of each cohort
//! has a gap, most on one strand only; a cohort's gaps gather on a strand that differs from cohort to cohort.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};

use super::chance::Chance;
use super::people::Pupil;
use super::screening::{FALLEN_COHORT, LATE_COHORT, Mind, mean};
use super::support::{Block, CALM_START};

/// Gaps of one cohort.
struct Plan {
    /// September in which it started Reception.
    cohort: i16,
    /// Children with a gap before the strand expected of them. Those whom Calm Start helped come on top.
    children: usize,
    /// Their gaps on Being, Doing, Thinking, Power & Identity: where there are more of them than children, some have two.
    before: [usize; 4],
    /// Children with a gap on no strand but the one expected of them at the end.
    on_expected: usize,
}

const fn plan(cohort: i16, children: usize, before: [usize; 4], on_expected: usize) -> Plan {
    Plan { cohort, children, before, on_expected }
}

/// For [`FALLEN_COHORT`] these come among the many who are low on Being anyway.
const PLANS: [Plan; 8] = [
    plan(2018, 8, [2, 2, 2, 2], 4),
    plan(2019, 7, [2, 1, 1, 6], 6),
    plan(2020, 7, [2, 6, 1, 2], 6),
    plan(2021, 7, [2, 1, 6, 1], 6),
    plan(LATE_COHORT, 8, [1, 1, 5, 2], 5),
    plan(2023, 7, [2, 6, 2, 0], 6),
    plan(FALLEN_COHORT, 5, [0, 3, 2, 0], 6),
    plan(2025, 7, [2, 2, 5, 0], 6),
];

/// What is left of the differences between children once gaps are given.
const SPREAD: f64 = 0.65;

/// Mean and deviation of the level of a gap at the cohort's last screening: not quite secure by then.
const LEVEL: (f64, f64) = (51.5, 2.0);

/// From this level a strand counts as no gap when the children with a gap on the expected strand are chosen.
const SAFE: f64 = 63.0;

/// How much chance there is in who has a gap.
const LUCK: f64 = 9.0;

/// Of many streams, one by which five children or more are below in every year group and term, but for the class of which
/// few were screened.
const STREAM: u64 = 1510;

/// Gives the gaps, once it is known who is supported on which strand.
pub fn give(pupils: &[Pupil], minds: &mut [Mind], blocks: &[Block]) {
    let mut chance = Chance::new(STREAM);
    for strand in minds.iter_mut().flat_map(|mind| &mut mind.0) {
        *strand *= SPREAD;
    }
    for plan in &PLANS {
        let mut free: Vec<usize> = (0..pupils.len()).filter(|&who| pupils[who].cohort == plan.cohort).collect();
        let mut left = plan.before;
        // Children in support have the gap that their support is for, and no other.
        let mut others = plan.children;
        for block in blocks {
            let Some(at) = free.iter().position(|&who| who == block.pupil) else { continue };
            free.remove(at);
            deepen(&pupils[block.pupil], &mut minds[block.pupil], block.strand, &mut chance);
            if block.support != CALM_START {
                left[block.strand] = left[block.strand].saturating_sub(1);
                others -= 1;
            }
        }
        // Then others, low ones rather than high ones, each on the weakest strand that is still to be given.
        let lowest = |who: usize| minds[who].0[..4].iter().copied().fold(f64::MAX, f64::min);
        let order: BTreeMap<usize, f64> = free.iter().map(|&who| (who, lowest(who) + chance.normal(LUCK))).collect();
        free.sort_by(|a, b| order[a].total_cmp(&order[b]));
        let chosen: Vec<usize> = free.drain(..others).collect();
        let mut given = BTreeSet::new();
        for &who in chosen.iter().cycle().take(left.iter().sum()) {
            let open = (0..left.len()).filter(|&strand| left[strand] > 0 && !given.contains(&(who, strand)));
            let Some(weakest) = open.min_by(|&a, &b| minds[who].0[a].total_cmp(&minds[who].0[b])) else { continue };
            left[weakest] -= 1;
            given.insert((who, weakest));
            deepen(&pupils[who], &mut minds[who], weakest, &mut chance);
        }
        // On the expected strand: the weakest on it of those who have no gap before.
        let (last, expected) = at_the_end(plan.cohort);
        let safe = |who: usize, strand| mean(&pupils[who], strand, last) + minds[who].0[strand] >= SAFE;
        free.retain(|&who| (0..expected).all(|strand| safe(who, strand)));
        free.sort_by(|&a, &b| minds[a].0[expected].total_cmp(&minds[b].0[expected]));
        for &who in free.iter().take(plan.on_expected) {
            deepen(&pupils[who], &mut minds[who], expected, &mut chance);
        }
    }
}

/// Makes a strand a gap, if it is not lower already.
fn deepen(pupil: &Pupil, mind: &mut Mind, strand: usize, chance: &mut Chance) {
    let (last, _) = at_the_end(pupil.cohort);
    let gap = LEVEL.0 + chance.normal(LEVEL.1) - mean(pupil, strand, last);
    mind.0[strand] = mind.0[strand].min(gap);
}

/// A cohort's last screening, and the index of the strand expected of it then.
fn at_the_end(cohort: i16) -> (Date, usize) {
    let last = if cohort == 2018 { date(2025, 5, 12) } else { date(2026, 5, 11) };
    let year = last.year() - 1 - cohort;
    (last, if year <= 2 { 3 } else { 4 })
}
