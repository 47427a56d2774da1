//! One release, one protection: what is withheld for its own sake, what would give it away, and the account of both.

use std::collections::BTreeMap;

use super::complement::Relations;
use super::facts::{Fact, Seen, facts};
use super::figures::ProtectedFigures;
use super::knowledge::{Microlp, Protection};
use super::problem::{Standing, Told, problem};
use super::protect::{must_hide, printed};
use super::protected::ProtectedFigure;
use super::rules::ReleaseRules;
use crate::measures::{Catalogue, Figure, Measure, Members};

/// What protection cost, and how sure it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// Figures of the release.
    pub figures: usize,
    /// Withheld for their own sake.
    pub primary: usize,
    /// Withheld because they would give others away.
    pub secondary: usize,
    /// Whether no lighter choice protects the counts as well.
    pub exact: bool,
    /// Facts about which earlier releases had told too much already.
    pub told_before: Vec<String>,
}

/// What earlier releases told, by the name of the fact.
pub type ToldBefore = BTreeMap<String, Vec<Told>>;

/// The figures of a release, protected together.
///
/// `wanted` says which of the figures any of its packs will hold: the others are withheld and cost nothing.
pub fn release(
    figures: &[Figure],
    wanted: &dyn Fn(&Figure) -> bool,
    members: &Members,
    catalogue: &Catalogue,
    rules: &ReleaseRules,
    before: &ToldBefore,
) -> (ProtectedFigures, Account) {
    let released: Vec<Figure> = figures.iter().filter(|figure| wanted(figure)).cloned().collect();
    let exactly = |figure: &Figure| {
        let value = figure.numerator.map_or(0.0, |numerator| numerator as f64);
        (value, value)
    };
    let start = vec![false; released.len()];
    let (hidden, account) = decide(&released, &start, members, catalogue, rules, &exactly, before);
    let mut hidden = hidden.into_iter();
    let protected: Vec<ProtectedFigure> = figures
        .iter()
        .map(|figure| {
            let withheld = if wanted(figure) { hidden.next().unwrap_or(true) } else { true };
            printed(figure, catalogue.get(&figure.measure), withheld)
        })
        .collect();
    (ProtectedFigures::new(protected, catalogue, *rules), account)
}

/// Which figures of a release are withheld. `between` says what a reader knows of the numerator of one that is shown.
pub(super) fn decide(
    figures: &[Figure],
    start: &[bool],
    members: &Members,
    catalogue: &Catalogue,
    rules: &ReleaseRules,
    between: &dyn Fn(&Figure) -> (f64, f64),
    before: &ToldBefore,
) -> (Vec<bool>, Account) {
    let measures: Vec<Option<&Measure>> = figures.iter().map(|figure| catalogue.get(&figure.measure)).collect();
    let primary: Vec<bool> = figures
        .iter()
        .zip(&measures)
        // Of an unknown measure nobody can tell what it gives away.
        .map(|(figure, measure)| measure.is_none_or(|measure| must_hide(figure, measure, rules)))
        .collect();
    let mut hidden: Vec<bool> = primary.iter().zip(start).map(|(own, start)| *own || *start).collect();
    let seen: Vec<Seen<'_>> = figures.iter().map(|figure| Seen { figure, between: between(figure) }).collect();
    let facts = facts(&seen, members, catalogue);
    // Counts whose children are known are protected exactly; the rest by rules that may withhold more than they must.
    let mut counted = vec![false; figures.len()];
    for fact in facts.iter().filter(|fact| fact.counts) {
        fact.cells.iter().flat_map(|cell| &cell.figures).for_each(|figure| counted[*figure] = true);
    }
    let relations = Relations::new(figures, catalogue);
    let none = Vec::new();
    let mut solved: Vec<Option<(Vec<bool>, Protection)>> = vec![None; facts.len()];
    loop {
        relations.close(&mut hidden, rules, &counted);
        let before_now = hidden.clone();
        let standings: Vec<Vec<Standing>> = facts
            .iter()
            .map(|fact| fact.cells.iter().map(|cell| standing(fact, cell, &measures, &primary, &hidden)).collect())
            .collect();
        // Facts share nothing, so they are solved side by side; the answers keep their order.
        let open: Vec<usize> = (0..facts.len())
            .filter(|at| {
                let now: Vec<bool> = standings[*at].iter().map(|standing| standing.hidden).collect();
                solved[*at].as_ref().is_none_or(|(_, answer)| answer.hidden[..now.len()] != now)
            })
            .collect();
        let answers = side_by_side(&open, |at| {
            let told = before.get(&facts[at].name).unwrap_or(&none);
            let problem = problem(&facts[at], &standings[at], told, rules, &Microlp);
            let mut answer = problem.protect(&Microlp);
            if told.is_empty() && !answer.unmet.is_empty() {
                // Nobody knows why: nothing of it is published.
                answer.hidden.fill(true);
            }
            answer
        });
        for (at, answer) in open.into_iter().zip(answers) {
            let fact = &facts[at];
            for (cell, withheld) in fact.cells.iter().zip(&answer.hidden) {
                if *withheld {
                    cell.figures.iter().for_each(|figure| hidden[*figure] = true);
                }
            }
            let was = standings[at].iter().map(|standing| standing.hidden).collect();
            solved[at] = Some((was, answer));
        }
        if hidden == before_now {
            break;
        }
    }
    let told_before = facts.iter().zip(&solved).filter_map(|(fact, solved)| {
        let unmet = solved.as_ref().is_some_and(|(_, answer)| !answer.unmet.is_empty());
        (unmet && before.contains_key(&fact.name)).then(|| fact.name.clone())
    });
    let account = Account {
        figures: figures.len(),
        primary: primary.iter().filter(|primary| **primary).count(),
        secondary: hidden.iter().zip(&primary).filter(|(hidden, primary)| **hidden && !**primary).count(),
        exact: solved.iter().flatten().all(|(_, answer)| answer.exact),
        told_before: told_before.collect(),
    };
    (hidden, account)
}

/// How a sum of a fact stands: it is withheld where any of its figures is, for then a reader has none of them.
fn standing(
    fact: &Fact,
    cell: &super::facts::FactCell,
    measures: &[Option<&Measure>],
    primary: &[bool],
    hidden: &[bool],
) -> Standing {
    let of_all = fact.cells.iter().all(|other| other.base.is_subset(&cell.base));
    let gives_way = cell.figures.iter().all(|figure| measures[*figure].is_some_and(|measure| measure.gives_way));
    // The whole school's figure is worth most; of two groups the larger one, and the one of which more is said.
    let mut weight = 1.0 + cell.base.len() as f64 / 1000.0 + cell.figures.len() as f64 / 100.0;
    if gives_way {
        weight *= 0.2;
    }
    if of_all && fact.cells.len() > 1 {
        weight *= 1000.0;
    }
    Standing {
        hidden: cell.figures.iter().any(|figure| hidden[*figure]),
        primary: cell.figures.iter().any(|figure| primary[*figure]),
        weight,
    }
}

/// Answers in the order of the questions, worked out on as many threads as there are cores.
fn side_by_side<T: Send>(questions: &[usize], answer: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(questions.len());
    if cores < 2 {
        return questions.iter().map(|question| answer(*question)).collect();
    }
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let Some(question) = questions.get(at) else { return done };
            done.push((at, answer(*question)));
        }
    };
    let mut answers: Vec<(usize, T)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..cores).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            match other.join() {
                Ok(more) => all.extend(more),
                Err(fault) => std::panic::resume_unwind(fault),
            }
        }
        all
    });
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
