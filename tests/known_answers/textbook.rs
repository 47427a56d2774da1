//! Rank statistics, effect size and multiple testing by the textbook, over raw values. Share nothing with the product.

use super::student::{probability_within, upper_point};

/// Arithmetic mean.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Holm by its definition: the smallest p against level/m, the next against level/(m − 1), until one is too large.
pub fn holm_stands(tested: &[f64], own: f64, level: f64) -> bool {
    let mut order = tested.to_vec();
    order.sort_by(f64::total_cmp);
    let mut left = order.len() as f64;
    for p in order {
        if p > level / left {
            return false;
        }
        if p == own {
            return true;
        }
        left -= 1.0;
    }
    false
}

/// Median of all averages of two changes, and the two of them that bound it: how far in is counted over all 2ⁿ ways
/// to give signs to the ranks.
pub fn hodges_lehmann(changes: &[f64]) -> (f64, f64, f64) {
    let n = changes.len();
    let mut averages = Vec::new();
    for one in 0..n {
        for other in one..n {
            averages.push((changes[one] + changes[other]) / 2.0);
        }
    }
    averages.sort_by(f64::total_cmp);
    // The chance of each sum of positive ranks, rank by rank taken or left.
    let mut chances = vec![1.0];
    for rank in 1..=n {
        let taken = |sum: usize| sum.checked_sub(rank).and_then(|before| chances.get(before)).copied().unwrap_or(0.0);
        let left = |sum: usize| chances.get(sum).copied().unwrap_or(0.0);
        chances = (0..chances.len() + rank).map(|sum| (taken(sum) + left(sum)) / 2.0).collect();
    }
    let (mut order, mut reached) = (0, 0.0);
    for (at, chance) in chances.iter().enumerate() {
        reached += chance;
        if reached >= 0.025 {
            order = at.max(1);
            break;
        }
    }
    let m = averages.len();
    ((averages[(m - 1) / 2] + averages[m / 2]) / 2.0, averages[order - 1], averages[m - order])
}

/// Change in averaged standard deviations, corrected with n − 1 degrees, and its bounds.
pub fn g_av(before: &[f64], after: &[f64]) -> (f64, f64, f64) {
    let variance = |values: &[f64]| {
        values.iter().map(|value| (value - mean(values)).powi(2)).sum::<f64>() / (values.len() - 1) as f64
    };
    let changes: Vec<f64> = after.iter().zip(before).map(|(after, before)| after - before).collect();
    let spread = ((variance(before) + variance(after)) / 2.0).sqrt();
    let degrees = changes.len() - 1;
    // Γ(m/2)/Γ((m − 1)/2), from m = 2 on: each times the next is (m − 1)/2.
    let mut ratio = 1.0 / std::f64::consts::PI.sqrt();
    for m in 2..degrees {
        ratio = (m as f64 - 1.0) / 2.0 / ratio;
    }
    let factor = ratio / (degrees as f64 / 2.0).sqrt();
    let half = 1.959_963_984_540_054 * (variance(&changes) / changes.len() as f64).sqrt() / spread;
    let d = mean(&changes) / spread;
    (factor * d, factor * (d - half), factor * (d + half))
}

/// Difference between two groups after support, at equal scores before.
#[derive(Clone, Debug)]
pub struct Adjusted {
    /// In points.
    pub difference: f64,
    /// Its 95 % interval.
    pub bounds: (f64, f64),
    /// The same where the spreads of the two groups may differ (HC3).
    pub robust_bounds: (f64, f64),
    /// Its two-sided p.
    pub p: f64,
    /// In standard deviations of the scores after.
    pub effect: f64,
    /// Its 95 % interval.
    pub effect_bounds: (f64, f64),
}

/// Analysis of covariance by its sums within groups: one slope for both, and the distance of the two lines.
pub fn adjusted(own: &[(f64, f64)], others: &[(f64, f64)]) -> Adjusted {
    let split = |pairs: &[(f64, f64)]| -> (Vec<f64>, Vec<f64>) { pairs.iter().copied().unzip() };
    let ((x1, y1), (x2, y2)) = (split(own), split(others));
    let cross = |x: &[f64], y: &[f64]| -> f64 { x.iter().zip(y).map(|(a, b)| (a - mean(x)) * (b - mean(y))).sum() };
    let (xx, xy, yy) =
        (cross(&x1, &x1) + cross(&x2, &x2), cross(&x1, &y1) + cross(&x2, &y2), cross(&y1, &y1) + cross(&y2, &y2));
    let (n1, n2) = (own.len() as f64, others.len() as f64);
    let n = n1 + n2;
    let slope = xy / xx;
    let apart = mean(&x1) - mean(&x2);
    let difference = mean(&y1) - mean(&y2) - slope * apart;
    let error = ((yy - slope * xy) / (n - 3.0) * (1.0 / n1 + 1.0 / n2 + apart.powi(2) / xx)).sqrt();
    let degrees = (own.len() + others.len() - 3) as u32;
    let half = upper_point(degrees) * error;
    // The difference is a weighted sum of the scores after; each residual counts by its weight and its leverage.
    let mut robust = 0.0;
    for (x, y, sign, n) in [(&x1, &y1, 1.0, n1), (&x2, &y2, -1.0, n2)] {
        for (before, after) in x.iter().zip(y) {
            let from_mean = before - mean(x);
            let weight = sign / n - apart * from_mean / xx;
            let leverage = 1.0 / n + from_mean * from_mean / xx;
            let residual = after - mean(y) - slope * from_mean;
            robust += (weight * residual / (1.0 - leverage)).powi(2);
        }
    }
    let robust_half = upper_point(degrees) * robust.sqrt();
    let spread = (yy / (n - 2.0)).sqrt();
    let small = 1.0 - 3.0 / (4.0 * n - 9.0);
    let effect = small * difference / spread;
    let effect_half = 1.959_963_984_540_054 * small * ((error / spread).powi(2) + effect.powi(2) / (2.0 * n)).sqrt();
    Adjusted {
        difference,
        bounds: (difference - half, difference + half),
        robust_bounds: (difference - robust_half, difference + robust_half),
        p: 1.0 - probability_within((difference / error).abs(), degrees),
        effect,
        effect_bounds: (effect - effect_half, effect + effect_half),
    }
}

