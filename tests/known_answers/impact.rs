//! What every figure about the impact of one-to-one support must be: from the truth's class screenings, by textbook
//! formulas over raw values. Shares nothing with the product.

use std::collections::{BTreeMap, BTreeSet};

use thrive_report::measures::{Population, Status, Tier};

use super::expected::{Book, Expected, population};
use super::student::{mean_and_bounds, probability_within, upper_point};
use super::textbook::{Adjusted, adjusted, g_av, hodges_lehmann, holm_stands, kendall, mean};
use crate::sample_school::World;
use crate::sample_school::support::{Block, STRANDS};
use crate::sample_school::truth::impact::{
    ASSUMED_RHO, ClassPair, ENOUGH_FOR_RHO, RELIABILITY, added_value, answered, class_pair, expected_after, lost,
    scored, without_support,
};
use crate::sample_school::truth::{SECURE_MIN, support as truth_support};

/// What can be said of the support of one name in a period.
pub struct Impact<'w> {
    all: bool,
    blocks: Vec<&'w Block>,
    pairs: Vec<ClassPair<'w>>,
    /// Change beyond the expected, pair by pair.
    pub excess: Vec<f64>,
    /// The tier.
    pub tier: Tier,
    /// The difference from similar children, where there are such.
    pub similar: Option<Adjusted>,
    limit: usize,
}

fn children(blocks: impl Iterator<Item = usize>) -> i64 {
    blocks.collect::<BTreeSet<usize>>().len() as i64
}

fn beyond(world: &World, pair: &ClassPair<'_>, strand: usize) -> f64 {
    pair.after - expected_after(&without_support(world, pair.terms, strand), pair.before, None)
}

/// The support of a name (or all of it) in a period, graded.
pub fn impact<'w>(world: &'w World, period: &str, name: &str) -> Impact<'w> {
    let blocks = truth_support::blocks_of(world, period, name);
    let pairs: Vec<ClassPair<'w>> = blocks.iter().filter_map(|block| class_pair(world, block, block.strand)).collect();
    let excess = pairs.iter().map(|pair| beyond(world, pair, pair.block.strand)).collect();
    let all = name == truth_support::ALL;
    let mut found = Impact { all, blocks, pairs, excess, tier: Tier::T0, similar: None, limit: 0 };
    found.graded(world);
    found
}

