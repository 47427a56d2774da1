//! Change beyond what the same pupils would have been expected to make:
//! usual progress plus regression to the mean.

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

use super::moments::{columns, differences, mean, on_grid, slope, sorted_pairs};
use super::student_t::{MeanTest, mean_test};

/// ρ declared in advance, used when it cannot be estimated (convention).
pub const DECLARED_RHO: f64 = 0.6;
/// Lower and higher ρ shown beside a declared one (convention).
pub const RHO_RANGE: (f64, f64) = (0.4, 0.8);
/// Fewest comparison pupils for an estimated ρ.
pub const FEWEST_FOR_RHO: usize = 20;
/// Fewest comparison pupils for μ and δ at all (convention: as many as an
/// aggregate needs; below, use published norms).
pub const FEWEST: usize = 5;

/// Mean gain that regression to the mean alone gives pupils selected below
/// `cut` from N(`mean`, `sd`²):
/// (σ_w²/m)/√(σ_b² + σ_w²/m)·φ(z)/(1 − Φ(z)), with z = (μ − cut)/σ,
/// σ_w² = (1 − ρ)σ², σ_b² = ρσ² and m `baselines` averaged
/// (Barnett, van der Pols & Dobson 2005). In the units of the scale.
///
/// `None` unless 0 ≤ ρ ≤ 1, σ > 0 and m ≥ 1.
pub fn regression_to_the_mean(mean: f64, sd: f64, cut: f64, rho: f64, baselines: u32) -> Option<f64> {
    if !(0.0..=1.0).contains(&rho) || sd <= 0.0 || baselines == 0 {
        return None;
    }
    let z = (mean - cut) / sd;
    let normal = Normal::standard();
    let within = (1.0 - rho) * sd.powi(2) / f64::from(baselines);
    let between = rho * sd.powi(2);
    let gain = within / (between + within).sqrt() * normal.pdf(z) / normal.sf(z);
    if gain.is_finite() { Some(gain) } else { None }
}

/// How pupils without the intervention progress:
/// expected after = μ + δ + ρ·(before − μ).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progression {
    /// Mean before, μ, in scale points.
    pub mu: f64,
    /// Mean gain, δ, in scale points.
    pub delta: f64,
    /// Share of a deviation from μ that lasts, ρ, 0 to 1.
    pub rho: f64,
    /// Whether ρ was estimated from pupils rather than declared.
    pub rho_estimated: bool,
}

impl Progression {
    /// From (before, after) pairs of non-intervention pupils screened on the
    /// same dates: μ mean before, δ mean gain, ρ the least-squares slope of
    /// after on before, kept inside 0 to 1.
    ///
    /// Below [`FEWEST_FOR_RHO`] pupils, or when scores before do not vary, ρ is
    /// [`DECLARED_RHO`]. `None` below [`FEWEST`] pupils.
    pub fn from_pupils(pairs: &[(f64, f64)]) -> Option<Self> {
        if pairs.len() < FEWEST {
            return None;
        }
        let mu = mean(&columns(pairs).0)?;
        let delta = mean(&differences(pairs)?)?;
        let estimated = if pairs.len() >= FEWEST_FOR_RHO { slope(pairs) } else { None };
        Some(match estimated {
            Some(rho) => Progression { mu, delta, rho: rho.clamp(0.0, 1.0), rho_estimated: true },
            None => Progression { mu, delta, rho: DECLARED_RHO, rho_estimated: false },
        })
    }

    /// From published norms or a school's declaration. `None` unless 0 ≤ ρ ≤ 1
    /// and all are finite.
    pub fn declared(mu: f64, delta: f64, rho: f64) -> Option<Self> {
        if !mu.is_finite() || !delta.is_finite() || !(0.0..=1.0).contains(&rho) {
            return None;
        }
        Some(Progression { mu, delta, rho, rho_estimated: false })
    }

    /// Expected score after, given the score before.
    pub fn expected(&self, before: f64) -> f64 {
        self.mu + self.delta + self.rho * (before - self.mu)
    }

    /// Mean gain by regression to the mean alone, (1 − ρ)·(μ − mean before).
    pub fn regression_part(&self, mean_before: f64) -> f64 {
        (1.0 - self.rho) * (self.mu - mean_before)
    }
}

