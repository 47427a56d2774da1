//! Hedges' small-sample correction of a standardised mean difference.

use statrs::function::gamma::ln_gamma;

use super::bounds::Bounds;

/// A standardised effect after Hedges' correction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The effect, in standard deviations.
    pub value: f64,
    /// Its standard error, corrected by the same factor.
    pub se: f64,
    /// 95 % interval, value ± 1.96·se.
    pub interval: Bounds,
}

/// Exact correction J(m) = Γ(m/2) / (√(m/2)·Γ((m − 1)/2)), about 1 − 3/(4m − 1)
/// (Hedges 1981). `None` for m ≤ 1, where it does not exist.
///
/// `m` is the degrees of freedom of the standard deviation: n − 1 for paired
/// scores (as in R's effectsize), n₁ + n₂ − 2 for two groups.
pub fn correction(m: f64) -> Option<f64> {
    if !m.is_finite() || m <= 1.0 {
        return None;
    }
    // In logarithms: the gamma function itself overflows beyond about m = 340.
    Some((ln_gamma(m / 2.0) - (m / 2.0).ln() / 2.0 - ln_gamma((m - 1.0) / 2.0)).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_values() {
        // J(2) = 1/√π and J(3) = √(2/3)·2/√π by hand.
        let by_hand = 1.0 / std::f64::consts::PI.sqrt();
        assert!((correction(2.0).expect("m = 2") - by_hand).abs() < 1e-12);
        let by_hand = (std::f64::consts::PI.sqrt() / 2.0) / 1.5_f64.sqrt();
        assert!((correction(3.0).expect("m = 3") - by_hand).abs() < 1e-12);
    }

    #[test]
    fn near_the_usual_approximation_for_many() {
        let exact = correction(1000.0).expect("m = 1000");
        assert!((exact - (1.0 - 3.0 / 3999.0)).abs() < 1e-6);
    }

    #[test]
    fn one_degree_of_freedom_has_none() {
        assert_eq!(correction(1.0), None);
        assert_eq!(correction(f64::NAN), None);
    }
}
