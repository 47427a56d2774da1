//! What a school of chance publishes each term: figures as a run computes them, the children behind them as the store
//! answers them, and, on the other side, what a reader makes of each published figure.

use std::collections::{BTreeMap, BTreeSet};

use thrive_report::disclosure::ProtectedFigures;
use thrive_report::measures::{Catalogue, Figure, Kind, Members, Population, Status as FigureStatus};
use thrive_report::queries::{self, Folder};
use thrive_report::store::{ResultSet, Value};

use super::attacker::{Mask, Secret, Statement, Sum, Target};
use super::school::{Child, DIMENSIONS, PROGRAMMES, School, Status, TERMS, group};

/// Who has what is counted, or whom it is counted among.
type Who = fn(&Child, usize) -> bool;

/// The states that are counted in a term.
type Counts = fn(usize) -> Mask;

/// A measure over the groups of a term: who is counted among whom. In the program's own words, and in ours.
struct Counted {
    query: &'static str,
    column: &'static str,
    base: &'static str,
    count: &'static str,
    share: Option<&'static str>,
    has: Who,
    among: Who,
    secret: Option<(Which, Counts)>,
}

/// The secrets of a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// Below, at or above in each of the three terms together: what is published of one term is about the others too.
    Standing,
    Absence(usize),
    Suspended(usize),
    /// A parent or carer on a Family Thrive register.
    Place,
}

fn assessed(child: &Child, term: usize) -> bool {
    child.status[term].is_some()
}

fn stands(child: &Child, term: usize, status: Status) -> bool {
    child.status[term] == Some(status)
}

/// The child's screened term before.
fn before(child: &Child, term: usize) -> Option<usize> {
    (0..term).rev().find(|term| child.status[*term].is_some())
}

fn both(child: &Child, term: usize) -> bool {
    assessed(child, term) && before(child, term).is_some()
}

fn was_below(child: &Child, term: usize) -> bool {
    before(child, term).is_some_and(|before| stands(child, before, Status::Below))
}

fn caught_up(child: &Child, term: usize) -> bool {
    both(child, term) && was_below(child, term) && !stands(child, term, Status::Below)
}

fn fell_behind(child: &Child, term: usize) -> bool {
    both(child, term) && !was_below(child, term) && stands(child, term, Status::Below)
}

/// States of a standing: 0 below, 1 at, 2 above, 3 not screened, term by term in base 4.
fn standing_where(is: impl Fn([u8; 3]) -> bool) -> Mask {
    (0..64_u8).filter(|state| is([state & 3, state >> 2 & 3, state >> 4])).fold(0, |mask, state| mask | 1 << state)
}

pub fn in_band(term: usize, bands: &[u8]) -> Mask {
    standing_where(|state| bands.contains(&state[term]))
}

const YES: fn(usize) -> Mask = |_| 0b10;

