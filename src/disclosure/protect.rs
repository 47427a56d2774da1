//! Applies the release rules to the figures of one release.

use super::complement::Relations;
use super::figures::ProtectedFigures;
use super::protected::ProtectedFigure;
use super::release::{ToldBefore, decide};
use super::rules::{PublicRules, ReleaseRules};
use crate::measures::{Catalogue, Figure, Kind, Measure, Members, Status};

/// Withholds what the rules withhold, then what would give that away, and
/// rounds the rest to the places it is printed with.
///
/// Without knowing who is behind each figure: populations that overlap without adding up are not compared. What is
/// published goes through [`super::release`], which knows.
pub fn protect(figures: impl AsRef<[Figure]>, catalogue: &Catalogue, rules: &ReleaseRules) -> ProtectedFigures {
    let figures = figures.as_ref();
    let mut hidden: Vec<bool> = figures
        .iter()
        .map(|figure| match catalogue.get(&figure.measure) {
            Some(measure) => must_hide(figure, measure, rules),
            // Of an unknown measure nobody can tell what it gives away.
            None => true,
        })
        .collect();
    Relations::new(figures, catalogue).close(&mut hidden, rules, &[]);
    let protected = figures
        .iter()
        .zip(hidden)
        .map(|(figure, hidden)| printed(figure, catalogue.get(&figure.measure), hidden))
        .collect();
    ProtectedFigures::new(protected, catalogue, *rules)
}

/// The figures as staff see them in their own reports: rounded, nothing withheld.
pub fn for_staff(figures: impl AsRef<[Figure]>, catalogue: &Catalogue) -> ProtectedFigures {
    let nothing = ReleaseRules { min_cohort: 0, min_mean: 0, small_count: 0 };
    let shown = figures.as_ref().iter().map(|figure| printed(figure, catalogue.get(&figure.measure), false)).collect();
    ProtectedFigures::new(shown, catalogue, nothing).staff_only()
}

/// The figures as anybody may see them: those that the governors' rules and the public's both let pass, with counts of
/// children to the nearest `round_to` and whole percentages. Nobody learns more from both packs than from the governors'.
pub fn for_public(
    figures: &[Figure],
    wanted: &dyn Fn(&Figure) -> bool,
    governors: &ProtectedFigures,
    members: &Members,
    catalogue: &Catalogue,
    rules: &PublicRules,
) -> ProtectedFigures {
    // A school that is stricter with its governors is so with everybody.
    let limits = ReleaseRules {
        min_cohort: rules.min_cohort.max(governors.rules().min_cohort),
        min_mean: rules.min_mean.max(governors.rules().min_mean),
        small_count: rules.small_count.max(governors.rules().small_count),
    };
    let released: Vec<Figure> = figures.iter().filter(|figure| wanted(figure)).cloned().collect();
    let withheld = |figure: &Figure| {
        governors.get(&figure.measure, &figure.population).is_none_or(|known| known.status == Status::Suppressed)
    };
    let start: Vec<bool> = released.iter().map(withheld).collect();
    let between = |figure: &Figure| rounded_between(figure, catalogue, rules);
    let hidden = decide(&released, &start, members, catalogue, &limits, &between, &ToldBefore::new()).hidden;
    let shown = released
        .iter()
        .zip(hidden)
        .map(|(figure, hidden)| coarse(&printed(figure, catalogue.get(&figure.measure), hidden), catalogue, rules))
        .collect();
    ProtectedFigures::new(shown, catalogue, limits)
}

/// Between which values somebody who reads a rounded count and a whole percentage knows the number behind both to lie.
fn rounded_between(figure: &Figure, catalogue: &Catalogue, rules: &PublicRules) -> (f64, f64) {
    let exact = figure.numerator.unwrap_or(0);
    let (mut low, mut high) = (exact as f64, exact as f64);
    if catalogue.get(&figure.measure).is_some_and(Measure::counts_children) {
        let to = rules.round_to.max(1);
        let nearest = rules.nearest(exact);
        low = nearest.saturating_sub(to / 2) as f64;
        high = (nearest + (to - 1) / 2) as f64;
        if let Some(all) = figure.denominator.or(figure.n).filter(|all| *all > 0) {
            let all = all as f64;
            let percent = (100.0 * exact as f64 / all).round();
            low = low.max(((percent - 0.5) * all / 100.0).ceil());
            high = high.min(((percent + 0.5) * all / 100.0).floor().min(all));
        }
    }
    (low.min(exact as f64), high.max(exact as f64))
}

