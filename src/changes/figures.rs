//! Figures that differ, and which kind of difference it is.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::read::{Entry, Manifest, Pack};
use crate::dates::{self, DateReading};
use crate::measures::{Catalogue, Population, Status, Unit};

/// Why a figure differs, as far as its period tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Its period was over when the earlier report was made: records were corrected since.
    Late,
    /// Both reports are of the same date, so nothing can have happened in between.
    Restated,
    /// The term of one report against the term of the other.
    Term,
    /// The same period, but it went on after the earlier report.
    GoneOn,
}

/// A figure that both runs may show, with another value.
#[derive(Clone, Debug, Serialize)]
pub struct FigureChange {
    /// Why.
    pub kind: Kind,
    /// Identifier of the measure.
    pub measure: String,
    /// Its name.
    pub label: String,
    /// Period in the earlier run.
    pub old_period: Option<String>,
    /// Period in the later run.
    pub period: Option<String>,
    /// Whom it is about, without the period.
    pub population: Population,
    /// What the value counts.
    pub unit: Unit,
    /// Decimal places worth printing.
    #[serde(skip)]
    pub decimals: usize,
    /// Value in the earlier run.
    pub was: f64,
    /// Value in the later run.
    pub is: f64,
    /// Later less earlier; none for a word.
    pub difference: Option<f64>,
    /// The words, where the values stand for words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<(String, String)>,
    /// The measure means something else than before: the values should not be set against each other.
    pub definition_changed: bool,
}

impl FigureChange {
    /// Whether it is about the whole school.
    pub fn whole_school(&self) -> bool {
        self.population.values().all(|value| value.starts_with("All "))
    }

    pub(super) fn order(&self) -> (Kind, bool, &str, &Population, &Option<String>) {
        (self.kind, !self.whole_school(), &self.measure, &self.population, &self.period)
    }

    pub(super) fn same_figure(&self, other: &FigureChange) -> bool {
        (&self.measure, &self.population, &self.period) == (&other.measure, &other.population, &other.period)
    }
}

/// How a figure came or went. There is no value here, so none can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Shown before, withheld now.
    NowWithheld,
    /// Withheld before, shown now.
    NoLongerWithheld,
    /// There now, and not before.
    New,
    /// There before, and not now.
    Gone,
}

/// A figure that came, went, is withheld or is no longer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct StandingChange {
    /// How.
    pub standing: Standing,
    /// Identifier of the measure.
    pub measure: String,
    /// Its name.
    pub label: String,
    /// Period, of the later run where there are two.
    pub period: Option<String>,
    /// Whom it is about, without the period.
    pub population: Population,
}

/// What a period is to its run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// The run's own term.
    Own,
    /// An academic year to date or an earlier term, by its key.
    Named(String),
    /// No period.
    Undated,
}

type Key<'p> = (&'p str, Role, Population);

fn keyed<'p>(manifest: &Manifest, entries: &'p [Entry]) -> BTreeMap<Key<'p>, &'p Entry> {
    let key = |entry: &'p Entry| {
        let mut population = entry.population.clone();
        let role = match population.remove("period") {
            None => Role::Undated,
            Some(period) if period == manifest.term => Role::Own,
            Some(period) => Role::Named(period),
        };
        (entry.measure.as_str(), role, population)
    };
    entries.iter().map(|entry| (key(entry), entry)).collect()
}

/// Figures that differ, and figures that came or went.
pub(super) fn compare(
    old: &Pack,
    new: &Pack,
    before: &[Entry],
    now: &[Entry],
    catalogue: &Catalogue,
) -> (Vec<FigureChange>, Vec<StandingChange>) {
    let (a, b) = (&old.manifest, &new.manifest);
    let (before, now) = (keyed(a, before), keyed(b, now));
    let (mut changes, mut standings) = (Vec::new(), Vec::new());
    for ((measure, role, population), entry) in &now {
        let (measure, label) = (*measure, label(catalogue, measure));
        let own = (measure, role.clone(), population.clone());
        // The term before is the earlier run's own: what it said of it then is set against what is said of it now.
        let counterpart = match role {
            Role::Named(period) if *period == a.term => before.get(&(measure, Role::Own, population.clone())),
            _ => before.get(&own),
        };
        let period = entry.population.get("period").cloned();
        match counterpart {
            Some(earlier) => {
                let kind = kind(a, b, earlier, entry);
                if let Some(change) = changed(earlier, entry, kind, population, label, catalogue) {
                    changes.push(change);
                } else if let Some(standing) = standing(Some(earlier.status), Some(entry.status)) {
                    standings.push(of(standing, measure, label, period, population));
                }
            }
            None if comparable(role, population, a, b) => {
                if let Some(standing) = standing(None, Some(entry.status)) {
                    standings.push(of(standing, measure, label, period, population));
                }
            }
            None => {}
        }
    }
    for ((measure, role, population), entry) in &before {
        let there = now.contains_key(&(*measure, role.clone(), population.clone()));
        if there || !comparable(role, population, a, b) {
            continue;
        }
        if let Some(standing) = standing(Some(entry.status), None) {
            let period = entry.population.get("period").cloned();
            standings.push(of(standing, measure, label(catalogue, measure), period, population));
        }
    }
    standings.sort();
    (changes, standings)
}

