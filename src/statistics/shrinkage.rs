//! Empirical Bayes: small groups drawn towards the whole, for putting groups in order.
//!
//! A shrunken value is for ordering only. Flags come from [`super::whole_class`]: a flag taken
//! from shrunken values misses half of the lone bad year groups.

use statrs::distribution::Beta;

use super::homogeneity::pooled;
use super::proportion::Share;

/// Bounds of the prior weight: at least 10 pupils' worth, at most 200.
const PRIOR_WEIGHT: (f64, f64) = (10.0, 200.0);

/// The beta-binomial fit over all groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaBinomial {
    /// Share over all groups together, p̄.
    pub pooled: f64,
    /// Intra-group correlation ρ by Kleinman's moments; not clipped.
    pub correlation: f64,
    /// Weight of p̄ in pupils: M = (1 − ρ)/ρ clipped to 10..200, and 200 when ρ ≤ 0.
    pub prior_weight: f64,
}

impl BetaBinomial {
    /// Fits the groups by Kleinman's (1973) moments. With N pupils in all,
    /// S = Σ n(p − p̄)², A = Σ(1 − n/N):
    /// ρ = [S − p̄(1−p̄)A] / [p̄(1−p̄)(Σ n(1 − n/N) − A)].
    ///
    /// `None` for fewer than two groups, when no pupil or every pupil counts, or when
    /// every group is a single pupil.
    pub fn fit(groups: &[Share]) -> Option<Self> {
        if groups.len() < 2 {
            return None;
        }
        // Rounding depends on the order of a sum: sort first.
        let mut groups = groups.to_vec();
        groups.sort_unstable();
        let all = pooled(&groups)?;
        let (total, pooled) = (all.whole() as f64, all.value());
        let variance = pooled * (1.0 - pooled);
        let sum = |term: &dyn Fn(f64, f64) -> f64| -> f64 {
            groups.iter().map(|group| term(group.whole() as f64, group.value())).sum()
        };
        let spread = sum(&|n, p| n * (p - pooled).powi(2));
        let groups_left = sum(&|n, _| 1.0 - n / total);
        let pupils_left = sum(&|n, _| n * (1.0 - n / total));
        let divisor = variance * (pupils_left - groups_left);
        if divisor <= 0.0 {
            return None;
        }
        let correlation = (spread - variance * groups_left) / divisor;
        let (least, most) = PRIOR_WEIGHT;
        let prior_weight =
            if correlation > 0.0 { ((1.0 - correlation) / correlation).clamp(least, most) } else { most };
        Some(BetaBinomial { pooled, correlation, prior_weight })
    }

    /// What is known of the group's true share: Beta(p̄M + x, (1 − p̄)M + n − x).
    pub(super) fn posterior(&self, group: Share) -> Option<Beta> {
        let above = (group.whole() - group.part()) as f64;
        let (part, rest) = (self.pooled * self.prior_weight, (1.0 - self.pooled) * self.prior_weight);
        Beta::new(part + group.part() as f64, rest + above).ok()
    }

    /// The group's share drawn towards p̄: (p̄M + x)/(M + n).
    pub fn shrunken(&self, group: Share) -> f64 {
        (self.pooled * self.prior_weight + group.part() as f64) / (self.prior_weight + group.whole() as f64)
    }
}

/// Efron and Morris's (1975) fit of values that all have the same known variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EfronMorris {
    /// Mean of the values.
    pub mean: f64,
    /// What is kept of each distance from the mean: c = 1 − (k − 3)·variance / Σ(y − ȳ)², not below 0.
    pub kept: f64,
}

