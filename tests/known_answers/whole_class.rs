//! The whole-class rule by another way: the posterior by Simpson's rule over angles, intervals by halving, and the
//! order by counting. Shares nothing with the product but the rule itself.

use std::f64::consts::PI;

/// What is expected of one group on one strand.
#[derive(Clone, Copy, Debug)]
pub struct Planned {
    /// 0 not enough screened, 1 targeted support, 2 watch, 3 whole-class priority.
    pub verdict: i64,
    /// Probability, in percent, that the true share is above a third.
    pub probability: Option<f64>,
    /// The share drawn towards that of all groups, in percent.
    pub order_value: Option<f64>,
    /// Place among the groups of one verdict.
    pub place: Option<i64>,
}

/// The 95 % Wilson bounds in percent: the shares p at which x of n lies 1.96 standard errors away.
pub fn wilson_bounds(part: i64, whole: i64) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    let (x, n) = (part as f64, whole as f64);
    let far = |p: f64| (x / n - p).abs() - Z * (p * (1.0 - p) / n).sqrt();
    let end = |outside: f64, inside: f64| {
        let (mut out, mut within) = (outside, inside);
        for _ in 0..200 {
            let middle = (out + within) / 2.0;
            if far(middle) > 0.0 { out = middle } else { within = middle }
        }
        100.0 * (out + within) / 2.0
    };
    (if part == 0 { 0.0 } else { end(0.0, x / n) }, if part == whole { 100.0 } else { end(1.0, x / n) })
}

/// The groups of one strand, each as (below, judged, on roll).
pub fn plan(groups: &[(i64, i64, i64)]) -> Vec<Planned> {
    let enough = |group: &(i64, i64, i64)| group.1 >= 10 && 5 * group.1 >= 4 * group.2;
    let judged: Vec<(i64, i64)> = groups.iter().filter(|group| enough(group)).map(|group| (group.0, group.1)).collect();
    let ranked = differ(&judged);
    let mut planned: Vec<Planned> = groups
        .iter()
        .map(|group| {
            if !enough(group) {
                return Planned { verdict: 0, probability: None, order_value: None, place: None };
            }
            let probability = posterior_above(group.0, group.1, 1.0 / 3.0);
            let verdict = 1 + i64::from(probability >= 0.5) + i64::from(probability >= 0.8);
            let order_value = Some(100.0 * drawn((group.0, group.1), &judged));
            Planned { verdict, probability: Some(100.0 * probability), order_value, place: None }
        })
        .collect();
    if ranked {
        for verdict in 1..=3 {
            let mut of_it: Vec<usize> = (0..groups.len()).filter(|at| planned[*at].verdict == verdict).collect();
            of_it.sort_by(|left, right| {
                let key = |at: &usize| (planned[*at].order_value, planned[*at].probability);
                key(right).partial_cmp(&key(left)).expect("numbers")
            });
            let ends: Vec<(f64, f64)> = of_it.iter().map(|at| jeffreys_80(groups[*at].0, groups[*at].1)).collect();
            let mut place = 1;
            for position in 0..of_it.len() {
                // A new place where every group from here on lies below every group before.
                let lowest_before = ends[..position].iter().map(|end| end.0).fold(f64::INFINITY, f64::min);
                let highest_after = ends[position..].iter().map(|end| end.1).fold(0.0, f64::max);
                if position > 0 && highest_after < lowest_before {
                    place = position as i64 + 1;
                }
                planned[of_it[position]].place = Some(place);
            }
        }
    }
    planned
}

/// P(p > threshold) of the Beta(x + ½, n − x + ½). With p = sin² the density is sin^2x · cos^2(n−x), which has no poles.
fn posterior_above(part: i64, whole: i64, threshold: f64) -> f64 {
    let density = |angle: f64| angle.sin().powi(2 * part as i32) * angle.cos().powi(2 * (whole - part) as i32);
    let cut = threshold.sqrt().asin();
    simpson(&density, cut, PI / 2.0) / (simpson(&density, 0.0, cut) + simpson(&density, cut, PI / 2.0))
}

fn jeffreys_80(part: i64, whole: i64) -> (f64, f64) {
    let quantile = |tail: f64| {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if 1.0 - posterior_above(part, whole, middle) < tail { low = middle } else { high = middle }
        }
        (low + high) / 2.0
    };
    (if part == 0 { 0.0 } else { quantile(0.1) }, if part == whole { 1.0 } else { quantile(0.9) })
}

fn simpson(f: &dyn Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    const STEPS: usize = 2_000;
    let step = (to - from) / STEPS as f64;
    let inner: f64 = (1..STEPS).map(|at| if at % 2 == 1 { 4.0 } else { 2.0 } * f(from + at as f64 * step)).sum();
    step / 3.0 * (f(from) + inner + f(to))
}

fn pooled(groups: &[(i64, i64)]) -> (f64, f64) {
    let (x, n) = groups.iter().fold((0, 0), |(x, n), group| (x + group.0, n + group.1));
    (x as f64 / n as f64, n as f64)
}

/// Whether the groups differ by more than chance (χ², 5 %).
fn differ(groups: &[(i64, i64)]) -> bool {
    let (p, _) = pooled(groups);
    if groups.len() < 2 || p <= 0.0 || p >= 1.0 {
        return false;
    }
    let spread = |&(x, n): &(i64, i64)| (x as f64 - n as f64 * p).powi(2) / (n as f64 * p * (1.0 - p));
    let distance: f64 = groups.iter().map(spread).sum();
    let freedom = groups.len() as i32 - 1;
    // With χ² = u² the density is u^(k−1) · exp(−u²/2): its part beyond the distance.
    let density = |u: f64| u.powi(freedom - 1) * (-u * u / 2.0).exp();
    let cut = distance.sqrt();
    simpson(&density, cut, cut + 15.0) / (simpson(&density, 0.0, cut) + simpson(&density, cut, cut + 15.0)) <= 0.05
}

/// A group's share drawn towards the pooled one, by moments.
fn drawn((x, n): (i64, i64), groups: &[(i64, i64)]) -> f64 {
    let (p, all) = pooled(groups);
    if groups.len() < 2 || p <= 0.0 || p >= 1.0 {
        return x as f64 / n as f64;
    }
    let sizes = || groups.iter().map(|group| group.1 as f64);
    let s: f64 = groups.iter().map(|group| group.1 as f64 * (group.0 as f64 / group.1 as f64 - p).powi(2)).sum();
    let a: f64 = sizes().map(|n| 1.0 - n / all).sum();
    let rho = (s - p * (1.0 - p) * a) / (p * (1.0 - p) * (sizes().map(|n| n * (1.0 - n / all)).sum::<f64>() - a));
    let weight = if rho <= 0.0 { 200.0 } else { ((1.0 - rho) / rho).clamp(10.0, 200.0) };
    (p * weight + x as f64) / (weight + n as f64)
}
