//! Tests of a change that assume only symmetry: Wilcoxon's signed ranks with
//! the Hodges–Lehmann estimate, and the exact sign-flip test.

use statrs::distribution::{ContinuousCDF, Normal};

use super::bounds::Bounds;
use super::moments::{median, on_grid, sorted};

/// Fewest changes for an interval: five or fewer cannot reach 95 %.
pub const FEWEST: usize = 6;
/// Most changes counted exactly; above, the normal approximation.
pub const EXACT_LIMIT: usize = 60;
/// Most changes for the sign-flip test: 2²⁰ assignments.
pub const FLIP_LIMIT: usize = 20;

/// Two-sided error of the interval.
const ALPHA: f64 = 0.05;

/// Wilcoxon's signed-rank test with the Hodges–Lehmann estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignedRank {
    /// Changes, zeros included.
    pub n: usize,
    /// Changes other than 0, on which the test rests.
    pub n_nonzero: usize,
    /// V: sum of the ranks of the positive changes, ties at their mean rank.
    pub v: f64,
    /// Two-sided p: twice the smaller tail.
    pub p: f64,
    /// One-sided p that changes are above 0: P(V ≥ v).
    pub p_greater: f64,
    /// Rank-biserial correlation (R⁺ − R⁻)/(R⁺ + R⁻), −1 to 1.
    pub rank_biserial: f64,
    /// Hodges–Lehmann estimate: median of all Walsh averages, zeros included.
    pub estimate: f64,
    /// Interval from the Walsh averages of order q and M + 1 − q.
    pub interval: Bounds,
    /// Level that the interval attains, 1 − 2·P(V ≤ q − 1).
    pub level: f64,
    /// Whether p and level are counted rather than approximated by a normal
    /// distribution with continuity correction.
    pub exact: bool,
}

/// Signed-rank test and Hodges–Lehmann estimate of `changes`.
///
/// Zeros are dropped for the test and kept for the estimate. The p is exact
/// with ties too: it counts sign assignments over doubled mean ranks, which are
/// whole numbers. The interval follows R's rule: q is the smallest s with
/// P(V ≤ s) ≥ 0.025, at least 1 (Hollander & Wolfe 1999, 3.1–3.3).
///
/// `None` below [`FEWEST`] changes, when all are 0, or when one is not finite.
pub fn signed_rank(changes: &[f64]) -> Option<SignedRank> {
    let rounded: Vec<f64> = changes.iter().map(|change| on_grid(*change)).collect();
    let changes = sorted(&rounded)?;
    let n = changes.len();
    if n < FEWEST {
        return None;
    }
    let nonzero: Vec<f64> = changes.iter().copied().filter(|change| *change != 0.0).collect();
    if nonzero.is_empty() {
        return None;
    }
    let ranks = doubled_ranks(&nonzero);
    let total: usize = ranks.iter().sum();
    let positive: usize = nonzero.iter().zip(&ranks).filter(|(change, _)| **change > 0.0).map(|(_, rank)| rank).sum();
    let exact = n <= EXACT_LIMIT;
    let (below, above) = if exact { exact_tails(&ranks, positive) } else { normal_tails(&ranks, positive)? };
    let (order, tail) = if exact { exact_order(n) } else { normal_order(n)? };
    let walsh = walsh_averages(&changes);
    let interval = Bounds { low: *walsh.get(order - 1)?, high: *walsh.get(walsh.len().checked_sub(order)?)? };
    Some(SignedRank {
        n,
        n_nonzero: nonzero.len(),
        v: positive as f64 / 2.0,
        p: (2.0 * below.min(above)).min(1.0),
        p_greater: above,
        rank_biserial: (2.0 * positive as f64 - total as f64) / total as f64,
        estimate: median(&walsh)?,
        interval,
        level: 1.0 - 2.0 * tail,
        exact,
    })
}

/// Twice the mean rank of every |change|, in the order of `changes`.
fn doubled_ranks(changes: &[f64]) -> Vec<usize> {
    changes
        .iter()
        .map(|change| {
            let smaller = changes.iter().filter(|other| other.abs() < change.abs()).count();
            let equal = changes.iter().filter(|other| other.abs() == change.abs()).count();
            // Ranks smaller + 1 ..= smaller + equal; twice their mean.
            2 * smaller + equal + 1
        })
        .collect()
}

