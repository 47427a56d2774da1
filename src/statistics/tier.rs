//! How much a design allows a report to say: the evidence tier (convention).
//!
//! | Tier | Needs | Allowed verb |
//! |---|---|---|
//! | T0 | fewer than 5 pairs, or fewer than half followed up | none |
//! | T1 | pairs only | "changed" |
//! | T2 | + expected progress | "more than expected" |
//! | T3 | + comparison pupils: 10 or more per arm, baseline difference up to 0.25 SD, same dates, same kind of rater | "more than similar pupils" |
//! | T4 | + places by lot | "because of" |
//!
//! Each of three weaknesses takes one tier away, down to T1 but no further: T0
//! is for data too thin for any sentence, which a weakness alone does not make
//! them. A comparison that qualifies brings T3 without norms, since comparison
//! pupils show the expected progress themselves; but a result lowered from T3
//! can stop at T2 only if an expected progress was given, else it falls to T1,
//! for it needs an excess to report.

use std::fmt;

/// Fewest pairs for an aggregate.
pub const FEWEST_PAIRS: usize = 5;
/// Fewest pupils in each arm of a comparison.
pub const FEWEST_PER_ARM: usize = 10;
/// Largest baseline difference of comparable groups, in SDs.
pub const LARGEST_BASELINE_DIFFERENCE: f64 = 0.25;
/// Attrition above which a tier is lost.
pub const LARGEST_ATTRITION: f64 = 0.20;
/// Share of baselines near the top from which a tier is lost.
pub const CEILING_SHARE: f64 = 0.20;

/// Evidence tier, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Nothing to report about the group.
    T0,
    /// Change, cause unknown.
    T1,
    /// Change against expected progress.
    T2,
    /// Change against similar pupils.
    T3,
    /// Change against pupils chosen by lot.
    T4,
}

/// Comparison pupils, as far as the tier needs them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Treated pupils with both scores.
    pub n_treated: usize,
    /// Comparison pupils with both scores.
    pub n_comparison: usize,
    /// Baseline standardised mean difference; NaN counts as too large.
    pub baseline_smd: f64,
    /// Whether both groups were screened on the same dates.
    pub same_dates: bool,
    /// Whether the same kind of adult rated both.
    pub same_rater_type: bool,
}

/// What the tier depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Design {
    /// Pupils with both scores.
    pub n_paired: usize,
    /// Pupils with a baseline.
    pub n_baseline: usize,
    /// Whether an expected progress is known.
    pub has_expected: bool,
    /// Comparison pupils, if any.
    pub comparison: Option<Comparison>,
    /// Whether places or starting order were drawn by lot.
    pub by_lot: bool,
    /// Share of pupils lost; NaN counts as too large.
    pub attrition: f64,
    /// Whether the adult who ran the intervention scored it, knowing its aim.
    pub scored_by_deliverer: bool,
    /// Share of baselines in the top tenth of the scale; NaN counts as too large.
    pub ceiling_share: f64,
}

/// Why a result does not stand on a higher tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Fewer than five pairs.
    TooFewPairs,
    /// Fewer than half followed up.
    TooFewFollowedUp,
    /// An arm of the comparison is too small.
    SmallComparison,
    /// The groups started too far apart.
    UnlikeBaselines,
    /// The groups were screened on other dates.
    OtherDates,
    /// The groups were rated by other kinds of adults.
    OtherRaters,
    /// Drawn by lot, yet there is no comparison that qualifies.
    LotWithoutComparison,
    /// More than a fifth lost.
    Attrition,
    /// Scored by the adult who ran it.
    ScoredByDeliverer,
    /// A fifth or more began near the top.
    Ceiling,
    /// Lowered past T2 for want of an expected progress.
    NoExpectedProgress,
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Reason::TooFewPairs => "fewer than five pupils were scored both before and after",
            Reason::TooFewFollowedUp => "fewer than half of the pupils were scored again",
            Reason::SmallComparison => "fewer than ten pupils in one of the two groups",
            Reason::UnlikeBaselines => "the comparison pupils started from different scores",
            Reason::OtherDates => "the comparison pupils were scored on other dates",
            Reason::OtherRaters => "the comparison pupils were scored by other kinds of adults",
            Reason::LotWithoutComparison => {
                "places were drawn by lot, but there is no comparison group that can be used"
            }
            Reason::Attrition => "more than a fifth of the pupils were not scored again",
            Reason::ScoredByDeliverer => "scored by the adult who ran it",
            Reason::Ceiling => "a fifth or more of the pupils began near the top of the scale",
            Reason::NoExpectedProgress => "there is no expected progress to compare with",
        })
    }
}