impl Impact<'_> {
    fn everybody(&self) -> i64 {
        children(self.blocks.iter().map(|block| block.pupil))
    }

    fn compared(&self) -> i64 {
        children(self.pairs.iter().map(|pair| pair.block.pupil))
    }

    fn followed_up(&self, world: &World) -> i64 {
        children(self.blocks.iter().filter(|block| scored(world, block).is_some()).map(|block| block.pupil))
    }

    /// Tier, and place of the reason that limits it, by the ladder of the statistics reference.
    fn graded(&mut self, world: &World) {
        let (n, all) = (self.followed_up(world), self.everybody());
        if n < 5 || 2 * n < all {
            (self.tier, self.limit) = (Tier::T0, if n < 5 { 1 } else { 2 });
            return;
        }
        let twice: Vec<_> = self.blocks.iter().filter_map(|block| Some((block, scored(world, block)?))).collect();
        let known = self.compared() >= 5 && 2 * self.compared() >= n;
        let baselines = twice.len() + self.blocks.iter().filter(|block| lost(world, block).is_some()).count();
        let analysed = if known { self.pairs.len() } else { twice.len() };
        let by_deliverer = if known {
            self.pairs.iter().filter(|pair| pair.scorer == world.staff[pair.block.practitioner].name).count()
        } else {
            twice
                .iter()
                .filter(|(block, (_, after))| after.completed_by == world.staff[block.practitioner].name)
                .count()
        };
        let at_top = twice.iter().filter(|(block, (before, _))| before.scores[block.strand] >= Some(90)).count();
        let weak = [
            (baselines > analysed && 5 * (baselines - analysed) > baselines, 8),
            (5 * by_deliverer >= analysed, 9),
            (5 * at_top >= twice.len(), 10),
        ];
        let unlike = if known && !self.all { self.not_similar(world) } else { Some(0) };
        let by_lot = self.blocks.iter().all(|block| world.by_lot.contains(&block.support));
        let mut step = match (known, unlike) {
            (true, None) if by_lot => 4,
            (true, None) => 3,
            (true, Some(_)) => 2,
            (false, _) => 1,
        };
        step -= weak.iter().filter(|(weak, _)| *weak).count() as i32;
        self.tier = match step {
            4.. => Tier::T4,
            3 => Tier::T3,
            2 => Tier::T2,
            _ => Tier::T1,
        };
        if self.tier < Tier::T3 {
            self.similar = None;
        }
        let first = weak.iter().find(|(weak, _)| *weak).map(|(_, place)| *place);
        self.limit = first.unwrap_or(unlike.unwrap_or(0));
    }

    /// What keeps the other children from being similar ones; where nothing does, the difference from them.
    fn not_similar(&mut self, world: &World) -> Option<usize> {
        let strand = self.pairs[0].block.strand;
        let starts: Vec<f64> = self.pairs.iter().map(|pair| pair.before).collect();
        let (low, high) = (starts.iter().copied().fold(100.0, f64::min), starts.iter().copied().fold(0.0, f64::max));
        let windows: BTreeSet<(usize, usize)> = self.pairs.iter().map(|pair| pair.terms).collect();
        let mut others: Vec<(f64, f64)> = Vec::new();
        for window in &windows {
            let all = without_support(world, *window, strand);
            others.extend(
                all.into_iter()
                    .filter(|(_, before, _)| low <= *before && *before <= high)
                    .map(|(_, before, after)| (before, after)),
            );
        }
        let squares = |values: &[f64]| values.iter().map(|value| (value - mean(values)).powi(2)).sum::<f64>();
        let others_start: Vec<f64> = others.iter().map(|pair| pair.0).collect();
        let spread = ((squares(&starts) + squares(&others_start)) / (starts.len() + others.len() - 2) as f64).sqrt();
        if starts.len() < 10 || others.len() < 10 {
            return Some(3);
        }
        if ((mean(&starts) - mean(&others_start)) / spread).abs() > 0.25 {
            return Some(4);
        }
        if windows.len() > 1 {
            return Some(5);
        }
        let own: Vec<(f64, f64)> = self.pairs.iter().map(|pair| (pair.before, pair.after)).collect();
        self.similar = Some(adjusted(&own, &others));
        None
    }

    /// Least and greatest mean excess where part of what is expected is assumed, two terms and a strand at a time.
    fn assumed(&self, world: &World) -> Option<(f64, f64)> {
        let mut windows: BTreeMap<((usize, usize), usize), Vec<&ClassPair<'_>>> = BTreeMap::new();
        for pair in &self.pairs {
            windows.entry((pair.terms, pair.block.strand)).or_default().push(pair);
        }
        let (mut low, mut high, mut is_assumed) = (0.0, 0.0, false);
        for ((terms, strand), pairs) in windows {
            let others = without_support(world, terms, strand);
            let sum = |rho: Option<f64>| -> f64 {
                pairs.iter().map(|pair| pair.after - expected_after(&others, pair.before, rho)).sum()
            };
            if others.len() >= ENOUGH_FOR_RHO {
                (low, high) = (low + sum(None), high + sum(None));
            } else {
                let ends = ASSUMED_RHO.1.map(|rho| sum(Some(rho)));
                (low, high, is_assumed) = (low + ends[0].min(ends[1]), high + ends[0].max(ends[1]), true);
            }
        }
        let n = self.pairs.len() as f64;
        is_assumed.then_some((low / n, high / n))
    }

    /// Two-sided p of the headline: of the difference from similar children, else of the mean excess.
    fn p(&self) -> f64 {
        if let Some(similar) = &self.similar {
            return similar.p;
        }
        let n = self.excess.len() as f64;
        let squares: f64 = self.excess.iter().map(|value| (value - mean(&self.excess)).powi(2)).sum();
        let t = mean(&self.excess) / (squares / (n - 1.0) / n).sqrt();
        1.0 - probability_within(t.abs(), self.excess.len() as u32 - 1)
    }
}