const COUNTED: [Counted; 14] = [
    Counted {
        query: "coverage",
        column: "on_roll",
        base: "on_roll",
        count: "roll.pupils",
        share: None,
        has: Child::is_there,
        among: Child::is_there,
        secret: None,
    },
    Counted {
        query: "coverage",
        column: "screened",
        base: "on_roll",
        count: "screening.screened",
        share: Some("screening.coverage"),
        has: assessed,
        among: Child::is_there,
        secret: None,
    },
    Counted {
        query: "development",
        column: "assessed",
        base: "assessed",
        count: "screening.assessed",
        share: None,
        has: assessed,
        among: assessed,
        secret: None,
    },
    Counted {
        query: "development",
        column: "below",
        base: "assessed",
        count: "screening.below_pupils",
        share: Some("screening.below_share"),
        has: |child, term| stands(child, term, Status::Below),
        among: assessed,
        secret: Some((Which::Standing, |term| in_band(term, &[0]))),
    },
    Counted {
        query: "development",
        column: "at_or_above",
        base: "assessed",
        count: "screening.at_or_above_pupils",
        share: Some("screening.at_or_above_share"),
        has: |child, term| assessed(child, term) && !stands(child, term, Status::Below),
        among: assessed,
        secret: Some((Which::Standing, |term| in_band(term, &[1, 2]))),
    },
    Counted {
        query: "development",
        column: "at_expected",
        base: "assessed",
        count: "screening.at_pupils",
        share: Some("screening.at_share"),
        has: |child, term| stands(child, term, Status::At),
        among: assessed,
        secret: Some((Which::Standing, |term| in_band(term, &[1]))),
    },
    Counted {
        query: "development",
        column: "above",
        base: "assessed",
        count: "screening.above_pupils",
        share: Some("screening.above_share"),
        has: |child, term| stands(child, term, Status::Above),
        among: assessed,
        secret: Some((Which::Standing, |term| in_band(term, &[2]))),
    },
    Counted {
        query: "movement",
        column: "placed_both",
        base: "placed_both",
        count: "movement.placed_both",
        share: None,
        has: both,
        among: both,
        secret: None,
    },
    Counted {
        query: "movement",
        column: "caught_up",
        base: "placed_both",
        count: "movement.caught_up_pupils",
        share: Some("movement.caught_up_share"),
        has: caught_up,
        among: both,
        secret: Some((Which::Standing, |_| 0)),
    },
    Counted {
        query: "movement",
        column: "fell_behind",
        base: "placed_both",
        count: "movement.fell_behind_pupils",
        share: Some("movement.fell_behind_share"),
        has: fell_behind,
        among: both,
        secret: Some((Which::Standing, |_| 0)),
    },
    Counted {
        query: "attendance",
        column: "pupils",
        base: "pupils",
        count: "attendance.pupils",
        share: None,
        has: Child::is_there,
        among: Child::is_there,
        secret: None,
    },
    Counted {
        query: "attendance",
        column: "persistent",
        base: "pupils",
        count: "attendance.persistent_pupils",
        share: Some("attendance.persistent_share"),
        has: |child, term| child.is_there(term) && child.absence[term] >= 1,
        among: Child::is_there,
        secret: Some((Which::Absence(0), |_| 0b110)),
    },
    Counted {
        query: "attendance",
        column: "severe",
        base: "pupils",
        count: "attendance.severe_pupils",
        share: Some("attendance.severe_share"),
        has: |child, term| child.is_there(term) && child.absence[term] >= 2,
        among: Child::is_there,
        secret: Some((Which::Absence(0), |_| 0b100)),
    },
    Counted {
        query: "suspensions",
        column: "pupils_suspended",
        base: "on_roll",
        count: "suspensions.pupils",
        share: Some("suspensions.pupils_share"),
        has: |child, term| child.suspended[term],
        among: Child::is_there,
        secret: Some((Which::Suspended(0), YES)),
    },
];

/// One figure of a release, with what it is about.
pub struct About {
    pub figure: Figure,
    children: Vec<usize>,
    /// What is secret in it, and the children counted for it state by state.
    secret: Option<(Which, Sum)>,
}

/// Everything a school knows at the end of a term.
pub struct Term {
    pub about: Vec<About>,
    pub members: Members,
}

fn percent(x: usize, n: usize) -> Option<f64> {
    (n > 0).then(|| 100.0 * x as f64 / n as f64)
}

fn figure(catalogue: &Catalogue, measure: &str, population: Population, x: usize, n: usize) -> Figure {
    let known = catalogue.get(measure).unwrap_or_else(|| panic!("{measure} is no measure"));
    let share = known.kind == Kind::Share;
    let value = if share { percent(x, n) } else { (n > 0).then_some(x as f64) };
    Figure {
        measure: measure.to_owned(),
        population,
        value,
        unit: known.unit,
        n: Some(n as u64),
        numerator: Some(x as u64),
        denominator: share.then_some(n as u64),
        low: None,
        high: None,
        tier: None,
        status: if value.is_some() { FigureStatus::Ok } else { FigureStatus::NotAvailable },
    }
}