/// How many of the 2ⁿ sign assignments give each sum of positive ranks.
fn counts(ranks: &[usize]) -> Vec<u128> {
    let mut counts = vec![0_u128; ranks.iter().sum::<usize>() + 1];
    counts[0] = 1;
    for rank in ranks {
        for sum in (*rank..counts.len()).rev() {
            counts[sum] += counts[sum - rank];
        }
    }
    counts
}

/// P(V ≤ v) and P(V ≥ v), `positive` being 2v.
fn exact_tails(ranks: &[usize], positive: usize) -> (f64, f64) {
    let counts = counts(ranks);
    let all = counts.iter().sum::<u128>() as f64;
    let below: u128 = counts.iter().take(positive + 1).sum();
    let above: u128 = counts.iter().skip(positive).sum();
    (below as f64 / all, above as f64 / all)
}

/// q of R's rule for n untied ranks, and P(V ≤ q − 1).
fn exact_order(n: usize) -> (usize, f64) {
    let ranks: Vec<usize> = (1..=n).collect();
    let counts = counts(&ranks);
    let all = counts.iter().sum::<u128>() as f64;
    let mut below = 0_u128;
    for (sum, count) in counts.iter().enumerate() {
        let reached = below + count;
        if sum > 0 && reached as f64 / all >= ALPHA / 2.0 {
            return (sum, below as f64 / all);
        }
        below = reached;
    }
    // Not reached: the last sum has probability 1.
    (1, 1.0 / all)
}

/// Both tails by the normal approximation with tie and continuity correction:
/// mean Σr/2, variance Σr²/4 over the mean ranks r.
fn normal_tails(ranks: &[usize], positive: usize) -> Option<(f64, f64)> {
    let centre = ranks.iter().sum::<usize>() as f64 / 4.0;
    let variance = ranks.iter().map(|rank| (*rank as f64 / 2.0).powi(2)).sum::<f64>() / 4.0;
    let law = Normal::new(centre, variance.sqrt()).ok()?;
    let v = positive as f64 / 2.0;
    Some((law.cdf(v + 0.5), law.sf(v - 0.5)))
}

/// q and P(V ≤ q − 1) by the normal approximation for n untied ranks.
fn normal_order(n: usize) -> Option<(usize, f64)> {
    let size = n as f64;
    let law = Normal::new(size * (size + 1.0) / 4.0, (size * (size + 1.0) * (2.0 * size + 1.0) / 24.0).sqrt()).ok()?;
    let order = (law.inverse_cdf(ALPHA / 2.0) - 0.5).ceil().max(1.0);
    Some((order as usize, law.cdf(order - 0.5)))
}

/// Means of all pairs of changes, each change with itself too, ascending.
fn walsh_averages(changes: &[f64]) -> Vec<f64> {
    let mut averages: Vec<f64> = changes
        .iter()
        .enumerate()
        .flat_map(|(at, first)| changes[at..].iter().map(move |second| (first + second) / 2.0))
        .collect();
    averages.sort_by(f64::total_cmp);
    averages
}

/// Exact sign-flip test: how many of the 2ⁿ sign assignments have a sum at
/// least as far from 0 as the one observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignFlip {
    /// Assignments at least as extreme, the observed one included.
    pub extreme: u32,
    /// All assignments, 2ⁿ.
    pub assignments: u32,
}

impl SignFlip {
    /// Two-sided p.
    pub fn p(&self) -> f64 {
        f64::from(self.extreme) / f64::from(self.assignments)
    }
}

