//! Figures to sentences: the variant is chosen by what may be read, the words
//! come from the wording.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::definition::Pick;
use super::error::ReportError;
use super::lookup::Lookup;
use crate::disclosure::ProtectedFigure;
use crate::measures::{Status, Tier};

/// Names that every sentence may use besides its own figures.
pub(super) const COMMON: [&str; 5] = ["school", "period", "year_to_date", "previous", "as_of"];

/// A number as sentences use it: its size, and which way it points.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Bound {
    /// Size without a sign, as printed.
    pub abs: String,
    /// −1, 0 or 1.
    pub sign: i8,
}

/// A readable figure as sentences see it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Seen {
    pub ok: bool,
    pub label: String,
    pub value: String,
    /// The number of a measure's word.
    pub code: Option<i64>,
    pub x: Option<u64>,
    pub n: Option<u64>,
    pub change: Option<Bound>,
    pub low: Option<Bound>,
    pub high: Option<Bound>,
    /// Whether the interval holds both rises and falls.
    pub unsure: bool,
    pub tier: Option<Tier>,
}

/// A list of figures as sentences see it: only those that may be read.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SeenList {
    pub ok: bool,
    /// What tells the groups apart: "year group".
    pub phrase: String,
    pub items: Vec<Seen>,
    pub hidden: usize,
    pub highest: Option<Seen>,
    pub lowest: Option<Seen>,
    /// Whether all values are printed alike.
    pub level: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Given {
    One(Box<Seen>),
    Many(Box<SeenList>),
    Word(String),
}

fn bound(value: f64, decimals: usize) -> Bound {
    Bound {
        abs: format!("{:.*}", decimals, value.abs()),
        sign: if value > 0.0 {
            1
        } else if value < 0.0 {
            -1
        } else {
            0
        },
    }
}

/// What a sentence may see of a figure.
pub(super) fn seen(label: &str, figure: &ProtectedFigure) -> Seen {
    let decimals = figure.decimals();
    let as_bound = |value: Option<f64>| value.map(|value| bound(value, decimals));
    Seen {
        ok: figure.status() == Status::Ok,
        label: label.to_owned(),
        value: figure.text(),
        code: figure.word().and(figure.value()).map(|value| value as i64),
        x: figure.numerator(),
        n: figure.n(),
        change: as_bound(figure.value()),
        low: as_bound(figure.low()),
        high: as_bound(figure.high()),
        unsure: matches!((figure.low(), figure.high()), (Some(low), Some(high)) if low <= 0.0 && high >= 0.0),
        tier: figure.tier(),
    }
}

/// What a sentence may see of a list of figures.
pub(super) fn seen_list(phrase: &str, figures: &[(String, ProtectedFigure)]) -> SeenList {
    let mut readable: Vec<(f64, Seen)> = Vec::new();
    for (label, figure) in figures {
        if let (Status::Ok, Some(value)) = (figure.status(), figure.value()) {
            readable.push((value, seen(label, figure)));
        }
    }
    // Ties go to the first group, so that the answer never varies.
    let highest = readable.iter().rev().max_by(|left, right| left.0.total_cmp(&right.0)).map(|(_, item)| item.clone());
    let lowest = readable.iter().min_by(|left, right| left.0.total_cmp(&right.0)).map(|(_, item)| item.clone());
    let level = match (&highest, &lowest) {
        (Some(highest), Some(lowest)) => highest.value == lowest.value,
        _ => true,
    };
    SeenList {
        ok: readable.len() > 1,
        phrase: phrase.to_owned(),
        hidden: figures.iter().filter(|(_, figure)| figure.status() == Status::Suppressed).count(),
        items: readable.into_iter().map(|(_, item)| item).collect(),
        highest,
        lowest,
        level,
    }
}

/// The worst that can be said of a sentence's figures.
fn worst(statuses: &[Status]) -> Status {
    for status in [Status::NotAvailable, Status::NotEnoughData, Status::Suppressed] {
        if statuses.contains(&status) {
            return status;
        }
    }
    Status::Ok
}

/// A list can be spoken of when two of its figures can be read.
fn list_status(figures: &[(String, ProtectedFigure)]) -> Status {
    let count = |status: Status| figures.iter().filter(|(_, figure)| figure.status() == status).count();
    if count(Status::Ok) > 1 {
        Status::Ok
    } else if count(Status::Suppressed) > 0 {
        Status::Suppressed
    } else if count(Status::NotEnoughData) > 0 {
        Status::NotEnoughData
    } else {
        Status::NotAvailable
    }
}

/// Figures that sentences stated: sentence, measure and population.
pub(super) type Stated = Vec<(String, ProtectedFigure)>;

/// The weakest evidence among the figures that say by how much something
/// changed; a sentence can be no stronger than that.
fn weakest(lookup: Lookup<'_>, figures: &[ProtectedFigure]) -> Option<Tier> {
    let claims = figures.iter().filter(|figure| lookup.catalogue.is_claim(figure.measure()));
    claims.filter(|figure| figure.status() == Status::Ok).map(|figure| figure.tier().unwrap_or(Tier::T0)).min()
}