/// The figures of every term up to one, as a run at its end computes them. `three_bands` has at and above of every group too.
pub fn term(school: &School, catalogue: &Catalogue, last: usize, three_bands: bool) -> Term {
    let mut about = Vec::new();
    for (at, period) in TERMS.iter().enumerate().take(last + 1) {
        for dimension in DIMENSIONS {
            let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (place, child) in school.children.iter().enumerate().filter(|(_, child)| child.is_there(at)) {
                groups.entry(group(child, dimension)).or_default().push(place);
            }
            for (name, children) in groups {
                for counted in &COUNTED {
                    let finer = ["at_expected", "above"].contains(&counted.column);
                    if finer && dimension != "school" && !three_bands {
                        continue;
                    }
                    let of = |who: Who| -> Vec<usize> {
                        children.iter().copied().filter(|place| who(&school.children[*place], at)).collect()
                    };
                    let base = of(counted.among);
                    // A result has a row where it has anybody.
                    if base.is_empty() {
                        continue;
                    }
                    let x = of(counted.has).len();
                    let population = Population::from([
                        ("period".to_owned(), (*period).to_owned()),
                        (dimension.to_owned(), name.clone()),
                    ]);
                    for measure in [Some(counted.count), counted.share].into_iter().flatten() {
                        let secret =
                            counted.secret.map(|(which, mask)| secret_of(school, counted, which, mask, &base, at));
                        let figure = figure(catalogue, measure, population.clone(), x, base.len());
                        about.push(About { figure, children: base.clone(), secret });
                    }
                }
            }
        }
        about.extend(support(school, catalogue, at));
    }
    Term { about, members: members(school, last) }
}

/// Who is counted, by state of the secret.
fn secret_of(
    school: &School,
    counted: &Counted,
    which: Which,
    mask: Counts,
    base: &[usize],
    at: usize,
) -> (Which, Sum) {
    match which {
        Which::Absence(_) => (Which::Absence(at), vec![(base.to_vec(), mask(at))]),
        Which::Suspended(_) => (Which::Suspended(at), vec![(base.to_vec(), mask(at))]),
        Which::Standing if counted.query == "movement" => {
            let mut since: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for place in base {
                if let Some(before) = before(&school.children[*place], at) {
                    since.entry(before).or_default().push(*place);
                }
            }
            let rises = counted.column == "caught_up";
            let moved = |before: usize| {
                standing_where(move |state| {
                    let (then, now) = (state[before] == 0, state[at] == 0);
                    state[before] < 3 && state[at] < 3 && then == rises && now != rises
                })
            };
            (which, since.into_iter().map(|(before, children)| (children, moved(before))).collect())
        }
        _ => (which, vec![(base.to_vec(), mask(at))]),
    }
}

/// Children in each programme and in all together, and of them those with a family on a course.
fn support(school: &School, catalogue: &Catalogue, at: usize) -> Vec<About> {
    let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (place, child) in school.children.iter().enumerate() {
        if let Some((_, programme)) = child.support.filter(|(term, _)| *term == at) {
            groups.entry((PROGRAMMES[programme], "Being")).or_default().push(place);
            groups.entry(("All one-to-one support", "All strands")).or_default().push(place);
        }
    }
    let mut about = Vec::new();
    for ((intervention, strand), children) in groups {
        let population = Population::from([
            ("period".to_owned(), TERMS[at].to_owned()),
            ("intervention".to_owned(), intervention.to_owned()),
            ("target_strand".to_owned(), strand.to_owned()),
        ]);
        let n = children.len();
        let x = children.iter().filter(|place| school.children[**place].place).count();
        let figure_of = |measure: &str, x: usize| figure(catalogue, measure, population.clone(), x, n);
        about.push(About { figure: figure_of("support.children", n), children: children.clone(), secret: None });
        let secret = Some((Which::Place, vec![(children.clone(), 0b10)]));
        about.push(About { figure: figure_of("support.family_places", x), children, secret });
    }
    about
}