/// Sign-flip test of up to [`FLIP_LIMIT`] changes (Fisher 1935). Zeros are
/// kept: they double both counts. `None` when empty, longer, or too large.
pub fn sign_flip(changes: &[f64]) -> Option<SignFlip> {
    if changes.is_empty() || changes.len() > FLIP_LIMIT {
        return None;
    }
    // Whole billionths: a sum equal to the observed one must count as equal.
    let whole: Option<Vec<i64>> = changes
        .iter()
        .map(|change| {
            let billionths = (change * 1e9).round();
            // Twenty of these still fit in 64 bits.
            if billionths.abs() < 1e17 { Some(billionths as i64) } else { None }
        })
        .collect();
    let whole = whole?;
    let observed = whole.iter().sum::<i64>().abs();
    let assignments = 1_u32 << whole.len();
    // Gray code: consecutive assignments differ in one sign.
    let mut negative = vec![false; whole.len()];
    let mut sum: i64 = whole.iter().sum();
    let mut extreme = 1;
    for step in 1..assignments {
        let at = step.trailing_zeros() as usize;
        sum += if negative[at] { 2 * whole[at] } else { -2 * whole[at] };
        negative[at] = !negative[at];
        extreme += u32::from(sum.abs() >= observed);
    }
    Some(SignFlip { extreme, assignments })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_attained() {
        // Reference 2.3: .938 at five (here by hand), .961 at eight, .951 at ten, .952 at twenty.
        for (n, level) in [(3, 0.750), (4, 0.875), (5, 0.9375), (8, 0.961), (10, 0.951), (20, 0.952)] {
            let (_, tail) = exact_order(n);
            assert!((1.0 - 2.0 * tail - level).abs() < 0.000_6, "n = {n}");
        }
    }

    #[test]
    fn the_normal_approximation_meets_the_exact_count() {
        let ranks: Vec<usize> = (1..=30).map(|rank| 2 * rank).collect();
        // Twice V, which is even without ties.
        for positive in [200, 300, 464, 600] {
            let (below, above) = exact_tails(&ranks, positive);
            let (near_below, near_above) = normal_tails(&ranks, positive).expect("thirty ranks");
            assert!((below - near_below).abs() < 0.002 && (above - near_above).abs() < 0.002, "{positive}");
        }
        // R: qsignrank(0.025, 30) = 138. The approximation may be off by one Walsh average.
        assert_eq!(exact_order(30).0, 138);
        assert_eq!(normal_order(30).map(|found| found.0), Some(137));
    }

    #[test]
    fn ties_are_counted_exactly() {
        // |changes| 1,1,1,1,2,3: ranks 2.5 ×4, 5, 6. One negative 1: V = 18.5.
        // Sums of 18.5 or more: all positive (1) or one of the four dropped (4) of 64.
        let test = signed_rank(&[1.0, 1.0, 1.0, -1.0, 2.0, 3.0]).expect("six changes");
        assert_eq!((test.v, test.p_greater, test.p), (18.5, 5.0 / 64.0, 10.0 / 64.0));
    }

    #[test]
    fn zeros_leave_the_test_and_stay_in_the_estimate() {
        let test = signed_rank(&[0.0, 0.0, 0.0, 0.0, 1.0, 2.0]).expect("six changes");
        assert_eq!((test.n, test.n_nonzero, test.v, test.p), (6, 2, 3.0, 0.5));
        assert_eq!(test.estimate, 0.5);
    }

    #[test]
    fn more_than_sixty_are_approximated() {
        let changes: Vec<f64> = (-20..50).map(f64::from).collect();
        let test = signed_rank(&changes).expect("seventy changes");
        assert!(!test.exact && test.p < 0.001 && (test.level - 0.95).abs() < 0.005);
        assert!((test.estimate - 14.5).abs() < 1e-12 && test.interval.contains(14.5));
    }

    #[test]
    fn too_few_changes_or_none_at_all() {
        assert_eq!(signed_rank(&[1.0, 2.0, 3.0, 4.0, 5.0]), None);
        assert_eq!(signed_rank(&[0.0; 8]), None);
        assert_eq!(sign_flip(&[]), None);
        assert_eq!(sign_flip(&[1.0; 21]), None);
    }

    #[test]
    fn sign_flips_of_three() {
        assert_eq!(sign_flip(&[1.0, 2.0, 3.0]), Some(SignFlip { extreme: 2, assignments: 8 }));
        // 0.1 + 0.2 − 0.3 is 0, as is its mirror image.
        assert_eq!(sign_flip(&[0.1, 0.2, -0.3]), Some(SignFlip { extreme: 8, assignments: 8 }));
    }
}
