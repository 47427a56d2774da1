//! Scores after, adjusted for scores before, of treated against comparison
//! pupils: post = a + c·pre + b·G.

use nalgebra::{Matrix3, Vector3};

use super::bounds::Bounds;
use super::hedges::Effect;
use super::moments::{columns, mean, pooled_sd, sorted_pairs, squared_deviations};
use super::student_t::{critical_95, normal_95, two_sided_p};

/// Share of the total variation below which a residual is rounding error.
const ROUNDING: f64 = 1e-18;

/// Adjusted difference between treated and comparison pupils.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ancova {
    /// Treated pupils.
    pub n_treated: usize,
    /// Comparison pupils.
    pub n_comparison: usize,
    /// Adjusted difference b, in scale points.
    pub b: f64,
    /// Its standard error.
    pub se: f64,
    /// b/se.
    pub t: f64,
    /// Degrees of freedom N − 3.
    pub df: f64,
    /// Two-sided p.
    pub p: f64,
    /// 95 % interval of b.
    pub interval: Bounds,
    /// Common slope c of post on pre.
    pub slope: f64,
    /// Standard error of b that allows unequal spreads (HC3, MacKinnon & White
    /// 1985), as sensitivity; none when one pupil alone fixes a coefficient.
    pub se_hc3: Option<f64>,
    /// Pooled SD of the unadjusted scores after.
    pub sd_after: f64,
    /// Small-sample factor ω = 1 − 3/(4N − 9).
    pub omega: f64,
    /// g = ω·b/S_after, with SE ω·√((SE_b/S)² + g²/(2N)) (What Works
    /// Clearinghouse 4.1, delta method) and normal interval.
    pub g: Effect,
}

impl Ancova {
    /// 95 % interval of b that allows unequal spreads in the two groups (HC3).
    pub fn robust(&self) -> Option<Bounds> {
        Some(Bounds::around(self.b, critical_95(self.df)? * self.se_hc3?))
    }
}

/// Fits post = a + c·pre + b·G to (pre, post) pairs by least squares
/// (Vickers & Altman 2001).
///
/// `None` with fewer than two pupils in a group, when pre varies inside
/// neither group, when post does not vary, or when the line fits exactly.
pub fn ancova(treated: &[(f64, f64)], comparison: &[(f64, f64)]) -> Option<Ancova> {
    if treated.len() < 2 || comparison.len() < 2 {
        return None;
    }
    let (treated, comparison) = (sorted_pairs(treated)?, sorted_pairs(comparison)?);
    let ((before_t, after_t), (before_c, after_c)) = (columns(&treated), columns(&comparison));
    let sd_after = pooled_sd(&after_t, &after_c)?;
    if sd_after == 0.0 || squared_deviations(&before_t)? + squared_deviations(&before_c)? == 0.0 {
        return None;
    }
    let n = (treated.len() + comparison.len()) as f64;
    let df = n - 3.0;
    if df < 1.0 {
        return None;
    }

    // Scores before are centred, so that the normal equations keep their digits.
    let all_before = [before_t, before_c].concat();
    let all_after = [after_t, after_c].concat();
    let centre = mean(&all_before)?;
    let flags = (0..all_before.len()).map(|at| if at < treated.len() { 1.0 } else { 0.0 });
    let rows: Vec<Vector3<f64>> =
        all_before.iter().zip(flags).map(|(before, flag)| Vector3::new(1.0, flag, before - centre)).collect();
    let crossed: Matrix3<f64> = rows.iter().map(|row| row * row.transpose()).sum();
    let against: Vector3<f64> = rows.iter().zip(&all_after).map(|(row, after)| row * *after).sum();
    let inverse = crossed.cholesky()?.inverse();
    let coefficients = inverse * against;
    let residuals: Vec<f64> = rows.iter().zip(&all_after).map(|(row, after)| after - row.dot(&coefficients)).collect();
    let squares: f64 = residuals.iter().map(|residual| residual * residual).sum();
    if squares <= ROUNDING * all_after.iter().map(|after| after * after).sum::<f64>() {
        return None;
    }

    let (b, slope) = (coefficients[1], coefficients[2]);
    let se = (squares / df * inverse[(1, 1)]).sqrt();
    let t = b / se;
    let omega = 1.0 - 3.0 / (4.0 * n - 9.0);
    let g = omega * b / sd_after;
    let se_g = omega * ((se / sd_after).powi(2) + g.powi(2) / (2.0 * n)).sqrt();
    Some(Ancova {
        n_treated: treated.len(),
        n_comparison: comparison.len(),
        b,
        se,
        t,
        df,
        p: two_sided_p(t, df)?,
        interval: Bounds::around(b, critical_95(df)? * se),
        slope,
        se_hc3: hc3(&rows, &residuals, &inverse),
        sd_after,
        omega,
        g: Effect { value: g, se: se_g, interval: Bounds::around(g, normal_95() * se_g) },
    })
}

/// HC3 standard error of b: (X'X)⁻¹·Σ(e/(1 − h))²xx'·(X'X)⁻¹.
fn hc3(rows: &[Vector3<f64>], residuals: &[f64], inverse: &Matrix3<f64>) -> Option<f64> {
    let mut middle = Matrix3::zeros();
    for (row, residual) in rows.iter().zip(residuals) {
        let free = 1.0 - row.dot(&(inverse * row));
        // A leverage of 1 leaves a residual of 0: 0/0.
        if free < 1e-9 {
            return None;
        }
        middle += row * row.transpose() * (residual / free).powi(2);
    }
    Some((inverse * middle * inverse)[(1, 1)].sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREATED: [(f64, f64); 4] = [(40.0, 52.0), (44.0, 50.0), (38.0, 49.0), (47.0, 58.0)];
    const COMPARISON: [(f64, f64); 4] = [(41.0, 44.0), (45.0, 49.0), (37.0, 42.0), (50.0, 51.0)];

    #[test]
    fn row_order_changes_no_digit() {
        let mut turned = TREATED;
        turned.reverse();
        assert_eq!(ancova(&TREATED, &COMPARISON), ancova(&turned, &COMPARISON));
    }

    #[test]
    fn parallel_lines_with_a_known_gap() {
        // post = 10 + 0.5·pre (+ 3 when treated) with residuals that cancel.
        let line = |pre: f64, gap: f64, off: f64| (pre, 10.0 + 0.5 * pre + gap + off);
        let treated = [line(20.0, 3.0, 1.0), line(30.0, 3.0, -2.0), line(40.0, 3.0, 1.0)];
        let comparison = [line(20.0, 0.0, -1.0), line(30.0, 0.0, 2.0), line(40.0, 0.0, -1.0)];
        let fit = ancova(&treated, &comparison).expect("six pupils");
        assert!((fit.b - 3.0).abs() < 1e-12 && (fit.slope - 0.5).abs() < 1e-12);
        assert_eq!(fit.df, 3.0);
    }

    #[test]
    fn degenerate_data_have_no_fit() {
        assert_eq!(ancova(&TREATED[..1], &COMPARISON), None);
        assert_eq!(ancova(&[(40.0, 50.0); 3], &[(41.0, 45.0); 3]), None, "nothing varies");
        let flat_before = [(40.0, 50.0), (40.0, 52.0), (40.0, 57.0)];
        assert_eq!(ancova(&flat_before, &flat_before), None, "pre does not vary");
        let exact = [(1.0, 2.0), (2.0, 3.0), (3.0, 4.0)];
        assert_eq!(ancova(&exact, &exact), None, "no residual");
        assert_eq!(ancova(&[(f64::NAN, 1.0), (1.0, 2.0)], &COMPARISON), None);
    }
}