/// Number of a child in the store.
fn number(place: usize) -> i64 {
    1000 + place as i64
}

/// The children behind the columns, as the store would answer.
fn members(school: &School, last: usize) -> Members {
    let text = |text: &str| Value::Text(text.to_owned());
    let mut rows: BTreeMap<&str, (Vec<&str>, BTreeSet<Vec<String>>)> = BTreeMap::new();
    let mut add = |query: &'static str, columns: &[&'static str], values: &[&str], place: usize| {
        let (known, rows) = rows.entry(query).or_insert_with(|| (columns.to_vec(), BTreeSet::new()));
        assert_eq!(known, columns);
        let number = number(place).to_string();
        rows.insert(values.iter().copied().chain([number.as_str()]).map(str::to_owned).collect());
    };
    for (at, period) in TERMS.iter().enumerate().take(last + 1) {
        for (place, child) in school.children.iter().enumerate().filter(|(_, child)| child.is_there(at)) {
            for dimension in DIMENSIONS {
                add(
                    "population",
                    &["period", "dimension", "grp"],
                    &[period, dimension, &group(child, dimension)],
                    place,
                );
            }
            for counted in &COUNTED {
                let mut of = |column: &'static str, who: Who| {
                    if who(child, at) {
                        add(counted.query, &["period", "part"], &[period, column], place);
                    }
                };
                of(counted.column, counted.has);
                of(counted.base, counted.among);
            }
            if let Some((_, programme)) = child.support.filter(|(term, _)| *term == at) {
                let keys = ["period", "intervention", "target_strand", "part"];
                for (intervention, strand) in
                    [(PROGRAMMES[programme], "Being"), ("All one-to-one support", "All strands")]
                {
                    add("support", &keys, &[period, intervention, strand, "children"], place);
                    if child.place {
                        add("support_resources", &keys, &[period, intervention, strand, "children_with_place"], place);
                    }
                }
            }
        }
    }
    let mut answers = BTreeMap::new();
    for query in queries::all(Folder::Members) {
        let (columns, rows) = rows.remove(query.id).unwrap_or_else(|| (vec!["period", "part"], BTreeSet::new()));
        let columns: Vec<String> = columns.into_iter().chain(["pupil_id"]).map(str::to_owned).collect();
        let row = |values: Vec<String>| {
            let (pupil, keys) = values.split_last().expect("a pupil");
            let mut row: Vec<Value> = keys.iter().map(|key| text(key)).collect();
            row.push(Value::Int(pupil.parse().expect("a number")));
            row
        };
        let rows = rows.into_iter().map(row).collect();
        answers.insert(query.path.trim_end_matches(".sql").to_owned(), ResultSet { columns, rows });
    }
    Members::take(&mut answers).expect("the columns are there")
}

/// What a reader makes of a published figure: how many of whom are counted, between two values.
fn read(about: &About, published: &ProtectedFigures, catalogue: &Catalogue, round_to: i64) -> Option<(i64, i64)> {
    let found = published.get(&about.figure.measure, &about.figure.population)?;
    let value = found.value().filter(|_| found.status() == FigureStatus::Ok)?;
    let n = about.children.len() as i64;
    if let (Some(numerator), true) = (found.numerator(), round_to <= 1) {
        return Some((numerator as i64, numerator as i64));
    }
    if catalogue.get(found.measure()).is_some_and(|measure| measure.kind == Kind::Share) {
        // Rounded half up to whole percent: every numerator that would be printed so.
        let printed = value.round() as i64;
        let fitting: Vec<i64> = (0..=n).filter(|x| (200 * x + n) / (2 * n) == printed).collect();
        return Some((*fitting.first()?, *fitting.last()?));
    }
    let count = value.round() as i64;
    // To the nearest five, half up.
    let below = round_to / 2;
    Some(if round_to <= 1 { (count, count) } else { ((count - below).max(0), (count + round_to - 1 - below).min(n)) })
}

