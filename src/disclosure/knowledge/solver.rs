//! Linear programmes and who solves them.

/// A sum of variables that lies between two bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Variables by position, each with its factor.
    pub terms: Vec<(usize, f64)>,
    /// Least value of the sum.
    pub least: f64,
    /// Largest value of the sum.
    pub most: f64,
}

/// A linear programme: variables from 0 up to a bound each, rows, and a sum to make as small or large as it can be.
#[derive(Clone, Debug)]
pub struct Program<'a> {
    /// Largest value of each variable; the least is 0.
    pub upper: &'a [f64],
    /// Whether the variables are whole numbers.
    pub integer: bool,
    /// Factors of the objective, by variable.
    pub objective: &'a [(usize, f64)],
    /// Whether the objective is made large.
    pub maximise: bool,
    /// What holds.
    pub rows: &'a [&'a Row],
}

/// No answer that can be relied on: whoever asked must take the worst for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the solver found no reliable answer")]
pub struct Unsolved;

/// Solves linear programmes with whole or real numbers.
pub trait Solver: Sync {
    /// The variables of a best solution; `None` where the rows contradict each other.
    ///
    /// # Errors
    /// When no reliable answer was found.
    fn solve(&self, program: &Program<'_>) -> Result<Option<Vec<f64>>, Unsolved>;
}

/// The solver `microlp`: Rust alone, no threads, no clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct Microlp;

/// Branches after which a whole-number programme counts as unsolved: a bound in steps, not in seconds, so that the answer
/// does not depend on the machine.
const MOST_NODES: u64 = 20_000;

/// How far a sum may lie outside its bounds before the solution is thrown away.
const TOLERANCE: f64 = 1e-6;

impl Solver for Microlp {
    fn solve(&self, program: &Program<'_>) -> Result<Option<Vec<f64>>, Unsolved> {
        use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, Variable};
        let direction = match program.maximise {
            true => OptimizationDirection::Maximize,
            false => OptimizationDirection::Minimize,
        };
        let mut factors = vec![0.0; program.upper.len()];
        for (variable, factor) in program.objective {
            *factors.get_mut(*variable).ok_or(Unsolved)? += factor;
        }
        let mut problem = Problem::new(direction);
        let variables: Vec<Variable> = program
            .upper
            .iter()
            .zip(&factors)
            .map(|(upper, factor)| match program.integer {
                true => problem.add_integer_var(*factor, (0, *upper as i32)),
                false => problem.add_var(*factor, (0.0, *upper)),
            })
            .collect();
        for row in program.rows {
            let terms: Option<Vec<(Variable, f64)>> = row
                .terms
                .iter()
                .map(|(variable, factor)| variables.get(*variable).map(|variable| (*variable, *factor)))
                .collect();
            let terms = terms.ok_or(Unsolved)?;
            if terms.is_empty() {
                // An empty sum is 0.
                if row.least > TOLERANCE || row.most < -TOLERANCE {
                    return Ok(None);
                }
            } else if row.least == row.most {
                problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, row.least);
            } else {
                if row.least.is_finite() {
                    problem.add_constraint(terms.as_slice(), ComparisonOp::Ge, row.least);
                }
                if row.most.is_finite() {
                    problem.add_constraint(terms.as_slice(), ComparisonOp::Le, row.most);
                }
            }
        }
        if variables.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(MOST_NODES);
        options.mip_gap = 0.0;
        let solution = match problem.solve_with(options) {
            Ok(outcome) if outcome.is_optimal() => outcome.into_solution().map_err(|_| Unsolved)?,
            Ok(_) => return Err(Unsolved),
            Err(Error::Infeasible) => return Ok(None),
            Err(_) => return Err(Unsolved),
        };
        let mut values: Vec<f64> = variables.iter().map(|variable| solution.var_value(*variable)).collect();
        if program.integer {
            values.iter_mut().for_each(|value| *value = value.round());
        }
        // The solver is young: what it says is held against the rows.
        let holds = program.rows.iter().all(|row| {
            let sum: f64 =
                row.terms.iter().map(|(variable, factor)| factor * values.get(*variable).copied().unwrap_or(0.0)).sum();
            let slack = TOLERANCE * (1.0 + sum.abs());
            sum >= row.least - slack && sum <= row.most + slack
        });
        let in_bounds =
            values.iter().zip(program.upper).all(|(value, upper)| *value >= -TOLERANCE && *value <= upper + TOLERANCE);
        if holds && in_bounds { Ok(Some(values)) } else { Err(Unsolved) }
    }
}
