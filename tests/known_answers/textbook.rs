//! Rank statistics, effect size and multiple testing by the textbook, over raw values. Share nothing with the product.

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
    let mut ways = vec![0_u64; n * (n + 1) / 2 + 1];
    walk(n, 0, &mut ways);
    let (mut order, mut sum) = (0, 0);
    for (at, count) in ways.iter().enumerate() {
        sum += count;
        if sum as f64 >= 0.025 * 2_f64.powi(n as i32) {
            order = at.max(1);
            break;
        }
    }
    let m = averages.len();
    ((averages[(m - 1) / 2] + averages[m / 2]) / 2.0, averages[order - 1], averages[m - order])
}

/// Counts the sums of positive ranks, rank by rank taken or left.
fn walk(rank: usize, sum: usize, ways: &mut [u64]) {
    if rank == 0 {
        ways[sum] += 1;
    } else {
        walk(rank - 1, sum, ways);
        walk(rank - 1, sum + rank, ways);
    }
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
    assert!(holm_stands(&[0.01, 0.04], 0.04, 0.05) && !holm_stands(&[0.03, 0.04], 0.03, 0.05));
}
