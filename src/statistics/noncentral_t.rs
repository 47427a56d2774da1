//! Non-central t: its distribution function, and limits of the
//! non-centrality that go with an observed t.

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::gamma::ln_gamma;

use super::bounds::Bounds;

/// Panels of Simpson's rule (even). Doubling them changes no digit above 1e-12.
const PANELS: u32 = 2000;
/// Standard deviations of the scale factor on each side of 1 that are integrated.
const REACH: f64 = 10.0;
/// Halvings of a bracket: below the resolution of f64 for any bracket used.
const HALVINGS: u32 = 80;
/// Widest bracket tried for a non-centrality.
const WIDEST: f64 = 1e4;

/// P(T ≤ t) for T = (Z + δ)/S with Z standard normal and S² = χ²(df)/df.
///
/// P = ∫ Φ(t·s − δ) f(s) ds over the density f of S, by Simpson's rule. The
/// integrand is smooth and S keeps close to 1, so a fixed grid is accurate to
/// about 1e-12; Lenth's series (1989, AS 243) is shorter to run and longer to
/// read. `None` for df < 1 or arguments that are not finite.
pub fn cdf(t: f64, df: f64, noncentrality: f64) -> Option<f64> {
    if !t.is_finite() || !df.is_finite() || !noncentrality.is_finite() || df < 1.0 {
        return None;
    }
    let normal = Normal::standard();
    // S has mean near 1 and standard deviation near 1/√(2·df).
    let reach = REACH / (2.0 * df).sqrt();
    let (from, to) = ((1.0 - reach).max(0.0), 1.0 + reach);
    let step = (to - from) / f64::from(PANELS);
    let log_scale = std::f64::consts::LN_2 + df / 2.0 * (df / 2.0).ln() - ln_gamma(df / 2.0);
    let integrand = |s: f64| {
        // f(s) = 2 (df/2)^(df/2) / Γ(df/2) · s^(df−1) · e^(−df·s²/2); 0⁰ is 1.
        let power = if df == 1.0 { 0.0 } else { (df - 1.0) * s.ln() };
        normal.cdf(t * s - noncentrality) * (log_scale + power - df * s * s / 2.0).exp()
    };
    let mut total = integrand(from) + integrand(to);
    for panel in 1..PANELS {
        let weight = if panel % 2 == 1 { 4.0 } else { 2.0 };
        total += weight * integrand(from + f64::from(panel) * step);
    }
    Some((total * step / 3.0).clamp(0.0, 1.0))
}

/// The non-centralities for which the observed `t` lies at the 97.5 % and the
/// 2.5 % point: the ends of the exact 95 % interval (Steiger & Fouladi 1997).
///
/// Times √(1/n₁ + 1/n₂), or 1/√n for pairs, these are limits of d.
pub fn noncentrality_limits_95(t: f64, df: f64) -> Option<Bounds> {
    Some(Bounds { low: noncentrality_at(t, df, 0.975)?, high: noncentrality_at(t, df, 0.025)? })
}

/// δ with P(T ≤ t) = `probability`, by bisection: the probability falls as δ grows.
fn noncentrality_at(t: f64, df: f64, probability: f64) -> Option<f64> {
    let mut width = 4.0;
    while cdf(t, df, t - width)? < probability || cdf(t, df, t + width)? > probability {
        width *= 2.0;
        if width > WIDEST {
            return None;
        }
    }
    let (mut low, mut high) = (t - width, t + width);
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if cdf(t, df, middle)? > probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low + (high - low) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::StudentsT;

    #[test]
    fn without_noncentrality_it_is_students_t() {
        for df in [1.0, 2.0, 5.0, 30.0, 200.0] {
            let central = StudentsT::new(0.0, 1.0, df).expect("df above 0");
            for t in [-3.0, -0.5, 0.0, 1.0, 2.5] {
                let found = cdf(t, df, 0.0).expect("finite");
                assert!((found - central.cdf(t)).abs() < 1e-9, "t = {t}, df = {df}: {found}");
            }
        }
    }

    #[test]
    fn at_zero_it_is_the_normal_tail() {
        // T ≤ 0 exactly when Z ≤ −δ.
        for delta in [-1.0, 0.5, 2.0] {
            let found = cdf(0.0, 7.0, delta).expect("finite");
            assert!((found - Normal::standard().cdf(-delta)).abs() < 1e-11);
        }
    }

    #[test]
    fn turning_both_signs_turns_the_tail() {
        let upper = cdf(3.0, 10.0, 2.0).expect("finite");
        let mirrored = cdf(-3.0, 10.0, -2.0).expect("finite");
        assert!((upper + mirrored - 1.0).abs() < 1e-11);
    }

    #[test]
    fn limits_give_back_their_probabilities() {
        let limits = noncentrality_limits_95(2.0, 12.0).expect("a moderate t");
        assert!((cdf(2.0, 12.0, limits.low).expect("finite") - 0.975).abs() < 1e-9);
        assert!((cdf(2.0, 12.0, limits.high).expect("finite") - 0.025).abs() < 1e-9);
    }

    #[test]
    fn impossible_arguments() {
        assert_eq!(cdf(1.0, 0.5, 0.0), None);
        assert_eq!(noncentrality_limits_95(f64::NAN, 5.0), None);
    }
}
