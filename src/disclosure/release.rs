//! One release, one protection: what is withheld for its own sake, what would give it away, and the account of both.

use std::collections::BTreeMap;

use super::complement::Relations;
use super::facts::{Fact, FactCell, Seen, facts, families};
use super::figures::ProtectedFigures;
use super::judgements::follow;
use super::knowledge::{Microlp, Protection};
use super::problem::{Part, Standing, Told, problem};
use super::protect::{must_hide, printed};
use super::rules::ReleaseRules;
use crate::measures::{Catalogue, Figure, Measure, Members, Population, PupilSet, Status};

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

/// A sum that a release tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Name of the fact.
    pub fact: String,
    /// The children whom it is about, by their place among the children of the run.
    pub base: PupilSet,
    /// Between which values a reader knows it to lie; of an amount nothing but that it was told.
    pub between: (f64, f64),
}

/// A protected release.
#[derive(Clone, Debug)]
pub struct Release {
    /// Its figures.
    pub figures: ProtectedFigures,
    /// What protection cost.
    pub account: Account,
    /// What it tells of the children, for the ledger.
    pub statements: Vec<Statement>,
}

/// The figures of a release, protected together.
///
/// `wanted` says which of the figures any of its packs will hold: only these come out of it.
pub fn release(
    figures: &[Figure],
    wanted: &dyn Fn(&Figure) -> bool,
    members: &Members,
    catalogue: &Catalogue,
    rules: &ReleaseRules,
    before: &ToldBefore,
) -> Release {
    let released: Vec<Figure> = figures.iter().filter(|figure| wanted(figure)).cloned().collect();
    let exactly = |figure: &Figure| {
        let value = figure.numerator.map_or(0.0, |numerator| numerator as f64);
        (value, value)
    };
    let start = vec![false; released.len()];
    let Decision { hidden, account, statements } =
        decide(&released, &start, members, catalogue, rules, &exactly, before);
    let protected = released.iter().zip(hidden);
    let protected = protected.map(|(figure, hidden)| printed(figure, catalogue.get(&figure.measure), hidden)).collect();
    Release { figures: ProtectedFigures::new(protected, catalogue, *rules), account, statements }
}

/// Which figures are withheld, and what follows.
pub(super) struct Decision {
    pub hidden: Vec<bool>,
    account: Account,
    statements: Vec<Statement>,
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
) -> Decision {
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
    let families = families(&facts, figures, catalogue);
    // Each fact by itself first, which is quick; then the facts of each family together, for what that has missed.
    let alone: Vec<Vec<usize>> = (0..facts.len()).map(|fact| vec![fact]).collect();
    let together: Vec<Vec<usize>> = families.into_iter().filter(|family| family.len() > 1).collect();
    let mut solved: Vec<Option<Solved>> = vec![None; facts.len()];
    let mut solved_together: Vec<Option<Solved>> = vec![None; together.len()];
    loop {
        relations.close(&mut hidden, rules, &counted);
        let standings: Vec<Vec<Standing>> = facts
            .iter()
            .map(|fact| fact.cells.iter().map(|cell| standing(fact, cell, &measures, &primary, &hidden)).collect())
            .collect();
        let release = Facts { facts: &facts, standings: &standings, rules, before };
        if release.protect(&alone, &mut solved, &[], &mut hidden) {
            continue;
        }
        let found: Vec<&[Vec<f64>]> = solved.iter().map(|solved| witnesses(solved.as_ref())).collect();
        if !release.protect(&together, &mut solved_together, &found, &mut hidden) {
            break;
        }
    }
    let families = alone.iter().zip(&solved).chain(together.iter().zip(&solved_together));
    let unmet = families.clone().filter(|(_, solved)| solved.as_ref().is_some_and(|of| !of.answer.unmet.is_empty()));
    follow(figures, &measures, &mut hidden);
    let mut told_before: Vec<String> = unmet
        .flat_map(|(family, _)| family.iter().map(|fact| &facts[*fact].name))
        .filter(|name| before.contains_key(*name))
        .cloned()
        .collect();
    told_before.sort();
    told_before.dedup();
    let lightest = |solved: &Solved| solved.answer.exact && (solved.alone || solved.answer.loss == 0.0);
    let account = Account {
        figures: figures.len(),
        primary: primary.iter().filter(|primary| **primary).count(),
        secondary: hidden.iter().zip(&primary).filter(|(hidden, primary)| **hidden && !**primary).count(),
        exact: families.filter_map(|(_, solved)| solved.as_ref()).all(lightest),
        told_before,
    };
    let shown = |cell: &&FactCell| cell.figures.iter().any(|figure| !hidden[*figure]);
    let statements = facts.iter().flat_map(|fact| {
        fact.cells.iter().filter(shown).map(|cell| Statement {
            fact: fact.name.clone(),
            base: cell.base.clone(),
            between: cell.between,
        })
    });
    let statements = statements.collect();
    Decision { hidden, account, statements }
}

