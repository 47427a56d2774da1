//! Change on class screenings against the change that the same scores would
//! have been expected to make, window by window.

use std::collections::BTreeMap;

use super::records::{Comparison, Pair, Window, children};
use crate::measures::derived::rules::ImpactRules;
use crate::statistics::ancova::{Ancova, ancova};
use crate::statistics::expected_progress::{FEWEST_FOR_RHO, Progression, RHO_RANGE};
use crate::statistics::moments::{columns, mean};
use crate::statistics::student_t::{MeanTest, mean_test};
use crate::statistics::two_sample::standardised_difference;

/// Change beyond the expected.
#[derive(Debug)]
pub(super) struct Beyond {
    /// Children behind it.
    pub children: usize,
    /// Change of the scores themselves.
    pub change: MeanTest,
    /// Mean change to be expected.
    pub expected: f64,
    /// Change less expected change.
    pub excess: MeanTest,
    /// Least and greatest mean excess over the range of a ρ that was declared.
    pub assumed: Option<(f64, f64)>,
    /// Children without support from whom it was learned.
    pub comparison_children: usize,
}

/// Pairs of one window and strand.
fn by_window<'a>(pairs: &[Pair<'a>]) -> BTreeMap<Window<'a>, Vec<(f64, f64)>> {
    let mut windows: BTreeMap<Window<'a>, Vec<(f64, f64)>> = BTreeMap::new();
    for pair in pairs {
        windows.entry(pair.window).or_default().push(pair.scores);
    }
    windows
}

/// How children without support progress between two terms on a strand.
fn progression(comparison: &Comparison<'_>, window: &Window<'_>, rules: &ImpactRules) -> Option<Progression> {
    let others: Vec<(f64, f64)> = comparison.get(window)?.iter().map(|(_, scores)| *scores).collect();
    let found = Progression::from_pupils(&others)?;
    // The school's own ρ stands where too few children show one.
    Some(if found.rho_estimated || others.len() >= FEWEST_FOR_RHO {
        found
    } else {
        Progression { rho: rules.usual_rho, ..found }
    })
}

/// Change beyond the expected of the pairs for whose window an expected
/// progress is known. `None` below two of them.
pub(super) fn beyond(pairs: &[Pair<'_>], comparison: &Comparison<'_>, rules: &ImpactRules) -> Option<Beyond> {
    let known: Vec<Pair<'_>> =
        pairs.iter().filter(|pair| progression(comparison, &pair.window, rules).is_some()).copied().collect();
    let (mut each, mut changes) = (Vec::new(), Vec::new());
    let (mut low, mut high, mut declared) = (0.0, 0.0, false);
    let mut others = Vec::new();
    for (window, scores) in by_window(&known) {
        let progression = progression(comparison, &window, rules)?;
        let beyond_at = |rho: f64| {
            let assumed = Progression { rho, ..progression };
            scores.iter().map(|(before, after)| after - assumed.expected(*before)).collect::<Vec<f64>>()
        };
        let own = beyond_at(progression.rho);
        let range = if progression.rho_estimated {
            None
        } else {
            Some((mean(&beyond_at(RHO_RANGE.0))?, mean(&beyond_at(RHO_RANGE.1))?))
        };
        let n = own.len() as f64;
        match range {
            Some((one, other)) => {
                (low, high, declared) = (low + one.min(other) * n, high + one.max(other) * n, true);
            }
            None => {
                let centre = mean(&own)? * n;
                (low, high) = (low + centre, high + centre);
            }
        }
        each.extend(own);
        changes.extend(scores.iter().map(|(before, after)| after - before));
        others.extend(comparison.get(&window)?.iter().map(|(pupil, _)| *pupil));
    }
    let change = mean_test(&changes)?;
    let excess = mean_test(&each)?;
    let n = each.len() as f64;
    Some(Beyond {
        children: children(known.iter().map(|pair| pair.pupil)),
        expected: change.mean - excess.mean,
        change,
        excess,
        assumed: declared.then_some((low / n, high / n)),
        comparison_children: children(others.into_iter()),
    })
}

/// Children with support against children without who started between the
/// lowest and the highest of them.
#[derive(Debug)]
pub(super) struct Similar {
    /// Pairs with support.
    pub treated: usize,
    /// Children without.
    pub comparison: usize,
    /// Standardised difference of the scores before; NaN where it cannot be had.
    pub baseline_smd: f64,
    /// Whether all pairs lie between the same two terms.
    pub same_dates: bool,
    /// Scores after, adjusted for scores before.
    pub fit: Option<Ancova>,
}

/// Compares the pairs of one strand with similar children. `None` where there are none.
pub(super) fn similar(pairs: &[Pair<'_>], comparison: &Comparison<'_>) -> Option<Similar> {
    let windows = by_window(pairs);
    let treated: Vec<(f64, f64)> = windows.values().flatten().copied().collect();
    let starts = columns(&treated).0;
    let (lowest, highest) = starts
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), start| (low.min(*start), high.max(*start)));
    let near = |start: f64| lowest <= start && start <= highest;
    let others: Vec<(f64, f64)> = windows
        .keys()
        .filter_map(|window| comparison.get(window))
        .flatten()
        .map(|(_, scores)| *scores)
        .filter(|(before, _)| near(*before))
        .collect();
    if treated.is_empty() || others.is_empty() {
        return None;
    }
    let smd = standardised_difference(&starts, &columns(&others).0);
    Some(Similar {
        treated: treated.len(),
        comparison: others.len(),
        baseline_smd: smd.unwrap_or(f64::NAN),
        same_dates: windows.len() == 1,
        fit: ancova(&treated, &others),
    })
}

/// Children who began below a score and reached it, against how many of the
/// children without support who began below did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reached {
    /// Pairs that began below.
    pub below: usize,
    /// Of these, not below afterwards.
    pub reached: usize,
    /// Percentage to be expected; none where too few children without support began below.
    pub expected: Option<f64>,
}

/// Fewest children without support who began below, for a share of them.
const FEWEST_BELOW: usize = 5;

/// `None` where nobody began below.
pub(super) fn reached(pairs: &[Pair<'_>], comparison: &Comparison<'_>, secure_min: f64) -> Option<Reached> {
    let below: Vec<&Pair<'_>> = pairs.iter().filter(|pair| pair.scores.0 < secure_min).collect();
    if below.is_empty() {
        return None;
    }
    let share = |window: &Window<'_>| {
        let began: Vec<f64> = comparison
            .get(window)?
            .iter()
            .filter(|(_, (before, _))| *before < secure_min)
            .map(|(_, (_, after))| *after)
            .collect();
        let there = began.iter().filter(|after| **after >= secure_min).count();
        (began.len() >= FEWEST_BELOW).then(|| there as f64 / began.len() as f64)
    };
    let shares: Option<Vec<f64>> = below.iter().map(|pair| share(&pair.window)).collect();
    Some(Reached {
        below: below.len(),
        reached: below.iter().filter(|pair| pair.scores.1 >= secure_min).count(),
        expected: shares.as_deref().and_then(mean).map(|share| 100.0 * share),
    })
}
