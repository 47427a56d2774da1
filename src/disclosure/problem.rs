//! From facts to the programme that protects them: children alike in every published sum are one unknown of each fact, and
//! what must stay uncertain is said for every small group that the sums can be taken apart into. Facts that are parts of one
//! whole (below, at, above) are one programme: what two of them tell, the third cannot hide.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Fact;
use super::knowledge::{Cell, Fixed, Insider, Need, Problem, Row, Solver, System, Wanted, known, total};
use super::rules::ReleaseRules;
use super::unknowns::{Unknowns, Whole};
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

/// A fact of a programme, how its sums stand, and what earlier releases told of it.
#[derive(Clone, Copy, Debug)]
pub struct Part<'f> {
    /// The fact.
    pub fact: &'f Fact,
    /// Its sums, in its order.
    pub standing: &'f [Standing],
    /// Sums told before.
    pub earlier: &'f [Told],
    /// Solutions found of this fact by itself: with what the other parts must then be, they are solutions of the whole.
    pub alone: &'f [Vec<f64>],
}

impl Part<'_> {
    /// Children who are in the same sums of the fact.
    fn atoms(&self) -> Vec<PupilSet> {
        let told = self.earlier.iter().map(|told| &told.base);
        atoms(self.fact.cells.iter().map(|cell| &cell.base).chain(told))
    }
}

/// The children of the facts as groups alike, and the programme over them: of one fact, or of the counts that are parts of
/// one whole. The first cells are those of the facts, in their order.
pub fn problem(parts: &[Part<'_>], rules: &ReleaseRules, solver: &dyn Solver) -> Problem {
    let counts = parts.iter().all(|part| part.fact.counts);
    let own_bases = || parts.iter().flat_map(|part| part.fact.cells.iter().map(|cell| &cell.base));
    let told_bases = || parts.iter().flat_map(|part| part.earlier.iter().map(|told| &told.base));
    let atoms = atoms(own_bases().chain(told_bases()));
    let mut unknowns = Unknowns::default();
    let mut truth: Vec<f64> = Vec::new();
    let mut settled: Vec<bool> = Vec::new();
    unknowns.of = vec![vec![None; parts.len()]; atoms.len()];
    unknowns.sizes = atoms.iter().map(|atom| atom.len() as f64).collect();
    for (at, groups) in groups_of(parts, &atoms).into_iter().enumerate() {
        let cells = &parts[at].fact.cells;
        let with = cells.iter().fold(PupilSet::default(), |all, cell| all.union(&cell.counted));
        for group in groups {
            let known = cells.iter().any(|cell| atoms[group[0]].is_subset(&cell.base));
            let value = |atom: &usize| match (counts, known) {
                (true, true) => atoms[*atom].intersection(&with).len() as f64,
                (true, false) => 0.0,
                // Of an amount only matters that it could be more or less.
                (false, _) => atoms[*atom].len() as f64 / 2.0,
            };
            group.iter().for_each(|atom| unknowns.of[*atom][at] = Some(truth.len()));
            settled.push(known);
            truth.push(group.iter().map(value).sum());
        }
    }
    let rows = if parts.len() > 1 { unknowns.rows(&mut truth, &settled) } else { Vec::new() };
    let upper = unknowns.upper(truth.len());
    let system = System { upper, integer: counts, rows };
    let mut cells: Vec<Cell> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        for (cell, standing) in part.fact.cells.iter().zip(part.standing) {
            let sum = unknowns.sum(at, &atoms, &cell.base);
            let value = total(&truth, &sum);
            let shown = if counts { cell.between } else { (value, value) };
            let fixed = if standing.hidden { Fixed::Hidden } else { Fixed::Open };
            cells.push(Cell { sum, shown, weight: standing.weight, fixed });
        }
    }
    let own = cells.len();
    for (at, part) in parts.iter().enumerate() {
        for told in part.earlier {
            let sum = unknowns.sum(at, &atoms, &told.base);
            let value = total(&truth, &sum);
            let shown = if counts { told.between } else { (value, value) };
            cells.push(Cell { sum, shown, weight: 0.0, fixed: Fixed::Shown });
        }
    }
    reconcile(&system, &mut truth, &mut cells, own, &settled, solver);
    let standing: Vec<Standing> = parts.iter().flat_map(|part| part.standing.iter().copied()).collect();
    let known = Known { counts, standing: &standing, cells: &cells, children: &system.upper, truth: &truth, rules };
    let mut needs = Vec::new();
    for at in 0..parts.len() {
        known.needs(&unknowns.all(at), &mut needs);
    }
    let insiders = if counts { insiders(&cells[..own], &standing, &unknowns, &truth) } else { Vec::new() };
    let hints = if parts.len() > 1 { hints(parts, &unknowns, &truth) } else { Vec::new() };
    Problem { system, truth, cells, needs, insiders, hints }
}

