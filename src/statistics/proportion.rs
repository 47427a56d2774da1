//! Intervals and limits for a share: so many pupils out of so many.
//!
//! All shares and bounds are between 0 and 1.

use statrs::distribution::{Beta, ContinuousCDF, Normal};

use super::bounds::Bounds;

/// A part of a whole: 18 of 29 pupils.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    // Whole first: sorting by size of the whole, then by the part, fixes the order of sums.
    whole: u64,
    part: u64,
}

impl Share {
    /// `part` of `whole`. `None` for an empty whole or a part larger than the whole.
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        (whole > 0 && part <= whole).then_some(Share { whole, part })
    }

    /// The count that is meant, for example pupils below the expectation.
    pub fn part(&self) -> u64 {
        self.part
    }

    /// The count it is out of, for example pupils screened.
    pub fn whole(&self) -> u64 {
        self.whole
    }

    /// part / whole.
    pub fn value(&self) -> f64 {
        self.part as f64 / self.whole as f64
    }

    /// Wilson's score interval (Wilson 1927; Newcombe 1998) at a level such as 0.95:
    /// (p + z²/2n ∓ z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
    ///
    /// `None` for a level that is not strictly between 0 and 1.
    pub fn wilson(&self, level: f64) -> Option<Bounds> {
        let z = two_sided_z(level)?;
        let n = self.whole as f64;
        let p = self.value();
        let centre = p + z * z / (2.0 * n);
        let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z * z / n;
        Some(self.with_fixed_ends((centre - half) / scale, (centre + half) / scale))
    }

    /// Jeffreys' interval (Brown, Cai & DasGupta 2001) at a level such as 0.95: equal-tailed
    /// quantiles of Beta(x + ½, n − x + ½); the end is 0 when no pupil counts and 1 when all do.
    ///
    /// `None` for a level that is not strictly between 0 and 1.
    pub fn jeffreys(&self, level: f64) -> Option<Bounds> {
        let tail = tail(level)?;
        let posterior = self.posterior()?;
        Some(self.with_fixed_ends(posterior.inverse_cdf(tail), posterior.inverse_cdf(1.0 - tail)))
    }

    /// Probability that the true share exceeds `threshold`, under the Jeffreys
    /// posterior Beta(x + ½, n − x + ½).
    ///
    /// `None` for a threshold outside 0 to 1.
    pub fn probability_above(&self, threshold: f64) -> Option<f64> {
        if !(0.0..=1.0).contains(&threshold) {
            return None;
        }
        Some(self.posterior()?.sf(threshold))
    }

    /// The Jeffreys posterior of the true share, Beta(x + ½, n − x + ½).
    pub(super) fn posterior(&self) -> Option<Beta> {
        Beta::new(self.part as f64 + 0.5, (self.whole - self.part) as f64 + 0.5).ok()
    }

    // Rounding would leave 1e-17 where the formula says 0, and "more than none" would be wrong.
    fn with_fixed_ends(&self, low: f64, high: f64) -> Bounds {
        let low = if self.part == 0 { 0.0 } else { low };
        let high = if self.part == self.whole { 1.0 } else { high };
        Bounds { low, high }
    }
}

/// Funnel limits (Spiegelhalter 2005) for a group of `size` about a `baseline` share p̄, at a
/// level such as 0.95 or 0.998: p̄ ∓ z·√(p̄(1−p̄)/size), clipped to 0 and 1.
///
/// `None` for an empty group, or a baseline or a level that is no share.
pub fn funnel_limits(baseline: f64, size: u64, level: f64) -> Option<Bounds> {
    if size == 0 || !(0.0..=1.0).contains(&baseline) {
        return None;
    }
    let half = two_sided_z(level)? * (baseline * (1.0 - baseline) / size as f64).sqrt();
    Some(Bounds { low: (baseline - half).max(0.0), high: (baseline + half).min(1.0) })
}

/// Probability in one tail outside a two-sided interval.
fn tail(level: f64) -> Option<f64> {
    (level > 0.0 && level < 1.0).then_some((1.0 - level) / 2.0)
}

/// Standard normal quantile of a two-sided interval: 1.959964 at 0.95.
fn two_sided_z(level: f64) -> Option<f64> {
    Some(-Normal::new(0.0, 1.0).ok()?.inverse_cdf(tail(level)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(part: u64, whole: u64) -> Share {
        Share::of(part, whole).expect("a share")
    }

    #[test]
    fn impossible_shares_and_levels_are_refused() {
        assert_eq!(Share::of(0, 0), None);
        assert_eq!(Share::of(6, 5), None);
        for level in [0.0, 1.0, -0.5, 95.0, f64::NAN] {
            assert_eq!(share(1, 5).wilson(level), None);
            assert_eq!(share(1, 5).jeffreys(level), None);
            assert_eq!(funnel_limits(0.5, 10, level), None);
        }
        assert_eq!(share(1, 5).probability_above(1.5), None);
        assert_eq!(funnel_limits(0.5, 0, 0.95), None);
        assert_eq!(funnel_limits(1.2, 10, 0.95), None);
    }

    #[test]
    fn none_and_all_reach_the_ends_exactly() {
        for bounds in [share(0, 7).wilson(0.95), share(0, 7).jeffreys(0.95)] {
            assert_eq!(bounds.expect("bounds").low, 0.0);
        }
        for bounds in [share(7, 7).wilson(0.95), share(7, 7).jeffreys(0.95)] {
            assert_eq!(bounds.expect("bounds").high, 1.0);
        }
    }

    /// Every count of a school: the quantile search of the library must land where it says.
    #[test]
    fn a_jeffreys_bound_cuts_off_its_tail() {
        for whole in (1..=60).chain([150, 600, 5896]) {
            for part in (0..=whole).step_by(1 + whole as usize / 60) {
                for level in [0.80, 0.95, 0.998] {
                    let bounds = share(part, whole).jeffreys(level).expect("bounds");
                    let tail = (1.0 - level) / 2.0;
                    if part > 0 {
                        let below = 1.0 - share(part, whole).probability_above(bounds.low).expect("a probability");
                        assert!((below - tail).abs() < 1e-9, "{part} of {whole} at {level}: {below}");
                    }
                    if part < whole {
                        let above = share(part, whole).probability_above(bounds.high).expect("a probability");
                        assert!((above - tail).abs() < 1e-9, "{part} of {whole} at {level}: {above}");
                    }
                }
            }
        }
    }

    #[test]
    fn ranges_that_touch_overlap() {
        let low = Bounds { low: 0.1, high: 0.3 };
        assert!(low.overlaps(&Bounds { low: 0.3, high: 0.5 }));
        assert!(Bounds { low: 0.0, high: 1.0 }.overlaps(&low));
        assert!(!low.overlaps(&Bounds { low: 0.31, high: 0.5 }));
    }
}