/// A tier and what kept it from being higher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The tier.
    pub tier: Tier,
    /// Reasons in the order they were applied; empty when nothing was lost.
    pub reasons: Vec<Reason>,
}

/// Tier of a design, by the rule at the head of this file.
pub fn grade(design: &Design) -> Graded {
    let mut reasons = Vec::new();
    if design.n_paired < FEWEST_PAIRS {
        reasons.push(Reason::TooFewPairs);
    }
    if 2 * design.n_paired < design.n_baseline {
        reasons.push(Reason::TooFewFollowedUp);
    }
    if !reasons.is_empty() {
        return Graded { tier: Tier::T0, reasons };
    }

    let mut tier = reached(design, &mut reasons);
    for (weak, reason) in [
        (design.attrition.is_nan() || design.attrition > LARGEST_ATTRITION, Reason::Attrition),
        (design.scored_by_deliverer, Reason::ScoredByDeliverer),
        (design.ceiling_share.is_nan() || design.ceiling_share >= CEILING_SHARE, Reason::Ceiling),
    ] {
        if weak {
            reasons.push(reason);
            tier = lowered(tier, design.has_expected, &mut reasons);
        }
    }
    Graded { tier, reasons }
}

/// Tier before weaknesses are taken into account.
fn reached(design: &Design, reasons: &mut Vec<Reason>) -> Tier {
    let obstacles = design.comparison.map(|comparison| obstacles(&comparison));
    let qualifies = obstacles.as_ref().is_some_and(Vec::is_empty);
    reasons.extend(obstacles.into_iter().flatten());
    if qualifies {
        return if design.by_lot { Tier::T4 } else { Tier::T3 };
    }
    if design.by_lot {
        reasons.push(Reason::LotWithoutComparison);
    }
    if design.has_expected { Tier::T2 } else { Tier::T1 }
}

fn obstacles(comparison: &Comparison) -> Vec<Reason> {
    let small = comparison.n_treated.min(comparison.n_comparison) < FEWEST_PER_ARM;
    let unlike = comparison.baseline_smd.is_nan() || comparison.baseline_smd.abs() > LARGEST_BASELINE_DIFFERENCE;
    [
        (small, Reason::SmallComparison),
        (unlike, Reason::UnlikeBaselines),
        (!comparison.same_dates, Reason::OtherDates),
        (!comparison.same_rater_type, Reason::OtherRaters),
    ]
    .into_iter()
    .filter_map(|(found, reason)| found.then_some(reason))
    .collect()
}

