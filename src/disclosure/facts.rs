//! The facts of a release: which of its numbers are sums of the same unknown, such as who is below what is expected of
//! their age in one term, and over which children each sum goes.
//!
//! Two kinds of fact are told apart. A *count* says how many children of a group have something private: its numbers, its
//! complement's and every share and estimate made of them are one number. An *amount* is anything else that a figure says
//! of a group (sessions, points, pounds): what matters is over whom the sum goes, so all amounts of one result count as one.

use std::collections::BTreeMap;

use crate::measures::{Catalogue, Figure, Kind, Measure, Members, PupilSet, Status};

/// A number that a reader may come to see, or a withheld one.
#[derive(Clone, Debug)]
pub struct Seen<'a> {
    /// The figure as it was computed.
    pub figure: &'a Figure,
    /// Between which values a reader knows its numerator to lie, where it is shown; of an amount any.
    pub between: (f64, f64),
}

/// All numbers about one unknown of the children.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What it is about, the same in every release: result, column and keys.
    pub name: String,
    /// Whether it is a count of children with something private, or else an amount.
    pub counts: bool,
    /// Its sums, each over other children.
    pub cells: Vec<FactCell>,
}

/// One sum of a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct FactCell {
    /// The children whom it is about.
    pub base: PupilSet,
    /// Those of them who are counted; nobody where it is an amount.
    pub counted: PupilSet,
    /// The figures that say it, by position.
    pub figures: Vec<usize>,
    /// Between which values a reader who sees all of these knows it to lie.
    pub between: (f64, f64),
}

/// The facts of some figures, and which figures no fact holds.
pub fn facts(seen: &[Seen<'_>], members: &Members, catalogue: &Catalogue) -> Vec<Fact> {
    let mut found: BTreeMap<String, (bool, BTreeMap<PupilSet, FactCell>)> = BTreeMap::new();
    for (position, seen) in seen.iter().enumerate() {
        let figure = seen.figure;
        let Some(measure) = catalogue.get(&figure.measure).filter(|measure| measure.about_children) else { continue };
        let Some(what) = what(measure, figure, catalogue) else { continue };
        let Some(base) = members.base(figure, catalogue).filter(|base| !base.is_empty()) else { continue };
        let (counted, between) = match what.counts {
            Counts::Amount => (PupilSet::default(), seen.between),
            Counts::These | Counts::TheOthers => {
                let counted = members.column(catalogue.counts_of(measure), what.column, &figure.population);
                let Some(counted) = counted.filter(|counted| counted.is_subset(&base)) else { continue };
                // A verdict tells the count behind it, for all that anybody knows.
                let own = counted.len() as f64;
                let between = if figure.numerator.is_some() { seen.between } else { (own, own) };
                let all = base.len() as f64;
                match what.counts {
                    Counts::TheOthers => (base.difference(&counted), (all - between.1, all - between.0)),
                    _ => (counted, between),
                }
            }
        };
        let (_, cells) = found.entry(what.name).or_insert_with(|| (what.counts != Counts::Amount, BTreeMap::new()));
        let cell = cells.entry(base.clone()).or_insert_with(|| FactCell {
            base,
            counted: counted.clone(),
            figures: Vec::new(),
            between,
        });
        cell.figures.push(position);
        cell.between = (cell.between.0.max(between.0), cell.between.1.min(between.1));
    }
    let facts = found.into_iter();
    facts.map(|(name, (counts, cells))| Fact { name, counts, cells: cells.into_values().collect() }).collect()
}

/// The facts that are parts of one whole, by position: what is known of one says something of the others. A fact that is part
/// of nothing stands alone.
pub fn families(facts: &[Fact], figures: &[Figure], catalogue: &Catalogue) -> Vec<Vec<usize>> {
    let mut first_of: BTreeMap<String, usize> = BTreeMap::new();
    let mut head: Vec<usize> = (0..facts.len()).collect();
    for (at, fact) in facts.iter().enumerate().filter(|(_, fact)| fact.counts) {
        let said = fact.cells.iter().flat_map(|cell| &cell.figures);
        let measures: BTreeMap<&str, &Measure> = said
            .filter_map(|figure| catalogue.get(&figures.get(*figure)?.measure))
            .map(|measure| (measure.id.as_str(), measure))
            .collect();
        let keys: Vec<&str> = fact.name.split('|').skip(1).collect();
        for measure in measures.into_values() {
            let over = measure.parts_over.as_ref().map(|key| (measure.id.clone(), format!("{key}=")));
            let named = measure.parts.iter().map(|name| (name.clone(), String::new()));
            for (name, but) in named.chain(over) {
                let keys: Vec<&str> =
                    keys.iter().filter(|key| but.is_empty() || !key.starts_with(&but)).copied().collect();
                let other = *first_of.entry(format!("{name}|{}", keys.join("|"))).or_insert(at);
                let (one, other) = (head[at], head[other]);
                head.iter_mut().filter(|head| **head == one.max(other)).for_each(|head| *head = one.min(other));
            }
        }
    }
    let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, head) in head.into_iter().enumerate() {
        families.entry(head).or_default().push(at);
    }
    families.into_values().collect()
}

