//! Many comparisons at once: p-values adjusted so that luck alone is not reported as a finding.
//!
//! Every function returns adjusted p-values in the order given, and `None` when
//! a value is not between 0 and 1.

/// Bonferroni's adjusted p-values: min(1, m·p).
pub fn bonferroni(p_values: &[f64]) -> Option<Vec<f64>> {
    let m = checked(p_values)?.len() as f64;
    Some(p_values.iter().map(|p| (p * m).min(1.0)).collect())
}

/// Holm's (1979) adjusted p-values, which control the chance of any false finding:
/// the i-th smallest becomes the largest of (m − j + 1)·p₍ⱼ₎ over j ≤ i, at most 1.
pub fn holm(p_values: &[f64]) -> Option<Vec<f64>> {
    let order = ascending(checked(p_values)?);
    let mut adjusted = vec![0.0; p_values.len()];
    let mut largest = 0.0_f64;
    for (rank, &index) in order.iter().enumerate() {
        let remaining = (p_values.len() - rank) as f64;
        largest = largest.max((p_values[index] * remaining).min(1.0));
        adjusted[index] = largest;
    }
    Some(adjusted)
}

/// Benjamini & Hochberg's (1995) adjusted p-values, which control the expected share of
/// false findings: the i-th smallest becomes the smallest of (m/j)·p₍ⱼ₎ over j ≥ i, at most 1.
pub fn benjamini_hochberg(p_values: &[f64]) -> Option<Vec<f64>> {
    let order = ascending(checked(p_values)?);
    let m = p_values.len() as f64;
    let mut adjusted = vec![1.0; p_values.len()];
    let mut smallest = 1.0_f64;
    for (rank, &index) in order.iter().enumerate().rev() {
        smallest = smallest.min(p_values[index] * m / (rank + 1) as f64);
        adjusted[index] = smallest;
    }
    Some(adjusted)
}

/// Which findings stand at a level such as 0.05 (Holm) or 0.10 (Benjamini–Hochberg):
/// those whose adjusted p-value does not exceed it.
pub fn findings(adjusted: &[f64], level: f64) -> Vec<bool> {
    adjusted.iter().map(|&p| p <= level).collect()
}

fn checked(p_values: &[f64]) -> Option<&[f64]> {
    p_values.iter().all(|p| (0.0..=1.0).contains(p)).then_some(p_values)
}

/// Positions from the smallest to the largest value.
fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&left, &right| values[left].total_cmp(&values[right]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjusted_values_stay_with_their_tests() {
        let first = holm(&[0.64, 0.004, 0.21]).expect("adjusted");
        let second = holm(&[0.004, 0.21, 0.64]).expect("adjusted");
        assert_eq!([first[1], first[2], first[0]], [second[0], second[1], second[2]]);
    }

    #[test]
    fn nothing_exceeds_one() {
        for method in [bonferroni, holm, benjamini_hochberg] {
            assert_eq!(method(&[1.0, 1.0, 0.9]).expect("adjusted").iter().copied().fold(0.0, f64::max), 1.0);
        }
    }

    #[test]
    fn values_that_are_no_probabilities_are_refused() {
        for method in [bonferroni, holm, benjamini_hochberg] {
            assert_eq!(method(&[0.2, f64::NAN]), None);
            assert_eq!(method(&[0.2, 1.2]), None);
            assert_eq!(method(&[-0.1]), None);
            assert_eq!(method(&[]), Some(Vec::new()));
        }
    }

    #[test]
    fn one_test_needs_no_adjustment() {
        for method in [bonferroni, holm, benjamini_hochberg] {
            assert_eq!(method(&[0.03]), Some(vec![0.03]));
        }
        assert_eq!(findings(&[0.05, 0.051], 0.05), [true, false]);
    }

    #[test]
    fn equal_values_are_adjusted_alike() {
        for method in [bonferroni, holm, benjamini_hochberg] {
            let adjusted = method(&[0.02, 0.5, 0.02]).expect("adjusted");
            assert_eq!(adjusted[0], adjusted[2]);
        }
    }
}