impl EfronMorris {
    /// Fits `values`, each with sampling variance `variance`.
    ///
    /// `None` for fewer than four values, a variance that is not positive, or values that are all equal.
    pub fn fit(values: &[f64], variance: f64) -> Option<Self> {
        if values.len() < 4 || !variance.is_finite() || variance <= 0.0 || values.iter().any(|value| !value.is_finite())
        {
            return None;
        }
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        if values.first() == values.last() {
            return None;
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let spread: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Some(EfronMorris { mean, kept: (1.0 - (values.len() - 3) as f64 * variance / spread).max(0.0) })
    }

    /// ȳ + c(y − ȳ).
    pub fn shrunken(&self, value: f64) -> f64 {
        self.mean + self.kept * (value - self.mean)
    }
}

/// A group's mean with its sampling variance (the square of its standard error).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    value: f64,
    variance: f64,
}

impl Estimate {
    /// `None` unless both are finite and the variance is positive.
    pub fn new(value: f64, variance: f64) -> Option<Self> {
        (value.is_finite() && variance.is_finite() && variance > 0.0).then_some(Estimate { value, variance })
    }
}

/// Normal model with a variance between groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RandomEffects {
    /// Overall mean μ, weighted by 1/(v + τ²).
    pub mean: f64,
    /// Standard error of μ.
    pub standard_error: f64,
    /// Cochran's Q: Σ (y − ȳ_w)²/v about the mean weighted by 1/v.
    pub q: f64,
    /// Variance between groups τ²; 0 draws every group fully to μ.
    pub between: f64,
}

impl RandomEffects {
    /// DerSimonian & Laird (1986): τ² = max(0, (Q − (k − 1)) / (Σw − Σw²/Σw)), w = 1/v.
    ///
    /// `None` for fewer than two groups.
    pub fn dersimonian_laird(groups: &[Estimate]) -> Option<Self> {
        let groups = sorted(groups)?;
        let q = Weighted::with(&groups, 0.0).q;
        let weights: f64 = groups.iter().map(|group| 1.0 / group.variance).sum();
        let squares: f64 = groups.iter().map(|group| group.variance.powi(-2)).sum();
        let excess = q - (groups.len() - 1) as f64;
        Some(Self::at(&groups, (excess / (weights - squares / weights)).max(0.0)))
    }

    /// Restricted maximum likelihood: the root of its score in τ², or 0 when
    /// the score is not positive at 0.
    ///
    /// `None` for fewer than two groups.
    pub fn reml(groups: &[Estimate]) -> Option<Self> {
        let groups = sorted(groups)?;
        let rising = |between: f64| Weighted::with(&groups, between).score > 0.0;
        if !rising(0.0) {
            return Some(Self::at(&groups, 0.0));
        }
        // Bisection rather than Newton: it ends, whatever the data.
        let mut low = 0.0;
        let mut high = groups.iter().map(|group| group.variance).fold(f64::MIN_POSITIVE, f64::max);
        while rising(high) && high.is_finite() {
            low = high;
            high *= 2.0;
        }
        for _ in 0..200 {
            let middle = low + (high - low) / 2.0;
            if rising(middle) { low = middle } else { high = middle }
        }
        Some(Self::at(&groups, low + (high - low) / 2.0))
    }

    /// The group's mean drawn towards μ: (1 − B)y + Bμ with B = v/(v + τ²).
    pub fn shrunken(&self, group: Estimate) -> f64 {
        let drawn = group.variance / (group.variance + self.between);
        (1.0 - drawn) * group.value + drawn * self.mean
    }

    fn at(groups: &[Estimate], between: f64) -> Self {
        let fit = Weighted::with(groups, between);
        let q = Weighted::with(groups, 0.0).q;
        RandomEffects { mean: fit.mean, standard_error: fit.weight.sqrt().recip(), q, between }
    }
}

/// Sums with the weights w = 1/(v + τ²).
struct Weighted {
    weight: f64,
    mean: f64,
    /// Σ w(y − μ)².
    q: f64,
    /// Twice the slope of the restricted log-likelihood: Σw²(y − μ)² − Σw + Σw²/Σw.
    score: f64,
}

