//! How often pupils without support did as well by chance.

use rand::SeedableRng;
use rand::seq::index;
use rand_chacha::ChaCha8Rng;

/// Fewest pupils that the pool must have beyond the size of a set: with fewer, the random
/// sets are nearly the same set over and over.
pub const MIN_SPARE: usize = 10;

/// Rounding allowed when a set's mean is compared with the observed one, as a part of its size:
/// a set that equals the observed mean counts as large.
const ROUNDING: f64 = 1e-12;

/// Result of a placebo rank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceboRank {
    /// Random sets whose mean change was at least the observed one.
    pub as_large: u32,
    /// Random sets drawn, B.
    pub sets: u32,
    /// (1 + as large) / (1 + sets).
    pub p: f64,
}

impl PlaceboRank {
    /// p = (1 + `as_large`)/(1 + `sets`). `None` when more sets are as large than there are.
    pub fn of(as_large: u32, sets: u32) -> Option<Self> {
        let p = (1.0 + f64::from(as_large)) / (1.0 + f64::from(sets));
        (as_large <= sets).then_some(PlaceboRank { as_large, sets, p })
    }
}

/// Rank of the `observed` mean change of `treated` pupils among `sets` random sets of as many pupils
/// from the `pool`: one-sided, a large change counts.
///
/// The pool holds the change minus the year group's change, in percentage points, of pupils without
/// support whose attendance before was within ±3 points, computed on the same dates. Each set is drawn
/// without replacement. One `seed` gives one result on every machine, in whatever order the pool is.
///
/// `None` without treated pupils or sets, when the pool has fewer than `treated` + [`MIN_SPARE`]
/// pupils, or when a value is not finite.
pub fn placebo_rank(observed: f64, treated: usize, pool: &[f64], sets: u32, seed: u64) -> Option<PlaceboRank> {
    let finite = observed.is_finite() && pool.iter().all(|value| value.is_finite());
    if treated == 0 || sets == 0 || !finite || pool.len() < treated.checked_add(MIN_SPARE)? {
        return None;
    }
    let mut pool = pool.to_vec();
    pool.sort_by(f64::total_cmp);
    // ChaCha's stream is fixed by its specification, so a seed keeps its meaning.
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    let slack = ROUNDING * pool.iter().fold(observed.abs(), |largest, value| largest.max(value.abs()));
    let mut as_large = 0;
    for _ in 0..sets {
        let total: f64 = index::sample(&mut generator, pool.len(), treated).iter().map(|pupil| pool[pupil]).sum();
        if total / treated as f64 >= observed - slack {
            as_large += 1;
        }
    }
    PlaceboRank::of(as_large, sets)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool() -> Vec<f64> {
        (0..40).map(|pupil| f64::from(pupil) / 4.0 - 5.0).collect()
    }

    #[test]
    fn a_change_beyond_every_pupil_has_the_smallest_p() {
        let rank = placebo_rank(50.0, 3, &pool(), 999, 1).expect("a rank");
        assert_eq!((rank.as_large, rank.p), (0, 0.001));
    }

    #[test]
    fn a_change_below_every_pupil_has_p_one() {
        assert_eq!(placebo_rank(-50.0, 3, &pool(), 999, 1).expect("a rank").p, 1.0);
    }

    #[test]
    fn one_pupil_ranks_among_the_pool() {
        // 5 of 40 pupils are at 3.75 or above.
        let rank = placebo_rank(3.75, 1, &pool(), 20_000, 7).expect("a rank");
        assert!((rank.p - 5.0 / 40.0).abs() < 0.01, "{rank:?}");
    }

    #[test]
    fn sets_are_drawn_without_replacement() {
        // Only the set of the two largest pupils reaches their mean: 1 of 66 sets.
        let mut pool = vec![0.0; 10];
        pool.extend([1.0, 1.0]);
        let rank = placebo_rank(1.0, 2, &pool, 20_000, 3).expect("a rank");
        assert!((rank.p - 1.0 / 66.0).abs() < 0.003, "{rank:?}");
    }

    #[test]
    fn a_set_equal_to_the_observed_mean_counts_despite_rounding() {
        let rank = placebo_rank(0.1, 3, &[0.1; 20], 99, 5).expect("a rank");
        assert_eq!((rank.as_large, rank.p), (99, 1.0));
    }

    #[test]
    fn one_seed_gives_one_result_in_any_order() {
        let mut reversed = pool();
        reversed.reverse();
        let first = placebo_rank(1.0, 4, &pool(), 500, 42).expect("a rank");
        assert_eq!(Some(first), placebo_rank(1.0, 4, &reversed, 500, 42));
        assert_ne!(first.as_large, placebo_rank(1.0, 4, &pool(), 500, 43).expect("a rank").as_large);
    }

    #[test]
    fn a_small_pool_is_refused() {
        assert_eq!(placebo_rank(1.0, 31, &pool(), 99, 1), None);
        assert!(placebo_rank(1.0, 30, &pool(), 99, 1).is_some());
        assert_eq!(placebo_rank(1.0, 0, &pool(), 99, 1), None);
        assert_eq!(placebo_rank(1.0, 3, &pool(), 0, 1), None);
        assert_eq!(placebo_rank(f64::NAN, 3, &pool(), 99, 1), None);
        assert_eq!(placebo_rank(1.0, usize::MAX, &pool(), 99, 1), None);
        assert_eq!(PlaceboRank::of(3, 2), None);
    }
}
