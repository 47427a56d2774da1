//! How like a column of a sheet is to one of a table: by its heading, and by what its cells hold.

use jiff::civil::{Date, date};

use super::Reference;
use super::definition::{ColumnDefinition, ColumnType};
use super::headings::heading_key;
use super::instruments::Strand;
use super::propose::{is_known, tells_itself};
use super::values::{self, Typed, shown};
use crate::dates::DateReader;
use crate::sources::{Cell, RawTable};
use crate::upn;

/// Cells of a column that are looked at.
const CELLS: usize = 50;
/// Longest text that is looked at as a heading.
const LONGEST: usize = 80;
/// Headings less alike than this are not alike.
const ALIKE: f64 = 0.8;
/// Share of the cells that must be values of the type.
const MOST: f64 = 0.8;
/// Days on which a mark is looked up: of the code set in force, and of the one before.
const DAYS: [Date; 2] = [date(2025, 9, 3), date(2023, 9, 5)];

/// The filled cells below a heading, the first few.
pub(super) fn cells(raw: &RawTable, header_row: u32, at: u32) -> Vec<Cell<'_>> {
    let below = raw.rows().iter().filter(|row| row.number > header_row);
    below.map(|row| raw.cell(row, at)).filter(|cell| *cell != Cell::Empty).take(CELLS).collect()
}

/// How sure it is that a column is one of a table, from 0 to 1, and why; none where nothing speaks for it.
pub(super) fn of_column(
    heading: &str,
    cells: &[Cell<'_>],
    column: &ColumnDefinition,
    reference: &Reference,
) -> Option<(f64, String)> {
    let names: Vec<&str> =
        std::iter::once(column.name.as_str()).chain(column.aliases.iter().map(String::as_str)).collect();
    let (alike, nearest) = by_heading(heading, &names);
    // Looking at the cells is the slow part: only where something can come of it.
    if alike < ALIKE && !tells_itself(column.kind) && !is_known(heading, &names) {
        return None;
    }
    let fitting = cells.iter().filter(|cell| fits(**cell, column.kind, reference)).count();
    let share = if cells.is_empty() { 0.0 } else { fitting as f64 / cells.len() as f64 };
    let values = format!("{fitting} of {} values fit", cells.len());
    let why = |what: String| if cells.is_empty() { what } else { format!("{what}; {values}") };
    if is_known(heading, &names) {
        let sure = if cells.is_empty() || share >= MOST { 1.0 } else { 0.5 + 0.4 * share };
        return Some((sure, why("the heading is known".to_owned())));
    }
    if tells_itself(column.kind) && cells.len() >= 3 && share >= 0.95 {
        return Some((0.9, format!("{values}, whatever the heading says")));
    }
    // Any text is a text: there the heading alone decides.
    let free = matches!(column.kind, ColumnType::Text);
    if alike < ALIKE || (!free && share < MOST) {
        return None;
    }
    let sure = if free { alike * 0.95 } else { 0.7 * alike + 0.3 * share };
    Some((sure, why(format!("the heading is like \"{nearest}\""))))
}

/// The same for a strand of a tool.
pub(super) fn of_strand(
    heading: &str,
    cells: &[Cell<'_>],
    strand: &Strand,
    reference: &Reference,
) -> Option<(f64, String)> {
    let names = strand.names();
    let (alike, nearest) = by_heading(heading, &names);
    let known = is_known(heading, &names);
    if !known && alike < ALIKE {
        return None;
    }
    let fitting = cells.iter().filter(|cell| fits(**cell, ColumnType::Score, reference)).count();
    let share = if cells.is_empty() { 0.0 } else { fitting as f64 / cells.len() as f64 };
    if share < MOST {
        return None;
    }
    let alike = if known { 1.0 } else { alike };
    let what = if known { "the strand is known".to_owned() } else { format!("the heading is like \"{nearest}\"") };
    Some((0.7 * alike + 0.3 * share, format!("{what}; {fitting} of {} values fit", cells.len())))
}

/// How alike a heading is to the nearest of some names, and that name.
fn by_heading<'n>(heading: &str, names: &[&'n str]) -> (f64, &'n str) {
    // Of names that are as alike the first: a column's own before its aliases.
    names
        .iter()
        .map(|name| (alike(heading, name), *name))
        .fold((0.0, ""), |best, one| if one.0 > best.0 { one } else { best })
}

/// Letters in the same places, or every word of the one among those of the other.
fn alike(heading: &str, name: &str) -> f64 {
    // A sentence is no heading.
    if heading.len() > LONGEST {
        return 0.0;
    }
    let (a, b) = (heading_key(heading), heading_key(name));
    // Two or three letters are alike by chance.
    if a.len().min(b.len()) < 4 {
        return if a == b { 1.0 } else { 0.0 };
    }
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric()).map(heading_key);
        parts.filter(|word| word.len() > 2).collect()
    };
    let (of_heading, of_name) = (words(heading), words(name));
    let contained = !of_name.is_empty() && of_name.iter().all(|word| of_heading.contains(word));
    // "Date of birth of the child" has all words of "Date of birth"; "Start date" has more than those of "Date".
    let shorter = of_name.len() as f64 / of_heading.len().max(1) as f64;
    let by_words = if contained { 0.8 + 0.15 * shorter } else { 0.0 };
    // Each letter more is one that differs: texts of very different lengths need no comparing.
    if a.len().abs_diff(b.len()) as f64 > (1.0 - ALIKE) * a.len().max(b.len()) as f64 + 1.0 {
        return by_words;
    }
    by_words.max(strsim::normalized_damerau_levenshtein(&a, &b))
}

/// Whether a column holds dates and nothing else.
pub(super) fn are_dates(cells: &[Cell<'_>], reference: &Reference) -> bool {
    cells.len() >= 3 && cells.iter().all(|cell| fits(*cell, ColumnType::Date, reference))
}

/// Whether a cell is a number, or a percentage as text.
pub(super) fn is_number(cell: Cell<'_>, reference: &Reference) -> bool {
    fits(cell, ColumnType::Decimal, reference)
}

/// Whether a cell is a value of a type.
fn fits(cell: Cell<'_>, kind: ColumnType, reference: &Reference) -> bool {
    let text = shown(cell);
    match kind {
        ColumnType::Upn => upn::is_valid(&upn::normal(&text)),
        ColumnType::Mark => DAYS.iter().any(|day| reference.codes.on(&text.to_uppercase(), *day).is_some()),
        ColumnType::Strand => reference.instruments.strands_named(&text).next().is_some(),
        kind => match values::read(cell, kind, reference, &mut DateReader::default()) {
            // A word for "not assessed" is a score that is not there.
            Ok(None) => kind == ColumnType::Score,
            Ok(Some(Typed::Text(text))) => kind != ColumnType::Text || text.chars().any(char::is_alphanumeric),
            Ok(Some(_)) => true,
            Err(_) => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_and_not() {
        for (heading, name) in [
            ("Pupil Nummer", "Pupil number"),
            ("Beeing", "Being"),
            ("Skils & Structure", "Skills & Structure"),
            ("Date of screening (dd/mm)", "Date of screening"),
            ("Unique Pupil Numer", "Unique Pupil Number"),
        ] {
            assert!(alike(heading, name) >= ALIKE, "{heading}: {}", alike(heading, name));
        }
        for (heading, name) in
            [("Doing", "Being"), ("DOB", "DOL"), ("Surname", "Forename"), ("Start", "State"), ("Sex", "SEN")]
        {
            assert!(alike(heading, name) < ALIKE, "{heading}: {}", alike(heading, name));
        }
    }
}
