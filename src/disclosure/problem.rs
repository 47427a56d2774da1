//! From a fact to the programme that protects it: children alike in every published sum are one unknown, and what must stay
//! uncertain is said for every small group that the sums can be taken apart into.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Fact;
use super::knowledge::{Cell, Fixed, Insider, Need, Problem, Row, Solver, System, Wanted, known, total};
use super::rules::ReleaseRules;
use crate::measures::PupilSet;

/// A sum that an earlier release told of the same fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The children whom it was about, by the same places as those of the figures; who is not among them has a place beyond.
    pub base: PupilSet,
    /// Between which values it lay.
    pub between: (f64, f64),
}

/// How a sum of the present release stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Whether it is withheld already.
    pub hidden: bool,
    /// Whether it is withheld for its own sake.
    pub primary: bool,
    /// What is lost by withholding it.
    pub weight: f64,
}

/// The children of a fact as groups alike, and the programme over them. The first cells are those of the fact, in its order.
pub fn problem(
    fact: &Fact,
    standing: &[Standing],
    earlier: &[Told],
    rules: &ReleaseRules,
    solver: &dyn Solver,
) -> Problem {
    let atoms = atoms(fact.cells.iter().map(|cell| &cell.base).chain(earlier.iter().map(|told| &told.base)));
    let known_children = fact.cells.iter().fold(PupilSet::default(), |all, cell| all.union(&cell.base));
    let with = fact.cells.iter().fold(PupilSet::default(), |all, cell| all.union(&cell.counted));
    let sizes: Vec<f64> = atoms.iter().map(|atom| atom.len() as f64).collect();
    let sum_of = |base: &PupilSet| -> Vec<usize> {
        atoms.iter().enumerate().filter(|(_, atom)| atom.is_subset(base)).map(|(at, _)| at).collect()
    };
    let mut truth: Vec<f64> = atoms
        .iter()
        .map(|atom| match fact.counts {
            true => atom.intersection(&with).len() as f64,
            // Of an amount only matters that it could be more or less.
            false => atom.len() as f64 / 2.0,
        })
        .collect();
    let system = System { upper: sizes.clone(), integer: fact.counts, rows: Vec::new() };
    let mut cells: Vec<Cell> = fact
        .cells
        .iter()
        .zip(standing)
        .map(|(cell, standing)| {
            let sum = sum_of(&cell.base);
            let value = total(&truth, &sum);
            let shown = if fact.counts { cell.between } else { (value, value) };
            let fixed = if standing.hidden { Fixed::Hidden } else { Fixed::Open };
            Cell { sum, shown, weight: standing.weight, fixed }
        })
        .collect();
    let own = cells.len();
    let told = earlier.iter().map(|told| {
        let sum = sum_of(&told.base);
        let value = total(&truth, &sum);
        let shown = if fact.counts { told.between } else { (value, value) };
        Cell { sum, shown, weight: 0.0, fixed: Fixed::Shown }
    });
    cells.extend(told);
    reconcile(&system, &mut truth, &mut cells, own, &atoms, &known_children, solver);
    let needs = needs(fact, standing, &cells[..own], &cells[own..], &atoms, &truth, rules);
    let insiders = if fact.counts { insiders(&cells[..own], standing, &sizes, &truth) } else { Vec::new() };
    Problem { system, truth, cells, needs, insiders }
}

/// Children who are in the same sums.
fn atoms<'s>(sets: impl Iterator<Item = &'s PupilSet>) -> Vec<PupilSet> {
    let mut signatures: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, set) in sets.enumerate() {
        for child in set.iter() {
            signatures.entry(child).or_default().push(at);
        }
    }
    let mut atoms: BTreeMap<Vec<usize>, PupilSet> = BTreeMap::new();
    for (child, signature) in signatures {
        atoms.entry(signature).or_default().insert(child);
    }
    atoms.into_values().collect()
}

