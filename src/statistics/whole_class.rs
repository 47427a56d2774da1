//! Which year groups need whole-class work on a strand.
//!
//! A group is judged by the probability π that its true share of pupils below the expectation
//! exceeds the threshold. Shrunken values only put groups of one verdict in order: flags taken
//! from them would miss half of the lone bad year groups.
//! The numbers of [`Rule`] are this project's convention: settings, to be printed with the result.

use std::cmp::Ordering;

use super::bounds::Bounds;
use super::homogeneity::{Homogeneity, homogeneity};
use super::proportion::Share;
use super::shrinkage::BetaBinomial;

/// Interval of the joint ranks. Narrower than the one printed: two 95 % intervals overlap
/// long after two groups differ.
pub(super) const RANK_LEVEL: f64 = 0.80;

/// Above this probability, differences between groups are no larger than chance would produce.
pub(super) const HOMOGENEITY_P: f64 = 0.05;

/// Level of the interval printed with each group.
const PRINTED_LEVEL: f64 = 0.95;

/// Settings of the rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Share of pupils below the expectation that makes whole-class work worth planning.
    pub threshold: f64,
    /// π from which a group is a priority.
    pub probability: f64,
    /// π from which a group is watched.
    pub watch: f64,
    /// Fewest pupils screened.
    pub min_screened: u64,
    /// Smallest share of the roll screened.
    pub min_coverage: f64,
    /// Most strands recommended for one year group.
    pub strands_per_group: usize,
}

impl Default for Rule {
    /// A third of the pupils (10 of a class of 30), .80, .50, 10 pupils, 80 % screened, two strands.
    fn default() -> Self {
        Rule {
            threshold: 1.0 / 3.0,
            probability: 0.80,
            watch: 0.50,
            min_screened: 10,
            min_coverage: 0.80,
            strands_per_group: 2,
        }
    }
}

/// Counts of one year group on one strand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    below: u64,
    screened: u64,
    on_roll: u64,
}

impl Group {
    /// `below` of `screened` pupils are below the expectation, out of `on_roll`.
    /// `None` unless below ≤ screened ≤ on roll.
    pub fn new(below: u64, screened: u64, on_roll: u64) -> Option<Self> {
        (below <= screened && screened <= on_roll).then_some(Group { below, screened, on_roll })
    }

    /// The share below the expectation, when enough pupils were screened for a judgement.
    fn enough(&self, rule: &Rule) -> Option<Share> {
        let share = Share::of(self.below, self.screened)?;
        // A division rounds 24/30 to the very number that 0.8 is written as; a product might not.
        let coverage = self.screened as f64 / self.on_roll as f64;
        let enough = self.screened >= rule.min_screened && coverage >= rule.min_coverage;
        enough.then_some(share)
    }
}

/// What is recommended, the most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// π reaches the rule's probability.
    WholeClassPriority,
    /// π reaches the rule's watch level: check again next term.
    Watch,
    /// Support for some pupils, not the whole class.
    TargetedSupport,
    /// Too few pupils, or too small a part of the roll.
    NotEnoughScreened,
}

/// The figures behind a verdict.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// Pupils below the expectation, of those screened.
    pub share: Share,
    /// π: probability that the true share exceeds the threshold, under the Jeffreys posterior.
    pub probability: f64,
    /// Jeffreys 95 % interval of the true share.
    pub interval: Bounds,
    /// Beta-binomial empirical Bayes share: for order only. The group's own share when
    /// there is nothing to draw it towards.
    pub order_value: f64,
    /// Rank inside the verdict, 1 for the highest; equal for groups that cannot be told apart.
    /// `None` when the groups of the strand differ by no more than chance.
    pub rank: Option<usize>,
}

/// Verdict on one year group and strand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// What is recommended.
    pub verdict: Verdict,
    /// Its figures; `None` when not enough pupils were screened.
    pub evidence: Option<Evidence>,
}

/// Verdicts on all year groups for one strand.
#[derive(Clone, Debug, PartialEq)]
pub struct StrandJudgement {
    /// One per group, in the order given.
    pub groups: Vec<Judgement>,
    /// Positions of the groups for a list: by verdict, and inside a verdict from the highest order
    /// value down. Inside a verdict they keep the order given when the groups must not be ranked.
    pub order: Vec<usize>,
    /// The test whether groups differ at all; over the groups with enough pupils screened.
    pub homogeneity: Option<Homogeneity>,
}

