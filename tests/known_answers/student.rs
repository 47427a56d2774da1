//! Mean and 95 % interval by the textbook: two passes over the raw values, and Student's t from its finite sums for
//! whole degrees of freedom. A path that shares nothing with the product.

use std::f64::consts::PI;

/// Mean of raw values, and the bounds of its 95 % interval where there are two values or more.
pub fn mean_and_bounds(values: &[f64]) -> (f64, Option<(f64, f64)>) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    if values.len() < 2 {
        return (mean, None);
    }
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let half = upper_point(values.len() as u32 - 1) * (squares / (n - 1.0)).sqrt() / n.sqrt();
    (mean, Some((mean - half, mean + half)))
}

/// The t that 95 % of the distribution lies within, by halving.
pub fn upper_point(degrees: u32) -> f64 {
    let (mut low, mut high) = (0.0, 20.0);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if probability_within(middle, degrees) < 0.95 {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// Probability that a Student t lies between −t and t: the finite sums of sines and cosines for odd and even degrees.
pub fn probability_within(t: f64, degrees: u32) -> f64 {
    let angle = (t / f64::from(degrees).sqrt()).atan();
    let (sine, cosine) = angle.sin_cos();
    let odd = degrees % 2 == 1;
    let (mut term, mut power) = if odd { (cosine, 1) } else { (1.0, 0) };
    let mut sum = if degrees == 1 { 0.0 } else { term };
    while power + 4 <= degrees {
        term *= cosine * cosine * f64::from(power + 1) / f64::from(power + 2);
        sum += term;
        power += 2;
    }
    if odd { 2.0 / PI * (angle + sine * sum) } else { sine * sum }
}

#[test]
fn the_points_are_those_of_the_printed_tables() {
    let printed = [
        (1, 12.706),
        (2, 4.303),
        (3, 3.182),
        (4, 2.776),
        (5, 2.571),
        (9, 2.262),
        (10, 2.228),
        (11, 2.201),
        (22, 2.074),
        (29, 2.045),
        (30, 2.042),
        (40, 2.021),
        (60, 2.000),
        (120, 1.980),
    ];
    for (degrees, point) in printed {
        let computed = upper_point(degrees);
        assert!((computed - point).abs() < 0.0006, "{degrees} degrees of freedom: {computed} is not {point}");
    }
}

#[test]
fn a_published_interval() {
    // The sleep data of Student (1908), as in many textbooks: mean 1.58, from 0.7001142 to 2.4598858.
    let (mean, bounds) = mean_and_bounds(&[1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]);
    let (low, high) = bounds.expect("ten values have an interval");
    assert!((mean - 1.58).abs() < 1e-12 && (low - 0.700_114_2).abs() < 1e-6 && (high - 2.459_885_8).abs() < 1e-6);
    assert_eq!(mean_and_bounds(&[3.0]), (3.0, None));
}
