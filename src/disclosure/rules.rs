//! The limits below which figures are withheld.

use serde::{Deserialize, Serialize};

/// Limits of one audience; the defaults are those of the governors' pack.
/// They are conventions, may be set in school.toml, and are printed in packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReleaseRules {
    /// Fewest children in a group for any figure about it.
    pub min_cohort: u64,
    /// Fewest children for a share, mean, median or interval.
    pub min_mean: u64,
    /// Largest count, or rest of the group, that is withheld. Where it is
    /// above 0, "none" and "all" are withheld too: they tell about everyone.
    pub small_count: u64,
}

impl Default for ReleaseRules {
    fn default() -> Self {
        Self { min_cohort: 6, min_mean: 10, small_count: 4 }
    }
}

/// Limits of what anybody may see: conventions, stricter than the governors'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct PublicRules {
    /// Fewest children in a group for any figure about it.
    pub min_cohort: u64,
    /// Fewest children for a share, mean, median or interval.
    pub min_mean: u64,
    /// Largest count, or rest of the group, that is withheld.
    pub small_count: u64,
    /// Counts of children are rounded to the nearest multiple of this.
    pub round_to: u64,
}

impl Default for PublicRules {
    fn default() -> Self {
        Self { min_cohort: 10, min_mean: 10, small_count: 7, round_to: 5 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_keeps_its_default() {
        let rules: ReleaseRules = toml::from_str("min_cohort = 10").expect("valid");
        assert_eq!((rules.min_cohort, rules.min_mean, rules.small_count), (10, 10, 4));
    }

    #[test]
    fn a_misspelt_limit_is_refused() {
        assert!(toml::from_str::<ReleaseRules>("min_cohrt = 1").is_err());
    }
}
