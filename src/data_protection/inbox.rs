//! Where a child stands in the files of the inbox. They are only read.

use std::collections::BTreeMap;

use super::child::Child;
use crate::error::Error;
use crate::place::column_letters;
use crate::project::Project;
use crate::sources::{self, Cell, Isolation, RawTable, Reading};
use crate::tables::{self, Canonical, Links, Reference};

/// The files of an inbox, read and understood.
pub struct Inbox {
    /// What was read.
    pub readings: Vec<Reading>,
    /// What it means.
    pub canonical: Canonical,
}

impl Inbox {
    /// Reads the inbox of a project; an empty one is no fault here.
    ///
    /// # Errors
    /// When a file cannot be read from the disk.
    pub fn read(project: &Project, reference: &Reference, isolation: &Isolation) -> Result<Inbox, Error> {
        let folder = project.inbox();
        let files = if folder.is_dir() { sources::list(&folder)? } else { Vec::new() };
        let readings = sources::read_all(&files, isolation, |_| ())?;
        let mut years: Vec<i16> = project.terms.iter().map(|term| term.academic_year).collect();
        years.dedup();
        let canonical = tables::build(&readings, reference, &years, None, &Links::default())?;
        Ok(Inbox { readings, canonical })
    }

    /// The child's year group and class of last, to tell which child is meant without a name.
    pub fn class_of(&self, child: &Child, reference: &Reference) -> Option<String> {
        let id = child.pupil()?.id;
        let spell = self.canonical.roll.enrolments.iter().rev().find(|spell| spell.pupil_id == id)?;
        let year = spell.year_order.and_then(|order| reference.vocabulary.year_group_name(order));
        let words: Vec<&str> = [year, spell.class_name.as_deref()].into_iter().flatten().collect();
        Some(words.join(", "))
    }

    /// Every sheet that has the child, in order of file and sheet.
    pub fn places(&self, child: &Child) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for reading in &self.readings {
            let (file, _) = self.canonical.shown.file_and_sheet(&reading.file, None);
            if child.is_named_in(&reading.file) {
                found.push(Found { file: file.clone(), sheet: None, cells: BTreeMap::new(), named: true });
            }
            for table in &reading.tables {
                let (file, sheet) = self.canonical.shown.file_and_sheet(&table.file, table.sheet.as_deref());
                let named = table.sheet.as_deref().is_some_and(|name| child.is_named_in(name));
                let cells = self.cells(table, &file, sheet.as_deref(), child);
                if named || !cells.is_empty() {
                    found.push(Found { file, sheet, cells, named });
                }
            }
        }
        found
    }

    /// Files that could not be looked into.
    pub fn unreadable(&self) -> Vec<String> {
        let empty = self.readings.iter().filter(|reading| reading.tables.is_empty());
        empty.map(|reading| self.canonical.shown.file_and_sheet(&reading.file, None).0).collect()
    }

    /// The filled cells of each row that is the child's.
    fn cells(&self, table: &RawTable, file: &str, sheet: Option<&str>, child: &Child) -> BTreeMap<u32, Vec<u32>> {
        let source = self
            .canonical
            .sources
            .iter()
            .find(|source| source.place.file == file && source.place.sheet.as_deref() == sheet);
        let number = source.and_then(|source| source.columns.iter().find(|column| column.means == "pupil_id"));
        let mut found = BTreeMap::new();
        for row in table.rows() {
            let texts: Vec<String> = table.cells(row).map(|(_, cell)| text(cell)).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let by_number = number.is_some_and(|column| child.has_number(&text(table.cell(row, column.at))));
            if by_number || child.has_row(&texts) {
                found.insert(row.number, table.cells(row).map(|(column, _)| column).collect());
            }
        }
        found
    }
}

fn text(cell: Cell<'_>) -> String {
    match cell {
        Cell::Text(text) | Cell::Error(text) => text.to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(_) | Cell::Bool(_) | Cell::Empty => String::new(),
    }
}

/// A file or sheet of the inbox that has the child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// File, as messages call it.
    pub file: String,
    /// Sheet; none for delimited text, and for a file that is only named after the child.
    pub sheet: Option<String>,
    /// Filled columns by row.
    pub cells: BTreeMap<u32, Vec<u32>>,
    /// Whether the file or sheet itself is named after the child.
    pub named: bool,
}

impl Found {
    /// The rows and the columns that are filled in them: `rows 4, 7-9 (columns A to F)`.
    pub fn cells_in_words(&self) -> String {
        let rows: Vec<u32> = self.cells.keys().copied().collect();
        let columns = self.cells.values().flatten();
        let (first, last) = (columns.clone().min(), columns.max());
        let mut words = match rows.as_slice() {
            [] => String::new(),
            [one] => format!("row {one}"),
            many => format!("rows {}", ranges(many)),
        };
        if let (Some(first), Some(last)) = (first, last) {
            words.push_str(&format!(" (columns {} to {})", column_letters(*first), column_letters(*last)));
        }
        words
    }
}

/// Ascending numbers with neighbours put together.
fn ranges(numbers: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let run = |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}–{last}") };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_said_shortly() {
        assert_eq!(ranges(&[4, 7, 8, 9, 12]), "4, 7–9, 12");
        let cells = BTreeMap::from([(4, vec![1, 2, 6]), (5, vec![2])]);
        let found = Found { file: "a.csv".into(), sheet: None, cells, named: false };
        assert_eq!(found.cells_in_words(), "rows 4–5 (columns A to F)");
    }
}