/// Enters what must be said of one kind of support; `kinds` are all of the period.
pub fn answers(book: &mut Book, world: &World, period: &str, name: &str, who: &Population, kinds: &[&str]) {
    let found = impact(world, period, name);
    let (all, n, c) = (found.everybody(), found.followed_up(world), found.compared());
    let tier = found.tier;
    let graded = |expected: Expected| Expected { tier: Some(tier), ..expected };
    // What has no value at this tier, resting on nobody or on those compared.
    let nothing = |n: Option<i64>| Expected::new(None, n);
    let enough = tier >= Tier::T2;
    let compared = enough.then_some(c);
    book.put("impact.children", who, Expected::children(all, all));
    book.put("impact.evidence", who, graded(Expected::new(Some(f64::from(tier as u8)), Some(all))));
    book.put("impact.limit", who, graded(Expected::new(Some(found.limit as f64), Some(all))));
    book.put("impact.followed_up", who, Expected::children(n, n));
    if enough {
        let changes: Vec<f64> = found.pairs.iter().map(|pair| pair.after - pair.before).collect();
        book.put("impact.compared", who, Expected::children(c, c));
        book.put("impact.change", who, graded(Expected::change(&changes, c)));
        let usual = mean(&changes) - mean(&found.excess);
        book.put("impact.expected_change", who, graded(Expected::new(Some(usual), Some(c))));
        book.put("impact.excess", who, graded(Expected::change(&found.excess, c)));
        let windows: BTreeSet<_> = found.pairs.iter().map(|pair| (pair.terms, pair.block.strand)).collect();
        let others = children(
            windows.iter().flat_map(|(terms, strand)| without_support(world, *terms, *strand)).map(|(child, ..)| child),
        );
        book.put("impact.others", who, Expected::children(others, others));
        secure(book, world, &found, who, &graded);
    } else {
        for measure in ["impact.compared", "impact.others"] {
            book.put(measure, who, nothing(None));
        }
        for measure in [
            "impact.change",
            "impact.expected_change",
            "impact.excess",
            "impact.began_below",
            "impact.reached",
            "impact.reached_share",
            "impact.reached_expected",
        ] {
            book.put(measure, who, graded(nothing(None)));
        }
    }
    let alike = found.similar.as_ref();
    let alike_blocks = alike.map_or(nothing(compared), |_| Expected {
        numerator: Some(found.pairs.len() as i64),
        ..Expected::new(Some(found.pairs.len() as f64), compared)
    });
    book.put("impact.similar", who, alike_blocks);
    let estimate = |of: Option<(f64, (f64, f64))>| {
        graded(Expected { bounds: of.map(|of| of.1), ..Expected::new(of.map(|of| of.0), compared) })
    };
    book.put("impact.adjusted", who, estimate(alike.map(|alike| (alike.difference, alike.bounds))));
    book.put("impact.adjusted_robust", who, estimate(alike.map(|alike| (alike.difference, alike.robust_bounds))));
    book.put("impact.adjusted_effect", who, estimate(alike.map(|alike| (alike.effect, alike.effect_bounds))));
    let range = found.assumed(world).filter(|_| enough);
    book.put("impact.assumed", who, estimate(range.map(|range| (mean(&found.excess), range))));
    questionnaires(book, world, &found, who);
    let tested: Vec<Impact<'_>> = kinds.iter().map(|kind| impact(world, period, kind)).collect();
    let tested: Vec<f64> = tested.iter().filter(|kind| kind.tier >= Tier::T2).map(Impact::p).collect();
    let luck = (enough && !found.all).then(|| f64::from(u8::from(holm_stands(&tested, found.p(), 0.05))));
    book.put("impact.beyond_luck", who, graded(Expected::new(luck, compared)));
    scores_twice(book, world, &found, who, n);
    sessions(book, world, period, &found, who);
    if enough && !found.all {
        other_strands(book, world, &found, who, tier);
    }
}