/// Judges all year groups on one strand by the rule.
///
/// Groups without enough pupils screened take no part in the homogeneity test or the shrinkage.
/// Ranks are given only when the homogeneity test has p ≤ 0.05, and are joint where 80 % Jeffreys
/// intervals overlap: a new rank begins only where every group after lies wholly below every group
/// before. `None` when the rule's threshold is no share.
pub fn judge_strand(groups: &[Group], rule: &Rule) -> Option<StrandJudgement> {
    let enough: Vec<Option<Share>> = groups.iter().map(|group| group.enough(rule)).collect();
    let shares: Vec<Share> = enough.iter().flatten().copied().collect();
    let homogeneity = homogeneity(&shares);
    let fit = BetaBinomial::fit(&shares);
    let judged: Option<Vec<Judgement>> = enough.iter().map(|share| judge(*share, fit.as_ref(), rule)).collect();
    let mut judged = judged?;
    let mut order: Vec<usize> = (0..groups.len()).collect();
    if homogeneity.is_some_and(|test| test.p <= HOMOGENEITY_P) {
        order.sort_by(|&left, &right| listing(&judged[left], &judged[right]));
        rank(&mut judged, &order)?;
    } else {
        order.sort_by_key(|&index| judged[index].verdict);
    }
    Some(StrandJudgement { groups: judged, order, homogeneity })
}

/// The strands recommended for one year group: its priorities from the highest order value down,
/// at most as many as the rule allows. Equal values go by the strand's own order.
pub fn recommended_strands<Strand: Ord + Copy>(strands: &[(Strand, Judgement)], rule: &Rule) -> Vec<Strand> {
    let mut priorities: Vec<&(Strand, Judgement)> =
        strands.iter().filter(|(_, judgement)| judgement.verdict == Verdict::WholeClassPriority).collect();
    priorities.sort_by(|left, right| listing(&left.1, &right.1).then_with(|| left.0.cmp(&right.0)));
    priorities.iter().take(rule.strands_per_group).map(|(strand, _)| *strand).collect()
}

fn judge(share: Option<Share>, fit: Option<&BetaBinomial>, rule: &Rule) -> Option<Judgement> {
    let Some(share) = share else {
        return Some(Judgement { verdict: Verdict::NotEnoughScreened, evidence: None });
    };
    let probability = share.probability_above(rule.threshold)?;
    let verdict = if probability >= rule.probability {
        Verdict::WholeClassPriority
    } else if probability >= rule.watch {
        Verdict::Watch
    } else {
        Verdict::TargetedSupport
    };
    let interval = share.jeffreys(PRINTED_LEVEL)?;
    let order_value = fit.map_or_else(|| share.value(), |fit| fit.shrunken(share));
    Some(Judgement { verdict, evidence: Some(Evidence { share, probability, interval, order_value, rank: None }) })
}

/// By verdict, then from the highest order value down, then from the highest π.
fn listing(left: &Judgement, right: &Judgement) -> Ordering {
    let key = |judgement: &Judgement| judgement.evidence.map(|found| (found.order_value, found.probability));
    let falling = match (key(left), key(right)) {
        (Some(left), Some(right)) => right.0.total_cmp(&left.0).then_with(|| right.1.total_cmp(&left.1)),
        _ => Ordering::Equal,
    };
    left.verdict.cmp(&right.verdict).then(falling)
}

/// Gives joint ranks to the judged groups, verdict by verdict, in their listing order.
fn rank(judged: &mut [Judgement], order: &[usize]) -> Option<()> {
    let verdicts: Vec<Verdict> = judged.iter().map(|judgement| judgement.verdict).collect();
    for block in order.chunk_by(|&left, &right| verdicts[left] == verdicts[right]) {
        let intervals: Option<Vec<Bounds>> = block
            .iter()
            .filter_map(|&index| judged[index].evidence)
            .map(|evidence| evidence.share.jeffreys(RANK_LEVEL))
            .collect();
        let ranks = joint_ranks(&intervals?);
        for (&index, rank) in block.iter().zip(ranks) {
            if let Some(evidence) = judged[index].evidence.as_mut() {
                evidence.rank = Some(rank);
            }
        }
    }
    Some(())
}

