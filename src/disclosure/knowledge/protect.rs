//! Which sums to withhold so that every need is met at the least loss, exactly: a covering programme whose rows are found
//! as they are needed (the combinatorial form of Benders' method; the attacker's programmes are those of Fischetti and
//! Salazar). A need that is met stays met when more is withheld, so each need that fails says "one of these must go too".

use std::cell::RefCell;

use super::solver::{Program, Row, Solver, Unsolved};
use super::system::{System, holds, known, total};

/// A sum that is published or withheld.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The unknowns that it is the sum of.
    pub sum: Vec<usize>,
    /// What a reader knows of it where it is shown: one value twice, or the bounds of a rounded one.
    pub shown: (f64, f64),
    /// What is lost by withholding it.
    pub weight: f64,
    /// Whether it is to be decided.
    pub fixed: Fixed,
}

/// Whether a cell's fate is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixed {
    /// It may be shown or withheld.
    Open,
    /// It is withheld in any case.
    Hidden,
    /// It is known already: an earlier release cannot be taken back.
    Shown,
}

/// How uncertain a reader must stay about a sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    /// It must be able to be as small and as large as this; to an insider, to have another value than the true one.
    Reach {
        /// Small enough.
        low: f64,
        /// Large enough.
        high: f64,
    },
    /// It must be able to have another value than the true one.
    Other,
}

/// What must stay uncertain.
#[derive(Clone, Debug)]
pub struct Need {
    /// The unknowns whose sum it is about.
    pub sum: Vec<usize>,
    /// How uncertain.
    pub wanted: Wanted,
    /// Whether it is no secret in itself, but withheld for another's sake: it must not follow from what is shown, but a child
    /// who knows more may know it.
    pub for_others: bool,
}

/// Somebody who knows more than what is published: a child, or a child's own family.
#[derive(Clone, Debug, PartialEq)]
pub struct Insider {
    /// What they know.
    pub knows: Vec<Row>,
    /// A need about these unknowns alone is no secret to them: they are their own.
    pub own: Vec<usize>,
}

/// What to protect and what may be withheld for it.
#[derive(Debug, Default)]
pub struct Problem {
    /// The unknowns.
    pub system: System,
    /// The true values, which keep to all rows.
    pub truth: Vec<f64>,
    /// The cells.
    pub cells: Vec<Cell>,
    /// The needs, each towards any reader and towards each insider.
    pub needs: Vec<Need>,
    /// One insider at a time.
    pub insiders: Vec<Insider>,
    /// Solutions that may be witnesses, known beforehand. Those that do not keep to the system are left out.
    pub hints: Vec<Vec<f64>>,
}

/// What to withhold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Protection {
    /// By cell: whether it is withheld, those that were fixed so included.
    pub hidden: Vec<bool>,
    /// Weight of what is withheld beyond what was fixed.
    pub loss: f64,
    /// Needs that are not met even with every open cell withheld: what is known already is too much.
    pub unmet: Vec<usize>,
    /// Whether the loss is known to be the least there is.
    pub exact: bool,
    /// Solutions that show needs to be met.
    pub witnesses: Vec<Vec<f64>>,
}

/// Rounds after which the lightest cell of each row is withheld without further search: safe, but perhaps more than needed.
const MOST_ROUNDS: usize = 60;
/// Needs looked into in one round.
const AT_ONCE: usize = 6;
/// How much more the sum asked for counts than how far a solution strays from the truth. Witnesses that change little
/// serve against many insiders.
const FIRST: f64 = 4096.0;

/// A solution of the system found on the way, and which cells it would change: one that a reader must reckon with
/// wherever all of these are withheld.
struct Witness {
    values: Vec<f64>,
    changes: Vec<usize>,
}

/// A need that is not met, towards whom.
struct Failing {
    need: usize,
    insider: Option<usize>,
}

/// Which end of a sum a witness must reach.
#[derive(Clone, Copy)]
enum Side {
    Low(f64),
    High(f64),
    Not(f64),
}

