//! The best assignment of rows to children in which no child is taken twice.

use std::collections::BTreeSet;

use pathfinding::prelude::{Matrix, kuhn_munkres};

use super::evidence;
use super::index::Candidate;

/// The child that a row is given in one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    /// The child.
    pub pupil_id: i64,
    /// How sure, from 0 to 1, given who is already there.
    pub confidence: f64,
}

/// Weights are compared in thousandths, as whole numbers: no rounding can make the answer depend on the order.
const SCALE: f64 = 1000.0;

/// A child that a row cannot be about.
const NEVER: i64 = -1_000_000_000;

/// For each row the child it is given, or none: the assignment of the greatest weight in all (Kuhn and Munkres) in which
/// no child is given twice, none of those already there is given, and a row may stay without.
pub fn solve(rows: &[&[Candidate]], taken: &BTreeSet<i64>, children: usize) -> Vec<Option<Claim>> {
    let free = |candidate: &&Candidate| !taken.contains(&candidate.pupil_id);
    let wanted: BTreeSet<i64> =
        rows.iter().flat_map(|row| row.iter().filter(free)).map(|candidate| candidate.pupil_id).collect();
    let wanted: Vec<i64> = wanted.into_iter().collect();
    if rows.is_empty() || wanted.is_empty() {
        return vec![None; rows.len()];
    }
    // A column for each child, and one for each row to stay without.
    let nobody = (evidence::nobody(children) * SCALE).round() as i64;
    let mut weights = Matrix::new(rows.len(), wanted.len() + rows.len(), NEVER);
    for (at, row) in rows.iter().enumerate() {
        for candidate in row.iter().filter(free) {
            if let Ok(column) = wanted.binary_search(&candidate.pupil_id) {
                weights[(at, column)] = (candidate.weight * SCALE).round() as i64;
            }
        }
        weights[(at, wanted.len() + at)] = nobody;
    }
    let (_, columns) = kuhn_munkres(&weights);
    let claim = |(row, column): (&&[Candidate], usize)| {
        let pupil_id = *wanted.get(column)?;
        let own = row.iter().find(|candidate| candidate.pupil_id == pupil_id)?;
        let others = row.iter().filter(free).filter(|other| other.pupil_id != pupil_id).map(|other| other.weight);
        Some(Claim { pupil_id, confidence: evidence::probability(own.weight, others, children) })
    };
    rows.iter().zip(columns).map(claim).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::evidence::{Agreement, Evidence, Number};
    use super::*;

    fn candidate(pupil_id: i64, weight: f64) -> Candidate {
        let evidence = Evidence {
            surname: Agreement::Same,
            forename: Agreement::Same,
            swapped: false,
            born: Agreement::Same,
            upn: Number::Silent,
            code: Number::Silent,
            common: (0.0, 0.0),
        };
        Candidate { pupil_id, evidence, weight }
    }

    fn whom(rows: &[Vec<Candidate>], taken: &[i64]) -> Vec<Option<i64>> {
        let rows: Vec<&[Candidate]> = rows.iter().map(Vec::as_slice).collect();
        let taken = taken.iter().copied().collect();
        solve(&rows, &taken, 200).into_iter().map(|claim| claim.map(|claim| claim.pupil_id)).collect()
    }

    #[test]
    fn no_child_is_given_twice() {
        // Both rows fit child 1 best; together the second row must take child 2.
        let rows = vec![vec![candidate(1, 20.0), candidate(2, 5.0)], vec![candidate(1, 19.0), candidate(2, 18.0)]];
        assert_eq!(whom(&rows, &[]), [Some(1), Some(2)]);
        // Greedily, one row after the other, it would be the same child twice.
        let greedy: Vec<i64> = rows.iter().map(|row| row[0].pupil_id).collect();
        assert_eq!(greedy, [1, 1]);
        assert_eq!(whom(&rows, &[1]), [None, Some(2)], "a child already there is nobody's; 5 is less than a stranger");
        assert_eq!(whom(&[vec![candidate(1, 1.0)]], &[]), [None], "a stranger is likelier");
        assert_eq!(whom(&[vec![], vec![candidate(3, 20.0)]], &[]), [None, Some(3)]);
    }

    /// The greatest weight by trying everything.
    fn best(rows: &[Vec<Candidate>], taken: &mut BTreeSet<i64>) -> i64 {
        let Some((row, rest)) = rows.split_first() else { return 0 };
        let mut greatest = (evidence::nobody(200) * SCALE).round() as i64 + best(rest, taken);
        for candidate in row {
            if taken.insert(candidate.pupil_id) {
                let with = (candidate.weight * SCALE).round() as i64 + best(rest, taken);
                greatest = greatest.max(with);
                taken.remove(&candidate.pupil_id);
            }
        }
        greatest
    }

    proptest! {
        #[test]
        fn nothing_is_better_than_the_assignment(weights in prop::collection::vec(prop::collection::vec(-5_i32..30, 4), 1..5)) {
            let rows: Vec<Vec<Candidate>> = weights
                .iter()
                .map(|row| row.iter().zip(1..).map(|(weight, id)| candidate(id, f64::from(*weight))).collect())
                .collect();
            let given = whom(&rows, &[]);
            let distinct: BTreeSet<i64> = given.iter().flatten().copied().collect();
            prop_assert_eq!(distinct.len(), given.iter().flatten().count());
            let nobody = (evidence::nobody(200) * SCALE).round() as i64;
            let total: i64 = given.iter().zip(&rows).map(|(id, row)| match id {
                Some(id) => (row.iter().find(|one| one.pupil_id == *id).unwrap().weight * SCALE).round() as i64,
                None => nobody,
            }).sum();
            prop_assert_eq!(total, best(&rows, &mut BTreeSet::new()));
        }
    }
}