/// What a figure says of the children behind it.
struct What<'c> {
    name: String,
    /// Column of what is counted, where it is a count.
    column: &'c str,
    counts: Counts,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    These,
    /// The complement of what the fact is named for.
    TheOthers,
    Amount,
}

fn what<'c>(measure: &'c Measure, figure: &Figure, catalogue: &Catalogue) -> Option<What<'c>> {
    let shape = catalogue.shape(measure)?;
    let query = catalogue.counts_of(measure);
    let column = measure.function_of.as_ref().or(measure.numerator.as_ref());
    let private = measure.sensitive && measure.counts_children();
    let (about, counts) = match (column, measure.kind) {
        _ if figure.status != Status::Ok => return None,
        (Some(column), _) if private || measure.function_of.is_some() => {
            match (&measure.also_counts, &measure.complement_of) {
                (Some(same), _) => (same.clone(), Counts::These),
                (None, Some(other)) => (format!("{query}.{other}"), Counts::TheOthers),
                (None, None) => (format!("{query}.{column}"), Counts::These),
            }
        }
        // How many are there, screened or compared is no secret in itself; a median is no sum, a word no number.
        (_, Kind::Median) => return None,
        (_, Kind::Estimate) if !measure.words.is_empty() => return None,
        (_, Kind::Count | Kind::Share) if measure.counts_children() => return None,
        _ => (shape.quantity.clone().unwrap_or_else(|| measure.query.clone()), Counts::Amount),
    };
    let keys = shape.keys.iter().filter(|key| !shape.total.contains_key(*key));
    let elsewhere = shape.nested_periods || shape.dated_by.is_some();
    let keys = keys.filter(|key| !(elsewhere && *key == "period"));
    let keys = keys.filter_map(|key| {
        let name = if shape.dated_by.as_ref() == Some(key) { "period" } else { key };
        figure.population.get(key).map(|value| format!("|{name}={value}"))
    });
    let column = column.map(String::as_str).unwrap_or_default();
    Some(What { name: about + &keys.collect::<String>(), column, counts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::{Population, Unit};

    /// The fact that a count of children is part of.
    fn fact(catalogue: &Catalogue, measure: &str, population: &[(&str, &str)]) -> String {
        let measure = catalogue.get(measure).expect("known");
        let population: Population =
            population.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let figure = Figure {
            measure: measure.id.clone(),
            population,
            value: Some(20.0),
            unit: Unit::Pupils,
            n: Some(60),
            numerator: Some(20),
            denominator: None,
            low: None,
            high: None,
            tier: None,
            status: Status::Ok,
        };
        what(measure, &figure, catalogue).expect("a private count").name
    }

    #[test]
    fn who_was_below_in_a_term_is_one_fact_wherever_it_is_told() {
        let told = |catalogue: &Catalogue, measure: &str| {
            let point = [("period", "2025-26-summer"), ("point", "2025-26-autumn"), ("school", "All pupils")];
            fact(catalogue, measure, &point)
        };
        let text = include_str!("../../reference/measures.toml");
        let catalogue = Catalogue::parse(text).expect("valid");
        let below =
            fact(&catalogue, "screening.below_pupils", &[("period", "2025-26-autumn"), ("year_group", "Year 3")]);
        for measure in ["trend.matched_below_share", "trend.all_below_pupils"] {
            assert_eq!(told(&catalogue, measure), below);
        }
        // Without the line that says so, nothing would compare the same pupils with all of them.
        let lines = text.lines().filter(|line| !line.starts_with("also_counts"));
        let without = Catalogue::parse(&lines.collect::<Vec<_>>().join("\n")).expect("valid");
        assert_ne!(told(&without, "trend.matched_below_share"), below);
    }
}
