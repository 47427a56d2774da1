//! How often pupils without support did as well by chance.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

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

/// One pupil without support: who it is, and the change minus the year group's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placebo {
    /// Tells the pupils of a pool apart.
    pub pupil: u64,
    /// Change minus the year group's change, in percentage points.
    pub excess: f64,
}

/// Rank of the `observed` mean change among `sets` random sets in which each treated pupil's place is taken by a pupil
/// from that pupil's own pool: one who started alike, over the same dates. A pool for each treated pupil, unlike one for
/// all, cannot fill every place with pupils who resemble only the best attender. No pupil stands twice in a set
/// unless a pool has nobody else.
///
/// `None` without treated pupils or sets, when a pool is empty, when all pools together have fewer than one for each
/// treated pupil and [`MIN_SPARE`] more pupils, or when a value is not finite.
pub fn matched_placebo_rank(observed: f64, pools: &[Vec<Placebo>], sets: u32, seed: u64) -> Option<PlaceboRank> {
    let everybody: BTreeSet<u64> = pools.iter().flatten().map(|placebo| placebo.pupil).collect();
    let finite = observed.is_finite() && pools.iter().flatten().all(|placebo| placebo.excess.is_finite());
    let empty = pools.is_empty() || pools.iter().any(Vec::is_empty);
    if empty || sets == 0 || !finite || everybody.len() < pools.len().checked_add(MIN_SPARE)? {
        return None;
    }
    let mut pools = pools.to_vec();
    for pool in &mut pools {
        pool.sort_by(|left, right| left.excess.total_cmp(&right.excess).then(left.pupil.cmp(&right.pupil)));
    }
    pools.sort_by(|left, right| {
        let values = |pool: &[Placebo]| pool.iter().map(|placebo| placebo.excess).collect::<Vec<f64>>();
        values(left).partial_cmp(&values(right)).unwrap_or(Ordering::Equal)
    });
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    let largest = pools.iter().flatten().fold(observed.abs(), |largest, placebo| largest.max(placebo.excess.abs()));
    // Pupils by their place in a list: who is taken is looked up millions of times.
    let places: BTreeMap<u64, usize> = everybody.iter().enumerate().map(|(place, pupil)| (*pupil, place)).collect();
    let place_of = |placebo: &Placebo| places.get(&placebo.pupil).copied().unwrap_or_default();
    let pools: Vec<Vec<(usize, f64)>> =
        pools.iter().map(|pool| pool.iter().map(|placebo| (place_of(placebo), placebo.excess)).collect()).collect();
    let mut taken_in = vec![0; everybody.len()];
    let mut free: Vec<(usize, f64)> = Vec::new();
    let mut as_large = 0;
    for set in 1..=sets {
        let mut total = 0.0;
        for pool in &pools {
            free.clear();
            free.extend(pool.iter().filter(|(place, _)| taken_in[*place] != set));
            let from = if free.is_empty() { pool } else { &free };
            let (place, excess) = from[index::sample(&mut generator, from.len(), 1).index(0)];
            taken_in[place] = set;
            total += excess;
        }
        if total / pools.len() as f64 >= observed - ROUNDING * largest {
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

    fn matched(values: &[f64], first: u64) -> Vec<Placebo> {
        values.iter().zip(first..).map(|(&excess, pupil)| Placebo { pupil, excess }).collect()
    }

    #[test]
    fn each_place_is_filled_from_its_own_pool() {
        // The second pupil's like never change; of the first's, 1 of 10 rises by 4: the mean of a set is 0 or 2.
        let mut risen = [0.0; 10];
        risen[3] = 4.0;
        let pools = [matched(&risen, 0), matched(&[0.0; 10], 100)];
        let rank = matched_placebo_rank(2.0, &pools, 20_000, 1).expect("a rank");
        assert!((rank.p - 0.1).abs() < 0.01, "{rank:?}");
        let flat: Vec<f64> = pools.iter().flatten().map(|placebo| placebo.excess).collect();
        assert!(placebo_rank(2.0, 2, &flat, 20_000, 1).expect("a rank").p < 0.15);
    }

    #[test]
    fn nobody_stands_twice_in_a_set_while_others_are_there() {
        // Both pools are the same pupils: only together with another can the one who rose by 4 be drawn, never twice.
        let mut risen = [0.0; 12];
        risen[5] = 4.0;
        let pool = matched(&risen, 0);
        let rank = matched_placebo_rank(4.0, &[pool.clone(), pool.clone()], 2_000, 1).expect("a rank");
        assert_eq!(rank.as_large, 0);
        let reversed = pool.iter().rev().copied().collect();
        assert_eq!(Some(rank), matched_placebo_rank(4.0, &[reversed, pool], 2_000, 1), "whatever the order");
    }

    #[test]
    fn a_pupil_without_anybody_alike_has_no_rank() {
        let pool = matched(&[0.0; 30], 0);
        assert_eq!(matched_placebo_rank(1.0, &[pool.clone(), Vec::new()], 99, 1), None);
        assert_eq!(matched_placebo_rank(1.0, &[], 99, 1), None);
        assert_eq!(matched_placebo_rank(1.0, &[matched(&[0.0; 10], 0)], 99, 1), None, "too few");
        assert!(matched_placebo_rank(1.0, &[matched(&[0.0; 11], 0)], 99, 1).is_some());
    }
}
