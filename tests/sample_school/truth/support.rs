//! Blocks of one-to-one support that start in a period, and what changed.

use jiff::civil::Date;

use super::super::World;
use super::super::calendar::plus;
use super::super::screening::{Oddity, Row};
use super::super::support::Block;
use super::span;

/// The name that stands for every programme.
pub const ALL: &str = "All one-to-one support";

/// Days before the start in which a score counts as "before".
pub const PAIR_WINDOW_DAYS: i32 = 120;

/// Blocks and sessions.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// Blocks that start in the period.
    pub blocks: i64,
    /// Children in them.
    pub children: i64,
    /// Sessions planned.
    pub planned_sessions: i64,
    /// Sessions given.
    pub given_sessions: i64,
}

/// Paired change on the target strand, in thousandths of a point.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SupportChange {
    /// Children with a score before and after a block.
    pub children: i64,
    /// Blocks with a score before and after.
    pub pairs: i64,
    /// Sum of scores before.
    pub sum_before: i64,
    /// Sum of scores after.
    pub sum_after: i64,
    /// Sum of changes.
    pub sum_change: i64,
    /// Sum of squared changes.
    pub sum_sq_change: i64,
    /// Pairs that rose.
    pub improved: i64,
    /// Pairs that did not change.
    pub unchanged: i64,
    /// Pairs that fell.
    pub fell: i64,
}

/// One-to-one blocks of a programme (or [`ALL`]) that start in a period. Small groups are not counted.
pub fn blocks_of<'w>(world: &'w World, period: &str, intervention: &str) -> Vec<&'w Block> {
    let span = span(world, period);
    let mut found = Vec::new();
    for block in &world.blocks {
        let named = intervention == ALL || block.support == intervention;
        if named && block.kind == "One-to-one" && span.0 <= block.start && block.start <= span.1 {
            found.push(block);
        }
    }
    found
}

fn children(blocks: &[&Block]) -> i64 {
    blocks.iter().map(|block| block.pupil).collect::<std::collections::BTreeSet<_>>().len() as i64
}

/// Blocks, children and sessions.
pub fn support(world: &World, period: &str, intervention: &str) -> Support {
    let blocks = blocks_of(world, period, intervention);
    let mut answer = Support { blocks: blocks.len() as i64, children: children(&blocks), ..Support::default() };
    for block in blocks {
        answer.planned_sessions += block.planned;
        answer.given_sessions += given(world, block, period);
    }
    answer
}

/// What stands behind the blocks of a period.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Resources {
    /// Children in the blocks with a parent or carer on a Family Thrive register.
    pub with_place: i64,
    /// Cost of the blocks in pence.
    pub cost: i64,
    /// What they have cost so far.
    pub cost_to_date: i64,
    /// Different practitioners.
    pub practitioners: i64,
    /// Children of the practitioner with most of them.
    pub most_children: i64,
}

/// Families, costs and practitioners of the blocks.
pub fn resources(world: &World, period: &str, intervention: &str) -> Resources {
    let mut answer = Resources::default();
    let blocks = blocks_of(world, period, intervention);
    let mut of_practitioner = std::collections::BTreeMap::<usize, std::collections::BTreeSet<usize>>::new();
    let mut with_place = std::collections::BTreeSet::new();
    for block in blocks {
        answer.cost += block.cost_pence;
        answer.cost_to_date += match block.end {
            Some(end) if end <= world.as_of => block.cost_pence,
            _ => {
                let came = |row: &&super::super::support::Session| {
                    let same = row.pupil == block.pupil && row.support == block.support && row.attended;
                    same && block.start <= row.date && row.date <= span(world, period).1
                };
                let given = world.sessions.iter().filter(came).count() as i64;
                // To the nearest penny, halves up.
                (2 * block.cost_pence * given.min(block.planned) + block.planned) / (2 * block.planned)
            }
        };
        of_practitioner.entry(block.practitioner).or_default().insert(block.pupil);
        if world.families.iter().any(|place| place.pupil == Some(block.pupil)) {
            with_place.insert(block.pupil);
        }
    }
    answer.with_place = with_place.len() as i64;
    answer.practitioners = of_practitioner.len() as i64;
    answer.most_children = of_practitioner.values().map(|children| children.len() as i64).max().unwrap_or(0);
    answer
}

/// Sessions of a block that the child came to: by the session log, or as the block says where that knows nothing of it.
pub fn given(world: &World, block: &Block, period: &str) -> i64 {
    let last = block.end.unwrap_or(span(world, period).1);
    let (mut logged, mut given) = (0, 0);
    for session in &world.sessions {
        let same = session.pupil == block.pupil && session.support == block.support;
        if same && block.start <= session.date && session.date <= last {
            logged += 1;
            given += i64::from(session.attended);
        }
    }
    if logged > 0 { given } else { block.attended }
}

/// Change of the target strand over the blocks.
pub fn support_change(world: &World, period: &str, intervention: &str) -> SupportChange {
    let mut paired = blocks_of(world, period, intervention);
    paired.retain(|block| pair(world, block).is_some());
    let mut answer = SupportChange { children: children(&paired), ..SupportChange::default() };
    for block in paired {
        let Some((before, after)) = pair(world, block) else { continue };
        let change = (after - before) * 1000;
        answer.pairs += 1;
        answer.sum_before += before * 1000;
        answer.sum_after += after * 1000;
        answer.sum_change += change;
        answer.sum_sq_change += change * change;
        match change.signum() {
            1 => answer.improved += 1,
            0 => answer.unchanged += 1,
            _ => answer.fell += 1,
        }
    }
    answer
}

/// Score before and after a block: by individual profiles where both are there, else by class screenings.
pub fn pair(world: &World, block: &Block) -> Option<(i64, i64)> {
    between(&world.profiles, world, block).or_else(|| between(&world.screenings, world, block))
}

fn between(rows: &[Row], world: &World, block: &Block) -> Option<(i64, i64)> {
    let end = block.end?;
    let oldest = plus(block.start, -PAIR_WINDOW_DAYS);
    let mut before: Option<(Date, i64)> = None;
    let mut after: Option<(Date, i64)> = None;
    for row in rows {
        let Some(score) = row.scores[block.strand] else { continue };
        if row.pupil != block.pupil || row.oddity == Oddity::MistypedUpn || row.date > world.as_of {
            continue;
        }
        if oldest <= row.date && row.date <= block.start && before.is_none_or(|(date, _)| date < row.date) {
            before = Some((row.date, score));
        }
        if row.date >= end && after.is_none_or(|(date, _)| date > row.date) {
            after = Some((row.date, score));
        }
    }
    Some((before?.1, after?.1))
}
