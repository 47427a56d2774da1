//! Whether groups differ by more than chance would produce.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::proportion::Share;

/// χ² test that all groups have the same true share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Homogeneity {
    /// Share over all groups together, p̄.
    pub pooled: f64,
    /// Σ n(p − p̄)² / (p̄(1 − p̄)).
    pub chi_squared: f64,
    /// Number of groups − 1.
    pub degrees_of_freedom: u64,
    /// Probability of so large a χ² when the true shares are equal.
    pub p: f64,
}

/// Pearson's χ² test that the true shares of the groups are equal.
///
/// `None` for fewer than two groups, and when no pupil or every pupil counts:
/// then there is nothing that could differ.
pub fn homogeneity(groups: &[Share]) -> Option<Homogeneity> {
    if groups.len() < 2 {
        return None;
    }
    let mut groups = groups.to_vec();
    groups.sort_unstable();
    let pooled = pooled(&groups)?.value();
    if pooled <= 0.0 || pooled >= 1.0 {
        return None;
    }
    let spread: f64 = groups.iter().map(|group| group.whole() as f64 * (group.value() - pooled).powi(2)).sum();
    let chi_squared = spread / (pooled * (1.0 - pooled));
    let degrees_of_freedom = groups.len() as u64 - 1;
    let p = ChiSquared::new(degrees_of_freedom as f64).ok()?.sf(chi_squared);
    Some(Homogeneity { pooled, chi_squared, degrees_of_freedom, p })
}

/// All groups taken together. `None` for no group, or counts beyond 64 bits.
pub(super) fn pooled(groups: &[Share]) -> Option<Share> {
    let total = |count: fn(&Share) -> u64| groups.iter().try_fold(0_u64, |sum, group| sum.checked_add(count(group)));
    Share::of(total(Share::part)?, total(Share::whole)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(counts: &[(u64, u64)]) -> Vec<Share> {
        counts.iter().map(|&(part, whole)| Share::of(part, whole).expect("a share")).collect()
    }

    #[test]
    fn equal_shares_do_not_differ() {
        let test = homogeneity(&groups(&[(10, 30), (20, 60), (5, 15)])).expect("a test");
        assert!(test.chi_squared < 1e-12);
        assert!((test.p - 1.0).abs() < 1e-9);
        assert_eq!(test.degrees_of_freedom, 2);
    }

    #[test]
    fn nothing_to_compare() {
        assert_eq!(homogeneity(&groups(&[(10, 30)])), None);
        assert_eq!(homogeneity(&groups(&[(0, 30), (0, 20)])), None);
        assert_eq!(homogeneity(&groups(&[(30, 30), (20, 20)])), None);
        assert_eq!(homogeneity(&groups(&[(u64::MAX, u64::MAX), (1, 20)])), None);
    }

    #[test]
    fn the_order_of_groups_changes_no_digit() {
        let counts = [(4, 30), (18, 29), (8, 31), (28, 58), (11, 28), (6, 30), (14, 57)];
        let mut reversed = counts;
        reversed.reverse();
        assert_eq!(homogeneity(&groups(&counts)), homogeneity(&groups(&reversed)));
    }
}
