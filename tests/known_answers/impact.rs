//! What every figure about the impact of one-to-one support must be: from the truth's class screenings, by textbook
//! formulas over raw values. Shares nothing with the product.

use std::collections::{BTreeMap, BTreeSet};

use thrive_report::measures::{Population, Status, Tier};

use super::expected::{Book, Expected, population};
use super::student::{mean_and_bounds, probability_within, upper_point};
use super::textbook::{g_av, hodges_lehmann, holm_stands, mean};
use crate::sample_school::World;
use crate::sample_school::support::{Block, STRANDS};
use crate::sample_school::truth::impact::{ClassPair, class_pair, expected_after, lost, scored, without_support};
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
    limit: usize,
}

fn children(blocks: impl Iterator<Item = usize>) -> i64 {
    blocks.collect::<BTreeSet<usize>>().len() as i64
}

fn beyond(world: &World, pair: &ClassPair<'_>, strand: usize) -> f64 {
    pair.after - expected_after(&without_support(world, pair.terms, strand), pair.before)
}

/// The support of a name (or all of it) in a period, graded.
pub fn impact<'w>(world: &'w World, period: &str, name: &str) -> Impact<'w> {
    let blocks = truth_support::blocks_of(world, period, name);
    let pairs: Vec<ClassPair<'w>> = blocks.iter().filter_map(|block| class_pair(world, block, block.strand)).collect();
    let excess = pairs.iter().map(|pair| beyond(world, pair, pair.block.strand)).collect();
    let mut found = Impact { all: name == truth_support::ALL, blocks, pairs, excess, tier: Tier::T0, limit: 0 };
    (found.tier, found.limit) = found.graded(world);
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
    fn graded(&self, world: &World) -> (Tier, usize) {
        let (n, all) = (self.followed_up(world), self.everybody());
        if n < 5 {
            return (Tier::T0, 1);
        }
        if 2 * n < all {
            return (Tier::T0, 2);
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
            (5 * (baselines - analysed) > baselines, 8),
            (5 * by_deliverer >= analysed, 9),
            (5 * at_top >= twice.len(), 10),
        ];
        let mut step = if known { 2 } else { 1 };
        step -= weak.iter().filter(|(weak, _)| *weak).count() as i32;
        let tier = if step >= 2 { Tier::T2 } else { Tier::T1 };
        let first = weak.iter().find(|(weak, _)| *weak).map(|(_, place)| *place);
        (tier, first.unwrap_or_else(|| if known && !self.all { self.not_similar(world) } else { 0 }))
    }

    /// What keeps the other children from being similar ones: in the sample, always something.
    fn not_similar(&self, world: &World) -> usize {
        let starts: Vec<f64> = self.pairs.iter().map(|pair| pair.before).collect();
        let (low, high) = (starts.iter().copied().fold(100.0, f64::min), starts.iter().copied().fold(0.0, f64::max));
        let windows: BTreeSet<(usize, usize)> = self.pairs.iter().map(|pair| pair.terms).collect();
        let mut others = Vec::new();
        for window in &windows {
            let all = without_support(world, *window, self.pairs[0].block.strand);
            others.extend(
                all.into_iter().map(|(_, before, _)| before).filter(|before| low <= *before && *before <= high),
            );
        }
        let squares = |values: &[f64]| values.iter().map(|value| (value - mean(values)).powi(2)).sum::<f64>();
        let spread = ((squares(&starts) + squares(&others)) / (starts.len() + others.len() - 2) as f64).sqrt();
        if starts.len() < 10 || others.len() < 10 {
            3
        } else if ((mean(&starts) - mean(&others)) / spread).abs() > 0.25 {
            4
        } else {
            assert!(windows.len() > 1, "the sample has no group that qualifies");
            5
        }
    }

    /// Two-sided p of the mean excess.
    fn p(&self) -> f64 {
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
    book.put("impact.similar", who, nothing(compared));
    for measure in ["impact.adjusted", "impact.adjusted_effect"] {
        book.put(measure, who, graded(nothing(compared)));
    }
    book.put("impact.assumed", who, graded(nothing(compared)));
    for measure in ["impact.sdq_children", "impact.sdq", "impact.sdq_refused"] {
        book.put(measure, who, nothing(None));
    }
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
    let other = twice.iter().filter(|(_, (first, last))| first.completed_by != last.completed_by).count() as i64;
    book.put("impact.rater_changed_share", who, Expected::ratio(other, twice.len() as i64, n));
    for measure in ["impact.reliably_rose", "impact.reliably_fell"] {
        book.put(measure, who, graded(Expected::new(None, Some(n))));
    }
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
pub const NOT_IN_SAMPLE: [&str; 10] = [
    // Every block of the sample with a class screening before it has one after it.
    "impact.tipping_point",
    "impact.assumed",
    "impact.similar",
    "impact.adjusted",
    "impact.adjusted_effect",
    "impact.reliably_rose",
    "impact.reliably_fell",
    "impact.sdq_children",
    "impact.sdq",
    "impact.sdq_refused",
];

#[test]
fn status_of_nothing() {
    assert_eq!(plain(None, 0).status, Status::NotAvailable);
}
