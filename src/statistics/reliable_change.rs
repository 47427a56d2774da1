//! Whether one pupil's change is larger than measurement error
//! (Jacobson & Truax 1991).
//!
//! Ignores regression to the mean (Speer 1992). Use the retest reliability of
//! a term for scales rated by adults; alpha is the optimistic variant.

use super::student_t::normal_95;

/// Spread and reliability of a scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    sd: f64,
    reliability: f64,
}

impl Scale {
    /// SD before, in scale points, above 0; reliability from 0 to below 1.
    pub fn new(sd: f64, reliability: f64) -> Option<Self> {
        if sd.is_finite() && sd > 0.0 && (0.0..1.0).contains(&reliability) {
            Some(Scale { sd, reliability })
        } else {
            None
        }
    }

    /// Standard error of measurement SD·√(1 − rel), in scale points.
    pub fn measurement_error(&self) -> f64 {
        self.sd * (1.0 - self.reliability).sqrt()
    }

    /// Standard error of a difference S_diff = SD·√(2(1 − rel)), in scale points.
    pub fn difference_error(&self) -> f64 {
        self.sd * (2.0 * (1.0 - self.reliability)).sqrt()
    }

    /// Reliable change index RC = change/S_diff.
    pub fn index(&self, change: f64) -> f64 {
        change / self.difference_error()
    }

    /// Change beyond which |RC| > 1.96, in scale points.
    pub fn threshold(&self) -> f64 {
        normal_95() * self.difference_error()
    }

    /// Smallest whole number of points that is a reliable change.
    pub fn points_needed(&self) -> f64 {
        self.threshold().ceil()
    }

    /// How many changes are reliable, higher being better.
    pub fn count(&self, changes: &[f64]) -> ReliableCounts {
        let improved = changes.iter().filter(|change| **change > self.threshold()).count();
        let deteriorated = changes.iter().filter(|change| **change < -self.threshold()).count();
        ReliableCounts { improved, no_reliable_change: changes.len() - improved - deteriorated, deteriorated }
    }
}

/// Pupils by reliable change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReliableCounts {
    /// RC above 1.96.
    pub improved: usize,
    /// Change within measurement error.
    pub no_reliable_change: usize,
    /// RC below −1.96.
    pub deteriorated: usize,
}

/// Score halfway, in standard deviations, between a population with and one
/// without difficulties: c = (s₀·M₁ + s₁·M₀)/(s₀ + s₁), in scale points.
///
/// Each population is (mean, SD). `None` unless both SDs are above 0.
pub fn cut_off(without: (f64, f64), with: (f64, f64)) -> Option<f64> {
    let ((mean_0, sd_0), (mean_1, sd_1)) = (without, with);
    if sd_0 <= 0.0 || sd_1 <= 0.0 {
        return None;
    }
    let cut = (sd_0 * mean_1 + sd_1 * mean_0) / (sd_0 + sd_1);
    if cut.is_finite() { Some(cut) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_a_group() {
        let scale = Scale::new(5.8, 0.72).expect("a scale");
        // Threshold 8.507.
        let counts = scale.count(&[9.0, 8.0, -8.0, -9.0, 0.0, 20.0]);
        assert_eq!(counts, ReliableCounts { improved: 2, no_reliable_change: 3, deteriorated: 1 });
    }

    #[test]
    fn cut_off_lies_between_the_means() {
        assert_eq!(cut_off((10.0, 5.0), (20.0, 5.0)), Some(15.0));
        // The tighter population keeps the cut nearer.
        assert_eq!(cut_off((10.0, 2.0), (20.0, 8.0)), Some(12.0));
        assert_eq!(cut_off((10.0, 0.0), (20.0, 5.0)), None);
    }

    #[test]
    fn impossible_scales() {
        assert_eq!(Scale::new(0.0, 0.8), None);
        assert_eq!(Scale::new(5.0, 1.0), None);
        assert_eq!(Scale::new(f64::NAN, 0.8), None);
    }
}