/// Added value on the parents' questionnaire, or that there is none: the group has it only where every child may have it.
fn questionnaires(book: &mut Book, world: &World, found: &Impact<'_>, who: &Population) {
    let twice: Vec<_> = found.blocks.iter().filter_map(|block| answered(world, block)).collect();
    let nothing = || Expected::new(None, None);
    let all_parents = twice.iter().all(|(before, _)| before.informant == "Parent");
    let asked = (!twice.is_empty()).then(|| children(asked_children(world, found)));
    book.put("impact.sdq_asked", who, asked.map_or(nothing(), |asked| Expected::children(asked, asked)));
    let refused = asked.filter(|_| !all_parents).map(|_| 1.0);
    let word = Expected::new(refused, asked);
    book.put("impact.sdq_refused", who, if refused.is_none() { word.withheld() } else { word });
    if twice.is_empty() || !all_parents {
        book.put("impact.sdq_children", who, Expected::new(None, asked));
        book.put("impact.sdq", who, Expected::new(None, asked).withheld());
        return;
    }
    assert!(twice.iter().all(|(before, _)| before.total() >= 17), "children at high risk");
    let values: Vec<f64> = twice.iter().map(|(before, after)| added_value(before, after)).collect();
    let n = values.len() as i64;
    // The spread of single scores is known: 5 points.
    let half = 1.959_963_984_540_054 * 5.0 / (n as f64).sqrt();
    let centre = mean(&values);
    book.put("impact.sdq_children", who, Expected { numerator: Some(n), ..Expected::new(Some(n as f64), asked) });
    let bounds = Some((centre - half, centre + half));
    book.put("impact.sdq", who, Expected { bounds, ..Expected::new(Some(centre), asked) });
}

/// Children about whom somebody answered before and after a block.
fn asked_children<'f>(world: &'f World, found: &'f Impact<'_>) -> impl Iterator<Item = usize> + 'f {
    found.blocks.iter().filter(|block| answered(world, block).is_some()).map(|block| block.pupil)
}

fn secure(book: &mut Book, world: &World, found: &Impact<'_>, who: &Population, graded: &dyn Fn(Expected) -> Expected) {
    let c = found.compared();
    let secure = SECURE_MIN as f64;
    let below: Vec<_> = found.pairs.iter().filter(|pair| pair.before < secure).collect();
    assert!(!below.is_empty(), "children are chosen because they are low");
    let reached = below.iter().filter(|pair| pair.after >= secure).count() as i64;
    let mut usual = 0.0;
    for pair in &below {
        let others = without_support(world, pair.terms, pair.block.strand);
        let low: Vec<_> = others.iter().filter(|(_, before, _)| *before < secure).collect();
        usual += low.iter().filter(|(_, _, after)| *after >= secure).count() as f64 / low.len() as f64;
    }
    let began = below.len() as i64;
    book.put("impact.began_below", who, graded(Expected::children(began, c)));
    let count = Expected { denominator: Some(began), ..Expected::children(reached, c) };
    book.put("impact.reached", who, graded(count));
    book.put("impact.reached_share", who, graded(Expected::ratio(reached, began, c)));
    book.put("impact.reached_expected", who, graded(Expected::new(Some(100.0 * usual / began as f64), Some(c))));
}