impl Side {
    fn reached(self, value: f64) -> bool {
        match self {
            Side::Low(low) => value <= low + 1e-6,
            Side::High(high) => value >= high - 1e-6,
            Side::Not(other) => (value - other).abs() > 1e-3,
        }
    }
}

struct Search<'p> {
    problem: &'p Problem,
    solver: &'p dyn Solver,
    rows: Vec<Row>,
    /// Cells that each unknown is in.
    cells_of: Vec<Vec<usize>>,
    witnesses: RefCell<Vec<Witness>>,
}

impl Problem {
    /// The least that must be withheld. A need about which the solver fails counts as not met.
    pub fn protect(&self, solver: &dyn Solver) -> Protection {
        let search = Search::new(self, solver);
        let start: Vec<bool> = self.cells.iter().map(|cell| cell.fixed == Fixed::Hidden).collect();
        let mut covers: Vec<Vec<usize>> = Vec::new();
        let mut given_up: Vec<usize> = Vec::new();
        let mut exact = true;
        let mut rounds = 0;
        loop {
            let cheapest = if rounds < MOST_ROUNDS { self.cheapest(solver, &start, &covers) } else { Err(Unsolved) };
            exact &= cheapest.is_ok();
            let hidden = cheapest.unwrap_or_else(|_| self.greedy(&start, &covers));
            let failing = search.failing(&hidden, &given_up, AT_ONCE);
            if failing.is_empty() {
                let loss = self.loss(&start, &hidden);
                let unmet = given_up.into_iter().filter(|need| !self.needs[*need].for_others).collect();
                return Protection { hidden, loss, unmet, exact, witnesses: search.serving() };
            }
            for fails in failing {
                match search.cover(&fails, &hidden) {
                    Some(cover) if !covers.contains(&cover) => covers.push(cover),
                    Some(_) => {}
                    None => given_up.push(fails.need),
                }
            }
            rounds += 1;
        }
    }

    /// The needs that are not met with these cells withheld, and solutions that show others to be met.
    pub fn failing(&self, solver: &dyn Solver, hidden: &[bool]) -> (Vec<usize>, Vec<Vec<f64>>) {
        let search = Search::new(self, solver);
        let failing = search.failing(hidden, &[], usize::MAX);
        (failing.into_iter().map(|fails| fails.need).collect(), search.serving())
    }

    fn loss(&self, start: &[bool], hidden: &[bool]) -> f64 {
        let lost = self.cells.iter().zip(start.iter().zip(hidden)).filter(|(_, (before, now))| !**before && **now);
        lost.map(|(cell, _)| cell.weight).sum()
    }

    /// The lightest set of cells that meets every cover.
    fn cheapest(&self, solver: &dyn Solver, start: &[bool], covers: &[Vec<usize>]) -> Result<Vec<bool>, Unsolved> {
        if covers.is_empty() {
            return Ok(start.to_vec());
        }
        let objective: Vec<(usize, f64)> = self.cells.iter().map(|cell| cell.weight).enumerate().collect();
        let rows: Vec<Row> = covers.iter().map(|cover| known(cover, 1.0, f64::INFINITY)).collect();
        let rows: Vec<&Row> = rows.iter().collect();
        let upper = vec![1.0; self.cells.len()];
        let program = Program { upper: &upper, integer: true, objective: &objective, maximise: false, rows: &rows };
        let chosen = solver.solve(&program)?.ok_or(Unsolved)?;
        Ok(start.iter().zip(chosen).map(|(start, chosen)| *start || chosen > 0.5).collect())
    }

    /// A set of cells that meets every cover: of each in turn the lightest.
    fn greedy(&self, start: &[bool], covers: &[Vec<usize>]) -> Vec<bool> {
        let mut hidden = start.to_vec();
        for cover in covers {
            if !cover.iter().any(|cell| hidden[*cell]) {
                let lightest = cover.iter().min_by(|a, b| self.cells[**a].weight.total_cmp(&self.cells[**b].weight));
                if let Some(cell) = lightest {
                    hidden[*cell] = true;
                }
            }
        }
        hidden
    }
}

