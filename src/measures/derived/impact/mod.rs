//! What changed for children who had one-to-one support, against what would
//! have been expected of them anyway.
//!
//! The change itself is that of `support_change`: the profile nearest to the
//! support. What it is compared with are class screenings: every child has
//! them, made by the same adults in the same weeks, and not by the adult who
//! gave the support. The tier decides which columns have a value at all:
//! nothing expected below T2, nothing about similar children below T3.

mod expected;
mod grading;
mod other_strands;
mod questionnaires;
mod records;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::rules::ImpactRules;
use crate::measures::compute::MeasureError;
use crate::statistics::ancova::Ancova;
use crate::statistics::attrition::{AttritionBand, lost_pupils};
use crate::statistics::ceiling::{ceiling, near_top};
use crate::statistics::dosage::{Sessions, dosage, kendall_tau};
use crate::statistics::moments::differences;
use crate::statistics::multiplicity::holm;
use crate::statistics::paired::paired;
use crate::statistics::reliable_change::Scale;
use crate::statistics::signed_rank::signed_rank;
use crate::statistics::tier::Tier;
use crate::store::{ResultSet, Value};
use expected::{Beyond, Similar, beyond, reached, similar};
use grading::{Grounds, limit, one_scale};
use records::{Block, Group, Pair, Records, children, count, records};

