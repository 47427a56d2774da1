//! What became of every sheet and every row: the data-quality account.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::definition::TableDefinition;
use super::matching::Outcome;
use crate::place::{Place, column_letters};

/// The account of one sheet. `read = kept + rejected + left out`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SheetAccount {
    /// File name relative to the inbox.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Sheet name; none for delimited text.
    pub sheet: Option<String>,
    /// Canonical table it was recognised as.
    pub table: Option<String>,
    /// The known export it was recognised as, or that the school has confirmed it.
    pub layout: Option<String>,
    /// Whether it is hidden in the workbook.
    pub hidden: bool,
    /// Last row of the headings, from 1.
    pub header_row: Option<u32>,
    /// Columns used: heading in the sheet and the template's name for it.
    pub mapped: Vec<(String, String)>,
    /// Columns spread over many (a strand or a session each).
    pub wide_columns: usize,
    /// Headings of columns that were not used.
    pub ignored: Vec<String>,
    /// Filled rows below the headings.
    pub rows_read: u64,
    /// Rows that were kept.
    pub rows_kept: u64,
    /// Rows that were rejected, by code of the diagnostic.
    pub rows_rejected: BTreeMap<&'static str, u64>,
    /// Rows that are no records: totals and repeated headings.
    pub rows_left_out: u64,
    /// Records made from the rows (a wide row makes many).
    pub records: u64,
    /// Records left out because the same record stands elsewhere.
    pub records_repeated: u64,
    /// Earliest date understood.
    pub first_date: Option<Date>,
    /// Latest date understood.
    pub last_date: Option<Date>,
    /// Why the sheet was read as this table, with its headings in that row.
    pub why: String,
    /// Where the rejected rows stand, by code of the diagnostic.
    pub rejected_at: BTreeMap<&'static str, Cells>,
    /// Where the rows stand that are no records.
    pub left_out_at: Cells,
    /// Of `records_repeated`, those that a later export tells otherwise.
    pub records_superseded: u64,
    /// The latest of its dates, birthdays and plans for the future aside: of two exports of one thing, the one with the
    /// later date counts.
    pub up_to: Option<Date>,
    /// The latest date in its title: that decides where two exports go up to the same day.
    pub titled: Option<Date>,
    /// How its dates are written, and how often.
    pub dates_written: BTreeMap<String, u64>,
    /// How its rows found their children.
    pub children: Matching,
}

impl SheetAccount {
    /// Rejected rows in all.
    pub fn rejected(&self) -> u64 {
        self.rows_rejected.values().sum()
    }

    /// Says why the sheet was read as its table, from the headings as they are shown.
    pub(super) fn say_why(&mut self, tables: &[TableDefinition]) {
        let definition = tables.iter().find(|definition| Some(&definition.id) == self.table.as_ref());
        let (Some(definition), Some(row)) = (definition, self.header_row) else { return };
        let named: Vec<String> = self.mapped.iter().take(4).map(|(heading, _)| format!("\"{heading}\"")).collect();
        let more = self.mapped.len().saturating_sub(named.len());
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        let wide = match (self.wide_columns, definition.id.as_str()) {
            (0, _) => String::new(),
            (columns, "screening") => format!(", and {columns} that are strands or items"),
            (columns, _) => format!(", and {columns} that are sessions"),
        };
        self.why = format!(
            "row {row} has {} known headings of {}: {}{rest}{wide}",
            self.mapped.len(),
            definition.sheet.to_lowercase(),
            named.join(", ")
        );
    }

    /// Counts a rejected row.
    pub fn reject(&mut self, code: &'static str, place: &Place) {
        *self.rows_rejected.entry(code).or_default() += 1;
        self.rejected_at.entry(code).or_default().add(place);
    }

    /// Counts a row that is no record.
    pub fn leave_out(&mut self, place: &Place) {
        self.rows_left_out += 1;
        self.left_out_at.add(place);
    }

    /// Widens the span of dates understood.
    pub fn saw(&mut self, day: Date) {
        self.first_date = Some(self.first_date.map_or(day, |first| first.min(day)));
        self.last_date = Some(self.last_date.map_or(day, |last| last.max(day)));
    }

    /// Whether the rows add up.
    pub fn balances(&self) -> bool {
        self.rows_read == self.rows_kept + self.rejected() + self.rows_left_out
    }
}

/// How the rows of a sheet found their children.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Matching {
    /// Rows by the way: `upn`, `former_upn`, `pupil_number`, `name`, `likeness`, `decision`.
    pub by: BTreeMap<&'static str, u64>,
    /// Different children named in the sheet of whom none on the pupil list was found.
    pub unmatched: u64,
    /// Different children named in the sheet who are likely one on the list, but not surely enough.
    pub to_confirm: u64,
    #[serde(skip)]
    missed: BTreeSet<usize>,
    #[serde(skip)]
    doubtful: BTreeSet<usize>,
    /// Rows of each link that a person should look at, by its position.
    #[serde(skip)]
    pub to_look_at: BTreeMap<usize, Cells>,
}

impl Matching {
    /// Counts a row whose child is named in the `link`th way of its file.
    pub fn saw(&mut self, row: u32, link: usize, to_look_at: bool, outcome: Outcome) {
        match outcome {
            Outcome::Child(_, by) => *self.by.entry(by.word()).or_default() += 1,
            Outcome::Doubtful | Outcome::Contradicted => self.to_confirm += u64::from(self.doubtful.insert(link)),
            Outcome::Shared | Outcome::Rejected | Outcome::Nobody => {
                self.unmatched += u64::from(self.missed.insert(link));
            }
            Outcome::Empty => {}
        }
        if to_look_at {
            self.to_look_at.entry(link).or_default().add(&Place { row: Some(row), ..Place::default() });
        }
    }
}

/// Cells or rows of one sheet, neighbours below each other as one: `B14`, `B17:B20`, `row 8`, `rows 8 to 12`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// Column, first row, last row.
    runs: Vec<(Option<u32>, u32, u32)>,
}

impl Cells {
    /// Takes in a cell or row; they come from top to bottom.
    pub fn add(&mut self, place: &Place) {
        let row = place.row.unwrap_or_default();
        match self.runs.last_mut() {
            Some((column, _, last)) if *column == place.column && *last + 1 == row => *last = row,
            _ => self.runs.push((place.column, row, row)),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.runs.iter().map(|(_, first, last)| u64::from(last - first) + 1).sum()
    }

    /// Their addresses as Excel writes them.
    pub fn addresses(&self) -> Vec<String> {
        let address =
            |(column, first, last): &(Option<u32>, u32, u32)| match (column.map(column_letters), first == last) {
                (Some(letters), true) => format!("{letters}{first}"),
                (Some(letters), false) => format!("{letters}{first}:{letters}{last}"),
                (None, true) => format!("row {first}"),
                (None, false) => format!("rows {first} to {last}"),
            };
        self.runs.iter().map(address).collect()
    }
}

impl Serialize for Cells {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.addresses().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_said_as_one() {
        let mut cells = Cells::default();
        for row in [14, 15, 16, 20] {
            cells.add(&Place::default().at_cell(row, 2, "UPN"));
        }
        cells.add(&Place::default().at_cell(21, 3, "Date"));
        cells.add(&Place::default().at_row(22));
        cells.add(&Place::default().at_row(23));
        assert_eq!(cells.addresses(), ["B14:B16", "B20", "C21", "rows 22 to 23"]);
        assert_eq!(cells.count(), 7);
    }
}