impl<'p> Search<'p> {
    fn new(problem: &'p Problem, solver: &'p dyn Solver) -> Self {
        let rows = problem.cells.iter().map(|cell| known(&cell.sum, cell.shown.0, cell.shown.1)).collect();
        let mut cells_of = vec![Vec::new(); problem.system.upper.len()];
        for (at, cell) in problem.cells.iter().enumerate() {
            for unknown in &cell.sum {
                cells_of[*unknown].push(at);
            }
        }
        let search = Self { problem, solver, rows, cells_of, witnesses: RefCell::new(Vec::new()) };
        search.remember(problem.truth.clone());
        for hint in problem.hints.iter().filter(|hint| problem.system.allows(hint)) {
            search.remember(hint.clone());
        }
        search
    }

    /// What was found, the truth left out.
    fn serving(self) -> Vec<Vec<f64>> {
        self.witnesses.into_inner().into_iter().skip(1).map(|witness| witness.values).collect()
    }

    fn remember(&self, values: Vec<f64>) {
        let moved = values.iter().zip(&self.problem.truth).enumerate().filter(|(_, (now, then))| now != then);
        let mut touched: Vec<usize> = moved.flat_map(|(unknown, _)| self.cells_of[unknown].iter().copied()).collect();
        touched.sort_unstable();
        touched.dedup();
        touched.retain(|at| {
            let cell = &self.problem.cells[*at];
            let sum = total(&values, &cell.sum);
            sum < cell.shown.0 - 1e-6 || sum > cell.shown.1 + 1e-6
        });
        self.witnesses.borrow_mut().push(Witness { values, changes: touched });
    }

    /// Needs that are not met with these cells withheld, at most so many.
    fn failing(&self, hidden: &[bool], but: &[usize], most: usize) -> Vec<Failing> {
        let mut failing = Vec::new();
        for need in (0..self.problem.needs.len()).filter(|need| !but.contains(need)) {
            if failing.len() >= most {
                break;
            }
            let anybody = Failing { need, insider: None };
            if !self.is_met(&anybody, hidden) {
                failing.push(anybody);
            } else if !self.problem.needs[need].for_others {
                failing.extend(self.failing_insider(need, hidden));
            }
        }
        failing
    }

    /// The first insider towards whom a need is not met.
    fn failing_insider(&self, need: usize, hidden: &[bool]) -> Option<Failing> {
        let sum = &self.problem.needs[need].sum;
        let other = Side::Not(total(&self.problem.truth, sum));
        let may_serve = |witness: &Witness| {
            other.reached(total(&witness.values, sum)) && witness.changes.iter().all(|cell| hidden[*cell])
        };
        let serving = || -> Vec<usize> {
            let witnesses = self.witnesses.borrow();
            (0..witnesses.len()).filter(|at| may_serve(&witnesses[*at])).collect()
        };
        let mut serve = serving();
        (0..self.problem.insiders.len()).map(|insider| Failing { need, insider: Some(insider) }).find(|asked| {
            let knows = asked.insider.map_or(&[][..], |insider| self.problem.insiders[insider].knows.as_slice());
            let witnesses = self.witnesses.borrow();
            if serve.iter().any(|at| knows.iter().all(|row| holds(row, &witnesses[*at].values))) {
                return false;
            }
            let known_so_far = witnesses.len();
            drop(witnesses);
            let met = self.is_met(asked, hidden);
            if self.witnesses.borrow().len() > known_so_far {
                serve = serving();
            }
            !met
        })
    }

