//! Finding the table in a sheet: which canonical table it is, which row holds
//! the headings, which column means what. By matching known headings, never by
//! the names of files or sheets.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Reference;
use super::definition::{TableDefinition, heading_key};
use super::values::shown;
use crate::dates::{self, DateReading};
use crate::sources::{Cell, RawTable};

/// Rows from the top in which the headings are looked for.
const HEADING_ROWS: usize = 60;

/// Rows below a first fit in which a better one is still looked for.
const ROWS_AFTER: usize = 8;

/// What a heading of a wide shape says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WideKey {
    /// A strand of an instrument: instrument identifier and strand name.
    Strand(String, String),
    /// A date and session (AM or PM).
    Session(Date, String),
}

/// A column that means something.
#[derive(Clone, Debug)]
pub struct MappedColumn {
    /// Column in the sheet, from 1.
    pub at: u32,
    /// Heading as the sheet has it.
    pub header: String,
    /// Position among the table's columns.
    pub column: usize,
}

/// A column of a wide shape.
#[derive(Clone, Debug)]
pub struct WideColumn {
    /// Column in the sheet, from 1.
    pub at: u32,
    /// Heading as the sheet has it.
    pub header: String,
    /// What it says.
    pub key: WideKey,
}

/// A recognised sheet.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// Position among the canonical tables.
    pub table: usize,
    /// Row of the headings, from 1.
    pub header_row: u32,
    /// Columns that mean something.
    pub mapped: Vec<MappedColumn>,
    /// Columns of the wide shape; empty for the long one.
    pub wide: Vec<WideColumn>,
    /// Headings that mean nothing here: column and text.
    pub ignored: Vec<(u32, String)>,
    /// Second columns for something already mapped: column and text.
    pub doubled: Vec<(u32, String)>,
    /// Academic year named above the headings or in the sheet's name.
    pub academic_year: Option<i16>,
}

/// Recognises a sheet, or says that no row has the headings of a known table.
pub fn recognise(raw: &RawTable, reference: &Reference) -> Option<Recognised> {
    let mut best: Option<(Score, Recognised)> = None;
    let mut below = 0;
    for row in raw.rows().iter().take(HEADING_ROWS) {
        // A better heading row stands close by, if there is one: below it are only records.
        below += usize::from(best.is_some());
        if below > ROWS_AFTER {
            break;
        }
        // Read once, asked by every table.
        let headings: Vec<Heading<'_>> = raw.cells(row).map(|(at, cell)| Heading::new(at, cell)).collect();
        for (position, table) in reference.tables.iter().enumerate() {
            let Some(found) = match_row(&headings, row.number, position, table, reference) else { continue };
            let score = Score {
                specific: table.id != "pupils",
                mapped: found.mapped.len() + found.wide.len().min(2),
                template: raw.sheet.as_deref() == Some(table.sheet.as_str()),
                unused: found.ignored.len(),
            };
            if best.as_ref().is_none_or(|(known, _)| score.beats(known)) {
                best = Some((score, found));
            }
        }
    }
    let (_, mut found) = best?;
    found.academic_year = academic_year(raw, found.header_row);
    Some(found)
}

struct Score {
    specific: bool,
    mapped: usize,
    template: bool,
    unused: usize,
}

impl Score {
    /// Other lists often repeat the pupils' details, so anything more specific
    /// than a pupil list wins; then more mapped columns; then the template's sheet name; then fewer
    /// unused headings; else the earlier row and table stay.
    fn beats(&self, known: &Score) -> bool {
        let key = |score: &Score| (score.specific, score.mapped, score.template, usize::MAX - score.unused);
        key(self) > key(known)
    }
}

/// A cell that may be a heading.
struct Heading<'c> {
    at: u32,
    cell: Cell<'c>,
    text: String,
    key: String,
}

impl<'c> Heading<'c> {
    fn new(at: u32, cell: Cell<'c>) -> Self {
        let text = shown(cell);
        Heading { at, cell, key: heading_key(&text), text: text.into_owned() }
    }
}

