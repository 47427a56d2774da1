//! Change of the same pupils between two screens.

use super::bounds::Bounds;
use super::hedges::{Effect, correction};
use super::moments::{columns, correlation, differences, mean, sd, sorted_pairs};
use super::student_t::{MeanTest, mean_test, normal_95};

/// Change of n pupils measured twice.
///
/// Scores are oriented so that higher is better; the change is after − before.
#[derive(Clone, Debug, PartialEq)]
pub struct Paired {
    /// Pairs.
    pub n: usize,
    /// Mean before, in scale points.
    pub mean_before: f64,
    /// Mean after.
    pub mean_after: f64,
    /// Standard deviation before (s1, n − 1).
    pub sd_before: f64,
    /// Standard deviation after (s2).
    pub sd_after: f64,
    /// Pearson correlation of before and after; none when either does not vary.
    pub correlation: Option<f64>,
    /// Mean change with Student t test and 95 % interval.
    pub change: MeanTest,
    /// How many rose, stayed and fell.
    pub signs: Signs,
    /// Standardised changes; none below three pairs or where a spread is 0.
    pub effects: Option<PairedEffects>,
}

/// How many pupils rose, stayed and fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signs {
    /// Change above 0.
    pub improved: usize,
    /// Change of 0.
    pub unchanged: usize,
    /// Change below 0.
    pub fell: usize,
}

/// Standardised mean changes (Lakens 2013; R package effectsize).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedEffects {
    /// d_z = d̄/s_d. Grows with the correlation: never for lay readers.
    pub d_z: f64,
    /// d_av = d̄/√((s1² + s2²)/2).
    pub d_av: f64,
    /// d_rm = d_z·√(2(1 − r)).
    pub d_rm: f64,
    /// d_b = d̄/s1 (Becker 1988).
    pub d_b: f64,
    /// Hedges' factor J(n − 1).
    pub correction: f64,
    /// J·d_av, the one shown: comparable with the g of two groups.
    /// Standard error J·(s_d/√n)/s_av.
    pub g_av: Effect,
    /// J·d_rm. Standard error J·√((1/n + d_rm²/2n)·2(1 − r)).
    pub g_rm: Effect,
}

/// Summary of (before, after) pairs. `None` below two pairs or if a score is
/// not finite.
pub fn paired(pairs: &[(f64, f64)]) -> Option<Paired> {
    let pairs = sorted_pairs(pairs)?;
    let changes = differences(&pairs)?;
    let (before, after) = columns(&pairs);
    let (sd_before, sd_after) = (sd(&before)?, sd(&after)?);
    let change = mean_test(&changes)?;
    let correlation = correlation(&pairs);
    Some(Paired {
        n: pairs.len(),
        mean_before: mean(&before)?,
        mean_after: mean(&after)?,
        sd_before,
        sd_after,
        correlation,
        change,
        signs: signs(&changes),
        effects: correlation.and_then(|r| effects(&change, sd_before, sd_after, r)),
    })
}

/// Signs of the changes, for "k of n improved, m unchanged, j fell".
pub fn signs(changes: &[f64]) -> Signs {
    let improved = changes.iter().filter(|change| **change > 0.0).count();
    let fell = changes.iter().filter(|change| **change < 0.0).count();
    Signs { improved, unchanged: changes.len() - improved - fell, fell }
}

fn effects(change: &MeanTest, sd_before: f64, sd_after: f64, r: f64) -> Option<PairedEffects> {
    let factor = correction(change.df)?;
    if change.sd == 0.0 || sd_before == 0.0 || sd_after == 0.0 {
        return None;
    }
    let n = change.n as f64;
    let average_sd = ((sd_before.powi(2) + sd_after.powi(2)) / 2.0).sqrt();
    let unlike = 2.0 * (1.0 - r);
    let d_z = change.mean / change.sd;
    let d_av = change.mean / average_sd;
    let d_rm = d_z * unlike.sqrt();
    let se_av = change.se / average_sd;
    let se_rm = ((1.0 / n + d_rm.powi(2) / (2.0 * n)) * unlike).sqrt();
    Some(PairedEffects {
        d_z,
        d_av,
        d_rm,
        d_b: change.mean / sd_before,
        correction: factor,
        g_av: corrected(d_av, se_av, factor),
        g_rm: corrected(d_rm, se_rm, factor),
    })
}

/// (d ± z·SE)·J.
fn corrected(d: f64, se: f64, factor: f64) -> Effect {
    Effect { value: d * factor, se: se * factor, interval: Bounds::around(d, normal_95() * se).scaled(factor) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_order_changes_no_digit() {
        let rows = [(40.1, 52.3), (44.7, 50.0), (38.2, 49.9), (47.3, 58.1), (42.0, 47.7)];
        let mut turned = rows;
        turned.reverse();
        turned.swap(0, 3);
        assert_eq!(paired(&rows), paired(&turned));
    }

    #[test]
    fn the_same_change_for_all_has_no_effect_size() {
        // 0.3 − 0.2 and 0.2 − 0.1 differ in floating point.
        let summary = paired(&[(0.1, 0.2), (0.2, 0.3), (0.5, 0.6)]).expect("three pairs");
        assert_eq!((summary.change.mean, summary.change.sd), (0.1, 0.0));
        assert_eq!((summary.change.t, summary.effects), (None, None));
        assert_eq!(summary.signs, Signs { improved: 3, unchanged: 0, fell: 0 });
    }

    #[test]
    fn two_pairs_have_an_interval_and_no_corrected_effect() {
        let summary = paired(&[(1.0, 2.0), (2.0, 5.0)]).expect("two pairs");
        assert!(summary.change.interval.contains(2.0));
        assert_eq!(summary.effects, None);
    }

    #[test]
    fn one_pair_or_a_missing_score_has_no_summary() {
        assert_eq!(paired(&[(1.0, 2.0)]), None);
        assert_eq!(paired(&[(1.0, 2.0), (f64::NAN, 3.0)]), None);
    }

    #[test]
    fn a_flat_baseline_still_has_a_mean_change() {
        let summary = paired(&[(5.0, 6.0), (5.0, 8.0), (5.0, 5.0)]).expect("three pairs");
        assert_eq!((summary.correlation, summary.effects), (None, None));
        assert_eq!(summary.signs, Signs { improved: 2, unchanged: 1, fell: 0 });
    }
}
