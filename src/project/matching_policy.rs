//! How sure a link between a row and a child must be.

use serde::{Deserialize, Serialize};

/// How sure a link between a row and a child must be, where neither UPN nor number nor an exact name and date of birth
/// says it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MatchingPolicy {
    /// From this probability on, in per cent, a link is used.
    pub use_percent: f64,
    /// From this probability on, in per cent, a link is put before a person.
    pub review_percent: f64,
}

impl Default for MatchingPolicy {
    fn default() -> Self {
        MatchingPolicy { use_percent: 99.9, review_percent: 50.0 }
    }
}

/// No link below this is ever used without a person: one wrong link in twenty would be five children of a class.
const LEAST_USE: f64 = 95.0;

impl MatchingPolicy {
    /// Refuses thresholds that would put one child's records under another's name.
    pub(super) fn check(&self) -> Result<(), (String, &'static str)> {
        if !(LEAST_USE..=100.0).contains(&self.use_percent) {
            let why = format!("policy.matching.use_percent is {}", self.use_percent);
            return Err((
                why,
                "give a percentage from 95 to 100: below that, wrong links would be used without a question",
            ));
        }
        if !(1.0..=self.use_percent).contains(&self.review_percent) {
            let why = format!("policy.matching.review_percent is {}", self.review_percent);
            return Err((why, "give a percentage from 1 up to use_percent"));
        }
        Ok(())
    }
}
