//! What holds of every small table: the protection against plain enumeration, and what must not depend on the order of things.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Smallest count that is shown.
const SHOWN: u64 = 3;

/// A table of small counts with the totals of its rows and columns, all of which are shown. Counts under three are withheld
/// and must be able to be 0 and 3.
#[derive(Clone, Debug)]
struct Table {
    width: usize,
    values: Vec<u64>,
}

impl Table {
    fn lines(&self) -> Vec<Vec<usize>> {
        let height = self.values.len() / self.width;
        let rows = (0..height).map(|row| (row * self.width..(row + 1) * self.width).collect());
        let columns = (0..self.width).map(|column| (0..height).map(|row| row * self.width + column).collect());
        rows.chain(columns).collect()
    }

    fn is_primary(&self, cell: usize) -> bool {
        self.values[cell] < SHOWN
    }

    fn weight(&self, cell: usize) -> f64 {
        1.0 + self.values[cell] as f64
    }

    /// One child alone in a withheld cell knows of it.
    fn insiders(&self) -> Vec<usize> {
        (0..self.values.len()).filter(|cell| self.values[*cell] == 1).collect()
    }

    fn problem(&self) -> Problem {
        let truth: Vec<f64> = self.values.iter().map(|value| *value as f64).collect();
        let single = (0..truth.len()).map(|at| Cell {
            sum: vec![at],
            shown: (truth[at], truth[at]),
            weight: self.weight(at),
            fixed: if self.is_primary(at) { Fixed::Hidden } else { Fixed::Open },
        });
        let sums = self.lines().into_iter().map(|line| {
            let sum = total(&truth, &line);
            Cell { sum: line, shown: (sum, sum), weight: 1e6, fixed: Fixed::Shown }
        });
        let reach = Wanted::Reach { low: 0.0, high: SHOWN as f64 };
        let primary = (0..truth.len()).filter(|at| self.is_primary(*at));
        let insiders = self.insiders().into_iter();
        Problem {
            system: System { upper: vec![40.0; truth.len()], integer: true, rows: Vec::new() },
            cells: single.chain(sums).collect(),
            needs: primary.map(|at| Need { sum: vec![at], wanted: reach, for_others: false }).collect(),
            insiders: insiders.map(|at| Insider { knows: vec![known(&[at], 1.0, 1.0)], own: vec![at] }).collect(),
            truth,
            hints: Vec::new(),
        }
    }

    /// Every table of whole numbers with the same totals.
    fn alternatives(&self) -> Vec<Vec<u64>> {
        fn fill(lines: &[(Vec<usize>, u64)], so_far: &mut Vec<u64>, cells: usize, all: &mut Vec<Vec<u64>>) {
            let at = so_far.len();
            // A line that is full must add up.
            let adds_up = |(line, sum): &(Vec<usize>, u64)| {
                let filled: u64 = line.iter().filter_map(|cell| so_far.get(*cell)).sum();
                let full = line.iter().all(|cell| *cell < at);
                if full { filled == *sum } else { filled <= *sum }
            };
            if !lines.iter().all(adds_up) {
                return;
            }
            if at == cells {
                all.push(so_far.clone());
                return;
            }
            let most = lines.iter().filter(|(line, _)| line.contains(&at)).map(|(_, sum)| *sum).min().unwrap_or(0);
            for value in 0..=most {
                so_far.push(value);
                fill(lines, so_far, cells, all);
                so_far.pop();
            }
        }
        let sums = self.lines().into_iter().map(|line| {
            let sum = line.iter().map(|cell| self.values[*cell]).sum();
            (line, sum)
        });
        let mut all = Vec::new();
        fill(&sums.collect::<Vec<_>>(), &mut Vec::new(), self.values.len(), &mut all);
        all
    }

    /// The lightest sets of cells to withhold besides the small ones, by trying them all: their weight, and each of them.
    fn lightest(&self) -> (f64, Vec<BTreeSet<usize>>) {
        let cells = self.values.len();
        // What matters of another table: the cells in which it differs, and its small cells.
        let others: BTreeSet<(u32, Vec<u64>)> = self
            .alternatives()
            .into_iter()
            .map(|other| {
                let differs = (0..cells).filter(|at| other[*at] != self.values[*at]);
                (differs.fold(0, |mask, at| mask | 1 << at), other)
            })
            .collect();
        let primary: Vec<usize> = (0..cells).filter(|at| self.is_primary(*at)).collect();
        let is_safe = |hidden: u32| {
            let possible: Vec<&Vec<u64>> =
                others.iter().filter(|(differs, _)| differs & !hidden == 0).map(|(_, other)| other).collect();
            primary.iter().all(|at| {
                let anybody =
                    possible.iter().any(|other| other[*at] == 0) && possible.iter().any(|other| other[*at] >= SHOWN);
                let insider = |own: &usize| {
                    own == at || possible.iter().any(|other| other[*own] == 1 && other[*at] != self.values[*at])
                };
                anybody && self.insiders().iter().all(insider)
            })
        };
        let start: u32 = primary.iter().fold(0, |mask, at| mask | 1 << at);
        let mut best = (f64::INFINITY, Vec::new());
        for hidden in (0..1_u32 << cells).filter(|hidden| hidden & start == start) {
            let set: BTreeSet<usize> = (0..cells).filter(|at| hidden >> at & 1 == 1).collect();
            let weight = set.iter().filter(|at| !self.is_primary(**at)).map(|at| self.weight(*at)).sum();
            if weight <= best.0 && is_safe(hidden) {
                if weight < best.0 {
                    best = (weight, Vec::new());
                }
                best.1.push(set);
            }
        }
        best
    }

