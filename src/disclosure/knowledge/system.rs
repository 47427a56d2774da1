//! What a reader can work out about one fact: unknown numbers, what is known of their sums, and between which bounds a sum
//! of them must then lie.

use super::solver::{Program, Row, Solver, Unsolved};

/// The unknown numbers of one fact about children, such as how many of each group of children alike are below what is
/// expected of their age, and what holds between them whatever is published.
#[derive(Clone, Debug, Default)]
pub struct System {
    /// Largest value of each unknown: how many children it counts at most.
    pub upper: Vec<f64>,
    /// Whether the unknowns are whole numbers: counts, not amounts.
    pub integer: bool,
    /// What always holds, such as that the parts of a whole add up to it.
    pub rows: Vec<Row>,
}

/// The bounds of a sum.
#[cfg(test)]
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    /// Least value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
}

/// That a sum of unknowns is known to lie between two values.
pub fn known(unknowns: &[usize], least: f64, most: f64) -> Row {
    Row { terms: unknowns.iter().map(|unknown| (*unknown, 1.0)).collect(), least, most }
}

impl System {
    /// Whether a solution keeps to the bounds and rows of the system itself.
    pub fn allows(&self, values: &[f64]) -> bool {
        let inside = |(value, upper): (&f64, &f64)| *value >= -1e-6 && *value <= upper + 1e-6;
        let bounded = values.len() == self.upper.len() && values.iter().zip(&self.upper).all(inside);
        bounded && self.rows.iter().all(|row| holds(row, values))
    }

    /// A solution in which the sum of some unknowns is as small, or as large, as it can be.
    ///
    /// # Errors
    /// When the solver does not know, or what is known contradicts itself.
    pub fn extreme(
        &self,
        solver: &dyn Solver,
        sum: &[usize],
        maximise: bool,
        knowledge: &[&Row],
    ) -> Result<Vec<f64>, Unsolved> {
        let objective: Vec<(usize, f64)> = sum.iter().map(|unknown| (*unknown, 1.0)).collect();
        let rows: Vec<&Row> = self.rows.iter().chain(knowledge.iter().copied()).collect();
        let program =
            Program { upper: &self.upper, integer: self.integer, objective: &objective, maximise, rows: &rows };
        solver.solve(&program)?.ok_or(Unsolved)
    }

    /// Between which bounds the sum of some unknowns lies.
    ///
    /// # Errors
    /// As [`System::extreme`].
    #[cfg(test)]
    pub fn bounds(&self, solver: &dyn Solver, sum: &[usize], knowledge: &[&Row]) -> Result<Bounds, Unsolved> {
        let value = |maximise| self.extreme(solver, sum, maximise, knowledge).map(|solution| total(&solution, sum));
        Ok(Bounds { low: value(false)?, high: value(true)? })
    }
}

/// The sum of some unknowns in a solution.
pub fn total(solution: &[f64], sum: &[usize]) -> f64 {
    sum.iter().filter_map(|unknown| solution.get(*unknown)).sum()
}

/// Whether a solution keeps to a row.
pub fn holds(row: &Row, values: &[f64]) -> bool {
    let sum: f64 =
        row.terms.iter().map(|(unknown, factor)| factor * values.get(*unknown).copied().unwrap_or(0.0)).sum();
    sum >= row.least - 1e-6 && sum <= row.most + 1e-6
}