/// Scores before and after by themselves: typical change, effect size, who was lost, who scored.
fn scores_twice(book: &mut Book, world: &World, found: &Impact<'_>, who: &Population, n: i64) {
    let tier = found.tier;
    let graded = |expected: Expected| {
        let expected = if tier == Tier::T0 { expected.withheld() } else { expected };
        Expected { tier: Some(tier), ..expected }
    };
    let twice: Vec<_> = found.blocks.iter().filter_map(|block| Some((*block, scored(world, block)?))).collect();
    let score =
        |row: &crate::sample_school::screening::Row, block: &Block| row.scores[block.strand].expect("a score") as f64;
    let before: Vec<f64> = twice.iter().map(|(block, (first, _))| score(first, block)).collect();
    let after: Vec<f64> = twice.iter().map(|(block, (_, last))| score(last, block)).collect();
    let changes: Vec<f64> = after.iter().zip(&before).map(|(after, before)| after - before).collect();
    let middle = (changes.len() >= 6).then(|| hodges_lehmann(&changes));
    let typical = Expected {
        bounds: middle.map(|found| (found.1, found.2)),
        ..Expected::new(middle.map(|found| found.0), Some(n))
    };
    book.put("impact.median_change", who, graded(typical));
    let effect = (changes.len() >= 3).then(|| g_av(&before, &after));
    let effect = Expected {
        bounds: effect.map(|found| (found.1, found.2)),
        ..Expected::new(effect.map(|found| found.0), Some(n))
    };
    book.put("impact.effect", who, graded(effect));
    let lost: Vec<(usize, f64)> =
        found.blocks.iter().filter_map(|block| Some((block.pupil, lost(world, block)?))).collect();
    let with = children(twice.iter().map(|(block, _)| block.pupil).chain(lost.iter().map(|(child, _)| *child)));
    let (gone, all) = (lost.len() as f64, (twice.len() + lost.len()) as f64);
    book.put("impact.baseline_children", who, Expected::children(with, with));
    book.put("impact.lost_share", who, Expected::ratio(lost.len() as i64, all as i64, with));
    let band = (all > 0.0).then(|| [0.1, 0.2, 0.3, 0.5].iter().filter(|cut| gone / all > **cut).count() as f64);
    book.put("impact.lost_band", who, plain(band, with));
    let sum: f64 = changes.iter().sum();
    let ends = |end: f64| (sum + lost.iter().map(|(_, before)| end - before).sum::<f64>()) / all;
    let some = !twice.is_empty();
    let unchanged = Expected {
        bounds: some.then(|| (ends(0.0), ends(100.0))),
        ..Expected::new(some.then(|| sum / all), Some(with))
    };
    book.put("impact.if_unchanged", who, graded(unchanged));
    let tipping = (some && gone > 0.0).then(|| -sum / gone);
    book.put("impact.tipping_point", who, graded(Expected::new(tipping, Some(with))));
    let top = before.iter().filter(|score| **score >= 90.0).count() as i64;
    book.put("impact.near_top_share", who, top_share(top, &before, n));
    let room: Vec<(usize, f64)> = twice
        .iter()
        .zip(before.iter().zip(&changes))
        .filter(|(_, (before, _))| **before < 90.0)
        .map(|((block, _), (_, change))| (block.pupil, *change))
        .collect();
    let with_room = children(room.iter().map(|(child, _)| *child));
    let changes_with_room: Vec<f64> = room.iter().map(|(_, change)| *change).collect();
    let average = (!room.is_empty()).then(|| mean(&changes_with_room));
    book.put("impact.room_children", who, Expected::children(with_room, with_room));
    book.put("impact.change_with_room", who, graded(Expected::new(average, Some(with_room))));
    let other = twice.iter().filter(|(_, (first, last))| first.completed_by != last.completed_by).count() as i64;
    book.put("impact.rater_changed_share", who, Expected::ratio(other, twice.len() as i64, n));
    // Jacobson and Truax: beyond 1.96 standard errors of a difference.
    let (spread, reliability) = RELIABILITY;
    let error = 1.959_963_984_540_054 * spread * (2.0 * (1.0 - reliability)).sqrt();
    let beyond = |up: f64| changes.iter().filter(|change| **change * up > error).count() as i64;
    for (measure, count) in [("impact.reliably_rose", beyond(1.0)), ("impact.reliably_fell", beyond(-1.0))] {
        book.put(measure, who, graded(if some { Expected::children(count, n) } else { Expected::new(None, None) }));
    }
    let known = if some { Expected::children(n, n) } else { Expected::new(None, None) };
    book.put("impact.reliable_children", who, known);
}

fn top_share(top: i64, before: &[f64], n: i64) -> Expected {
    let share = Expected::ratio(top, before.len() as i64, n);
    // Without a score there is not even a number of scores near the top.
    if before.is_empty() { Expected { numerator: None, ..share } } else { share }
}

/// An estimate that has no tier: too little data where there is none.
fn plain(value: Option<f64>, n: i64) -> Expected {
    let expected = Expected::new(value, Some(n));
    if value.is_none() { expected.withheld() } else { expected }
}