    /// Whether a need is met towards somebody, with these cells withheld.
    fn is_met(&self, asked: &Failing, hidden: &[bool]) -> bool {
        let need = &self.problem.needs[asked.need];
        let insider = asked.insider.map(|insider| &self.problem.insiders[insider]);
        if insider.is_some_and(|insider| need.sum.iter().all(|unknown| insider.own.contains(unknown))) {
            return true;
        }
        let other = [Side::Not(total(&self.problem.truth, &need.sum))];
        let ends;
        let sides: &[Side] = match need.wanted {
            Wanted::Reach { low, high } if insider.is_none() => {
                ends = [Side::Low(low), Side::High(high)];
                &ends
            }
            _ => &other,
        };
        let knows = insider.map_or(&[][..], |insider| insider.knows.as_slice());
        sides
            .iter()
            .all(|side| self.has_witness(need, hidden, knows, *side) || self.find_witness(need, hidden, knows, *side))
    }

    fn has_witness(&self, need: &Need, hidden: &[bool], knows: &[Row], side: Side) -> bool {
        self.witnesses.borrow().iter().any(|witness| {
            side.reached(total(&witness.values, &need.sum))
                && knows.iter().all(|row| holds(row, &witness.values))
                && witness.changes.iter().all(|cell| hidden[*cell])
        })
    }

    /// Asks the solver for the extremes; what it finds is kept for the other needs.
    fn find_witness(&self, need: &Need, hidden: &[bool], knows: &[Row], side: Side) -> bool {
        let shown = self.rows.iter().zip(hidden).filter(|(_, hidden)| !**hidden).map(|(row, _)| row);
        let rows: Vec<&Row> = self.problem.system.rows.iter().chain(shown).chain(knows).collect();
        let ends: &[bool] = match side {
            Side::Low(_) => &[false],
            Side::High(_) => &[true],
            Side::Not(_) => &[false, true],
        };
        ends.iter().any(|maximise| {
            let objective = self.objective(need, *maximise);
            let upper = &self.problem.system.upper;
            let integer = self.problem.system.integer;
            let program = Program { upper, integer, objective: &objective, maximise: *maximise, rows: &rows };
            match self.solver.solve(&program) {
                Ok(Some(solution)) if side.reached(total(&solution, &need.sum)) => {
                    self.remember(solution);
                    true
                }
                _ => false,
            }
        })
    }

    /// The sum asked for, and far behind it how far whole numbers stray from the truth.
    fn objective(&self, need: &Need, maximise: bool) -> Vec<(usize, f64)> {
        let system = &self.problem.system;
        if !system.integer || system.upper.len() as f64 >= FIRST / 2.0 {
            return need.sum.iter().map(|unknown| (*unknown, 1.0)).collect();
        }
        let towards = if maximise { -1.0 } else { 1.0 };
        let mut factors: Vec<f64> = (self.problem.truth.iter().zip(&system.upper))
            .map(|(truth, upper)| if truth * 2.0 <= *upper { towards } else { -towards } / upper.max(1.0))
            .collect();
        for unknown in &need.sum {
            factors[*unknown] += FIRST;
        }
        factors.into_iter().enumerate().collect()
    }

    /// Cells of which one must be withheld for a need, as few as can be said; `None` where none would help.
    fn cover(&self, fails: &Failing, hidden: &[bool]) -> Option<Vec<usize>> {
        let cells = &self.problem.cells;
        let mut order: Vec<usize> =
            (0..cells.len()).filter(|at| cells[*at].fixed == Fixed::Open && !hidden[*at]).collect();
        let mut tried = hidden.to_vec();
        order.iter().for_each(|cell| tried[*cell] = true);
        if !self.is_met(fails, &tried) {
            return None;
        }
        // The heaviest first: a cell without which the need still fails need not be named.
        order.sort_by(|a, b| cells[*b].weight.total_cmp(&cells[*a].weight).then_with(|| a.cmp(b)));
        tried.copy_from_slice(hidden);
        let mut cover = Vec::new();
        for cell in order {
            tried[cell] = true;
            if self.is_met(fails, &tried) {
                tried[cell] = false;
                cover.push(cell);
            }
        }
        cover.sort_unstable();
        Some(cover)
    }
}
