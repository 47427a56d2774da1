//! What the school decides because nobody publishes it, with sensible defaults.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::expectation::{self, ExpectedAtAge, ExpectedBy, ExpectedFrom};
use super::matching_policy::MatchingPolicy;
use super::retention::Retention;
use super::staff_policy::StaffPolicy;
use crate::disclosure::{PublicRules, ReleaseRules, phases_below};
use crate::measures::{AttendanceChangeRules, ImpactRules, MethodRules, WholeClassRules};

/// What the school decides because nobody publishes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Screening instrument the packs are about.
    pub instrument: String,
    /// A strand is secure from this score.
    pub secure_min: f64,
    /// Sessions that count as completing Family Thrive.
    pub family_min_sessions: i32,
    /// Oldest baseline, in days before a block of support starts.
    pub pair_window_days: i32,
    /// Expected strand by year group.
    pub expected_strand: BTreeMap<String, String>,
    /// When a year group needs whole-class work.
    pub whole_class: WholeClassRules,
    /// What is asked of staff.
    pub staff: StaffPolicy,
    /// Whether the year group or the age decides which strand is expected.
    pub expected_by: ExpectedBy,
    /// What is expected of a year group from a later day on.
    pub expected_strand_from: Vec<ExpectedFrom>,
    /// What is expected from an age on.
    pub expected_at_age: Vec<ExpectedAtAge>,
    /// Limits of single strands, in place of `secure_min`: secure from this
    /// score or, where a high score is worse, up to it.
    pub secure_score: BTreeMap<String, f64>,
    /// Banding scheme of the tool whose most favourable band counts as secure.
    pub band_scheme: Option<String>,
    /// Longest time, in days, between two screenings of a child.
    pub screening_every_days: i32,
    /// How sure a link between a row and a child must be.
    pub matching: MatchingPolicy,
    /// How attendance before and after support is compared.
    pub attendance_change: AttendanceChangeRules,
    /// What one-to-one support is compared with.
    pub impact: ImpactRules,
    /// Disclosure rules of the governors' and the Ambassador pack.
    pub disclosure: ReleaseRules,
    /// Disclosure rules of the senior leaders' report.
    #[serde(deserialize_with = "ReleaseRules::leaders_with")]
    pub leaders: ReleaseRules,
    /// Where year groups have fewer children than this on average, packs that leave the staff's hands show two or three
    /// together.
    pub phases_below: u16,
    /// Disclosure rules of the public pack.
    pub public: PublicRules,
    /// The school's own limits of the Ambassador pack's criteria, by reference.
    pub ambassador: BTreeMap<String, f64>,
    /// How long files and packs are kept.
    pub retention: Retention,
}

impl Policy {
    /// The school's settings of the statistical methods.
    pub fn method_rules(&self) -> MethodRules {
        MethodRules {
            whole_class: self.whole_class,
            attendance_change: self.attendance_change,
            impact: self.impact.clone(),
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        let early = "Power & Identity";
        let junior = "Skills & Structure";
        let expected = [
            ("Nursery", early),
            ("Reception", early),
            ("Year 1", early),
            ("Year 2", early),
            ("Year 3", junior),
            ("Year 4", junior),
            ("Year 5", junior),
            ("Year 6", junior),
        ];
        Policy {
            instrument: "thrive".into(),
            secure_min: 60.0,
            family_min_sessions: 5,
            pair_window_days: 120,
            expected_strand: expected.map(|(year, strand)| (year.into(), strand.into())).into(),
            whole_class: WholeClassRules::default(),
            staff: StaffPolicy::default(),
            expected_by: ExpectedBy::default(),
            expected_strand_from: Vec::new(),
            expected_at_age: Vec::new(),
            secure_score: BTreeMap::new(),
            band_scheme: None,
            screening_every_days: 150,
            matching: MatchingPolicy::default(),
            attendance_change: AttendanceChangeRules::default(),
            impact: ImpactRules::default(),
            disclosure: ReleaseRules::default(),
            leaders: ReleaseRules::leaders(),
            phases_below: phases_below(),
            public: PublicRules::default(),
            ambassador: BTreeMap::new(),
            retention: Retention::default(),
        }
    }
}

/// Refuses a policy that cannot be meant: why, and what to write instead.
pub(super) fn check(policy: &Policy) -> Result<(), (String, &'static str)> {
    let rules = &policy.disclosure;
    if !(0.0..=100.0).contains(&policy.secure_min) {
        return Err((format!("policy.secure_min is {}", policy.secure_min), "give a score from 0 to 100"));
    }
    if !(1..=6).contains(&policy.family_min_sessions) {
        let why = format!("policy.family_min_sessions is {}", policy.family_min_sessions);
        return Err((why, "a course has six sessions: give a number from 1 to 6"));
    }
    if policy.pair_window_days < 1 {
        let why = format!("policy.pair_window_days is {}", policy.pair_window_days);
        return Err((why, "give a number of days, such as 120"));
    }
    if !policy.whole_class.make_sense() {
        let why =
            "policy.whole_class has a percentage below 0 or above 100, or watches later than it is sure".to_owned();
        return Err((why, "give percentages from 0 to 100, watch_percent no larger than sure_percent"));
    }
    policy.staff.check()?;
    policy.matching.check()?;
    policy.retention.check()?;
    expectation::check(policy)?;
    if !policy.attendance_change.make_sense() {
        let why = "policy.attendance_change cannot be meant".to_owned();
        return Err((why, "give short_weeks no longer than long_weeks, and numbers like those of a fresh school.toml"));
    }
    if !policy.impact.make_sense() {
        let why = "policy.impact says something that cannot be".to_owned();
        let remedy = "usual_rho lies between 0 and 1, the others between 0 and 100, sdq_high_risk_from between 0 and 40; \
                      score_spread and score_reliability are given both or neither";
        return Err((why, remedy));
    }
    // Governors are parents and neighbours. Whatever a school prefers, a single child stays hidden among others.
    if rules.min_cohort < 5 || rules.min_mean < 5 || rules.small_count < 2 {
        let why = "policy.disclosure would let single children be worked out".to_owned();
        return Err((why, "give at least 5 for min_cohort and min_mean, and at least 2 for small_count"));
    }
    Ok(())
}
