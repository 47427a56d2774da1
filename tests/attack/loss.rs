//! What three ways of withholding cost, on fifty sets of tables of chance: the three bands of each year group and of girls and
//! boys, with the totals of the school. Hiding what is under six; the hypercube heuristic, corner by corner; and the program.
//! The attacker says what each lets out.

use std::collections::{BTreeMap, BTreeSet};

use thrive_report::disclosure::{self, ReleaseRules};
use thrive_report::measures::{Catalogue, Figure, Status};

use super::attacker::{Findings, attack};
use super::release::{self, Term};
use super::{OFF, school};

/// Sets of tables.
const SETS: usize = 50;
/// The three bands of each group.
const BANDS: [&str; 3] = ["screening.below_pupils", "screening.at_pupils", "screening.above_pupils"];
/// The tables of a set: by year group, and by sex.
const TABLES: [&str; 2] = ["year_group", "sex"];

/// The naive rule.
pub fn is_six_or_more(figure: &Figure) -> bool {
    figure.numerator.is_none_or(|count| count >= 6) && figure.n.is_none_or(|n| n >= 6)
}

/// What one way of withholding did to a set.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    hidden: usize,
    children: u64,
    leaks: usize,
}

impl Cost {
    fn add(&mut self, other: Self) {
        self.hidden += other.hidden;
        self.children += other.children;
        self.leaks += other.leaks;
    }
}

/// A set of tables as one release.
struct Set {
    school: school::School,
    term: Term,
    figures: Vec<Figure>,
}

/// The sets of tables: of the first schools that have several year groups.
fn sets(catalogue: &Catalogue) -> impl Iterator<Item = Set> {
    let of_seed = |seed| {
        let school = school::school(seed);
        let mut term = release::term(&school, catalogue, 0, true);
        term.about.retain(|about| {
            let figure = &about.figure;
            let tables = TABLES.iter().chain(&["school"]).any(|table| figure.population.contains_key(*table));
            BANDS.contains(&figure.measure.as_str()) && tables
        });
        let figures: Vec<Figure> = term.about.iter().map(|about| about.figure.clone()).collect();
        Set { school, term, figures }
    };
    let several = |set: &Set| {
        let years: BTreeSet<&String> =
            set.figures.iter().filter_map(|figure| figure.population.get("year_group")).collect();
        years.len() > 2
    };
    (0..).map(of_seed).filter(several).take(SETS)
}

impl Set {
    /// What a way of withholding costs, and lets out. `shown` are the figures published.
    fn cost(&self, shown: &BTreeSet<usize>, catalogue: &Catalogue) -> Cost {
        let hidden = (0..self.figures.len()).filter(|at| !shown.contains(at));
        let children = hidden.clone().filter_map(|at| self.figures[at].numerator).sum();
        Cost { hidden: hidden.count(), children, leaks: self.leaks(shown, catalogue).all().count() }
    }

    fn leaks(&self, shown: &BTreeSet<usize>, catalogue: &Catalogue) -> Findings {
        let figures: Vec<Figure> = shown.iter().map(|at| self.figures[*at].clone()).collect();
        let published = disclosure::protect(figures, catalogue, &OFF);
        let mut all = Findings::default();
        let statements = release::statements(&self.term, &published, catalogue, 1);
        for (which, targets) in release::targets(&self.term, &published) {
            let (secret, _) = release::secret(&self.school, which, 0);
            let said = statements.get(&which).map(Vec::as_slice).unwrap_or_default();
            all.add(attack(&secret, said, &targets, &[]));
        }
        all
    }

    fn naive(&self) -> BTreeSet<usize> {
        (0..self.figures.len()).filter(|at| is_six_or_more(&self.figures[*at])).collect()
    }

    fn ours(&self, catalogue: &Catalogue) -> BTreeSet<usize> {
        let rules = ReleaseRules::default();
        let (members, nothing) = (&self.term.members, BTreeMap::new());
        let release = disclosure::release(&self.figures, &|_| true, members, catalogue, &rules, &nothing);
        let shown = |at: &usize| {
            let figure = &self.figures[*at];
            release.figures.get(&figure.measure, &figure.population).is_some_and(|found| found.status() == Status::Ok)
        };
        (0..self.figures.len()).filter(shown).collect()
    }