fn label<'c>(catalogue: &'c Catalogue, measure: &'c str) -> &'c str {
    catalogue.get(measure).map_or(measure, |known| known.label.as_str())
}

fn of(
    standing: Standing,
    measure: &str,
    label: &str,
    period: Option<String>,
    population: &Population,
) -> StandingChange {
    let (measure, label) = (measure.to_owned(), label.to_owned());
    StandingChange { standing, measure, label, period, population: population.clone() }
}

/// Whether a figure of one run ought to be in the other too. Earlier terms stand in some tables only, a new year starts
/// afresh, and the weeks of a year become more by themselves.
fn comparable(role: &Role, population: &Population, a: &Manifest, b: &Manifest) -> bool {
    let grows = ["week", "half_term", "point", "england_period"].iter().any(|key| population.contains_key(*key));
    match role {
        Role::Own | Role::Undated => !grows || a.as_of == b.as_of,
        Role::Named(period) if a.term == b.term => !grows || (period != a.year() || a.as_of == b.as_of),
        Role::Named(period) => !grows && period == a.year() && period == b.year(),
    }
}

fn standing(before: Option<Status>, now: Option<Status>) -> Option<Standing> {
    match (before, now) {
        (Some(Status::Suppressed), Some(Status::Ok)) => Some(Standing::NoLongerWithheld),
        (Some(before), Some(Status::Suppressed)) if before != Status::Suppressed => Some(Standing::NowWithheld),
        (None | Some(Status::NotAvailable | Status::NotEnoughData), Some(Status::Ok)) => Some(Standing::New),
        (Some(Status::Ok), None | Some(Status::NotAvailable | Status::NotEnoughData)) => Some(Standing::Gone),
        _ => None,
    }
}

/// Figures of a week that are worked out from all weeks of the year, and so move when the year goes on.
const OF_ALL_WEEKS: [&str; 4] =
    ["attendance_week.average", "attendance_week.low", "attendance_week.high", "attendance_week.signal"];

fn kind(a: &Manifest, b: &Manifest, earlier: &Entry, later: &Entry) -> Kind {
    let period = |entry: &Entry| entry.population.get("period").cloned();
    let (was, is) = (period(earlier), period(later));
    if was != is {
        return Kind::Term;
    }
    let same_day = a.as_of == b.as_of;
    match is.as_deref() {
        Some(period) if period == a.term => {
            // The earlier run's own term was over only if that report was made when it had ended.
            let over = a.term_end.map_or(a.term != b.term, |end| a.as_of >= end);
            match (a.term == b.term && same_day, over) {
                (true, _) => Kind::Restated,
                (false, true) => Kind::Late,
                (false, false) => Kind::GoneOn,
            }
        }
        // A week that had passed does not go on, as the year does.
        Some(period) if period == a.year() || period == b.year() => match (week_was_over(a, later), same_day) {
            (true, _) => Kind::Late,
            (false, true) => Kind::Restated,
            (false, false) => Kind::GoneOn,
        },
        Some(_) => Kind::Late,
        None if same_day => Kind::Restated,
        None => Kind::GoneOn,
    }
}

fn week_was_over(a: &Manifest, entry: &Entry) -> bool {
    let Some(week) = entry.population.get("week") else { return false };
    let DateReading::Date(first) = dates::read_date(week) else { return false };
    let last: Option<Date> = first.checked_add(jiff::Span::new().days(6)).ok();
    !OF_ALL_WEEKS.contains(&entry.measure.as_str()) && last.is_some_and(|last| last <= a.as_of)
}

/// The change, if both values may be read and differ.
fn changed(
    earlier: &Entry,
    later: &Entry,
    kind: Kind,
    population: &Population,
    label: &str,
    catalogue: &Catalogue,
) -> Option<FigureChange> {
    let (was, is) = (earlier.value()?, later.value()?);
    // Staff's figures are unrounded; the last bits of a sum are no change.
    if (was - is).abs() <= 1e-9 * was.abs().max(is.abs()).max(1.0) && earlier.word() == later.word() {
        return None;
    }
    let measure = catalogue.get(&later.measure);
    let word = |entry: &Entry, value: f64| {
        let known = measure.and_then(|measure| measure.words.get(value as usize)).map(String::as_str);
        entry.word().or(known).map(str::to_owned)
    };
    let words = (later.unit == Unit::Word).then(|| word(earlier, was).zip(word(later, is))).flatten();
    let decimals = measure.map_or(2, |measure| measure.decimals);
    // Figures with more digits than are printed are staff's, and want to be seen to differ.
    let exact = |value: f64| (value * 10_f64.powi(decimals as i32)).fract().abs() < 1e-6;
    let decimals = if exact(was) && exact(is) { decimals } else { decimals + 2 };
    let scale = 10_f64.powi(9);
    Some(FigureChange {
        kind,
        measure: later.measure.clone(),
        label: label.to_owned(),
        old_period: earlier.population.get("period").cloned(),
        period: later.population.get("period").cloned(),
        population: population.clone(),
        unit: later.unit,
        decimals,
        was,
        is,
        // Printed digits differ by printed digits: 94.9 − 94.6 is 0.3.
        difference: (later.unit != Unit::Word).then(|| ((is - was) * scale).round() / scale),
        words,
        definition_changed: false,
    })
}
