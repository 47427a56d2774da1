//! The figures of the roll-up: the schools' shown figures into an engine, the queries of `queries/trust`, the methods, the
//! measures of `reference/trust-measures.toml`. The tables hold nothing that a school withholds.

use std::collections::BTreeMap;

use super::bad;
use super::compared::Compared;
use super::schools::School;
use crate::diagnostic::Severity;
use crate::disclosure::{self, ProtectedFigures, Shown};
use crate::error::Error;
use crate::measures::{self, Catalogue, Population};
use crate::project::Trust;
use crate::queries::{self, Folder};
use crate::store::{self, Duck, Engine as _};
use crate::tables::{Frame, FrameBuilder, Put};

/// Keys of the groups that are taken over.
const GROUPS: [&str; 3] = ["school", "year_group", "phase"];

/// The figures of the roll-up, protected.
pub(super) fn figures(
    trust: &Trust,
    schools: &[School],
    compared: &Compared<'_>,
    catalogue: &Catalogue,
) -> Result<ProtectedFigures, Error> {
    let mut engine = Duck::open(0)?;
    for query in queries::all(Folder::TrustSchema) {
        engine.execute(&query)?;
    }
    store::fill(&mut engine, vec![accounts(schools)?, shown(compared)?])?;
    for query in queries::all(Folder::TrustViews) {
        engine.execute(&query)?;
    }
    let mut results = BTreeMap::new();
    for query in queries::all(Folder::TrustResults) {
        results.insert(query.id.to_owned(), engine.query(&query)?);
    }
    let derived = measures::derive_between_schools(&results, &trust.policy.whole_class)
        .map_err(|error| bad("measures of the roll-up", &error))?;
    results.extend(derived);
    let figures = measures::compute(catalogue, &results).map_err(|error| bad("measures of the roll-up", &error))?;
    let shown: Vec<(&str, &Shown)> = compared.members.iter().map(|member| (member.name, &member.shown)).collect();
    disclosure::roll_up(&figures, &shown, catalogue, &trust.policy.disclosure)
        .map_err(|measure| Error::NotSafe { why: format!("{measure} of the roll-up is no sum of what schools show") })
}

/// Whether each school's packs were made, and what became of its rows.
fn accounts(schools: &[School]) -> Result<Frame, Error> {
    const COLUMNS: [&str; 7] = ["school", "school_order", "made", "rows_read", "rows_kept", "to_correct", "to_look_at"];
    let mut rows = FrameBuilder::new("school_account", &COLUMNS);
    for (order, school) in schools.iter().enumerate() {
        let outcome = school.made.as_ref().ok().map(|made| &made.outcome);
        let of = |severity| outcome.map(|outcome| long(outcome.diagnostics.count(severity) as u64));
        rows.push([
            Put::from(school.name.as_str()),
            Put::Int(Some(place(order))),
            Put::Bool(Some(outcome.is_some())),
            Put::Long(outcome.map(|outcome| long(outcome.rows.0))),
            Put::Long(outcome.map(|outcome| long(outcome.rows.1))),
            Put::Long(of(Severity::Error)),
            Put::Long(of(Severity::Warning)),
        ]);
    }
    rows.finish(&["school_order"], &[])
}

/// What each school's packs show.
fn shown(compared: &Compared<'_>) -> Result<Frame, Error> {
    const COLUMNS: [&str; 12] = [
        "school",
        "school_order",
        "measure",
        "period",
        "dimension",
        "grp",
        "grp_order",
        "strand",
        "shown",
        "n",
        "numerator",
        "denominator",
    ];
    let years = year_groups(compared);
    let mut rows = FrameBuilder::new("school_figure", &COLUMNS);
    for (order, member) in compared.members.iter().enumerate() {
        for (measure, population, numbers) in member.shown.iter() {
            let Some((dimension, group)) = group_of(population) else { continue };
            let Some(period) = population.get("period") else { continue };
            let number = |number: Option<u64>| Put::Long(number.map(long));
            rows.push([
                Put::from(member.name),
                Put::Int(Some(place(order))),
                Put::from(measure),
                Put::from(period.as_str()),
                Put::from(dimension),
                Put::from(group),
                Put::Int(Some(years.get(group).copied().unwrap_or(0))),
                Put::from(population.get("strand").map_or("", String::as_str)),
                Put::Bool(Some(numbers.is_some())),
                number(numbers.and_then(|counts| counts.n)),
                number(numbers.and_then(|counts| counts.numerator)),
                number(numbers.and_then(|counts| counts.denominator)),
            ]);
        }
    }
    rows.finish(&["school_order", "measure", "period", "dimension", "grp", "strand"], &[])
}

/// The one group that a population names, if it is one that is taken over.
fn group_of(population: &Population) -> Option<(&str, &str)> {
    let mut named = population.iter().filter(|(key, _)| !["period", "strand"].contains(&key.as_str()));
    let (key, group) = named.next()?;
    let alone = named.next().is_none() && GROUPS.contains(&key.as_str());
    alone.then_some((key.as_str(), group.as_str()))
}

/// The year groups of all schools, from the youngest: a school's own figures have them in that order.
fn year_groups<'c>(compared: &'c Compared<'_>) -> BTreeMap<&'c str, i32> {
    let mut order: Vec<&str> = Vec::new();
    for member in &compared.members {
        // A year group that is new goes behind the one that it follows here.
        let mut after = 0;
        let mut measure_now = "";
        for (measure, population, _) in member.shown.iter() {
            if measure != measure_now {
                (measure_now, after) = (measure, 0);
            }
            let Some(("year_group", year)) = group_of(population) else { continue };
            match order.iter().position(|known| *known == year) {
                Some(at) => after = at + 1,
                None => {
                    order.insert(after.min(order.len()), year);
                    after += 1;
                }
            }
        }
    }
    order.into_iter().enumerate().map(|(at, year)| (year, place(at))).collect()
}

fn long(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn place(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX)
}
