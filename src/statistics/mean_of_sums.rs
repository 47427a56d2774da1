//! Student t interval of a mean, from exact integer sums.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// A mean with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The mean.
    pub mean: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// Mean and 95 % Student t interval of `n` values whose sum and sum of squares
/// are given as integers in units of 1/`scale` (thousandths: `scale` = 1000).
///
/// The variance is taken in whole numbers, so that the order in which an
/// engine added the rows cannot change a digit. `None` when `n < 2`, when the
/// sums cannot belong together, or when they are too large for 128 bits.
pub fn mean_interval(n: u64, sum: i64, sum_sq: i64, scale: u32) -> Option<Interval> {
    if n < 2 || scale == 0 {
        return None;
    }
    let count = i128::from(n);
    let sum_exact = i128::from(sum);
    // n·Σx² − (Σx)² = n(n−1)·s², an exact integer.
    let spread = count.checked_mul(i128::from(sum_sq))?.checked_sub(sum_exact.checked_mul(sum_exact)?)?;
    if spread < 0 {
        return None;
    }
    let size = n as f64;
    let unit = f64::from(scale);
    let mean = sum as f64 / size / unit;
    let standard_error = (spread as f64 / (size - 1.0)).sqrt() / size / unit;
    let half = t_quantile(n - 1)? * standard_error;
    Some(Interval { mean, low: mean - half, high: mean + half })
}

/// Upper 2.5 % point of Student's t.
fn t_quantile(degrees_of_freedom: u64) -> Option<f64> {
    let distribution = StudentsT::new(0.0, 1.0, degrees_of_freedom as f64).ok()?;
    Some(distribution.inverse_cdf(0.975))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Interval of values given in thousandths.
    fn of(values: &[i64]) -> Interval {
        let sum = values.iter().sum();
        let sum_sq = values.iter().map(|value| value * value).sum();
        mean_interval(values.len() as u64, sum, sum_sq, 1000).expect("two values or more")
    }

    fn near(left: f64, right: f64) {
        assert!((left - right).abs() < 1e-6, "{left} is not {right}");
    }

    #[test]
    fn sleep_data() {
        // Student 1908, as printed by R: mean 1.58, CI (0.7001142, 2.4598858).
        let interval = of(&[1200, 2400, 1300, 1300, 0, 1000, 1800, 800, 4600, 1400]);
        near(interval.mean, 1.58);
        near(interval.low, 0.700_114_2);
        near(interval.high, 2.459_885_8);
    }

    #[test]
    fn films() {
        // Published: t(9) = 4.74, CI [0.52, 1.48].
        let first = [9, 7, 8, 9, 8, 9, 9, 10, 9, 9];
        let second = [9, 6, 7, 8, 7, 9, 8, 8, 8, 7];
        let changes: Vec<i64> = first.iter().zip(second).map(|(left, right)| (left - right) * 1000).collect();
        let interval = of(&changes);
        near(interval.mean, 1.0);
        near(interval.low, 0.523_095);
        near(interval.high, 1.476_905);
    }

    #[test]
    fn raw_change_of_ten_children() {
        let before = [40, 44, 38, 47, 42, 35, 45, 41, 39, 43];
        let after = [52, 50, 49, 58, 47, 51, 55, 46, 50, 53];
        let changes: Vec<i64> = after.iter().zip(before).map(|(later, earlier)| (later - earlier) * 1000).collect();
        let interval = of(&changes);
        near(interval.mean, 9.7);
        near(interval.low, 7.220_784);
        near(interval.high, 12.179_216);
    }

    #[test]
    fn one_value_or_impossible_sums_have_no_interval() {
        assert_eq!(mean_interval(1, 5000, 25_000_000, 1000), None);
        assert_eq!(mean_interval(0, 0, 0, 1000), None);
        // (Σx)² cannot exceed n·Σx².
        assert_eq!(mean_interval(2, 10, 1, 1000), None);
    }

    #[test]
    fn equal_values_have_no_width() {
        let interval = of(&[2500, 2500, 2500]);
        assert_eq!((interval.mean, interval.low, interval.high), (2.5, 2.5, 2.5));
    }
}