/// What earlier releases told must fit what is true now: unknown children are given values that fit, and what does not fit
/// in any way was corrected since, so that nothing can be concluded from it.
fn reconcile(
    system: &System,
    truth: &mut [f64],
    cells: &mut Vec<Cell>,
    own: usize,
    atoms: &[PupilSet],
    known_children: &PupilSet,
    solver: &dyn Solver,
) {
    if cells.len() == own {
        return;
    }
    let mut rows: Vec<Row> = (0..atoms.len())
        .filter(|at| atoms[*at].is_subset(known_children))
        .map(|at| known(&[at], truth[at], truth[at]))
        .collect();
    let mut fitting = Vec::new();
    for cell in cells.drain(own..) {
        rows.push(known(&cell.sum, cell.shown.0, cell.shown.1));
        let all: Vec<&Row> = rows.iter().collect();
        match system.extreme(solver, &[], false, &all) {
            Ok(solution) => {
                truth.copy_from_slice(&solution);
                fitting.push(cell);
            }
            Err(_) => {
                rows.pop();
            }
        }
    }
    cells.extend(fitting);
}

/// What must stay uncertain about a fact.
fn needs(
    fact: &Fact,
    standing: &[Standing],
    own: &[Cell],
    earlier: &[Cell],
    atoms: &[PupilSet],
    truth: &[f64],
    rules: &ReleaseRules,
) -> Vec<Need> {
    let children = |sum: &[usize]| sum.iter().map(|at| atoms[*at].len() as u64).sum::<u64>();
    let few = rules.min_cohort;
    let wanted = |sum: &[usize]| -> Option<Wanted> {
        let n = children(sum);
        if fact.counts {
            rules.tells(total(truth, sum) as u64, n).then_some(Wanted::Other)
        } else {
            (n < few).then(|| half_way(n))
        }
    };
    let mut needs: Vec<Need> = Vec::new();
    let mut sums: BTreeSet<Vec<usize>> = BTreeSet::new();
    for (cell, _) in own.iter().zip(standing).filter(|(_, standing)| standing.primary) {
        let n = children(&cell.sum);
        let wanted = match fact.counts {
            true => rules.reach(total(truth, &cell.sum) as u64, n),
            false if n < few => half_way(n),
            false => continue,
        };
        if sums.insert(cell.sum.clone()) {
            needs.push(Need { sum: cell.sum.clone(), wanted });
        }
    }
    let mut also = |sum: Vec<usize>| {
        if let Some(wanted) = wanted(&sum).filter(|_| !sum.is_empty())
            && sums.insert(sum.clone())
        {
            needs.push(Need { sum, wanted });
        }
    };
    (0..atoms.len()).for_each(|at| also(vec![at]));
    // What is left when one published group is taken away from another that holds it.
    let all: Vec<&Cell> = own.iter().chain(earlier).collect();
    for whole in &all {
        for part in all.iter().filter(|part| part.sum.len() < whole.sum.len()) {
            if part.sum.iter().all(|at| whole.sum.contains(at)) {
                also(whole.sum.iter().copied().filter(|at| !part.sum.contains(at)).collect());
            }
        }
    }
    needs
}

/// An amount of so many children must be able to be a quarter of the scale less or more.
fn half_way(children: u64) -> Wanted {
    let n = children as f64;
    Wanted::Reach { low: n / 4.0, high: n * 3.0 / 4.0 }
}

/// A child of each group alike, with and without what is counted; and the one child of a withheld count of one, who knows
/// that count.
fn insiders(own: &[Cell], standing: &[Standing], sizes: &[f64], truth: &[f64]) -> Vec<Insider> {
    let mut insiders = Vec::new();
    for (at, (size, value)) in sizes.iter().zip(truth).enumerate() {
        if *value >= 1.0 {
            insiders.push(Insider { knows: known(&[at], 1.0, *size), own: vec![at] });
        }
        if value < size {
            insiders.push(Insider { knows: known(&[at], 0.0, size - 1.0), own: vec![at] });
        }
    }
    // Of several children alike, who knows of one of them that he is counted knows nothing of the others.
    for insider in &mut insiders {
        let alone = insider.own.iter().all(|at| sizes[*at] <= 1.0);
        if !alone {
            insider.own.clear();
        }
    }
    for (cell, standing) in own.iter().zip(standing) {
        let alone = total(truth, &cell.sum) == 1.0;
        if standing.hidden && alone {
            insiders.push(Insider { knows: known(&cell.sum, 1.0, 1.0), own: cell.sum.clone() });
        }
    }
    insiders
}