/// Ranks of intervals listed from the highest: overlap is not transitive, so a rank ends only
/// where all that follow lie below all before.
pub(super) fn joint_ranks(intervals: &[Bounds]) -> Vec<usize> {
    let mut ranks = Vec::with_capacity(intervals.len());
    let mut current = 1;
    let mut lowest = f64::INFINITY;
    for (position, interval) in intervals.iter().enumerate() {
        let highest_left = intervals[position..].iter().map(|later| later.high).fold(f64::NEG_INFINITY, f64::max);
        if highest_left < lowest && position > 0 {
            current = position + 1;
        }
        ranks.push(current);
        lowest = lowest.min(interval.low);
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(counts: &[(u64, u64, u64)]) -> StrandJudgement {
        let groups: Vec<Group> =
            counts.iter().map(|&(below, screened, roll)| Group::new(below, screened, roll).expect("a group")).collect();
        judge_strand(&groups, &Rule::default()).expect("a judgement")
    }

    fn ranks(strand: &StrandJudgement) -> Vec<Option<usize>> {
        strand.groups.iter().map(|group| group.evidence.and_then(|found| found.rank)).collect()
    }

    #[test]
    fn too_few_pupils_or_too_small_a_part_of_the_roll() {
        let strand = judged(&[(9, 9, 9), (20, 23, 30), (20, 24, 30), (0, 0, 0)]);
        let verdicts: Vec<Verdict> = strand.groups.iter().map(|group| group.verdict).collect();
        assert_eq!(verdicts[0], Verdict::NotEnoughScreened);
        assert_eq!(verdicts[1], Verdict::NotEnoughScreened);
        assert_eq!(verdicts[2], Verdict::WholeClassPriority);
        assert_eq!(verdicts[3], Verdict::NotEnoughScreened);
        assert_eq!(strand.groups[0].evidence, None);
        assert_eq!(strand.homogeneity, None, "one group is left");
        assert_eq!(strand.order, [2, 0, 1, 3]);
    }

    #[test]
    fn groups_that_differ_by_chance_are_not_ranked() {
        let strand = judged(&[(14, 30, 30), (15, 30, 30), (13, 30, 30)]);
        assert!(strand.groups.iter().all(|group| group.verdict == Verdict::WholeClassPriority));
        assert_eq!(ranks(&strand), [None, None, None]);
        assert_eq!(strand.order, [0, 1, 2]);
    }

    #[test]
    fn overlapping_groups_share_a_rank() {
        let strand = judged(&[(36, 60, 60), (57, 60, 60), (40, 60, 60), (2, 60, 60)]);
        assert_eq!(ranks(&strand), [Some(2), Some(1), Some(2), Some(1)]);
        assert_eq!(strand.order, [1, 2, 0, 3]);
    }

    #[test]
    fn a_chain_of_overlaps_is_one_rank() {
        let bounds = |low, high| Bounds { low, high };
        assert_eq!(
            joint_ranks(&[bounds(0.5, 0.8), bounds(0.4, 0.6), bounds(0.3, 0.45), bounds(0.0, 0.2)]),
            [1, 1, 1, 4]
        );
        // A wide interval further down keeps all above it together.
        assert_eq!(joint_ranks(&[bounds(0.7, 0.8), bounds(0.4, 0.5), bounds(0.1, 0.75)]), [1, 1, 1]);
    }

    #[test]
    fn the_order_of_groups_changes_no_digit() {
        let mut counts = vec![(4, 30, 30), (18, 29, 30), (8, 31, 31), (28, 58, 60), (11, 28, 28)];
        let forward = judged(&counts);
        counts.reverse();
        let mut backward = judged(&counts).groups;
        backward.reverse();
        assert_eq!(forward.groups, backward);
    }

    #[test]
    fn at_most_two_strands_the_highest_first() {
        let one = |below| judged(&[(below, 30, 30)]).groups[0];
        let strands = [("Being", one(16)), ("Doing", one(5)), ("Thinking", one(20)), ("Interacting", one(18))];
        assert_eq!(recommended_strands(&strands, &Rule::default()), ["Thinking", "Interacting"]);
        assert_eq!(recommended_strands(&strands[1..2], &Rule::default()), Vec::<&str>::new());
        let alike = [("Thinking", one(16)), ("Being", one(16))];
        assert_eq!(recommended_strands(&alike, &Rule::default()), ["Being", "Thinking"]);
    }

    #[test]
    fn impossible_counts_and_rules_are_refused() {
        assert_eq!(Group::new(5, 4, 10), None);
        assert_eq!(Group::new(4, 11, 10), None);
        let group = Group::new(5, 20, 20).expect("a group");
        assert_eq!(judge_strand(&[group], &Rule { threshold: 33.0, ..Rule::default() }), None);
    }
}