fn sessions(book: &mut Book, world: &World, period: &str, found: &Impact<'_>, who: &Population) {
    let ended: Vec<&&Block> = found
        .blocks
        .iter()
        .filter(|block| block.planned > 0 && block.end.is_some_and(|end| end <= world.as_of))
        .collect();
    let given: Vec<f64> = ended.iter().map(|block| truth_support::given(world, block, period) as f64).collect();
    let behind = children(ended.iter().map(|block| block.pupil));
    // Sessions and change of the blocks that have both.
    let both: Vec<(usize, (f64, f64))> = ended
        .iter()
        .filter_map(|block| {
            let (first, last) = scored(world, block)?;
            let change = last.scores[block.strand]? - first.scores[block.strand]?;
            Some((block.pupil, (truth_support::given(world, block, period) as f64, change as f64)))
        })
        .collect();
    let pairs: Vec<(f64, f64)> = both.iter().map(|(_, pair)| *pair).collect();
    let with_both = children(both.iter().map(|(child, _)| *child));
    let together = match pairs.len() {
        0..20 => plain(None, with_both),
        _ => {
            let (tau, low, high) = kendall(&pairs);
            Expected { bounds: Some((low, high)), ..plain(Some(tau), with_both) }
        }
    };
    book.put("impact.sessions_scored", who, Expected::children(with_both, with_both));
    book.put("impact.sessions_and_change", who, together);
    book.put("impact.session_children", who, Expected::children(behind, behind));
    let quantile = |p: f64| {
        let mut sorted = given.clone();
        sorted.sort_by(f64::total_cmp);
        let at = p * (sorted.len() - 1) as f64;
        sorted[at.floor() as usize] + at.fract() * (sorted[at.ceil() as usize] - sorted[at.floor() as usize])
    };
    if given.is_empty() {
        book.put("impact.sessions", who, Expected::new(None, Some(behind)));
        book.put("impact.enough_sessions_share", who, Expected { numerator: None, ..Expected::ratio(0, 0, behind) });
        return;
    }
    let middle = Expected { bounds: Some((quantile(0.25), quantile(0.75))), ..plain(Some(quantile(0.5)), behind) };
    book.put("impact.sessions", who, middle);
    let enough = ended.iter().zip(&given).filter(|(block, given)| **given >= 0.8 * block.planned as f64).count() as i64;
    book.put("impact.enough_sessions_share", who, Expected::ratio(enough, ended.len() as i64, behind));
}

/// The strands that the support did not aim at, together: Benjamini and Hochberg by their definition.
fn other_strands(book: &mut Book, world: &World, found: &Impact<'_>, who: &Population, tier: Tier) {
    let mut strands: BTreeMap<usize, (i64, Vec<f64>)> = BTreeMap::new();
    for strand in (0..STRANDS.len()).filter(|strand| *strand != found.blocks[0].strand) {
        let pairs: Vec<_> = found.blocks.iter().filter_map(|block| class_pair(world, block, strand)).collect();
        let n = children(pairs.iter().map(|pair| pair.block.pupil));
        if n >= 5 {
            strands.insert(strand, (n, pairs.iter().map(|pair| beyond(world, pair, strand)).collect()));
        }
    }
    let p = |values: &[f64]| {
        let (centre, bounds) = mean_and_bounds(values);
        let half = bounds.expect("five or more").1 - centre;
        let degrees = values.len() as u32 - 1;
        1.0 - probability_within((centre / (half / upper_point(degrees))).abs(), degrees)
    };
    let mut order: Vec<f64> = strands.values().map(|(_, values)| p(values)).collect();
    order.sort_by(f64::total_cmp);
    let m = order.len() as f64;
    let cut =
        order.iter().enumerate().filter(|(at, p)| **p <= 0.1 * (*at as f64 + 1.0) / m).map(|(_, p)| *p).next_back();
    for (strand, (n, values)) in &strands {
        let mut who = who.clone();
        who.extend(population(&[("strand", STRANDS[*strand])]));
        let graded = |expected: Expected| Expected { tier: Some(tier), ..expected };
        book.put("impact_strand.compared", &who, Expected::children(*n, *n));
        book.put("impact_strand.excess", &who, graded(Expected::change(values, *n)));
        let stands = cut.is_some_and(|cut| p(values) <= cut);
        book.put("impact_strand.beyond_luck", &who, graded(Expected::new(Some(f64::from(u8::from(stands))), Some(*n))));
    }
}

/// Measures about what the sample does not have; each is shown by a test of its own.
pub const NOT_IN_SAMPLE: [&str; 1] = [
    // Every two terms of the sample have 20 children without support: see `schools_of_another_kind`.
    "impact.assumed",
];

#[test]
fn status_of_nothing() {
    assert_eq!(plain(None, 0).status, Status::NotAvailable);
}