    /// The same table with its rows and columns in another order, and where each cell has gone.
    fn reordered(&self, seed: usize) -> (Self, Vec<usize>) {
        let height = self.values.len() / self.width;
        let place = |cell: usize| {
            let (row, column) = (cell / self.width, cell % self.width);
            (row + seed) % height * self.width + (self.width - 1 - (column + seed / height) % self.width)
        };
        let places: Vec<usize> = (0..self.values.len()).map(place).collect();
        let mut values = vec![0; self.values.len()];
        places.iter().zip(&self.values).for_each(|(place, value)| values[*place] = *value);
        (Self { values, ..self.clone() }, places)
    }
}

fn tables() -> impl Strategy<Value = Table> {
    let sizes = prop_oneof![Just((2, 2)), Just((2, 3)), Just((3, 2)), Just((3, 3))];
    sizes.prop_flat_map(|(height, width)| {
        prop::collection::vec(0..7_u64, height * width).prop_map(move |values| Table { width, values })
    })
}

fn withheld(found: &Protection, of: usize) -> BTreeSet<usize> {
    (0..of).filter(|at| found.hidden[*at]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn small_tables_are_safe_at_the_least_loss(table in tables()) {
        let found = table.problem().protect(&Microlp);
        let (least, sets) = table.lightest();
        prop_assert_eq!(found.unmet.is_empty(), least.is_finite());
        if least.is_finite() {
            prop_assert!(found.exact);
            prop_assert!((found.loss - least).abs() < 1e-6, "{} is lost, {} is enough", found.loss, least);
            prop_assert!(sets.contains(&withheld(&found, table.values.len())));
        }
    }

    #[test]
    fn what_is_protected_is_left_alone(table in tables()) {
        let mut problem = table.problem();
        let once = problem.protect(&Microlp);
        for (cell, hidden) in problem.cells.iter_mut().zip(&once.hidden) {
            if *hidden {
                cell.fixed = Fixed::Hidden;
            }
        }
        let again = problem.protect(&Microlp);
        prop_assert_eq!((again.loss, again.hidden), (0.0, once.hidden));
    }

    /// Another order may choose otherwise only between sets that cost the same.
    #[test]
    fn the_order_of_rows_and_columns_changes_nothing_but_ties(table in tables(), seed in 0..9_usize) {
        let (other, places) = table.reordered(seed);
        let (one, two) = (table.problem().protect(&Microlp), other.problem().protect(&Microlp));
        prop_assert_eq!(one.unmet.is_empty(), two.unmet.is_empty());
        if one.unmet.is_empty() {
            prop_assert!((one.loss - two.loss).abs() < 1e-6);
            let cells = table.values.len();
            let moved: BTreeSet<usize> = withheld(&one, cells).into_iter().map(|cell| places[cell]).collect();
            let (_, lightest) = other.lightest();
            prop_assert!(lightest.contains(&moved));
            if lightest.len() == 1 {
                prop_assert_eq!(moved, withheld(&two, cells));
            }
        }
    }

    #[test]
    fn one_release_more_never_widens_what_a_reader_knows(
        table in tables(),
        sums in prop::collection::vec((any::<u16>(), 0..3_u64, 0..3_u64), 1..6),
    ) {
        let problem = table.problem();
        let system = &problem.system;
        let lines = problem.cells.iter().filter(|cell| cell.fixed == Fixed::Shown);
        let mut rows: Vec<Row> = lines.map(|cell| known(&cell.sum, cell.shown.0, cell.shown.1)).collect();
        let all = |rows: &[Row]| -> Vec<(f64, f64)> {
            let rows: Vec<&Row> = rows.iter().collect();
            let of = |cell| system.bounds(&Microlp, &[cell], &rows).expect("solved");
            (0..table.values.len()).map(of).map(|bounds| (bounds.low, bounds.high)).collect()
        };
        let mut before = all(&rows);
        for (bits, below, above) in sums {
            let sum: Vec<usize> = (0..table.values.len()).filter(|at| bits >> at & 1 == 1).collect();
            let value = total(&problem.truth, &sum);
            rows.push(known(&sum, value - below as f64, value + above as f64));
            let after = all(&rows);
            for ((was, now), truth) in before.iter().zip(&after).zip(&problem.truth) {
                prop_assert!(now.0 >= was.0 && now.1 <= was.1 && now.0 <= *truth && *truth <= now.1);
            }
            before = after;
        }
    }
}
