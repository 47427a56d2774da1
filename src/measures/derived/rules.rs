//! The settings of the statistical methods, as a school may set them.

use serde::{Deserialize, Serialize};

use crate::statistics::expected_progress::DECLARED_RHO;
use crate::statistics::whole_class::Rule;

/// Settings of every method.
#[derive(Clone, Debug, Default)]
pub struct MethodRules {
    /// When a year group needs whole-class work.
    pub whole_class: WholeClassRules,
    /// How attendance before and after support is compared.
    pub attendance_change: AttendanceChangeRules,
    /// What one-to-one support is compared with.
    pub impact: ImpactRules,
}

/// When a year group needs whole-class work on a strand. Conventions of this
/// program, not published standards: printed in the notes.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct WholeClassRules {
    /// Percentage of pupils not yet secure that makes whole-class work worth planning.
    pub threshold_percent: f64,
    /// How sure to be, in percent, that the true share is above it.
    pub sure_percent: f64,
    /// From which certainty, in percent, the group is looked at again.
    pub watch_percent: f64,
    /// Fewest pupils screened.
    pub min_screened: u64,
    /// Least percentage of the pupils on roll that was screened.
    pub min_coverage_percent: f64,
    /// Most strands to take up with one group.
    pub strands_per_group: usize,
}

impl Default for WholeClassRules {
    fn default() -> Self {
        let rule = Rule::default();
        WholeClassRules {
            threshold_percent: 100.0 / 3.0,
            sure_percent: 80.0,
            watch_percent: 50.0,
            min_screened: rule.min_screened,
            min_coverage_percent: 80.0,
            strands_per_group: rule.strands_per_group,
        }
    }
}

impl WholeClassRules {
    /// The rule in the units of the method.
    pub fn rule(&self) -> Rule {
        Rule {
            threshold: self.threshold_percent / 100.0,
            probability: self.sure_percent / 100.0,
            watch: self.watch_percent / 100.0,
            min_screened: self.min_screened,
            min_coverage: self.min_coverage_percent / 100.0,
            strands_per_group: self.strands_per_group,
        }
    }

    /// Whether the numbers can be meant.
    pub fn make_sense(&self) -> bool {
        let share = 0.0..=100.0;
        let shares = [self.threshold_percent, self.sure_percent, self.watch_percent, self.min_coverage_percent];
        shares.iter().all(|value| share.contains(value)) && self.watch_percent <= self.sure_percent
    }
}

/// How attendance before and after support is compared. Conventions of this
/// program, not published standards: printed in the notes.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AttendanceChangeRules {
    /// School weeks in the short window, before and after.
    pub short_weeks: u8,
    /// School weeks in the long window, before and after.
    pub long_weeks: u8,
    /// Whole school weeks left out before the start: children are referred
    /// when things are at their worst, and would come back from there anyway.
    pub gap_before_weeks: u8,
    /// Whole school weeks left out after the start.
    pub gap_after_weeks: u8,
    /// Fewest possible sessions of a child in each window.
    pub min_sessions: u16,
    /// School days further apart than this belong to two half-terms.
    pub half_term_gap_days: u8,
    /// Pupils without support are like a supported child when their
    /// attendance before lies within so many percentage points.
    pub similar_points: f64,
    /// Random sets of such pupils.
    pub placebo_sets: u32,
    /// Seed of the random sets: one seed, one result.
    pub seed: u32,
}

impl Default for AttendanceChangeRules {
    fn default() -> Self {
        AttendanceChangeRules {
            short_weeks: 6,
            long_weeks: 12,
            gap_before_weeks: 2,
            gap_after_weeks: 1,
            min_sessions: 20,
            half_term_gap_days: 7,
            similar_points: 3.0,
            placebo_sets: 999,
            seed: 1,
        }
    }
}

impl AttendanceChangeRules {
    /// Whether the numbers can be meant.
    pub fn make_sense(&self) -> bool {
        (1..=self.long_weeks).contains(&self.short_weeks)
            && self.long_weeks <= 39
            && self.min_sessions > 0
            && (4..=20).contains(&self.half_term_gap_days)
            && self.similar_points > 0.0
            && self.similar_points <= 100.0
            && (99..=99_999).contains(&self.placebo_sets)
    }
}

/// What one-to-one support is compared with. Conventions of this program, not
/// published standards: printed in the notes.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ImpactRules {
    /// Share of a pupil's distance from the average that lasts to the next
    /// screening, 0 to 1, where fewer than twenty pupils without support show it.
    pub usual_rho: f64,
    /// Names of support whose places or starting order were drawn by lot.
    pub drawn_by_lot: Vec<String>,
    /// Chance, in percent, of any false finding among all kinds of support.
    pub luck_percent: f64,
    /// Share, in percent, of false findings among the other strands of one support.
    pub luck_strands_percent: f64,
    /// Total of the parent SDQ from which a child is at high risk.
    pub sdq_high_risk_from: i64,
    /// Standard deviation of the screening scores, in points; none is published for Thrive.
    pub score_spread: Option<f64>,
    /// Correlation of two screenings of the same pupil; none is published for Thrive.
    pub score_reliability: Option<f64>,
}

impl Default for ImpactRules {
    fn default() -> Self {
        ImpactRules {
            usual_rho: DECLARED_RHO,
            drawn_by_lot: Vec::new(),
            luck_percent: 5.0,
            luck_strands_percent: 10.0,
            // Where the three-band UK table of the parent form begins to say "abnormal".
            sdq_high_risk_from: 17,
            score_spread: None,
            score_reliability: None,
        }
    }
}

impl ImpactRules {
    /// Whether the numbers can be meant.
    pub fn make_sense(&self) -> bool {
        let share = 0.0..=100.0;
        (0.0..=1.0).contains(&self.usual_rho)
            && share.contains(&self.luck_percent)
            && share.contains(&self.luck_strands_percent)
            && (0..=40).contains(&self.sdq_high_risk_from)
            && self.score_spread.is_none_or(|spread| spread > 0.0)
            && self.score_reliability.is_none_or(|reliability| (0.0..1.0).contains(&reliability))
            // Either alone says nothing about a single child's change.
            && self.score_spread.is_some() == self.score_reliability.is_some()
    }
}