impl Weighted {
    fn with(groups: &[Estimate], between: f64) -> Self {
        let weight_of = |group: &Estimate| 1.0 / (group.variance + between);
        let weight: f64 = groups.iter().map(weight_of).sum();
        let mean = groups.iter().map(|group| weight_of(group) * group.value).sum::<f64>() / weight;
        let q = groups.iter().map(|group| weight_of(group) * (group.value - mean).powi(2)).sum();
        let squares: f64 = groups.iter().map(|group| weight_of(group).powi(2)).sum();
        let misfit: f64 = groups.iter().map(|group| (weight_of(group) * (group.value - mean)).powi(2)).sum();
        Weighted { weight, mean, q, score: misfit - weight + squares / weight }
    }
}

/// Two groups or more, in an order that does not depend on the rows.
fn sorted(groups: &[Estimate]) -> Option<Vec<Estimate>> {
    if groups.len() < 2 {
        return None;
    }
    let mut groups = groups.to_vec();
    groups.sort_by(|left, right| {
        left.value.total_cmp(&right.value).then_with(|| left.variance.total_cmp(&right.variance))
    });
    Some(groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(counts: &[(u64, u64)]) -> Vec<Share> {
        counts.iter().map(|&(part, whole)| Share::of(part, whole).expect("a share")).collect()
    }

    fn estimates(values: &[(f64, f64)]) -> Vec<Estimate> {
        values.iter().map(|&(value, variance)| Estimate::new(value, variance).expect("an estimate")).collect()
    }

    #[test]
    fn alike_groups_get_the_heaviest_prior() {
        let fit = BetaBinomial::fit(&shares(&[(10, 30), (10, 30), (10, 30)])).expect("a fit");
        assert!(fit.correlation < 0.0);
        assert_eq!(fit.prior_weight, 200.0);
        assert!((fit.shrunken(Share::of(0, 30).expect("a share")) - 200.0 / 3.0 / 230.0).abs() < 1e-12);
    }

    #[test]
    fn very_unlike_groups_get_the_lightest_prior() {
        let fit = BetaBinomial::fit(&shares(&[(1, 30), (29, 30), (15, 30)])).expect("a fit");
        assert_eq!(fit.prior_weight, 10.0);
    }

    #[test]
    fn nothing_to_fit() {
        assert_eq!(BetaBinomial::fit(&shares(&[(3, 30)])), None);
        assert_eq!(BetaBinomial::fit(&shares(&[(0, 30), (0, 20)])), None);
        assert_eq!(BetaBinomial::fit(&shares(&[(0, 1), (1, 1), (1, 1)])), None);
        assert_eq!(EfronMorris::fit(&[1.0, 2.0, 3.0], 1.0), None);
        assert_eq!(EfronMorris::fit(&[0.1; 5], 1.0), None);
        assert_eq!(EfronMorris::fit(&[1.0, 2.0, 3.0, 4.0], 0.0), None);
        assert_eq!(Estimate::new(1.0, 0.0), None);
        assert_eq!(RandomEffects::reml(&estimates(&[(1.0, 1.0)])), None);
        assert_eq!(RandomEffects::dersimonian_laird(&[]), None);
    }

    #[test]
    fn groups_no_further_apart_than_chance_fall_together() {
        let groups = estimates(&[(1.0, 4.0), (1.2, 3.0), (0.9, 5.0)]);
        for fit in [RandomEffects::reml(&groups), RandomEffects::dersimonian_laird(&groups)] {
            let fit = fit.expect("a fit");
            assert_eq!(fit.between, 0.0);
            assert!((fit.shrunken(groups[0]) - fit.mean).abs() < 1e-12);
        }
    }

    #[test]
    fn the_order_of_groups_changes_no_digit() {
        let forward = estimates(&[(0.3, 0.01), (1.7, 0.03), (0.9, 0.02), (0.1, 0.05), (2.2, 0.04)]);
        let mut backward = forward.clone();
        backward.reverse();
        assert_eq!(RandomEffects::reml(&forward), RandomEffects::reml(&backward));
        let forward = shares(&[(4, 30), (18, 29), (8, 31), (28, 58)]);
        let mut backward = forward.clone();
        backward.reverse();
        assert_eq!(BetaBinomial::fit(&forward), BetaBinomial::fit(&backward));
    }
}