/// Columns of one row, by name.
type Cells = Vec<(&'static str, Value)>;

/// One row per period, intervention and target strand, and one for all
/// support of a period together; and one per other strand of each.
pub(super) fn impact(
    results: &BTreeMap<String, ResultSet>,
    rules: &ImpactRules,
) -> Result<(ResultSet, ResultSet), MeasureError> {
    let records = records(results)?;
    let mut found: Vec<(Group<'_>, Cells, Option<f64>)> = Vec::new();
    let mut strands = Vec::new();
    for (group, blocks) in &records.blocks {
        let pairs = records.pairs.get(group).map(Vec::as_slice).unwrap_or_default();
        let (cells, tier, p) = row(group, blocks, pairs, &records, rules);
        if !group.is_all && tier >= Tier::T2 {
            strands.extend(other_strands::rows(group, pairs, &records.comparison, rules));
        }
        found.push((*group, cells, p));
    }
    let stands = beyond_luck(&found, rules);
    let rows = found.into_iter().zip(stands).map(|((_, mut cells, _), stands)| {
        cells.push(("beyond_luck", stands.map_or(Value::Null, |stands| Value::Int(i64::from(stands)))));
        cells
    });
    Ok((table(rows.collect()), table(strands)))
}

/// Whether each finding stands when all the kinds of support of its period
/// are looked at together (Holm). The row of all support is no kind of its own.
fn beyond_luck(found: &[(Group<'_>, Cells, Option<f64>)], rules: &ImpactRules) -> Vec<Option<bool>> {
    let mut periods: BTreeMap<&str, Vec<(usize, f64)>> = BTreeMap::new();
    for (at, (group, _, p)) in found.iter().enumerate() {
        if let Some(p) = p.filter(|_| !group.is_all) {
            periods.entry(group.period).or_default().push((at, p));
        }
    }
    let mut stands = vec![None; found.len()];
    for tested in periods.into_values() {
        let values: Vec<f64> = tested.iter().map(|(_, p)| *p).collect();
        for ((at, _), adjusted) in tested.iter().zip(holm(&values).unwrap_or_default()) {
            if let Some(place) = stands.get_mut(*at) {
                *place = Some(100.0 * adjusted <= rules.luck_percent);
            }
        }
    }
    stands
}

/// Cells of one group, its tier, and the p of its headline where the tier has one.
fn row(
    group: &Group<'_>,
    blocks: &[Block<'_>],
    pairs: &[Pair<'_>],
    records: &Records<'_>,
    rules: &ImpactRules,
) -> (Cells, Tier, Option<f64>) {
    let target: Vec<Pair<'_>> = pairs.iter().filter(|pair| pair.is_target).copied().collect();
    let found = beyond(&target, &records.comparison, rules);
    // Different strands have no common scale on which groups could be alike.
    let alike = if group.is_all { None } else { similar(&target, &records.comparison) };
    let grounds = Grounds { blocks, pairs: &target, beyond: found.as_ref(), similar: alike.as_ref() };
    let graded = grounds.graded(rules);
    let tier = graded.tier;
    let mut cells = vec![
        ("period", Value::Text(group.period.to_owned())),
        ("intervention", Value::Text(group.intervention.to_owned())),
        ("target_strand", Value::Text(group.target_strand.to_owned())),
        ("children", count(children(blocks.iter().map(|block| block.pupil)))),
        ("followed_up", count(grounds.followed_up())),
        ("tier", Value::Int(tier as i64)),
        ("limit", Value::Int(limit(&graded))),
    ];
    cells.extend(change_cells(blocks));
    cells.extend(expected_cells(found.as_ref().filter(|_| tier >= Tier::T2)));
    cells.extend(similar_cells(alike.as_ref().filter(|_| tier >= Tier::T3)));
    let crossing = records.secure_min.filter(|_| tier >= Tier::T2);
    let crossing = crossing.and_then(|secure| reached(&target, &records.comparison, secure));
    cells.push(("began_below", crossing.map_or(Value::Null, |crossing| count(crossing.below))));
    cells.push(("reached", crossing.map_or(Value::Null, |crossing| count(crossing.reached))));
    cells.push(("reached_expected", real(crossing.and_then(|crossing| crossing.expected))));
    cells.extend(lost_cells(blocks, &grounds));
    cells.extend(session_cells(blocks));
    let sdq = records.questionnaires.get(group).and_then(|found| questionnaires::added(found, rules));
    let value = sdq.as_ref().and_then(|sdq| sdq.as_ref().ok());
    cells.push(("sdq_children", value.map_or(Value::Null, |value| count(value.n))));
    let answered = records.questionnaires.get(group).map(Vec::as_slice).unwrap_or_default();
    let answered = children(answered.iter().map(|found| found.pupil));
    cells.push(("sdq_pupils", if answered > 0 { count(answered) } else { Value::Null }));
    cells.push(("sdq", real(value.map(|value| value.mean))));
    cells.push(("sdq_low", real(value.map(|value| value.known_sd.low))));
    cells.push(("sdq_high", real(value.map(|value| value.known_sd.high))));
    cells.push(("sdq_refused", sdq.and_then(Result::err).map_or(Value::Null, Value::Int)));
    let p = match tier {
        Tier::T0 | Tier::T1 => None,
        Tier::T2 => found.and_then(|found| found.excess.p),
        Tier::T3 | Tier::T4 => alike.and_then(|alike| alike.fit).map(|fit| fit.p),
    };
    (cells, tier, p)
}

/// The scores before and after support by themselves.
fn change_cells(blocks: &[Block<'_>]) -> Cells {
    let pairs: Vec<(f64, f64)> = blocks.iter().filter_map(|block| block.pair).collect();
    let summary = paired(&pairs);
    let changes = differences(&pairs).unwrap_or_default();
    let ranks = signed_rank(&changes);
    let effect = summary.as_ref().and_then(|summary| summary.effects).map(|effects| effects.g_av);
    let change = summary.as_ref().map(|summary| summary.change);
    let changed: Vec<bool> = blocks.iter().filter_map(|block| block.rater_changed).collect();
    let mut cells = vec![
        ("change", real(change.map(|change| change.mean))),
        ("change_low", real(change.map(|change| change.interval.low))),
        ("change_high", real(change.map(|change| change.interval.high))),
        ("median_change", real(ranks.map(|ranks| ranks.estimate))),
        ("median_low", real(ranks.map(|ranks| ranks.interval.low))),
        ("median_high", real(ranks.map(|ranks| ranks.interval.high))),
        ("effect", real(effect.map(|effect| effect.value))),
        ("effect_low", real(effect.map(|effect| effect.interval.low))),
        ("effect_high", real(effect.map(|effect| effect.interval.high))),
        ("raters_known", count(changed.len())),
        ("rater_changed", count(changed.iter().filter(|changed| **changed).count())),
    ];
    let scale = one_reliability(blocks);
    let reliable = scale.map(|scale| scale.count(&changes));
    let ends = one_scale(blocks);
    let room = ends.and_then(|ends| ceiling(&pairs, ends)).and_then(|found| found.change_with_room);
    let has_room = |block: &&Block<'_>| block.pair.zip(ends).is_some_and(|(pair, ends)| !near_top(pair.0, ends));
    let with_room = children(blocks.iter().filter(has_room).map(|block| block.pupil));
    // Nobody is scored on no scale; on several there is no one top.
    let known = ends.is_some() || pairs.is_empty();
    cells.push(("room_children", if known { count(with_room) } else { Value::Null }));
    cells.push(("change_with_room", real(room)));
    let scored = children(blocks.iter().filter(|block| block.pair.is_some()).map(|block| block.pupil));
    cells.push(("reliable_children", reliable.map_or(Value::Null, |_| count(scored))));
    cells.push(("reliably_rose", reliable.map_or(Value::Null, |reliable| count(reliable.improved))));
    cells.push(("reliably_fell", reliable.map_or(Value::Null, |reliable| count(reliable.deteriorated))));
    cells
}

/// The spread and reliability that all the pairs share.
fn one_reliability(blocks: &[Block<'_>]) -> Option<Scale> {
    let mut paired = blocks.iter().filter(|block| block.pair.is_some());
    let first = paired.next()?.reliability?;
    paired.all(|block| block.reliability == Some(first)).then_some(first)
}

fn expected_cells(found: Option<&Beyond>) -> Cells {
    let of = |value: fn(&Beyond) -> f64| real(found.map(value));
    vec![
        ("compared", found.map_or(Value::Null, |found| count(found.children))),
        ("compared_change", of(|found| found.change.mean)),
        ("compared_low", of(|found| found.change.interval.low)),
        ("compared_high", of(|found| found.change.interval.high)),
        ("expected_change", of(|found| found.expected)),
        ("excess", of(|found| found.excess.mean)),
        ("excess_low", of(|found| found.excess.interval.low)),
        ("excess_high", of(|found| found.excess.interval.high)),
        ("others", found.map_or(Value::Null, |found| count(found.comparison_children))),
        ("assumed", real(found.filter(|found| found.assumed.is_some()).map(|found| found.excess.mean))),
        ("assumed_low", real(found.and_then(|found| found.assumed).map(|range| range.0))),
        ("assumed_high", real(found.and_then(|found| found.assumed).map(|range| range.1))),
    ]
}

fn similar_cells(found: Option<&Similar>) -> Cells {
    let fit = found.and_then(|found| found.fit.as_ref());
    vec![
        ("similar_children", found.map_or(Value::Null, |found| count(found.treated))),
        ("similar_others", found.map_or(Value::Null, |found| count(found.comparison))),
        ("adjusted", real(fit.map(|fit| fit.b))),
        ("adjusted_low", real(fit.map(|fit| fit.interval.low))),
        ("adjusted_high", real(fit.map(|fit| fit.interval.high))),
        ("robust_low", real(fit.and_then(Ancova::robust).map(|interval| interval.low))),
        ("robust_high", real(fit.and_then(Ancova::robust).map(|interval| interval.high))),
        ("adjusted_effect", real(fit.map(|fit| fit.g.value))),
        ("adjusted_effect_low", real(fit.map(|fit| fit.g.interval.low))),
        ("adjusted_effect_high", real(fit.map(|fit| fit.g.interval.high))),
    ]
}

/// Blocks that have ended without a score after them, and what they could mean.
fn lost_cells(blocks: &[Block<'_>], grounds: &Grounds<'_, '_>) -> Cells {
    let pairs: Vec<(f64, f64)> = blocks.iter().filter_map(|block| block.pair).collect();
    let lost: Vec<f64> = blocks.iter().filter_map(|block| block.lost_before).collect();
    let all = grounds.with_baseline();
    let share = (all > 0).then(|| lost.len() as f64 / all as f64);
    let sensitivity = one_scale(blocks).and_then(|scale| lost_pupils(&pairs, &lost, scale));
    let band = share.map(AttritionBand::of).map(|band| match band {
        AttritionBand::Good => 0,
        AttritionBand::Acceptable => 1,
        AttritionBand::Weak => 2,
        AttritionBand::Poor => 3,
        AttritionBand::NoConclusion => 4,
    });
    let ceiling = grounds.near_the_top();
    let with_baseline =
        children(blocks.iter().filter(|b| b.pair.is_some() || b.lost_before.is_some()).map(|block| block.pupil));
    vec![
        ("baseline_children", count(with_baseline)),
        ("baseline_blocks", count(all)),
        ("lost_blocks", count(lost.len())),
        ("attrition_band", band.map_or(Value::Null, Value::Int)),
        ("if_unchanged", real(sensitivity.map(|found| found.no_change))),
        ("if_lowest", real(sensitivity.map(|found| found.extremes.low))),
        ("if_highest", real(sensitivity.map(|found| found.extremes.high))),
        ("tipping_point", real(sensitivity.and_then(|found| found.tipping_point))),
        ("near_top", ceiling.map_or(Value::Null, |share| count((share * pairs.len() as f64).round() as usize))),
        ("scored_blocks", count(pairs.len())),
    ]
}

/// Sessions of blocks that have ended, and whether children who came more often also rose more (from twenty blocks on).
/// Described only: children who come more often differ in other ways.
fn session_cells(blocks: &[Block<'_>]) -> Cells {
    let ended: Vec<Sessions> = blocks.iter().filter_map(|block| block.sessions).collect();
    let found = dosage(&ended);
    let behind = children(blocks.iter().filter(|block| block.sessions.is_some()).map(|block| block.pupil));
    let together: Vec<(f64, f64)> = blocks.iter().filter_map(Block::sessions_and_change).collect();
    let tau = kendall_tau(&together);
    let with_both = blocks.iter().filter(|block| block.sessions_and_change().is_some());
    let with_both = children(with_both.map(|block| block.pupil));
    vec![
        ("session_children", count(behind)),
        ("session_blocks", count(ended.len())),
        ("sessions", real(found.map(|found| found.median_attended))),
        ("sessions_low", real(found.map(|found| found.quartiles.low))),
        ("sessions_high", real(found.map(|found| found.quartiles.high))),
        ("enough_sessions", found.map_or(Value::Null, |found| count(found.enough))),
        ("tau_children", count(with_both)),
        ("tau", real(tau.map(|tau| tau.tau))),
        ("tau_low", real(tau.map(|tau| tau.interval.low))),
        ("tau_high", real(tau.map(|tau| tau.interval.high))),
    ]
}

fn real(value: Option<f64>) -> Value {
    value.filter(|value| value.is_finite()).map_or(Value::Null, Value::Real)
}

/// Rows whose cells all have the same names.
fn table(rows: Vec<Cells>) -> ResultSet {
    let columns = rows.first().map(|row| row.iter().map(|(name, _)| (*name).to_owned()).collect()).unwrap_or_default();
    ResultSet { columns, rows: rows.into_iter().map(|row| row.into_iter().map(|(_, value)| value).collect()).collect() }
}