/// What was found of a fact or a family.
#[derive(Clone, Debug)]
struct Solved {
    answer: Protection,
    /// Whether it is of one fact.
    alone: bool,
}

fn witnesses(solved: Option<&Solved>) -> &[Vec<f64>] {
    solved.map_or(&[], |solved| &solved.answer.witnesses)
}

/// The facts of a release as they stand.
struct Facts<'f> {
    facts: &'f [Fact],
    standings: &'f [Vec<Standing>],
    rules: &'f ReleaseRules,
    before: &'f ToldBefore,
}

impl Facts<'_> {
    /// The facts of a family with what belongs to each; `found` of each fact by itself, where that is known.
    fn parts<'p>(&'p self, family: &[usize], found: &[&'p [Vec<f64>]]) -> Vec<Part<'p>> {
        let part = |at: &usize| {
            let fact = &self.facts[*at];
            Part {
                fact,
                standing: &self.standings[*at],
                earlier: self.before.get(&fact.name).map_or(&[], Vec::as_slice),
                alone: found.get(*at).copied().unwrap_or_default(),
            }
        };
        family.iter().map(part).collect()
    }

    /// Withholds what each family needs withheld. Families share nothing, so they are solved side by side, those that stand
    /// as they stood before left alone. Says whether anything more is withheld.
    fn protect(
        &self,
        families: &[Vec<usize>],
        solved: &mut [Option<Solved>],
        found: &[&[Vec<f64>]],
        hidden: &mut [bool],
    ) -> bool {
        let start = |at: usize| -> Vec<bool> {
            let standings = families[at].iter().flat_map(|fact| &self.standings[*fact]);
            standings.map(|standing| standing.hidden).collect()
        };
        let open: Vec<usize> = (0..families.len())
            .filter(|at| {
                let now = start(*at);
                solved[*at].as_ref().is_none_or(|solved| solved.answer.hidden[..now.len()] != now)
            })
            .collect();
        let answers = side_by_side(&open, |at: usize| {
            let parts = self.parts(&families[at], found);
            let mut problem = problem(&parts, self.rules, &Microlp);
            problem.hints.extend_from_slice(witnesses(solved[at].as_ref()));
            let mut answer = problem.protect(&Microlp);
            if parts.iter().all(|part| part.earlier.is_empty()) && !answer.unmet.is_empty() {
                // Nobody knows why: nothing of it is published.
                answer.hidden.fill(true);
            }
            answer
        });
        let before_now = hidden.to_vec();
        for (at, answer) in open.into_iter().zip(answers) {
            let cells = families[at].iter().flat_map(|fact| &self.facts[*fact].cells);
            for (cell, _) in cells.zip(&answer.hidden).filter(|(_, withheld)| **withheld) {
                cell.figures.iter().for_each(|figure| hidden[*figure] = true);
            }
            solved[at] = Some(Solved { answer, alone: families[at].len() == 1 });
        }
        before_now != hidden
    }

    /// Whether too much can be worked out of a family, and what was found that shows the rest to be safe.
    fn tells_too_much(&self, family: &[usize], found: &[&[Vec<f64>]]) -> (bool, Vec<Vec<f64>>) {
        let parts = self.parts(family, found);
        let problem = problem(&parts, self.rules, &Microlp);
        let own: Vec<bool> =
            parts.iter().flat_map(|part| part.standing.iter().map(|standing| standing.hidden)).collect();
        let told = problem.cells.len() - own.len();
        let nothing_new: Vec<bool> = own.iter().map(|_| true).chain(std::iter::repeat_n(false, told)).collect();
        let withheld: Vec<bool> = own.into_iter().chain(std::iter::repeat_n(false, told)).collect();
        let (failing, found) = problem.failing(&Microlp, &withheld);
        // What earlier releases told too much of is no fault of this one.
        let already = if failing.is_empty() { Vec::new() } else { problem.failing(&Microlp, &nothing_new).0 };
        (failing.iter().any(|need| !already.contains(need)), found)
    }
}

