//! How many pupils crossed a threshold between two screens.
//!
//! When pupils were chosen because they were beyond the threshold, some cross
//! back by regression to the mean alone: print [`Crossing::share_left`] beside
//! the same share among non-intervention pupils.

use statrs::distribution::{Binomial, DiscreteCDF};

use super::bounds::Bounds;
use super::proportion::Share;

/// Pupils by whether they were beyond the threshold before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crossing {
    /// Beyond both times (a).
    pub stayed: u64,
    /// Beyond before, not after (b).
    pub left: u64,
    /// Not before, beyond after (c).
    pub entered: u64,
    /// Never beyond (d).
    pub clear: u64,
}

impl Crossing {
    /// Counts (before, after) pairs; `beyond` says whether a score is on the
    /// side of concern.
    pub fn count(pairs: &[(f64, f64)], beyond: impl Fn(f64) -> bool) -> Self {
        let mut table = Crossing::default();
        for (before, after) in pairs {
            match (beyond(*before), beyond(*after)) {
                (true, true) => table.stayed += 1,
                (true, false) => table.left += 1,
                (false, true) => table.entered += 1,
                (false, false) => table.clear += 1,
            }
        }
        table
    }

    /// Pupils.
    pub fn n(&self) -> u64 {
        self.stayed + self.left + self.entered + self.clear
    }

    /// Of those beyond before, the share no longer beyond after.
    pub fn share_left(&self) -> Option<f64> {
        let before = self.stayed + self.left;
        if before == 0 { None } else { Some(self.left as f64 / before as f64) }
    }

    /// Exact McNemar p, two-sided: 2·P(Bin(b + c, ½) ≤ min(b, c)), at most 1.
    /// 1 when nobody crossed.
    pub fn mcnemar_p(&self) -> Option<f64> {
        let crossed = self.left + self.entered;
        if crossed == 0 {
            return Some(1.0);
        }
        let law = Binomial::new(0.5, crossed).ok()?;
        Some((2.0 * law.cdf(self.left.min(self.entered))).min(1.0))
    }

    /// Share beyond before minus share beyond after, (b − c)/n: above 0 when
    /// fewer are beyond afterwards. `None` without pupils.
    pub fn fall(&self) -> Option<f64> {
        let n = self.n();
        if n == 0 { None } else { Some((self.left as f64 - self.entered as f64) / n as f64) }
    }

    /// 95 % interval of [`Crossing::fall`] by Newcombe's method 10 for paired
    /// proportions (Statistics in Medicine 1998;17:2635): Wilson intervals of
    /// both shares, squared and added with the correlation φ, whose numerator
    /// ad − bc is moved towards 0 by n/2 when positive.
    pub fn fall_interval(&self) -> Option<Bounds> {
        let fall = self.fall()?;
        let (a, b, c, d) = (self.stayed as f64, self.left as f64, self.entered as f64, self.clear as f64);
        let n = a + b + c + d;
        let wilson = |part: u64| Share::of(part, self.n())?.wilson(0.95);
        let (before, after) = (wilson(self.stayed + self.left)?, wilson(self.stayed + self.entered)?);
        let (share_before, share_after) = ((a + b) / n, (a + c) / n);
        let margins = (a + b) * (c + d) * (a + c) * (b + d);
        let product = a * d - b * c;
        let shifted = if product > 0.0 { (product - n / 2.0).max(0.0) } else { product };
        let phi = if margins > 0.0 { shifted / margins.sqrt() } else { 0.0 };
        let joined = |one: f64, two: f64| (one * one - 2.0 * phi * one * two + two * two).max(0.0).sqrt();
        Some(Bounds {
            low: fall - joined(share_before - before.low, after.high - share_after),
            high: fall + joined(before.high - share_before, share_after - after.low),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_pairs() {
        let pairs = [(10.0, 20.0), (10.0, 30.0), (40.0, 20.0), (40.0, 50.0), (15.0, 33.0)];
        let table = Crossing::count(&pairs, |score| score < 25.0);
        assert_eq!(table, Crossing { stayed: 1, left: 2, entered: 1, clear: 1 });
        assert_eq!((table.n(), table.share_left(), table.fall()), (5, Some(2.0 / 3.0), Some(0.2)));
    }

    #[test]
    fn mcnemar_by_hand() {
        // 2·(1 + 8)/2⁸.
        let table = Crossing { stayed: 1, left: 1, entered: 7, clear: 12 };
        assert!((table.mcnemar_p().expect("eight crossed") - 18.0 / 256.0).abs() < 1e-12);
        let even = Crossing { stayed: 0, left: 3, entered: 3, clear: 0 };
        assert_eq!(even.mcnemar_p(), Some(1.0));
        assert_eq!(Crossing { stayed: 5, ..Crossing::default() }.mcnemar_p(), Some(1.0));
    }

    #[test]
    fn interval_of_a_published_table() {
        // Cavo et al. 2012, complete response; R package contingencytables: −0.0621 (−0.1186 to −0.0046).
        let table = Crossing { stayed: 59, left: 6, entered: 16, clear: 80 };
        let interval = table.fall_interval().expect("161 patients");
        assert!((table.fall().expect("161 patients") + 0.0621).abs() < 0.000_05);
        assert!((interval.low + 0.1186).abs() < 0.000_05 && (interval.high + 0.0046).abs() < 0.000_05, "{interval:?}");
    }

    #[test]
    fn everyone_or_no_one_crossing() {
        let all = Crossing { left: 10, ..Crossing::default() };
        let interval = all.fall_interval().expect("ten pupils");
        // Both Wilson intervals are one-sided and φ is 0.
        assert!((interval.high - 1.0).abs() < 1e-12 && interval.low > 0.5);
        let none = Crossing { clear: 10, ..Crossing::default() };
        assert!(none.fall_interval().expect("ten pupils").contains(0.0));
    }

    #[test]
    fn without_pupils_nothing_is_said() {
        assert_eq!(Crossing::default().fall_interval(), None);
        assert_eq!(Crossing::default().share_left(), None);
    }
}