    /// The hypercube heuristic: each number hidden for its own sake becomes the corner of the cheapest square (two groups by
    /// two bands of one table) whose other corners can move by five; the corners go too. A number that one child alone makes
    /// up is the corner of two. What has no square takes its whole table with it.
    fn hypercube(&self) -> BTreeSet<usize> {
        let mut place: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
        for (at, figure) in self.figures.iter().enumerate() {
            for table in TABLES {
                if let Some(group) = figure.population.get(table) {
                    place.insert((table, group, &figure.measure), at);
                }
            }
        }
        let count = |at: usize| self.figures[at].numerator.unwrap_or(0);
        let is_small = |at: &usize| {
            let n = self.figures[*at].n.unwrap_or(0);
            n < 6 || count(*at) <= 4 || n - count(*at) <= 4
        };
        let mut hidden: BTreeSet<usize> = (0..self.figures.len()).filter(is_small).collect();
        // The totals are one line: a hidden one takes the smallest of the others with it.
        let totals: Vec<usize> =
            (0..self.figures.len()).filter(|at| self.figures[*at].population.contains_key("school")).collect();
        if totals.iter().filter(|at| hidden.contains(at)).count() == 1 {
            hidden.extend(totals.iter().filter(|at| !hidden.contains(at)).min_by_key(|at| count(**at)).copied());
        }
        for (&(table, group, band), &corner) in place.iter().filter(|(_, at)| is_small(at)) {
            let groups: BTreeSet<&str> = place.keys().filter(|key| key.0 == table).map(|key| key.1).collect();
            let mut squares: Vec<(u64, [usize; 3])> = Vec::new();
            for other in groups.into_iter().filter(|other| *other != group) {
                for beside in BANDS.into_iter().filter(|beside| *beside != band) {
                    let at = |group, band| place.get(&(table, group, band)).copied();
                    let corners = [at(other, band), at(group, beside), at(other, beside)];
                    if let [Some(a), Some(b), Some(c)] = corners
                        && count(a).min(count(b)) >= 5
                    {
                        let cost =
                            [a, b, c].into_iter().filter(|at| !hidden.contains(at)).map(|at| 1 + count(at)).sum();
                        squares.push((cost, [a, b, c]));
                    }
                }
            }
            squares.sort_unstable();
            let wanted = if count(corner) == 1 { 2 } else { 1 };
            if squares.len() < wanted {
                hidden.extend(place.iter().filter(|(key, _)| key.0 == table).map(|(_, at)| *at));
            }
            hidden.extend(squares.into_iter().take(wanted).flat_map(|(_, corners)| corners));
        }
        (0..self.figures.len()).filter(|at| !hidden.contains(at)).collect()
    }
}

/// The three ways over the first sets: hiding under six, hypercube, the program; and how many figures there are.
fn compared(sets_compared: usize) -> (usize, [Cost; 3]) {
    let catalogue = Catalogue::embedded().expect("sound");
    let mut all = (0, [Cost::default(); 3]);
    for set in sets(&catalogue).take(sets_compared) {
        all.0 += set.figures.len();
        let ways = [set.naive(), set.hypercube(), set.ours(&catalogue)];
        let costs = ways.map(|shown| set.cost(&shown, &catalogue));
        all.1.iter_mut().zip(costs).for_each(|(sum, cost)| sum.add(cost));
    }
    all
}

#[test]
fn hiding_under_six_lets_out_and_the_hypercube_hides_more_than_the_program() {
    let (figures, [naive, hypercube, ours]) = compared(8);
    assert!(figures > 150, "{figures}");
    assert!(naive.leaks > 0);
    assert_eq!((hypercube.leaks, ours.leaks), (0, 0));
    assert!(hypercube.hidden > ours.hidden && hypercube.children > ours.children, "{hypercube:?} {ours:?}");
}

/// The table of `docs/disclosure.md`: `cargo test --release --test integration -- --ignored fifty_sets --nocapture`.
#[test]
#[ignore = "prints the table of docs/disclosure.md: docs/simulations.md says how to run it"]
fn what_is_lost_on_fifty_sets_of_tables() {
    let (figures, costs) = compared(SETS);
    println!("| way | numbers withheld of {figures} | children in them | worked out |\n|---|---|---|---|");
    for (way, cost) in ["under six", "hypercube", "the program"].into_iter().zip(costs) {
        println!("| {way} | {} | {} | {} |", cost.hidden, cost.children, cost.leaks);
    }
}