/// What was found of each part by itself, with the other parts giving what it takes: each of them first in turn.
fn hints(parts: &[Part<'_>], unknowns: &Unknowns, truth: &[f64]) -> Vec<Vec<f64>> {
    let wholes = unknowns.wholes_by_part();
    let mut hints = BTreeSet::new();
    for (at, part) in parts.iter().enumerate() {
        let own = unknowns.all(at);
        for found in part.alone.iter().filter(|found| found.len() == own.len()) {
            for first in (0..parts.len()).filter(|first| *first != at) {
                let rest = (0..parts.len()).filter(|part| ![first, at].contains(part));
                let order: Vec<usize> = std::iter::once(first).chain(rest).collect();
                let mut hint: Vec<i64> = truth.iter().map(|value| *value as i64).collect();
                own.iter().zip(found).for_each(|(unknown, value)| hint[*unknown] = *value as i64);
                for Whole { size, by_part } in &wholes {
                    let mut more = by_part.iter().flatten().map(|one| hint[one.0]).sum::<i64>() - size;
                    for (other, most) in order.iter().flat_map(|part| &by_part[*part]) {
                        let gives = more.clamp(hint[*other] - most, hint[*other]);
                        hint[*other] -= gives;
                        more -= gives;
                    }
                }
                hints.insert(hint);
            }
        }
    }
    hints.into_iter().map(|hint| hint.into_iter().map(|value| value as f64).collect()).collect()
}

/// Which groups of children alike have one unknown of each part. Where some parts are told of few groups (at and above of
/// the whole school) and the others of many, the few have an unknown for each of their own groups: what is not below
/// in the finer groups can be divided between them in any way. The unknowns of one part by itself are in the same order.
fn groups_of(parts: &[Part<'_>], atoms: &[PupilSet]) -> Vec<Vec<Vec<usize>>> {
    let inside = |group: &PupilSet| (0..atoms.len()).filter(|at| atoms[*at].is_subset(group)).collect();
    let own: Vec<Vec<Vec<usize>>> =
        parts.iter().map(|part| part.atoms().iter().map(inside).collect::<Vec<Vec<usize>>>()).collect();
    let is_coarse = |groups: &Vec<Vec<usize>>| groups.iter().any(|group| group.len() > 1);
    let coarse: BTreeSet<BTreeSet<&Vec<usize>>> =
        own.iter().filter(|groups| is_coarse(groups)).map(|groups| groups.iter().collect()).collect();
    if coarse.len() <= 1 {
        return own;
    }
    let finest = |groups: Vec<Vec<usize>>| groups.into_iter().flatten().map(|atom| vec![atom]).collect();
    own.into_iter().map(finest).collect()
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
    settled: &[bool],
    solver: &dyn Solver,
) {
    if cells.len() == own {
        return;
    }
    let mut rows: Vec<Row> =
        (0..truth.len()).filter(|at| settled[*at]).map(|at| known(&[at], truth[at], truth[at])).collect();
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

/// What a reader must not come to know, of what.
struct Known<'k> {
    counts: bool,
    standing: &'k [Standing],
    /// Those of the present release, then those of earlier ones.
    cells: &'k [Cell],
    /// Children behind each unknown.
    children: &'k [f64],
    truth: &'k [f64],
    rules: &'k ReleaseRules,
}

impl Known<'_> {
    fn children(&self, sum: &[usize]) -> u64 {
        total(self.children, sum) as u64
    }

    fn wanted(&self, sum: &[usize]) -> Option<Wanted> {
        let n = self.children(sum);
        if self.counts {
            self.rules.tells(total(self.truth, sum) as u64, n).then_some(Wanted::Other)
        } else {
            (n < self.rules.min_cohort).then(|| half_way(n))
        }
    }

    /// What must stay uncertain about a fact, whose unknowns these are.
    fn needs(&self, unknowns: &[usize], needs: &mut Vec<Need>) {
        let of_fact = |cell: &&Cell| cell.sum.first().is_some_and(|first| unknowns.contains(first));
        let mut sums: BTreeSet<Vec<usize>> = BTreeSet::new();
        let standing = self.cells.iter().zip(self.standing).filter(|(_, standing)| standing.primary);
        for (cell, _) in standing.filter(|(cell, _)| of_fact(cell)) {
            let n = self.children(&cell.sum);
            let wanted = match self.counts {
                true => self.rules.reach(total(self.truth, &cell.sum) as u64, n),
                false if n < self.rules.min_cohort => half_way(n),
                false => continue,
            };
            if sums.insert(cell.sum.clone()) {
                needs.push(Need { sum: cell.sum.clone(), wanted, for_others: false });
            }
        }
        let mut also = |sum: Vec<usize>| {
            if let Some(wanted) = self.wanted(&sum).filter(|_| !sum.is_empty())
                && sums.insert(sum.clone())
            {
                needs.push(Need { sum, wanted, for_others: false });
            }
        };
        unknowns.iter().for_each(|unknown| also(vec![*unknown]));
        // What is left when one published group is taken away from another that holds it.
        let all: Vec<&Cell> = self.cells.iter().filter(of_fact).collect();
        for whole in &all {
            for part in all.iter().filter(|part| part.sum.len() < whole.sum.len()) {
                if part.sum.iter().all(|at| whole.sum.contains(at)) {
                    also(whole.sum.iter().copied().filter(|at| !part.sum.contains(at)).collect());
                }
            }
        }
        let withheld = self.cells.iter().zip(self.standing).filter(|(cell, standing)| standing.hidden && of_fact(cell));
        for (cell, _) in withheld.filter(|_| self.counts) {
            if sums.insert(cell.sum.clone()) {
                needs.push(Need { sum: cell.sum.clone(), wanted: Wanted::Other, for_others: true });
            }
        }
    }
}

/// An amount of so many children must be able to be a quarter of the scale less or more.
fn half_way(children: u64) -> Wanted {
    let n = children as f64;
    Wanted::Reach { low: n / 4.0, high: n * 3.0 / 4.0 }
}

/// A child of each group alike, in each part and in none of them; and the one child of a withheld count of one, who knows
/// that count.
fn insiders(own: &[Cell], standing: &[Standing], unknowns: &Unknowns, truth: &[f64]) -> Vec<Insider> {
    let upper = unknowns.upper(truth.len());
    let mut insiders = Vec::new();
    let mut has_others = vec![false; unknowns.of.len()];
    for atoms in unknowns.wholes() {
        let others = total(truth, &unknowns.inside(&atoms)) < unknowns.size(&atoms);
        atoms.iter().for_each(|atom| has_others[*atom] = others);
    }
    for ((of_atom, size), has_others) in unknowns.of.iter().zip(&unknowns.sizes).zip(has_others) {
        let all: Vec<usize> = of_atom.iter().flatten().copied().collect();
        // Of several children alike, who knows of one of them that he is counted knows nothing of the others.
        let own: Vec<usize> = all.iter().copied().filter(|unknown| upper[*unknown] <= 1.0).collect();
        let here = |unknown: usize| known(&[unknown], 1.0, upper[unknown]);
        let not_here = |unknown: &usize| known(&[*unknown], 0.0, upper[*unknown] - 1.0);
        let fine = || all.iter().filter(|unknown| upper[**unknown] <= *size);
        // In some part, and so not in the others; or in none of them.
        for counted in all.iter().map(Some).chain(has_others.then_some(None)) {
            let others = fine().filter(|unknown| Some(*unknown) != counted);
            let is_so = counted.is_none_or(|unknown| truth[*unknown] >= 1.0)
                && others.clone().all(|unknown| truth[*unknown] < upper[*unknown]);
            if is_so {
                let knows = counted.map(|unknown| here(*unknown)).into_iter().chain(others.map(not_here)).collect();
                insiders.push(Insider { knows, own: own.clone() });
            }
        }
    }
    for (cell, standing) in own.iter().zip(standing) {
        let alone = total(truth, &cell.sum) == 1.0;
        if standing.hidden && alone {
            let mut own = cell.sum.clone();
            let only_child = unknowns
                .of
                .iter()
                .find(|of_atom| total(&upper, &cell.sum) <= 1.0 && of_atom.contains(&cell.sum.first().copied()));
            own.extend(only_child.into_iter().flatten().flatten().filter(|unknown| upper[**unknown] <= 1.0));
            insiders.push(Insider { knows: vec![known(&cell.sum, 1.0, 1.0)], own });
        }
    }
    insiders
}

#[cfg(test)]
#[path = "problem_tests.rs"]
mod tests;