/// Change of intervention pupils beyond the expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Excess {
    /// Score after minus expected score, for each pair in the order given.
    pub each: Vec<f64>,
    /// Their mean with t test and 95 % interval, in scale points.
    pub mean: MeanTest,
    /// Usual gain, δ.
    pub usual_gain: f64,
    /// Part of the raw change due to regression to the mean.
    pub regression_part: f64,
    /// Mean excess if ρ were 0.4 and if it were 0.8; none when ρ was estimated.
    pub rho_range: Option<(f64, f64)>,
}

/// Excess over expected progress of (before, after) pairs. `None` below two pairs.
///
/// The interval treats μ, δ and ρ as known: with few comparison pupils it is
/// too narrow, and the range over ρ shows how much hangs on it.
pub fn excess(pairs: &[(f64, f64)], progression: &Progression) -> Option<Excess> {
    let beyond = |rho: f64| {
        let assumed = Progression { rho, ..*progression };
        pairs.iter().map(|(before, after)| on_grid(after - assumed.expected(*before))).collect::<Vec<f64>>()
    };
    let mean_before = mean(&columns(&sorted_pairs(pairs)?).0)?;
    let each = beyond(progression.rho);
    let range =
        if progression.rho_estimated { None } else { Some((mean(&beyond(RHO_RANGE.0))?, mean(&beyond(RHO_RANGE.1))?)) };
    Some(Excess {
        mean: mean_test(&each)?,
        each,
        usual_gain: progression.delta,
        regression_part: progression.regression_part(mean_before),
        rho_range: range,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_baselines_cut_regression_to_the_mean() {
        let one = regression_to_the_mean(60.0, 15.0, 40.0, 0.5, 1).expect("valid");
        let two = regression_to_the_mean(60.0, 15.0, 40.0, 0.5, 2).expect("valid");
        assert!((1.0 - two / one - 0.42).abs() < 0.01);
    }

    #[test]
    fn impossible_parameters() {
        assert_eq!(regression_to_the_mean(60.0, 0.0, 40.0, 0.5, 1), None);
        assert_eq!(regression_to_the_mean(60.0, 15.0, 40.0, 1.5, 1), None);
        assert_eq!(regression_to_the_mean(60.0, 15.0, 40.0, 0.5, 0), None);
        assert_eq!(Progression::declared(60.0, 3.0, -0.1), None);
    }

    #[test]
    fn slope_is_estimated_from_twenty_pupils_on() {
        let line: Vec<(f64, f64)> = (0..20).map(|at| (f64::from(at), 5.0 + 0.5 * f64::from(at))).collect();
        let twenty = Progression::from_pupils(&line).expect("twenty");
        assert!(twenty.rho_estimated && (twenty.rho - 0.5).abs() < 1e-12);
        assert!((twenty.expected(4.0) - 7.0).abs() < 1e-9, "the line itself");
        let nineteen = Progression::from_pupils(&line[..19]).expect("nineteen");
        assert_eq!((nineteen.rho, nineteen.rho_estimated), (DECLARED_RHO, false));
        assert_eq!(Progression::from_pupils(&line[..4]), None);
    }

    #[test]
    fn slope_stays_between_zero_and_one() {
        let falling: Vec<(f64, f64)> = (0..20).map(|at| (f64::from(at), -f64::from(at))).collect();
        assert_eq!(Progression::from_pupils(&falling).map(|found| found.rho), Some(0.0));
        let steep: Vec<(f64, f64)> = (0..20).map(|at| (f64::from(at), 3.0 * f64::from(at))).collect();
        assert_eq!(Progression::from_pupils(&steep).map(|found| found.rho), Some(1.0));
    }

    #[test]
    fn range_over_rho_only_when_it_was_declared() {
        let pairs = [(40.0, 52.0), (44.0, 50.0)];
        let declared = Progression::declared(62.0, 3.0, 0.6).expect("valid");
        let range = excess(&pairs, &declared).and_then(|found| found.rho_range).expect("declared");
        // Mean before 42, 20 below μ: each 0.2 of ρ moves the excess by 4 points.
        assert!((range.0 + 6.0).abs() < 1e-9 && (range.1 - 2.0).abs() < 1e-9);
        let estimated = Progression { rho_estimated: true, ..declared };
        assert_eq!(excess(&pairs, &estimated).and_then(|found| found.rho_range), None);
        assert_eq!(excess(&pairs[..1], &declared), None);
    }
}