fn match_row(
    headings: &[Heading<'_>],
    header_row: u32,
    position: usize,
    table: &TableDefinition,
    reference: &Reference,
) -> Option<Recognised> {
    // Headings are texts: a row of data below them must not be taken for them.
    let texts = headings.iter().filter(|heading| matches!(heading.cell, Cell::Text(_) | Cell::Date(_))).count();
    if texts * 2 < headings.len() {
        return None;
    }
    let mut mapped: Vec<MappedColumn> = Vec::new();
    let mut wide = Vec::new();
    let mut ignored = Vec::new();
    let mut doubled = Vec::new();
    for heading in headings {
        let (at, header) = (heading.at, heading.text.clone());
        if let Some(key) = table.wide.as_ref().and_then(|shape| wide_key(heading, &shape.names, reference)) {
            wide.push(WideColumn { at, header, key });
            continue;
        }
        match table.headings.get(&heading.key) {
            Some(&column) if mapped.iter().any(|known| known.column == column) => doubled.push((at, header)),
            Some(&column) => mapped.push(MappedColumn { at, header, column }),
            None => ignored.push((at, header)),
        }
    }
    // A wide shape needs two columns: one heading such as "Being" proves nothing.
    if wide.len() < 2 {
        ignored.extend(wide.drain(..).map(|column: WideColumn| (column.at, column.header)));
    }
    keep_one_instrument(&mut wide, &mut ignored);
    let stands_in: &[&str] = match &table.wide {
        Some(shape) if !wide.is_empty() => match shape.names.as_str() {
            "date_session" => &["date", "session", "mark"],
            _ => &["strand", "score"],
        },
        _ => &[],
    };
    let have = |id: &String| {
        stands_in.contains(&id.as_str()) || mapped.iter().any(|known| table.columns[known.column].id == *id)
    };
    let recognised = table.recognise.iter().any(|set| set.iter().all(&have));
    recognised.then_some(Recognised {
        table: position,
        header_row,
        mapped,
        wide,
        ignored,
        doubled,
        academic_year: None,
    })
}

fn wide_key(heading: &Heading<'_>, names: &str, reference: &Reference) -> Option<WideKey> {
    if names == "date_session" {
        let Cell::Text(text) = heading.cell else { return None };
        let (day, session) = split_session(text)?;
        let session = reference.vocabulary.word("session", session)?;
        return match dates::read_date(day) {
            DateReading::Date(date) => Some(WideKey::Session(date, session.to_owned())),
            _ => None,
        };
    }
    // The first instrument that knows the heading; `keep_one_instrument` settles which one it is.
    let (instrument, strand) = reference.instruments.strands_keyed(&heading.key).next()?;
    Some(WideKey::Strand(instrument.id.clone(), strand.name.clone()))
}

/// `02/09/2025 AM` or `Tue 02/09/2025 (PM)`: the date and the session.
fn split_session(text: &str) -> Option<(&str, &str)> {
    let text = text.trim().trim_end_matches([')', ']']);
    let day = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let session = &text[day.len()..];
    let day = day.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '-' | '_' | '\n'));
    (!session.is_empty() && !day.is_empty()).then_some((day, session))
}

/// A screening sheet is about one instrument: the one with the most columns.
fn keep_one_instrument(wide: &mut Vec<WideColumn>, ignored: &mut Vec<(u32, String)>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for column in wide.iter() {
        if let WideKey::Strand(instrument, _) = &column.key {
            *counts.entry(instrument.clone()).or_default() += 1;
        }
    }
    let Some(most) = counts.values().copied().max() else { return };
    let Some(chosen) = counts.into_iter().find(|(_, count)| *count == most).map(|(id, _)| id) else { return };
    wide.retain(|column| match &column.key {
        WideKey::Strand(instrument, _) if *instrument != chosen => {
            ignored.push((column.at, column.header.clone()));
            false
        }
        _ => true,
    });
}

/// The academic year a report says it is about, above its headings.
fn academic_year(raw: &RawTable, header_row: u32) -> Option<i16> {
    for row in raw.rows().iter().take_while(|row| row.number < header_row) {
        for (_, cell) in raw.cells(row) {
            if let Cell::Text(text) = cell
                && let Some(year) = dates::find_academic_year(text)
            {
                return Some(year);
            }
        }
    }
    raw.sheet.as_deref().and_then(dates::find_academic_year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_headings() {
        for text in ["02/09/2025 AM", "Tue 02/09/2025 AM", "2025-09-02 (AM)", "02/09/2025\nAM", "02/09/2025-AM"] {
            let (day, session) = split_session(text).unwrap();
            assert_eq!(session, "AM", "{text}");
            assert_eq!(dates::read_date(day), DateReading::Date(jiff::civil::date(2025, 9, 2)), "{text}");
        }
        assert_eq!(split_session("02/09/2025"), None);
        assert_eq!(split_session("Anaïs"), Some(("Anaï", "s")), "cut between letters, never inside one");
    }
}
