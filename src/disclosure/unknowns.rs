//! The unknowns of a programme of several facts: how many children of a group alike each of them counts.

use std::collections::{BTreeMap, BTreeSet};

use super::knowledge::{Row, known, total};
use crate::measures::PupilSet;

/// Children who are divided between the parts.
pub(super) struct Whole {
    pub size: i64,
    /// Of each part the unknowns with their largest values.
    pub by_part: Vec<Vec<(usize, i64)>>,
}

/// Which unknown says how many children of a group alike are counted by a fact.
#[derive(Debug, Default)]
pub(super) struct Unknowns {
    /// By group alike and fact: none where the fact is not about these children, the same for several groups where the fact
    /// does not tell them apart.
    pub of: Vec<Vec<Option<usize>>>,
    /// Children of each group alike.
    pub sizes: Vec<f64>,
}

impl Unknowns {
    /// The unknowns of a fact.
    pub(super) fn all(&self, part: usize) -> Vec<usize> {
        let mut all: Vec<usize> = self.of.iter().filter_map(|of_atom| of_atom[part]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The unknowns of a fact that add up to its sum over some children.
    pub(super) fn sum(&self, part: usize, atoms: &[PupilSet], base: &PupilSet) -> Vec<usize> {
        let inside = atoms.iter().zip(&self.of).filter(|(atom, _)| atom.is_subset(base));
        let mut sum: Vec<usize> = inside.filter_map(|(_, of_atom)| of_atom[part]).collect();
        sum.sort_unstable();
        sum.dedup();
        sum
    }

    /// Children behind each unknown.
    pub(super) fn upper(&self, count: usize) -> Vec<f64> {
        let mut upper = vec![0.0; count];
        for (of_atom, size) in self.of.iter().zip(&self.sizes) {
            of_atom.iter().flatten().for_each(|unknown| upper[*unknown] += size);
        }
        upper
    }

    /// The groups of children whose unknowns of all parts are about the same children, each with its groups alike.
    pub(super) fn wholes(&self) -> Vec<Vec<usize>> {
        let mut count: BTreeMap<usize, usize> = BTreeMap::new();
        self.of.iter().flatten().flatten().for_each(|unknown| *count.entry(*unknown).or_default() += 1);
        let mut wholes: BTreeMap<Result<usize, usize>, Vec<usize>> = BTreeMap::new();
        for (atom, of_atom) in self.of.iter().enumerate() {
            let coarse = of_atom.iter().flatten().find(|unknown| count[unknown] > 1);
            wholes.entry(coarse.map_or(Err(atom), |unknown| Ok(*unknown))).or_default().push(atom);
        }
        wholes.into_values().collect()
    }

    pub(super) fn inside(&self, atoms: &[usize]) -> Vec<usize> {
        let all: BTreeSet<usize> = atoms.iter().flat_map(|atom| self.of[*atom].iter().flatten().copied()).collect();
        all.into_iter().collect()
    }

    pub(super) fn size(&self, atoms: &[usize]) -> f64 {
        atoms.iter().map(|atom| self.sizes[*atom]).sum()
    }

    /// The wholes, part by part.
    pub(super) fn wholes_by_part(&self) -> Vec<Whole> {
        let parts = self.of.first().map_or(0, Vec::len);
        let of = |atoms: &Vec<usize>| {
            let by_part = (0..parts).map(|part| {
                let mut most: BTreeMap<usize, i64> = BTreeMap::new();
                for atom in atoms {
                    if let Some(unknown) = self.of[*atom][part] {
                        *most.entry(unknown).or_default() += self.sizes[*atom] as i64;
                    }
                }
                most.into_iter().collect()
            });
            Whole { size: self.size(atoms) as i64, by_part: by_part.collect() }
        };
        self.wholes().iter().map(of).collect()
    }

    /// That nobody is counted in two parts of a whole, and everybody in one where that is so of all children. Nothing where
    /// the facts turn out to overlap.
    pub(super) fn rows(&self, truth: &mut [f64], settled: &[bool]) -> Vec<Row> {
        let wholes = self.wholes();
        let counted = |atoms: &Vec<usize>| total(truth, &self.inside(atoms));
        if wholes.iter().any(|atoms| counted(atoms) > self.size(atoms)) {
            return Vec::new();
        }
        let all_parts = |atoms: &Vec<usize>| atoms.iter().all(|atom| self.of[*atom].iter().all(Option::is_some));
        let mut full = wholes
            .iter()
            .filter(|atoms| all_parts(atoms) && self.inside(atoms).iter().all(|unknown| settled[*unknown]))
            .peekable();
        let everybody = full.peek().is_some() && full.all(|atoms| counted(atoms) == self.size(atoms));
        let mut rows = Vec::new();
        for atoms in &wholes {
            let (unknowns, size) = (self.inside(atoms), self.size(atoms));
            if everybody && all_parts(atoms) {
                // Of children who are not there any more nobody here knows: any distribution does to begin with.
                let rest = size - total(truth, &unknowns);
                if let Some(open) = unknowns.iter().find(|one| !settled[**one]) {
                    truth[*open] += rest;
                }
                rows.push(known(&unknowns, size, size));
            } else if unknowns.len() > 1 {
                rows.push(known(&unknowns, 0.0, size));
            }
            // Where some parts have one unknown for all of these, the others must leave room in each group.
            for atom in atoms.iter().filter(|_| atoms.len() > 1) {
                let alone = |unknown: &usize| {
                    atoms.iter().all(|other| other == atom || !self.of[*other].contains(&Some(*unknown)))
                };
                let fine: Vec<usize> = self.of[*atom].iter().flatten().copied().filter(alone).collect();
                if fine.len() > 1 {
                    rows.push(known(&fine, 0.0, self.sizes[*atom]));
                }
            }
        }
        rows
    }
}