/// The next lower tier whose own evidence exists, T1 at the lowest.
fn lowered(tier: Tier, has_expected: bool, reasons: &mut Vec<Reason>) -> Tier {
    match tier {
        Tier::T4 => Tier::T3,
        Tier::T3 if has_expected => Tier::T2,
        Tier::T3 => {
            reasons.push(Reason::NoExpectedProgress);
            Tier::T1
        }
        Tier::T2 | Tier::T1 => Tier::T1,
        Tier::T0 => Tier::T0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMILAR: Comparison =
        Comparison { n_treated: 12, n_comparison: 15, baseline_smd: 0.25, same_dates: true, same_rater_type: true };
    const PLAIN: Design = Design {
        n_paired: 12,
        n_baseline: 13,
        has_expected: false,
        comparison: None,
        by_lot: false,
        attrition: 0.20,
        scored_by_deliverer: false,
        ceiling_share: 0.19,
    };
    const EXPECTED: Design = Design { has_expected: true, ..PLAIN };
    const COMPARED: Design = Design { comparison: Some(SIMILAR), ..EXPECTED };
    const LOT: Design = Design { by_lot: true, ..COMPARED };

    fn graded(design: Design) -> (Tier, Vec<Reason>) {
        let found = grade(&design);
        (found.tier, found.reasons)
    }

    #[test]
    fn the_ladder_without_weaknesses() {
        assert_eq!(graded(PLAIN), (Tier::T1, vec![]));
        assert_eq!(graded(EXPECTED), (Tier::T2, vec![]));
        assert_eq!(graded(COMPARED), (Tier::T3, vec![]));
        assert_eq!(graded(LOT), (Tier::T4, vec![]));
        assert_eq!(graded(Design { has_expected: false, ..COMPARED }), (Tier::T3, vec![]));
    }

    #[test]
    fn too_few_pupils_end_at_the_bottom_whatever_else() {
        assert_eq!(graded(Design { n_paired: 4, n_baseline: 4, ..LOT }), (Tier::T0, vec![Reason::TooFewPairs]));
        assert_eq!(graded(Design { n_baseline: 25, ..LOT }), (Tier::T0, vec![Reason::TooFewFollowedUp]));
        assert_eq!(graded(Design { n_baseline: 24, ..LOT }).0, Tier::T4, "exactly half");
    }

    #[test]
    fn each_weakness_takes_one_tier() {
        assert_eq!(graded(Design { attrition: 0.21, ..LOT }), (Tier::T3, vec![Reason::Attrition]));
        assert_eq!(graded(Design { scored_by_deliverer: true, ..COMPARED }).0, Tier::T2);
        assert_eq!(graded(Design { ceiling_share: 0.20, ..EXPECTED }), (Tier::T1, vec![Reason::Ceiling]));
        let all = Design { attrition: 0.3, scored_by_deliverer: true, ceiling_share: 0.5, ..LOT };
        assert_eq!(graded(all), (Tier::T1, vec![Reason::Attrition, Reason::ScoredByDeliverer, Reason::Ceiling]));
    }

    #[test]
    fn weaknesses_do_not_lead_below_t1() {
        let weak = Design { attrition: 0.3, scored_by_deliverer: true, ceiling_share: 0.5, ..PLAIN };
        assert_eq!(grade(&weak).tier, Tier::T1);
    }

    #[test]
    fn a_lowered_comparison_without_expected_progress_can_only_say_changed() {
        let lowered = Design { has_expected: false, scored_by_deliverer: true, ..COMPARED };
        assert_eq!(graded(lowered), (Tier::T1, vec![Reason::ScoredByDeliverer, Reason::NoExpectedProgress]));
    }

    #[test]
    fn a_comparison_that_does_not_qualify_says_why() {
        let with = |comparison: Comparison| graded(Design { comparison: Some(comparison), ..EXPECTED });
        assert_eq!(with(Comparison { n_comparison: 9, ..SIMILAR }), (Tier::T2, vec![Reason::SmallComparison]));
        assert_eq!(with(Comparison { baseline_smd: -0.31, ..SIMILAR }), (Tier::T2, vec![Reason::UnlikeBaselines]));
        assert_eq!(with(Comparison { same_dates: false, ..SIMILAR }), (Tier::T2, vec![Reason::OtherDates]));
        assert_eq!(with(Comparison { same_rater_type: false, ..SIMILAR }), (Tier::T2, vec![Reason::OtherRaters]));
        let lot = Design { by_lot: true, ..EXPECTED };
        assert_eq!(graded(lot), (Tier::T2, vec![Reason::LotWithoutComparison]));
    }

    #[test]
    fn an_unknown_share_counts_as_a_weakness() {
        assert_eq!(graded(Design { attrition: f64::NAN, ..EXPECTED }), (Tier::T1, vec![Reason::Attrition]));
        let unknown = Comparison { baseline_smd: f64::NAN, ..SIMILAR };
        assert_eq!(graded(Design { comparison: Some(unknown), ..EXPECTED }).0, Tier::T2);
    }

    #[test]
    fn reasons_read_as_plain_english() {
        assert_eq!(Reason::ScoredByDeliverer.to_string(), "scored by the adult who ran it");
    }
}