/// What a reader of a release could work out that no reader may, in words that do not say it. `read` are the figures as its
/// files have them, `computed` the run's own.
pub fn audit(
    read: &[Figure],
    computed: &[Figure],
    members: &Members,
    catalogue: &Catalogue,
    rules: &ReleaseRules,
    before: &ToldBefore,
) -> Vec<String> {
    let known: BTreeMap<(&str, &Population), &Figure> =
        computed.iter().map(|figure| ((figure.measure.as_str(), &figure.population), figure)).collect();
    let mut wrong = Vec::new();
    let mut figures: Vec<Figure> = Vec::new();
    let mut hidden: Vec<bool> = Vec::new();
    for said in read {
        let Some(own) = known.get(&(said.measure.as_str(), &said.population)) else {
            if said.status == Status::Ok {
                wrong.push(format!("{} of a group that was not computed", said.measure));
            }
            continue;
        };
        let shown = said.status == Status::Ok;
        let differs = |read: Option<u64>, own: Option<u64>| read.is_some_and(|read| Some(read) != own);
        if shown && (differs(said.numerator, own.numerator) || differs(said.n, own.n)) {
            wrong.push(format!("{} is not the figure that was computed", said.measure));
        }
        figures.push((*own).clone());
        // What has no value tells nothing.
        hidden.push(!shown && own.status == Status::Ok);
    }
    for (figure, _) in figures.iter().zip(&hidden).filter(|(_, hidden)| !**hidden) {
        let measure = catalogue.get(&figure.measure);
        if measure.is_none_or(|measure| figure.status == Status::Ok && must_hide(figure, measure, rules)) {
            wrong.push(format!("{} of a group too small for it", figure.measure));
        }
    }
    let all: Vec<Option<&Measure>> = figures.iter().map(|figure| catalogue.get(&figure.measure)).collect();
    let mut followed = hidden.clone();
    follow(&figures, &all, &mut followed);
    let said = figures.iter().zip(hidden.iter().zip(&followed)).filter(|(_, (hidden, should))| **should && !**hidden);
    wrong.extend(said.map(|(figure, _)| format!("{}, a judgement of what is withheld", figure.measure)));
    let exactly = |figure: &Figure| figure.numerator.map_or((0.0, 0.0), |value| (value as f64, value as f64));
    let seen: Vec<Seen<'_>> = figures.iter().map(|figure| Seen { figure, between: exactly(figure) }).collect();
    let facts = facts(&seen, members, catalogue);
    let measures: Vec<Option<&Measure>> = figures.iter().map(|figure| catalogue.get(&figure.measure)).collect();
    let primary: Vec<bool> = hidden
        .iter()
        .zip(figures.iter().zip(&measures))
        .map(|(hidden, (figure, measure))| *hidden && measure.is_some_and(|of| must_hide(figure, of, rules)))
        .collect();
    let families = families(&facts, &figures, catalogue);
    let standings: Vec<Vec<Standing>> = facts
        .iter()
        .map(|fact| {
            // A sum is withheld only where none of the figures that say it is shown.
            let all_hidden = |cell: &FactCell| cell.figures.iter().all(|figure| hidden[*figure]);
            let of = |cell| Standing { hidden: all_hidden(cell), ..standing(fact, cell, &measures, &primary, &hidden) };
            fact.cells.iter().map(of).collect()
        })
        .collect();
    let release = Facts { facts: &facts, standings: &standings, rules, before };
    let all: Vec<usize> = (0..facts.len()).collect();
    let alone = side_by_side(&all, |fact| release.tells_too_much(&[fact], &[]));
    let found: Vec<&[Vec<f64>]> = alone.iter().map(|(_, found)| found.as_slice()).collect();
    let together: Vec<Vec<usize>> = families.into_iter().filter(|family| family.len() > 1).collect();
    let all: Vec<usize> = (0..together.len()).collect();
    let harmed = side_by_side(&all, |family| release.tells_too_much(&together[family], &found).0);
    let harmed = together.iter().zip(harmed).filter(|(_, harmed)| *harmed).filter_map(|(family, _)| family.first());
    let harmed_alone = alone.iter().enumerate().filter(|(_, (harmed, _))| *harmed).map(|(at, _)| at);
    let told = harmed.copied().chain(harmed_alone).map(|fact| &facts[fact].name);
    wrong.extend(told.map(|name| format!("{name} of a few children, from several figures together")));
    wrong.sort();
    wrong.dedup();
    wrong
}

/// How a sum of a fact stands: it is withheld where any of its figures is, for then a reader has none of them.
fn standing(
    fact: &Fact,
    cell: &FactCell,
    measures: &[Option<&Measure>],
    primary: &[bool],
    hidden: &[bool],
) -> Standing {
    let of_all = fact.cells.iter().all(|other| other.base.is_subset(&cell.base));
    let gives_way = cell.figures.iter().all(|figure| measures[*figure].is_some_and(|measure| measure.gives_way));
    // The whole school's figure is worth most, unless it gives way; of two groups the larger one, and the one of which more
    // is said.
    let mut weight = 1.0 + cell.base.len() as f64 / 1000.0 + cell.figures.len() as f64 / 100.0;
    if gives_way {
        weight *= 0.2;
    } else if of_all && fact.cells.len() > 1 {
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