/// Everything published of each secret in one release.
pub fn statements(
    term: &Term,
    published: &ProtectedFigures,
    catalogue: &Catalogue,
    round_to: i64,
) -> BTreeMap<Which, Vec<Statement>> {
    let mut all: BTreeMap<Which, Vec<Statement>> = BTreeMap::new();
    for about in &term.about {
        let Some((which, sum)) = &about.secret else { continue };
        if let Some((low, high)) = read(about, published, catalogue, round_to) {
            all.entry(*which).or_default().push(Statement { sum: sum.clone(), low, high });
        }
    }
    all
}

/// What must not be worked out: small counts, small rests, small groups, and whatever is withheld.
pub fn targets(term: &Term, published: &ProtectedFigures) -> BTreeMap<Which, Vec<Target>> {
    let mut all: BTreeMap<Which, Vec<Target>> = BTreeMap::new();
    for about in &term.about {
        let Some((which, sum)) = &about.secret else { continue };
        let (n, x) = (about.children.len() as u64, about.figure.numerator.unwrap_or(0));
        let small = n < 6 || x <= 4 || n - x <= 4;
        let found = published.get(&about.figure.measure, &about.figure.population);
        let withheld = found.is_some_and(|found| found.status() == FigureStatus::Suppressed);
        if small || withheld {
            let what = format!(
                "{}{} of {:?}, {x} of {n}",
                if small { "" } else { "(secondary) " },
                about.figure.measure,
                about.figure.population
            );
            all.entry(*which).or_default().push(Target { what, sum: sum.clone(), from_insiders: small });
        }
    }
    all
}

/// The secrets of the children as a reader knows them at the end of a term, with the states to look at in small groups.
pub fn secret(school: &School, which: Which, last: usize) -> (Secret, Vec<(&'static str, Mask)>) {
    let mut secret = Secret::default();
    for child in &school.children {
        let (possible, truth) = match which {
            Which::Standing => {
                let digit = |term: usize| child.status[term].filter(|_| term <= last).map_or(3, |status| status as u8);
                let digits = [digit(0), digit(1), digit(2)];
                let fits = |state: [u8; 3]| {
                    let there = (0..3).all(|term| (state[term] == 3) == (digits[term] == 3));
                    let seen: BTreeSet<u8> = state.iter().copied().filter(|digit| *digit < 3).collect();
                    there && (!school.taken_for_steady || seen.len() <= 1)
                };
                let nobody = digits == [3, 3, 3];
                let possible = if nobody { 0 } else { standing_where(fits) };
                (possible, digits[0] + 4 * digits[1] + 16 * digits[2])
            }
            Which::Absence(at) => (if child.is_there(at) { 0b111 } else { 0 }, child.absence[at]),
            Which::Suspended(at) => (if child.is_there(at) { 0b11 } else { 0 }, u8::from(child.suspended[at])),
            Which::Place => {
                let known = child.support.is_some_and(|(term, _)| term <= last);
                (if known { 0b11 } else { 0 }, u8::from(child.place))
            }
        };
        secret.possible.push(possible);
        secret.truth.push(truth);
    }
    let small = match which {
        Which::Standing => {
            let names = ["below in autumn", "below in spring", "below in summer"];
            names.into_iter().enumerate().take(last + 1).map(|(term, name)| (name, in_band(term, &[0]))).collect()
        }
        Which::Absence(_) => vec![("persistently absent", 0b110)],
        Which::Suspended(_) => vec![("suspended", 0b10)],
        Which::Place => vec![("with a place", 0b10)],
    };
    (secret, small)
}
