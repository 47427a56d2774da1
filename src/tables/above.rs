//! What stands above the headings and holds for every row: the date of the screening, the week, the period.

use jiff::civil::Date;

use super::definition::{ColumnType, TableDefinition};
use super::headings::heading_key;
use super::layout::Layout;
use super::recognise::Constant;
use super::values::shown;
use crate::dates::{self, DateReading};
use crate::sources::{Cell, RawTable};

/// Rows above the headings that are looked at.
const ROWS: usize = 20;
/// Most words of a date.
const WORDS: usize = 4;

/// The values above a row of headings for columns of a table: a label and its value in one cell (`Date: 12/05/2026`) or in
/// two neighbours, and a period (`01/09/2025 to 19/12/2025`).
pub(super) fn values(
    raw: &RawTable,
    first_row: u32,
    table: &TableDefinition,
    layout: Option<&Layout>,
) -> Vec<Constant> {
    between(raw, (1, first_row), table, layout)
}

/// The labels above a row of headings, as keys.
pub(super) fn labels(raw: &RawTable, first_row: u32) -> Vec<String> {
    let rows = raw.rows().iter().take_while(|row| row.number < first_row).take(ROWS);
    let texts = rows.flat_map(|row| raw.cells(row)).filter(|(_, cell)| matches!(cell, Cell::Text(_)));
    texts.map(|(_, cell)| heading_key(label_and_value(&shown(cell)).0)).collect()
}

/// The same from a row on.
pub(super) fn between(
    raw: &RawTable,
    (from, to): (u32, u32),
    table: &TableDefinition,
    layout: Option<&Layout>,
) -> Vec<Constant> {
    let known = |text: &str| {
        let key = heading_key(text);
        layout.and_then(|layout| layout.aliases.get(&key)).or_else(|| table.headings.get(&key)).copied()
    };
    let mut found: Vec<Constant> = Vec::new();
    let rows = raw.rows().iter().filter(|row| row.number >= from).take_while(|row| row.number < to);
    for row in rows.take(ROWS) {
        let cells: Vec<(u32, Cell<'_>)> = raw.cells(row).collect();
        for (index, &(at, cell)) in cells.iter().enumerate() {
            let Cell::Text(_) = cell else { continue };
            let text = shown(cell);
            let here = |column: usize, text: String| Constant { column, text, cell: Some((row.number, at)) };
            if let Some((from, to)) = period(&text)
                && let (Some(first), Some(last)) = (table.column("from"), table.column("to"))
            {
                found.push(here(first, from.to_string()));
                found.push(here(last, to.to_string()));
                continue;
            }
            let (label, value) = label_and_value(&text);
            let Some(column) = known(label) else { continue };
            if !may_stand_above(table, column) {
                continue;
            }
            if !value.is_empty() {
                found.push(here(column, value.to_owned()));
            } else if let Some(&(beside, cell)) = cells.get(index + 1) {
                let text = shown(cell).into_owned();
                // Two headings side by side are no label with its value.
                if known(&text).is_none() {
                    found.push(Constant { column, text, cell: Some((row.number, beside)) });
                }
            }
        }
    }
    found
}

/// Only what a whole sheet can have in common. Never a child, and nothing that is counted.
fn may_stand_above(table: &TableDefinition, column: usize) -> bool {
    let column = &table.columns[column];
    let shared = [ColumnType::Date, ColumnType::Instrument, ColumnType::Respondent, ColumnType::ProfileType];
    column.id != "date_of_birth" && (shared.contains(&column.kind) || column.id == "norm_version")
}

/// `Week commencing: 08/09/2025` and `Week commencing 08/09/2025` as label and value.
fn label_and_value(text: &str) -> (&str, &str) {
    if let Some((label, value)) = text.split_once(':') {
        return (label.trim(), value.trim());
    }
    match text.find(|c: char| c.is_ascii_digit()) {
        Some(digit) if digit > 0 => (text[..digit].trim(), text[digit..].trim()),
        _ => (text.trim(), ""),
    }
}

/// The two days of a period that a title names; none where it names more or fewer.
fn period(text: &str) -> Option<(Date, Date)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut days = Vec::new();
    let mut at = 0;
    while at < words.len() {
        // The longest date that begins here: "1 September 2025" before "1".
        let longest = (1..=WORDS.min(words.len() - at)).rev().find_map(|count| {
            let text = words[at..at + count].join(" ");
            let text = text.trim_matches(|c: char| !c.is_alphanumeric());
            match dates::read_date(text) {
                DateReading::Date(day) => Some((day, count)),
                _ => None,
            }
        });
        match longest {
            Some((day, count)) => {
                days.push(day);
                at += count;
            }
            None => at += 1,
        }
    }
    match days.as_slice() {
        [from, to] if from <= to => Some((*from, *to)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_period_is_two_days_in_order() {
        let term = Some((date(2025, 9, 1), date(2025, 12, 19)));
        for text in [
            "01/09/2025 to 19/12/2025",
            "Period: 1 September 2025 - 19 December 2025.",
            "From 01/09/2025 (Mon) until 19/12/2025, all pupils",
            "2025-09-01 – 2025-12-19",
        ] {
            assert_eq!(period(text), term, "{text}");
        }
        for text in ["19/12/2025 to 01/09/2025", "01/09/2025", "1/9/2025 8/9/2025 15/9/2025", "Year 3 to Year 4", ""] {
            assert_eq!(period(text), None, "{text}");
        }
    }

    #[test]
    fn labels_with_and_without_a_colon() {
        assert_eq!(label_and_value("Week commencing: 08/09/2025"), ("Week commencing", "08/09/2025"));
        assert_eq!(label_and_value("Week commencing 08/09/2025"), ("Week commencing", "08/09/2025"));
        assert_eq!(label_and_value("Respondent: teacher"), ("Respondent", "teacher"));
        assert_eq!(label_and_value("Date"), ("Date", ""));
        assert_eq!(label_and_value("08/09/2025"), ("08/09/2025", ""));
    }
}
