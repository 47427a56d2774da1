//! From facts to the programme that protects them: children alike in every published sum are one unknown of each fact, and
//! what must stay uncertain is said for every small group that the sums can be taken apart into. Facts that are parts of one
//! whole (below, at, above) are one programme: what two of them tell, the third cannot hide.

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
    for atom in &atoms {
        let mut of_atom = vec![None; parts.len()];
        for (at, part) in parts.iter().enumerate() {
            let mut bases = part.fact.cells.iter().map(|cell| &cell.base);
            let known = bases.any(|base| atom.is_subset(base));
            if !known && !part.earlier.iter().any(|told| atom.is_subset(&told.base)) {
                continue;
            }
            of_atom[at] = Some(truth.len());
            settled.push(known);
            truth.push(match (counts, known) {
                (true, true) => {
                    let cells = part.fact.cells.iter();
                    let with = cells.fold(PupilSet::default(), |all, cell| all.union(&cell.counted));
                    atom.intersection(&with).len() as f64
                }
                (true, false) => 0.0,
                // Of an amount only matters that it could be more or less.
                (false, _) => atom.len() as f64 / 2.0,
            });
        }
        unknowns.of.push(of_atom);
    }
    unknowns.sizes = atoms.iter().map(|atom| atom.len() as f64).collect();
    let rows = if parts.len() > 1 { unknowns.wholes(&mut truth, &settled) } else { Vec::new() };
    let upper = unknowns.by_unknown(truth.len(), |atom| unknowns.sizes[atom]);
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
    let children = unknowns.by_unknown(truth.len(), |atom| unknowns.sizes[atom] as u64);
    let known = Known { counts, standing: &standing, cells: &cells, children: &children, truth: &truth, rules };
    let mut needs = Vec::new();
    for at in 0..parts.len() {
        known.needs(&unknowns.all(at), &mut needs);
    }
    let insiders = if counts { insiders(&cells[..own], &standing, &unknowns, &truth) } else { Vec::new() };
    let hints = if parts.len() > 1 { hints(parts, &atoms, &unknowns, &truth) } else { Vec::new() };
    Problem { system, truth, cells, needs, insiders, hints }
}

