//! The strand that the school expects of a year group or at an age, with the
//! days between which it does: policy as tables for the store.

use jiff::civil::{Date, date};

use super::frame::{Frame, FrameBuilder};
use super::instruments::Instrument;
use super::{Reference, tools};
use crate::dates::OPEN_END;
use crate::error::Error;
use crate::project::{ExpectedBy, Policy, Project};

/// A strand that is expected for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// Place of the year group in school order, or age in completed months.
    pub key: i32,
    /// The strand, as the tool names it.
    pub strand: String,
    /// Its place in the order of strands.
    pub order: i32,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Date,
}

/// What is expected of year groups and at ages, one of the two empty.
pub(super) fn frames(project: &Project, reference: &Reference) -> Result<[Frame; 2], Error> {
    let instrument = tools::instrument(project, reference)?;
    let expected = expectations(project, reference)?;
    let by_age = project.policy.expected_by == ExpectedBy::Age;
    let mut years =
        FrameBuilder::new("expected_strand", &["instrument", "year_order", "expected_order", "valid_from", "valid_to"]);
    let mut ages = FrameBuilder::new(
        "expected_at_age",
        &["instrument", "from_months", "expected_order", "valid_from", "valid_to"],
    );
    for entry in expected {
        let builder = if by_age { &mut ages } else { &mut years };
        builder.push([
            instrument.id.as_str().into(),
            entry.key.into(),
            entry.order.into(),
            entry.valid_from.into(),
            entry.valid_to.into(),
        ]);
    }
    Ok([years.finish(&[], &[])?, ages.finish(&[], &[])?])
}

/// Every expectation of the policy, in order of year group or age and of time.
///
/// # Errors
/// When the policy names a strand or year group that does not exist.
pub fn expectations(project: &Project, reference: &Reference) -> Result<Vec<Expectation>, Error> {
    let policy = &project.policy;
    let instrument = tools::instrument(project, reference)?;
    if !instrument.sequential {
        return no_steps(project, instrument);
    }
    let mut entries = match policy.expected_by {
        ExpectedBy::YearGroup => by_year_group(project, reference, instrument)?,
        ExpectedBy::Age => by_age(project, reference, instrument)?,
    };
    entries.sort_by_key(|(entry, _)| (entry.key, entry.valid_from));
    let ends: Vec<Date> = entries
        .iter()
        .enumerate()
        .map(|(at, (entry, given))| {
            let next = entries.get(at + 1).filter(|(next, _)| next.key == entry.key);
            let eve = next.map_or(OPEN_END, |(next, _)| next.valid_from.yesterday().unwrap_or(next.valid_from));
            given.map_or(eve, |given| given.min(eve))
        })
        .collect();
    let ended = entries.into_iter().zip(ends).map(|((entry, _), valid_to)| Expectation { valid_to, ..entry });
    Ok(ended.collect())
}

/// An expectation and its last day, where the policy gives one.
type Entry = (Expectation, Option<Date>);

fn by_year_group(project: &Project, reference: &Reference, instrument: &Instrument) -> Result<Vec<Entry>, Error> {
    let policy = &project.policy;
    let lasting = policy.expected_strand.iter().map(|(year, strand)| (year, strand, EVER));
    let later = policy.expected_strand_from.iter().map(|from| (&from.year_group, &from.strand, from.valid_from));
    let mut entries: Vec<Entry> = Vec::new();
    for (year, name, valid_from) in lasting.chain(later) {
        let Some(key) = reference.vocabulary.year_group(year) else {
            return Err(tools::bad(
                project,
                format!("policy.expected_strand: \"{year}\" is not a year group"),
                "write it as \"Reception\" or \"Year 3\"".into(),
            ));
        };
        if entries.iter().any(|(known, _)| (known.key, known.valid_from) == (key, valid_from)) {
            return Err(tools::bad(
                project,
                format!("policy.expected_strand names \"{year}\" twice"),
                "name each year group once, and later changes each with their own valid_from".into(),
            ));
        }
        let (strand, order) = tools::strand(project, reference, instrument, "policy.expected_strand", name)?;
        entries.push((Expectation { key, strand, order, valid_from, valid_to: OPEN_END }, None));
    }
    Ok(entries)
}

fn by_age(project: &Project, reference: &Reference, instrument: &Instrument) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::new();
    for age in &project.policy.expected_at_age {
        let (strand, order) = tools::strand(project, reference, instrument, "policy.expected_at_age", &age.strand)?;
        let valid_from = age.valid_from.unwrap_or(EVER);
        let entry = Expectation { key: age.from_months, strand, order, valid_from, valid_to: OPEN_END };
        entries.push((entry, age.valid_to));
    }
    Ok(entries)
}

/// Long before any record.
const EVER: Date = date(1900, 1, 1);

/// A tool whose strands are no steps has none that could be expected. The
/// policy that nobody changed speaks of Thrive and is passed over.
fn no_steps(project: &Project, instrument: &Instrument) -> Result<Vec<Expectation>, Error> {
    let (policy, usual) = (&project.policy, Policy::default());
    let own = policy.expected_by == ExpectedBy::Age || !policy.expected_strand_from.is_empty();
    if own || !(policy.expected_strand.is_empty() || policy.expected_strand == usual.expected_strand) {
        return Err(tools::bad(
            project,
            format!("the strands of {} are no steps, so none can be expected at an age", instrument.name),
            "take the expected strands out of school.toml".into(),
        ));
    }
    Ok(Vec::new())
}
