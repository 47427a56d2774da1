//! How likely each group is to be the one with the highest true share.
//!
//! To be printed beside a ranking: the group ranked worst is often not the worst.

use statrs::distribution::{Beta, ContinuousCDF};

use super::proportion::Share;
use super::shrinkage::BetaBinomial;

/// Cells of the grid over the shares 0 to 1. Doubling it moves no digit that is printed.
const CELLS: u32 = 2000;

/// For each group, in the order given, the probability that its true share is the highest of all:
/// ∫ f_j(p)·Π_{k≠j} F_k(p) dp over the beta-binomial posteriors Beta(p̄M + x, (1 − p̄)M + n − x).
/// These are the ones that order the groups: they take into account that the highest of several
/// shares is high partly by luck, which the separate Jeffreys posteriors do not.
///
/// Numeric integration over a grid, without random numbers: each cell's exact probability under
/// group j, times the product of the others averaged over the cell's two ends.
/// `None` when [`BetaBinomial::fit`] is: fewer than two groups, or none or all pupils counting.
pub fn probability_worst(groups: &[Share]) -> Option<Vec<f64>> {
    let fit = BetaBinomial::fit(groups)?;
    let posteriors: Option<Vec<Beta>> = groups.iter().map(|&group| fit.posterior(group)).collect();
    let posteriors = posteriors?;
    let mut worst = vec![0.0; groups.len()];
    let mut left: Vec<f64> = vec![0.0; groups.len()];
    for cell in 1..=CELLS {
        let edge = f64::from(cell) / f64::from(CELLS);
        let right: Vec<f64> = posteriors.iter().map(|posterior| posterior.cdf(edge)).collect();
        for (group, probability) in worst.iter_mut().enumerate() {
            let inside = right[group] - left[group];
            *probability += inside * (all_others(&left, group) + all_others(&right, group)) / 2.0;
        }
        left = right;
    }
    Some(worst)
}

/// Probability that every group but one lies below the edge, from each group's own.
fn all_others(below: &[f64], group: usize) -> f64 {
    let mut others: Vec<f64> =
        below.iter().enumerate().filter(|(other, _)| *other != group).map(|(_, &value)| value).collect();
    // A product's rounding depends on its order too.
    others.sort_by(f64::total_cmp);
    others.iter().product()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worst(counts: &[(u64, u64)]) -> Vec<f64> {
        let groups: Vec<Share> = counts.iter().map(|&(part, whole)| Share::of(part, whole).expect("a share")).collect();
        probability_worst(&groups).expect("two groups or more")
    }

    #[test]
    fn equal_groups_are_equally_likely() {
        for probability in worst(&[(10, 30); 7]) {
            assert!((probability - 1.0 / 7.0).abs() < 2e-5, "{probability}");
        }
    }

    #[test]
    fn probabilities_sum_to_one() {
        for counts in [
            &[(0, 12), (0, 30), (3, 10)][..],
            &[(1, 400), (2, 500)],
            &[(30, 30), (29, 30)],
            &[(2000, 6000), (2100, 6000)],
        ] {
            let sum: f64 = worst(counts).iter().sum();
            assert!((sum - 1.0).abs() < 1e-4, "{counts:?}: {sum}");
        }
    }

    #[test]
    fn a_group_far_above_the_rest_is_the_worst() {
        assert!(worst(&[(2, 40), (38, 40), (3, 40)])[1] > 0.999_999);
    }

    #[test]
    fn one_group_has_nothing_to_be_compared_with() {
        assert_eq!(probability_worst(&[]), None);
        assert_eq!(probability_worst(&[Share::of(3, 10).expect("a share")]), None);
    }
}
