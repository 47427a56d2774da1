//! Sessions attended against sessions planned.
//!
//! Context only: the result counts every pupil, whatever they attended, and
//! pupils who attend more differ in other ways.

use super::bounds::Bounds;
use super::moments::quantile;
use super::student_t::normal_95;

/// Fewest pupils for a correlation.
pub const FEWEST_FOR_TAU: usize = 20;

/// Sessions of one pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sessions {
    /// Planned.
    pub planned: u32,
    /// Attended.
    pub attended: u32,
}

/// Dosage of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dosage {
    /// Pupils.
    pub n: usize,
    /// Median of sessions planned.
    pub median_planned: f64,
    /// Median of sessions attended.
    pub median_attended: f64,
    /// Quartiles of sessions attended, type 7.
    pub quartiles: Bounds,
    /// Pupils with at least 80 % of their planned sessions.
    pub enough: usize,
    /// enough/n.
    pub enough_share: f64,
}

/// Dosage of pupils with planned sessions. `None` when empty or when a pupil
/// has no session planned, of whom no share can be said.
pub fn dosage(pupils: &[Sessions]) -> Option<Dosage> {
    if pupils.iter().any(|pupil| pupil.planned == 0) {
        return None;
    }
    let planned: Vec<f64> = pupils.iter().map(|pupil| f64::from(pupil.planned)).collect();
    let attended: Vec<f64> = pupils.iter().map(|pupil| f64::from(pupil.attended)).collect();
    // In whole numbers: attended/planned ≥ 4/5.
    let enough = pupils.iter().filter(|pupil| 5 * u64::from(pupil.attended) >= 4 * u64::from(pupil.planned)).count();
    Some(Dosage {
        n: pupils.len(),
        median_planned: quantile(&planned, 0.5)?,
        median_attended: quantile(&attended, 0.5)?,
        quartiles: Bounds { low: quantile(&attended, 0.25)?, high: quantile(&attended, 0.75)? },
        enough,
        enough_share: enough as f64 / pupils.len() as f64,
    })
}

/// Kendall's tau-b with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tau {
    /// Pairs of values.
    pub n: usize,
    /// tau-b, −1 to 1.
    pub tau: f64,
    /// 95 % interval by Fisher's z with variance 0.437/(n − 4)
    /// (Fieller, Hartley & Pearson 1957).
    pub interval: Bounds,
}

/// Kendall's tau-b of, say, (sessions attended, change). `None` below
/// [`FEWEST_FOR_TAU`] pairs or when a column does not vary.
///
/// The interval is meant for |tau| up to about 0.8; at ±1 it is that point.
pub fn kendall_tau(pairs: &[(f64, f64)]) -> Option<Tau> {
    let n = pairs.len();
    if n < FEWEST_FOR_TAU {
        return None;
    }
    let tau = tau_b(pairs)?;
    let half = normal_95() * (0.437 / (n as f64 - 4.0)).sqrt();
    let z = Bounds::around(tau.atanh(), half);
    Some(Tau { n, tau, interval: Bounds { low: z.low.tanh(), high: z.high.tanh() } })
}

/// (C − D)/√((P − T₁)(P − T₂)): concordant less discordant pairs, over pairs
/// untied in each column. Counts, so row order cannot matter.
fn tau_b(pairs: &[(f64, f64)]) -> Option<f64> {
    let (mut balance, mut untied_first, mut untied_second) = (0_i64, 0_u64, 0_u64);
    for (at, left) in pairs.iter().enumerate() {
        for right in &pairs[at + 1..] {
            let first = left.0.partial_cmp(&right.0)? as i64;
            let second = left.1.partial_cmp(&right.1)? as i64;
            balance += first * second;
            untied_first += first.unsigned_abs();
            untied_second += second.unsigned_abs();
        }
    }
    if untied_first == 0 || untied_second == 0 {
        return None;
    }
    let scale = (untied_first as f64).sqrt() * (untied_second as f64).sqrt();
    Some((balance as f64 / scale).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_quartiles_and_share() {
        let pupils: Vec<Sessions> =
            [12, 10, 9, 8, 3].into_iter().map(|attended| Sessions { planned: 12, attended }).collect();
        let found = dosage(&pupils).expect("five pupils");
        assert_eq!((found.median_planned, found.median_attended), (12.0, 9.0));
        assert_eq!(found.quartiles, Bounds { low: 8.0, high: 10.0 });
        // 80 % of 12 is 9.6.
        assert_eq!((found.enough, found.enough_share), (2, 0.4));
        let exactly = dosage(&[Sessions { planned: 10, attended: 8 }]).expect("one pupil");
        assert_eq!(exactly.enough, 1);
    }

    #[test]
    fn no_pupils_or_no_plan() {
        assert_eq!(dosage(&[]), None);
        assert_eq!(dosage(&[Sessions { planned: 0, attended: 3 }]), None);
    }

    #[test]
    fn tau_b_of_tied_ranks() {
        // R: cor(c(1,2,2,3), c(1,2,3,3), method = "kendall") = 0.8.
        let found = tau_b(&[(1.0, 1.0), (2.0, 2.0), (2.0, 3.0), (3.0, 3.0)]).expect("both vary");
        assert!((found - 0.8).abs() < 1e-12, "{found}");
    }

    #[test]
    fn tau_only_for_twenty_pupils() {
        let rising: Vec<(f64, f64)> = (0..20).map(|at| (f64::from(at), f64::from(at * at))).collect();
        let found = kendall_tau(&rising).expect("twenty");
        assert_eq!((found.tau, found.interval), (1.0, Bounds { low: 1.0, high: 1.0 }));
        assert_eq!(kendall_tau(&rising[..19]), None);
        assert_eq!(kendall_tau(&[(1.0, 2.0); 20]), None);
        let mixed: Vec<(f64, f64)> = (0..24).map(|at| (f64::from(at), f64::from(at * 7 % 24))).collect();
        let found = kendall_tau(&mixed).expect("twenty-four");
        assert!(found.interval.contains(found.tau) && found.interval.low > -1.0 && found.interval.high < 1.0);
    }
}
