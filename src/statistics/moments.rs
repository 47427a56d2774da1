//! Means, spreads and quantiles that do not depend on the order of the rows.
//!
//! Floating-point addition is not associative, so every sum is taken over a
//! sorted copy: two exports of the same pupils give the same last digit.

/// Steps per unit on the grid to which differences are rounded.
const GRID: f64 = 1e9;

/// A copy in ascending order, or `None` if a value is not finite.
pub fn sorted(values: &[f64]) -> Option<Vec<f64>> {
    if values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let mut copy = values.to_vec();
    copy.sort_by(f64::total_cmp);
    Some(copy)
}

/// A copy of (before, after) pairs in ascending order of both, or `None` if a
/// value is not finite.
pub fn sorted_pairs(pairs: &[(f64, f64)]) -> Option<Vec<(f64, f64)>> {
    if pairs.iter().any(|(before, after)| !before.is_finite() || !after.is_finite()) {
        return None;
    }
    let mut copy = pairs.to_vec();
    copy.sort_by(|left, right| left.0.total_cmp(&right.0).then(left.1.total_cmp(&right.1)));
    Some(copy)
}

/// Arithmetic mean. `None` when empty or not finite.
pub fn mean(values: &[f64]) -> Option<f64> {
    let values = sorted(values)?;
    let (first, last) = (*values.first()?, *values.last()?);
    // The mean of equal values is that value, which a rounded sum can miss.
    if first == last { Some(first) } else { Some(values.iter().sum::<f64>() / values.len() as f64) }
}

/// Standard deviation with n − 1. `None` below two values.
pub fn sd(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    Some((squared_deviations(values)? / (values.len() - 1) as f64).sqrt())
}

/// Sum of squared deviations from the mean. Exactly 0 when all values are equal.
pub fn squared_deviations(values: &[f64]) -> Option<f64> {
    let centre = mean(values)?;
    let squares: Vec<f64> = values.iter().map(|value| (value - centre).powi(2)).collect();
    Some(sorted(&squares)?.iter().sum())
}

/// Standard deviation of two groups together, each about its own mean:
/// √((SS₁ + SS₂)/(n₁ + n₂ − 2)). `None` when either group has fewer than two.
pub fn pooled_sd(first: &[f64], second: &[f64]) -> Option<f64> {
    if first.len() < 2 || second.len() < 2 {
        return None;
    }
    let squares = squared_deviations(first)? + squared_deviations(second)?;
    Some((squares / (first.len() + second.len() - 2) as f64).sqrt())
}

/// Pearson correlation of the two columns. `None` when either does not vary.
pub fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let (before_ss, after_ss, products) = cross_products(pairs)?;
    if before_ss == 0.0 || after_ss == 0.0 {
        return None;
    }
    Some((products / (before_ss.sqrt() * after_ss.sqrt())).clamp(-1.0, 1.0))
}

/// Least-squares slope of the second column on the first. `None` when the
/// first does not vary.
pub fn slope(pairs: &[(f64, f64)]) -> Option<f64> {
    let (before_ss, _, products) = cross_products(pairs)?;
    if before_ss == 0.0 { None } else { Some(products / before_ss) }
}

/// Sums of squares of both columns and of their cross products, about the means.
fn cross_products(pairs: &[(f64, f64)]) -> Option<(f64, f64, f64)> {
    let pairs = sorted_pairs(pairs)?;
    let (before, after) = columns(&pairs);
    let (before_mean, after_mean) = (mean(&before)?, mean(&after)?);
    let products = pairs.iter().map(|(left, right)| (left - before_mean) * (right - after_mean)).sum();
    Some((squared_deviations(&before)?, squared_deviations(&after)?, products))
}

/// The two columns of the pairs.
pub fn columns(pairs: &[(f64, f64)]) -> (Vec<f64>, Vec<f64>) {
    pairs.iter().copied().unzip()
}

/// `after − before` of every pair, ascending.
///
/// Differences are rounded to nine decimals: decimal scores such as 1.9 − 0.7
/// and 1.2 − 0.0 differ in the sixteenth digit, and ties must be ties.
pub fn differences(pairs: &[(f64, f64)]) -> Option<Vec<f64>> {
    let raw: Vec<f64> = pairs.iter().map(|(before, after)| on_grid(after - before)).collect();
    sorted(&raw)
}

/// `value` rounded to nine decimals, never −0. Values too large for the grid are kept.
pub fn on_grid(value: f64) -> f64 {
    let rounded = (value * GRID).round() / GRID;
    if rounded.is_finite() { rounded + 0.0 } else { value }
}

/// Quantile of type 7 (Hyndman & Fan 1996; the default of R and of
/// spreadsheets): linear between order statistics at (n − 1)·p.
pub fn quantile(values: &[f64], p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let values = sorted(values)?;
    let position = values.len().checked_sub(1)? as f64 * p;
    let below = *values.get(position.floor() as usize)?;
    let above = *values.get(position.ceil() as usize)?;
    Some(below + (above - below) * position.fract())
}

/// Median: the middle value, or the mean of the two middle ones.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_order_changes_no_digit() {
        let forward = [0.1, 1e15, 0.2, -1e15, 0.3];
        let backward = [0.3, -1e15, 0.2, 1e15, 0.1];
        assert_eq!(mean(&forward), mean(&backward));
        assert_eq!(sd(&forward), sd(&backward));
    }

    #[test]
    fn equal_values_have_no_spread() {
        assert_eq!(mean(&[0.1; 7]), Some(0.1));
        assert_eq!(sd(&[0.1; 7]), Some(0.0));
        assert_eq!(correlation(&[(0.1, 1.0), (0.1, 2.0), (0.1, 5.0)]), None);
        assert_eq!(slope(&[(0.1, 1.0), (0.1, 2.0)]), None);
    }

    #[test]
    fn decimal_differences_tie() {
        assert_eq!(differences(&[(0.7, 1.9), (0.0, 1.2), (2.0, 2.0)]), Some(vec![0.0, 1.2, 1.2]));
    }

    #[test]
    fn quantiles_of_type_seven() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!(quantile(&values, 0.25), Some(1.75));
        assert_eq!(median(&values), Some(2.5));
        assert_eq!(quantile(&values, 1.0), Some(4.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn too_few_or_not_finite_has_no_answer() {
        assert_eq!(mean(&[]), None);
        assert_eq!(sd(&[1.0]), None);
        assert_eq!(mean(&[1.0, f64::NAN]), None);
        assert_eq!(pooled_sd(&[1.0], &[1.0, 2.0]), None);
    }
}
