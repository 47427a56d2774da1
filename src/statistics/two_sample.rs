//! Two groups: difference of their means, Hedges' g, and the difference of
//! their changes in baseline standard deviations.

use super::bounds::Bounds;
use super::hedges::correction;
use super::moments::{columns, differences, mean, pooled_sd, sd};
use super::noncentral_t::noncentrality_limits_95;
use super::student_t::{critical_95, two_sided_p};

/// Mean of the first group minus mean of the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Difference of means, in the units of the values.
    pub estimate: f64,
    /// Standard error.
    pub se: f64,
    /// estimate/se.
    pub t: f64,
    /// Degrees of freedom, fractional for Welch.
    pub df: f64,
    /// Two-sided p.
    pub p: f64,
    /// 95 % interval of the difference.
    pub interval: Bounds,
}

/// Welch's t: SE = √(s₁²/n₁ + s₂²/n₂), degrees of freedom by Welch–Satterthwaite
/// (Welch 1947). `None` below two values in a group or when neither varies.
pub fn welch(first: &[f64], second: &[f64]) -> Option<Difference> {
    let share = |values: &[f64]| Some(sd(values)?.powi(2) / values.len() as f64);
    let (one, two) = (share(first)?, share(second)?);
    let sum = one + two;
    if sum == 0.0 {
        return None;
    }
    let df = sum.powi(2) / (one.powi(2) / (first.len() - 1) as f64 + two.powi(2) / (second.len() - 1) as f64);
    difference(mean(first)? - mean(second)?, sum.sqrt(), df)
}

/// Student's t with pooled variance: SE = s_p·√(1/n₁ + 1/n₂), df = n₁ + n₂ − 2.
/// `None` below two values in a group or when neither varies.
pub fn pooled(first: &[f64], second: &[f64]) -> Option<Difference> {
    let spread = pooled_sd(first, second)?;
    if spread == 0.0 {
        return None;
    }
    let se = spread * size_factor(first.len(), second.len());
    difference(mean(first)? - mean(second)?, se, (first.len() + second.len() - 2) as f64)
}

fn difference(estimate: f64, se: f64, df: f64) -> Option<Difference> {
    let t = estimate / se;
    let interval = Bounds::around(estimate, critical_95(df)? * se);
    Some(Difference { estimate, se, t, df, p: two_sided_p(t, df)?, interval })
}

/// √(1/n₁ + 1/n₂).
fn size_factor(first: usize, second: usize) -> f64 {
    (1.0 / first as f64 + 1.0 / second as f64).sqrt()
}

/// Standardised difference of two groups with exact interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupEffect {
    /// Cohen's d, the difference of means over the pooled SD.
    pub d: f64,
    /// 95 % interval of d by inverting the non-central t.
    pub d_interval: Bounds,
    /// Hedges' factor J(n₁ + n₂ − 2).
    pub correction: f64,
    /// Hedges' g = J·d.
    pub g: f64,
    /// 95 % interval of g, J times that of d.
    pub g_interval: Bounds,
}

/// Hedges' g of `first` against `second` with non-central t interval
/// (R package effectsize). `None` below two values in a group or without spread.
pub fn hedges_g(first: &[f64], second: &[f64]) -> Option<GroupEffect> {
    let test = pooled(first, second)?;
    let scale = size_factor(first.len(), second.len());
    let factor = correction(test.df)?;
    let d = test.t * scale;
    let d_interval = noncentrality_limits_95(test.t, test.df)?.scaled(scale);
    Some(GroupEffect { d, d_interval, correction: factor, g: d * factor, g_interval: d_interval.scaled(factor) })
}

/// Difference of mean changes in pooled baseline standard deviations,
/// g_ppc2 = (1 − 3/(4(N − 2) − 1))·(d̄_T − d̄_C)/S_before (Morris 2008).
///
/// Both arguments are (before, after) pairs. `None` below two pairs in a group
/// or when baselines do not vary.
pub fn change_effect(treated: &[(f64, f64)], comparison: &[(f64, f64)]) -> Option<f64> {
    let baseline_sd = pooled_sd(&columns(treated).0, &columns(comparison).0)?;
    if baseline_sd == 0.0 {
        return None;
    }
    let df = (treated.len() + comparison.len() - 2) as f64;
    let factor = 1.0 - 3.0 / (4.0 * df - 1.0);
    let gap = mean(&differences(treated)?)? - mean(&differences(comparison)?)?;
    Some(factor * gap / baseline_sd)
}

/// Baseline standardised mean difference (m_T − m_C)/S_pooled, uncorrected.
///
/// Up to ±0.05 the groups are alike, up to ±0.25 they need adjustment, beyond
/// they are not comparable (What Works Clearinghouse).
pub fn standardised_difference(treated: &[f64], comparison: &[f64]) -> Option<f64> {
    let spread = pooled_sd(treated, comparison)?;
    if spread == 0.0 { None } else { Some((mean(treated)? - mean(comparison)?) / spread) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_groups_differ_by_nothing() {
        let test = welch(&[1.0, 2.0, 3.0], &[3.0, 1.0, 2.0]).expect("three and three");
        assert_eq!((test.estimate, test.t, test.p), (0.0, 0.0, 1.0));
        assert!((test.df - 4.0).abs() < 1e-12);
    }

    #[test]
    fn swapping_the_groups_turns_the_sign() {
        let (one, two) = ([1.0, 2.0, 4.0, 8.0], [3.0, 5.0, 9.0]);
        let (forward, backward) = (hedges_g(&one, &two).expect("spread"), hedges_g(&two, &one).expect("spread"));
        assert!((forward.g + backward.g).abs() < 1e-12);
        assert!((forward.g_interval.low + backward.g_interval.high).abs() < 1e-9);
    }

    #[test]
    fn too_few_or_flat_groups() {
        assert_eq!(welch(&[1.0], &[1.0, 2.0]), None);
        assert_eq!(welch(&[1.0, 1.0], &[2.0, 2.0]), None);
        assert_eq!(hedges_g(&[1.0, 1.0], &[2.0, 2.0]), None);
        assert_eq!(standardised_difference(&[1.0, 1.0], &[1.0, 1.0]), None);
        assert_eq!(change_effect(&[(1.0, 2.0)], &[(1.0, 2.0), (2.0, 2.0)]), None);
        assert_eq!(change_effect(&[(1.0, 2.0), (1.0, 4.0)], &[(1.0, 2.0), (1.0, 2.0)]), None);
    }
}