/// A figure with no more detail than a public page needs.
fn coarse(figure: &ProtectedFigure, catalogue: &Catalogue, rules: &PublicRules) -> ProtectedFigure {
    let mut coarse = figure.clone();
    let Some(measure) = catalogue.get(&figure.measure).filter(|measure| measure.about_children) else {
        return coarse;
    };
    let nearest = |count: u64| rules.nearest(count);
    coarse.n = figure.n.map(nearest);
    coarse.numerator = figure.numerator.map(nearest);
    coarse.denominator = figure.denominator.map(nearest);
    match measure.kind {
        Kind::Count => coarse.value = figure.value.map(|value| nearest(value as u64) as f64),
        Kind::Share => {
            coarse.value = figure.value.map(f64::round);
            coarse.decimals = 0;
        }
        _ => {}
    }
    coarse
}

/// Whether a figure is withheld for its own sake.
pub(super) fn must_hide(figure: &Figure, measure: &Measure, rules: &ReleaseRules) -> bool {
    if figure.status == Status::NotAvailable {
        return false;
    }
    if !measure.about_children {
        return measure.sensitive && few_adults(figure, rules);
    }
    let Some(n) = figure.n else {
        return true;
    };
    if n < rules.min_cohort {
        return true;
    }
    // "Not enough data" is a statement about a group too.
    if (measure.kind != Kind::Count || figure.status != Status::Ok) && n < rules.min_mean {
        return true;
    }
    let whole = figure.denominator.unwrap_or(n);
    measure.sensitive
        && rules.small_count > 0
        && matches!(measure.kind, Kind::Count | Kind::Share | Kind::Estimate)
        && figure.numerator.is_some_and(|x| x <= rules.small_count || whole.saturating_sub(x) <= rules.small_count)
}

/// Family courses: one to four adults of a small place are known by name.
fn few_adults(figure: &Figure, rules: &ReleaseRules) -> bool {
    [figure.numerator, figure.denominator].into_iter().flatten().any(|count| (1..=rules.small_count).contains(&count))
}

pub(super) fn printed(figure: &Figure, measure: Option<&Measure>, hidden: bool) -> ProtectedFigure {
    let decimals = measure.map_or(0, |measure| measure.decimals);
    let mut protected = ProtectedFigure {
        measure: figure.measure.clone(),
        population: figure.population.clone(),
        value: None,
        unit: figure.unit,
        n: None,
        numerator: None,
        denominator: None,
        low: None,
        high: None,
        tier: None,
        status: figure.status,
        decimals,
        word: None,
    };
    if hidden {
        protected.status = Status::Suppressed;
        return protected;
    }
    if figure.status == Status::NotEnoughData {
        protected.tier = figure.tier;
    }
    if figure.status != Status::Ok {
        return protected;
    }
    let exact = match measure.map(|measure| measure.kind) {
        Some(Kind::Share | Kind::Ratio) => percent(figure.numerator, figure.denominator, decimals),
        _ => None,
    };
    protected.value = exact.or_else(|| figure.value.map(|value| round(value, decimals)));
    protected.low = figure.low.map(|value| round(value, decimals));
    protected.high = figure.high.map(|value| round(value, decimals));
    protected.word = measure.zip(figure.value).and_then(|(measure, value)| measure.words.get(value as usize)).cloned();
    protected.n = figure.n;
    protected.tier = figure.tier;
    // The exact sessions behind a rate would be digits that are not printed.
    if measure.is_some_and(|measure| measure.kind != Kind::Ratio) {
        protected.numerator = figure.numerator;
        protected.denominator = figure.denominator;
    }
    protected
}

/// A percentage rounded half up in whole numbers, where no float can tip it.
fn percent(numerator: Option<u64>, denominator: Option<u64>, decimals: usize) -> Option<f64> {
    let places = 10_u128.checked_pow(u32::try_from(decimals).ok()?)?;
    let numerator = u128::from(numerator?);
    let denominator = u128::from(denominator?);
    let doubled = numerator.checked_mul(200)?.checked_mul(places)?;
    let units = doubled.checked_add(denominator)?.checked_div(denominator.checked_mul(2)?)?;
    Some(units as f64 / places as f64)
}

/// Rounds half away from zero; a half that a float holds a hair too small
/// still counts as a half, and there is no minus zero.
fn round(value: f64, decimals: usize) -> f64 {
    let places = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    let units = (value.abs() * places + 1e-9).round();
    if units == 0.0 { 0.0 } else { units.copysign(value) / places }
}

#[cfg(test)]
#[path = "protect_tests.rs"]
mod tests;