/// Kendall's tau-b by its definition over every pair of pupils twice, and its bounds by Fisher's z with variance
/// 0.437/(n − 4).
pub fn kendall(pairs: &[(f64, f64)]) -> (f64, f64, f64) {
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for one in pairs {
        for other in pairs {
            let (x, y) = (sign(one.0 - other.0), sign(one.1 - other.1));
            both += x * y;
            first += x * x;
            second += y * y;
        }
    }
    let tau: f64 = both / f64::sqrt(first * second);
    let z = ((1.0 + tau) / (1.0 - tau)).ln() / 2.0;
    let half = 1.959_963_984_540_054 * f64::sqrt(0.437 / (pairs.len() as f64 - 4.0));
    let back = |z: f64| ((2.0 * z).exp() - 1.0) / ((2.0 * z).exp() + 1.0);
    (tau, back(z - half), back(z + half))
}

fn sign(number: f64) -> f64 {
    if number == 0.0 { 0.0 } else { number.signum() }
}

#[test]
fn the_hand_made_methods_agree_with_published_figures() {
    // Hollander and Wolfe's depression scores: 0.46, from 0.010 to 0.786.
    let changes = [0.952, -0.147, 1.022, 0.430, 0.620, 0.590, 0.490, -0.080, 0.010];
    let (middle, low, high) = hodges_lehmann(&changes);
    assert!((middle - 0.46).abs() < 1e-9 && (low - 0.010).abs() < 1e-9 && (high - 0.786).abs() < 1e-9);
    // Student's sleep data, R package effectsize: 0.760509 from 0.393566 to 1.127453.
    let before = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    let after = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    let (g, low, high) = g_av(&before, &after);
    assert!((g - 0.760_509).abs() < 1e-6 && (low - 0.393_566).abs() < 1e-6 && (high - 1.127_453).abs() < 1e-6);
    // R: cor(c(1,2,2,3), c(1,2,3,3), method = "kendall") is 0.8.
    assert!((kendall(&[(1.0, 1.0), (2.0, 2.0), (2.0, 3.0), (3.0, 3.0)]).0 - 0.8).abs() < 1e-12);
    // Family therapy against control of the anorexia trial (MASS): 9.033573 from 4.927786 to 13.139359, g 1.372275.
    let own = [83.8, 83.3, 86.0, 82.5, 86.7, 79.6, 76.9, 94.2, 73.4, 80.5, 81.6, 82.1, 77.6, 83.5, 89.9, 86.0, 87.3];
    let own_after =
        [95.2, 94.3, 91.5, 91.9, 100.3, 76.7, 76.8, 101.6, 94.9, 75.2, 77.8, 95.5, 90.7, 92.5, 93.8, 91.7, 98.0];
    let others = [
        80.7, 89.4, 91.8, 74.0, 78.1, 88.3, 87.3, 75.1, 80.6, 78.4, 77.6, 88.7, 81.3, 78.1, 70.5, 77.3, 85.2, 86.0,
        84.1, 79.7, 85.5, 84.4, 79.6, 77.5, 72.3, 89.0,
    ];
    let others_after = [
        80.2, 80.1, 86.4, 86.3, 76.1, 78.1, 75.1, 86.7, 73.5, 84.6, 77.4, 79.5, 89.6, 81.4, 81.8, 77.3, 84.2, 75.4,
        79.5, 73.0, 88.3, 84.7, 81.4, 81.2, 88.2, 78.8,
    ];
    let pairs = |x: &[f64], y: &[f64]| -> Vec<(f64, f64)> { x.iter().copied().zip(y.iter().copied()).collect() };
    let found = adjusted(&pairs(&own, &own_after), &pairs(&others, &others_after));
    let near = |one: f64, other: f64| assert!((one - other).abs() < 1e-6, "{one} {other}");
    near(found.difference, 9.033_573);
    near(found.bounds.0, 4.927_786);
    near(found.bounds.1, 13.139_359);
    // HC3 standard error 2.350923, t of 40 degrees.
    assert!((found.robust_bounds.1 - found.difference - 2.350_923 * upper_point(40)).abs() < 1e-5);
    near(found.effect, 1.372_275);
    near(found.effect_bounds.0, 0.703_780);
    near(found.effect_bounds.1, 2.040_769);
    assert!((found.p - 6.767_78e-5).abs() < 1e-9);
    assert!(holm_stands(&[0.01, 0.04], 0.04, 0.05) && !holm_stands(&[0.03, 0.04], 0.03, 0.05));
}