/// Fills in one sentence; `words` are those that the caller has for it. Every readable figure that it was given is added to
/// `stated`, so that the caller can check that a table shows it too.
pub(super) fn sentence(
    lookup: Lookup<'_>,
    name: &str,
    picks: &BTreeMap<String, Pick>,
    words: &BTreeMap<String, String>,
    stated: &mut Stated,
) -> Result<String, ReportError> {
    let wording = &lookup.definition.wording;
    let words = common(lookup).into_iter().chain(words.clone());
    let mut context: BTreeMap<String, Given> = words.map(|(key, value)| (key, Given::Word(value))).collect();
    let mut statuses = Vec::new();
    let mut given_figures = Vec::new();
    for (key, pick) in picks {
        let period = lookup.periods(pick.period).into_iter().next().map(|(id, _)| id);
        let (given, status) = match &pick.over {
            None => {
                let figure = lookup.picked(pick);
                let status = figure.status();
                let given = Given::One(Box::new(seen("", &figure)));
                given_figures.push(figure.clone());
                if status == Status::Ok {
                    stated.push((name.to_owned(), figure));
                }
                (given, status)
            }
            Some(axis) => {
                let measure = [pick.measure.clone()];
                let ids: BTreeSet<String> = period.iter().cloned().collect();
                let figures: Vec<(String, ProtectedFigure)> = lookup
                    .groups(axis, &measure, &ids)
                    .into_iter()
                    .map(|(label, mut keys)| {
                        keys.extend(pick.keys.clone());
                        (label, lookup.figure(&pick.measure, period.as_deref(), &keys))
                    })
                    .collect();
                let phrase = lookup.definition.dimension(axis).map_or(axis.as_str(), |known| known.phrase.as_str());
                given_figures.extend(figures.iter().map(|(_, figure)| figure.clone()));
                for (_, figure) in figures.iter().filter(|(_, figure)| figure.status() == Status::Ok) {
                    stated.push((name.to_owned(), figure.clone()));
                }
                (Given::Many(Box::new(seen_list(phrase, &figures))), list_status(&figures))
            }
        };
        if !pick.optional {
            statuses.push(status);
        }
        context.insert(key.clone(), given);
    }
    match wording.sentence(name) {
        Some(variants) => {
            let tier = weakest(lookup, &given_figures);
            wording.render(name, variants.of(worst(&statuses), tier), &context)
        }
        None => Err(ReportError::unknown("report", "sentence", name, wording.names())),
    }
}

/// The words that every template may use.
pub(super) fn common(lookup: Lookup<'_>) -> BTreeMap<String, String> {
    let context = lookup.context;
    let previous = context.previous.last().map_or("", |period| period.name.as_str());
    let to_date = context.year_to_date.as_ref().map_or("", |period| period.name.as_str());
    [
        ("school", context.school.as_str()),
        ("period", context.period.name.as_str()),
        ("year_to_date", to_date),
        ("previous", previous),
        ("as_of", context.as_of.as_str()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::testing;

    #[test]
    fn a_list_shows_readable_figures_only() {
        let figures = vec![
            ("Year 1".to_owned(), testing::figure("m", 40.0, 30)),
            ("Year 2".to_owned(), testing::suppressed("m")),
            ("Year 3".to_owned(), testing::figure("m", 40.0, 28)),
            ("Year 4".to_owned(), testing::figure("m", 12.0, 28)),
        ];
        let list = seen_list("Year group", &figures);
        let label = |item: &Option<Seen>| item.as_ref().map(|item| item.label.clone());
        assert_eq!(label(&list.highest).as_deref(), Some("Year 1"));
        assert_eq!(label(&list.lowest).as_deref(), Some("Year 4"));
        assert_eq!((list.items.len(), list.hidden, list.level), (3, 1, false));
        assert_eq!(list_status(&figures[..2]), Status::Suppressed);
        assert_eq!(list_status(&[]), Status::NotAvailable);
    }

    #[test]
    fn an_interval_over_zero_is_unsure() {
        assert!(seen("", &testing::interval("m", 1.0, -1.0, 3.0, 20)).unsure);
        assert!(!seen("", &testing::interval("m", 2.0, 1.0, 3.0, 20)).unsure);
        let fall = seen("", &testing::interval("m", -2.0, -3.0, -1.0, 20));
        let change = fall.change.expect("readable");
        assert_eq!((change.abs.as_str(), change.sign), ("2.0", -1));
    }

    #[test]
    fn the_worst_status_decides() {
        assert_eq!(worst(&[Status::Ok, Status::Suppressed]), Status::Suppressed);
        assert_eq!(worst(&[Status::NotAvailable, Status::Suppressed]), Status::NotAvailable);
        assert_eq!(worst(&[]), Status::Ok);
    }
}
