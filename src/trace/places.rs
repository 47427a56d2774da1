//! Records as places in the school's files: rows and cells, put together where they are neighbours.

use std::collections::{BTreeMap, BTreeSet};

use super::records::Part;
use crate::place::column_letters;
use crate::tables::{Canonical, Source};

/// Most columns that are named one by one; more are given as ranges.
const NAMED: usize = 10;

/// The rows of one sheet that are behind a figure, with the columns used in each.
pub(super) struct SheetRows<'s> {
    pub source: &'s Source,
    pub rows: BTreeMap<u32, BTreeSet<usize>>,
}

/// The sheets behind a part, in order of file and sheet.
pub(super) fn sheets<'s>(part: &Part, canonical: &'s Canonical) -> Vec<SheetRows<'s>> {
    let mut found: BTreeMap<i32, SheetRows<'s>> = BTreeMap::new();
    for record in part.records.values().flatten() {
        let Some(source) = canonical.source(record.source_id) else { continue };
        let sheet = found.entry(record.source_id).or_insert_with(|| SheetRows { source, rows: BTreeMap::new() });
        sheet.rows.entry(record.row).or_default().extend(record.columns.iter());
    }
    let mut sheets: Vec<SheetRows<'s>> = found.into_values().collect();
    sheets.sort_by(|a, b| a.source.place.cmp(&b.source.place));
    sheets
}

impl SheetRows<'_> {
    /// The rows as ranges: `4, 6–9`.
    pub fn rows_in_words(&self) -> String {
        let ranges = ranges(self.rows.keys().copied());
        let ranges = ranges.into_iter().map(|(from, to)| range(&from.to_string(), &to.to_string(), to - from));
        ranges.collect::<Vec<_>>().join(", ")
    }

    /// The columns used in any of the rows: `B (UPN), D–I (6 columns)`.
    pub fn columns_in_words(&self) -> String {
        let used: BTreeSet<usize> = self.rows.values().flatten().copied().collect();
        let columns = used.iter().filter_map(|position| self.source.columns.get(*position));
        if used.len() <= NAMED {
            let named = columns.map(|column| format!("{} ({})", column_letters(column.at), column.header.trim()));
            return named.collect::<Vec<_>>().join(", ");
        }
        let ranges = ranges(columns.map(|column| column.at)).into_iter().map(|(from, to)| match to - from {
            0 => column_letters(from),
            more => format!("{}–{} ({} columns)", column_letters(from), column_letters(to), more + 1),
        });
        ranges.collect::<Vec<_>>().join(", ")
    }

    /// The cells of each row: `B4, D4–I4`.
    pub fn cells(&self) -> impl Iterator<Item = String> {
        self.rows.iter().map(|(row, columns)| {
            let at = columns.iter().filter_map(|position| self.source.columns.get(*position)).map(|column| column.at);
            let cells = ranges(at).into_iter().map(|(from, to)| {
                let cell = |column: u32| format!("{}{row}", column_letters(column));
                range(&cell(from), &cell(to), to - from)
            });
            cells.collect::<Vec<_>>().join(", ")
        })
    }
}

fn range(from: &str, to: &str, more: u32) -> String {
    if more == 0 { from.to_owned() } else { format!("{from}–{to}") }
}

/// Ascending numbers as first and last of each run of neighbours.
fn ranges(numbers: impl Iterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use crate::tables::SourceColumn;

    #[test]
    fn neighbours_are_put_together() {
        let column = |at: u32| SourceColumn { means: format!("c{at}"), at, header: format!("Heading {at}") };
        let source = Source {
            id: 1,
            sha256: String::new(),
            place: Place::file("a.csv"),
            columns: (1..=30).map(column).collect(),
        };
        let few = |row| (row, BTreeSet::from([1, 3, 4]));
        let sheet = SheetRows { source: &source, rows: BTreeMap::from([few(4), few(6), few(7)]) };
        assert_eq!(sheet.rows_in_words(), "4, 6–7");
        assert_eq!(sheet.columns_in_words(), "B (Heading 2), D (Heading 4), E (Heading 5)");
        assert_eq!(sheet.cells().collect::<Vec<_>>(), ["B4, D4–E4", "B6, D6–E6", "B7, D7–E7"]);
        let many = SheetRows { source: &source, rows: BTreeMap::from([(2, (0..30).filter(|at| *at != 1).collect())]) };
        assert_eq!(many.columns_in_words(), "A, C–AD (28 columns)");
    }
}