/// What was found of each part by itself, with the other parts giving what it takes: each of them first in turn.
fn hints(parts: &[Part<'_>], atoms: &[PupilSet], unknowns: &Unknowns, truth: &[f64]) -> Vec<Vec<f64>> {
    let mut hints = BTreeSet::new();
    for (at, part) in parts.iter().enumerate() {
        let own = part.atoms();
        // Its own groups alike, as groups alike of the whole.
        let places: Option<Vec<usize>> = own.iter().map(|atom| atoms.iter().position(|other| other == atom)).collect();
        let Some(places) = places else { continue };
        for found in part.alone {
            for first in (0..parts.len()).filter(|first| *first != at) {
                let order: Vec<usize> =
                    std::iter::once(first).chain((0..parts.len()).filter(|part| ![first, at].contains(part))).collect();
                let mut hint: Vec<i64> = truth.iter().map(|value| *value as i64).collect();
                for (value, place) in found.iter().zip(&places) {
                    let Some(unknown) = unknowns.of[*place][at] else { continue };
                    let mut more = *value as i64 - hint[unknown];
                    hint[unknown] = *value as i64;
                    for other in order.iter().filter_map(|part| unknowns.of[*place][*part]) {
                        let gives = more.clamp(hint[other] - unknowns.sizes[*place] as i64, hint[other]);
                        hint[other] -= gives;
                        more -= gives;
                    }
                }
                hints.insert(hint);
            }
        }
    }
    hints.into_iter().map(|hint| hint.into_iter().map(|value| value as f64).collect()).collect()
}

/// Which unknown says how many children of a group alike are counted by a fact.
#[derive(Debug, Default)]
struct Unknowns {
    /// By group alike and fact: none where the fact is not about these children.
    of: Vec<Vec<Option<usize>>>,
    /// Children of each group alike.
    sizes: Vec<f64>,
}

impl Unknowns {
    /// The unknowns of a fact.
    fn all(&self, part: usize) -> Vec<usize> {
        self.of.iter().filter_map(|of_atom| of_atom[part]).collect()
    }

    /// The unknowns of a fact that add up to its sum over some children.
    fn sum(&self, part: usize, atoms: &[PupilSet], base: &PupilSet) -> Vec<usize> {
        let inside = atoms.iter().zip(&self.of).filter(|(atom, _)| atom.is_subset(base));
        inside.filter_map(|(_, of_atom)| of_atom[part]).collect()
    }

    fn by_unknown<T: Clone + Default>(&self, count: usize, value: impl Fn(usize) -> T) -> Vec<T> {
        let mut all = vec![T::default(); count];
        for (atom, of_atom) in self.of.iter().enumerate() {
            of_atom.iter().flatten().for_each(|unknown| all[*unknown] = value(atom));
        }
        all
    }

    /// That nobody is counted in two parts of a whole, and everybody in one where that is so of all children. Nothing where
    /// the facts turn out to overlap.
    fn wholes(&self, truth: &mut [f64], settled: &[bool]) -> Vec<Row> {
        let all_parts = |of_atom: &&Vec<Option<usize>>| of_atom.iter().all(Option::is_some);
        let is_settled = |of_atom: &&Vec<Option<usize>>| of_atom.iter().flatten().all(|unknown| settled[*unknown]);
        let counted = |of_atom: &Vec<Option<usize>>| of_atom.iter().flatten().map(|one| truth[*one]).sum::<f64>();
        let sized = || self.of.iter().zip(&self.sizes);
        if sized().any(|(of_atom, size)| counted(of_atom) > *size) {
            return Vec::new();
        }
        let full = sized().filter(|(of_atom, _)| all_parts(of_atom) && is_settled(of_atom));
        let everybody = full.clone().next().is_some() && full.clone().all(|(of_atom, size)| counted(of_atom) == *size);
        let mut rows = Vec::new();
        for (of_atom, size) in sized() {
            let unknowns: Vec<usize> = of_atom.iter().flatten().copied().collect();
            if everybody && all_parts(&of_atom) {
                // Of children who are not there any more nobody here knows: any distribution does to begin with.
                let rest = size - unknowns.iter().map(|one| truth[*one]).sum::<f64>();
                if let Some(open) = unknowns.iter().find(|one| !settled[**one]) {
                    truth[*open] += rest;
                }
                rows.push(known(&unknowns, *size, *size));
            } else if unknowns.len() > 1 {
                rows.push(known(&unknowns, 0.0, *size));
            }
        }
        rows
    }
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
    children: &'k [u64],
    truth: &'k [f64],
    rules: &'k ReleaseRules,
}

impl Known<'_> {
    fn children(&self, sum: &[usize]) -> u64 {
        sum.iter().map(|unknown| self.children[*unknown]).sum()
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
                needs.push(Need { sum: cell.sum.clone(), wanted });
            }
        }
        let mut also = |sum: Vec<usize>| {
            if let Some(wanted) = self.wanted(&sum).filter(|_| !sum.is_empty())
                && sums.insert(sum.clone())
            {
                needs.push(Need { sum, wanted });
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
    let mut insiders = Vec::new();
    for (of_atom, size) in unknowns.of.iter().zip(&unknowns.sizes) {
        let all: Vec<usize> = of_atom.iter().flatten().copied().collect();
        // Of several children alike, who knows of one of them that he is counted knows nothing of the others.
        let own = if *size <= 1.0 { all.clone() } else { Vec::new() };
        for unknown in all.iter().filter(|unknown| truth[**unknown] >= 1.0) {
            insiders.push(Insider { knows: known(&[*unknown], 1.0, *size), own: own.clone() });
        }
        if total(truth, &all) < *size {
            insiders.push(Insider { knows: known(&all, 0.0, size - 1.0), own });
        }
    }
    for (cell, standing) in own.iter().zip(standing) {
        let alone = total(truth, &cell.sum) == 1.0;
        if standing.hidden && alone {
            let mut own = cell.sum.clone();
            let only_child = unknowns.of.iter().zip(&unknowns.sizes).find(|(of_atom, size)| {
                cell.sum.len() == 1 && **size <= 1.0 && of_atom.contains(&cell.sum.first().copied())
            });
            own.extend(only_child.iter().flat_map(|(of_atom, _)| of_atom.iter().flatten()));
            insiders.push(Insider { knows: known(&cell.sum, 1.0, 1.0), own });
        }
    }
    insiders
}
