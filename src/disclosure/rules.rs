//! The limits below which figures are withheld. The program's own stand in `reference/profiles.toml`, with their reasons.

use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize};

use super::knowledge::Wanted;

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

/// The limits of the file, by the kind of reader. Staff have none.
#[derive(Deserialize)]
struct Profiles {
    leaders: Profile,
    governors: Profile,
    public: Profile,
}

#[derive(Deserialize)]
struct Profile {
    min_cohort: u64,
    min_mean: u64,
    small_count: u64,
    #[serde(default)]
    round_to: u64,
    #[serde(default)]
    phases_below: u16,
}

impl Profile {
    fn rules(&self) -> ReleaseRules {
        ReleaseRules { min_cohort: self.min_cohort, min_mean: self.min_mean, small_count: self.small_count }
    }
}

static PROFILES: LazyLock<Profiles> = LazyLock::new(|| {
    toml::from_str(include_str!("../../reference/profiles.toml")).unwrap_or_else(|_| {
        // A file that cannot be read lets nothing out; a test reads it.
        let nothing = || Profile {
            min_cohort: u64::MAX,
            min_mean: u64::MAX,
            small_count: u64::MAX,
            round_to: 0,
            phases_below: 0,
        };
        Profiles { leaders: nothing(), governors: nothing(), public: nothing() }
    })
});

/// The average size of year groups below which phases stand in their place, unless the school sets another.
pub fn phases_below() -> u16 {
    PROFILES.governors.phases_below
}

impl Default for ReleaseRules {
    fn default() -> Self {
        PROFILES.governors.rules()
    }
}

impl ReleaseRules {
    /// The limits of the senior leaders' report.
    pub fn leaders() -> Self {
        PROFILES.leaders.rules()
    }

    /// The same where a school sets some of them.
    ///
    /// # Errors
    /// As any other setting: an unknown name, or no number.
    pub fn leaders_with<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Own {
            min_cohort: Option<u64>,
            min_mean: Option<u64>,
            small_count: Option<u64>,
        }
        let own = Own::deserialize(deserializer)?;
        let usual = Self::leaders();
        Ok(Self {
            min_cohort: own.min_cohort.unwrap_or(usual.min_cohort),
            min_mean: own.min_mean.unwrap_or(usual.min_mean),
            small_count: own.small_count.unwrap_or(usual.small_count),
        })
    }

    /// Whether a count of children with something private, out of so many, says too much of one of them: of a small group
    /// anything does; of any group a small count, a small rest, nobody and everybody.
    pub(super) fn tells(&self, count: u64, of: u64) -> bool {
        let few = |number: u64| self.small_count > 0 && number <= self.small_count;
        of < self.min_cohort || few(count) || few(of.saturating_sub(count))
    }

    /// How far a reader must be left uncertain about a withheld count: of a small group, everything may be; a small count
    /// may be any from nobody to one that would be shown; and so with a small rest.
    pub(super) fn reach(&self, count: u64, of: u64) -> Wanted {
        let enough = (self.small_count + 1).min(of);
        let small = of < self.min_cohort;
        let (few, few_left) = (count <= self.small_count, of.saturating_sub(count) <= self.small_count);
        let low = match (small || few, few_left) {
            (true, _) => 0,
            (false, true) => of - enough,
            (false, false) => return Wanted::Other,
        };
        let high = if small || few_left { of } else { enough };
        Wanted::Reach { low: low as f64, high: high as f64 }
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
        let Profile { min_cohort, min_mean, small_count, round_to, .. } = PROFILES.public;
        Self { min_cohort, min_mean, small_count, round_to }
    }
}

impl PublicRules {
    /// A count of children as the public sees it.
    pub(super) fn nearest(&self, count: u64) -> u64 {
        match self.round_to {
            0 | 1 => count,
            to => (count + to / 2) / to * to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profiles_are_those_of_the_conventions() {
        let of = |rules: ReleaseRules| (rules.min_cohort, rules.min_mean, rules.small_count);
        assert_eq!(of(ReleaseRules::default()), (6, 10, 4));
        assert_eq!(of(ReleaseRules::leaders()), (3, 3, 0));
        assert_eq!(PublicRules::default(), PublicRules { min_cohort: 10, min_mean: 10, small_count: 7, round_to: 5 });
        assert_eq!(phases_below(), 20);
        let file: toml::Table = toml::from_str(include_str!("../../reference/profiles.toml")).expect("valid");
        for (name, profile) in &file {
            let why = profile.get("why").and_then(toml::Value::as_array);
            assert!(why.is_some_and(|why| !why.is_empty()), "{name} says why");
        }
    }

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
