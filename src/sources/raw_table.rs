//! A sheet as it stands: only filled cells, each with its absolute position.
//!
//! Texts share one buffer, so that a register of a quarter of a million marks
//! costs a few megabytes and not a quarter of a million allocations.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// What one cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing, or blanks.
    Empty,
    /// Text, trimmed.
    Text(&'a str),
    /// A number.
    Number(f64),
    /// A number formatted as a date.
    Date(Date),
    /// A truth value.
    Bool(bool),
    /// An error such as `#N/A`.
    Error(&'a str),
}

#[derive(Clone, Copy, Debug)]
enum Packed {
    Text { start: u32, length: u32 },
    Number(f64),
    Date(Date),
    Bool(bool),
    Error { start: u32, length: u32 },
}

/// A row: its number in the sheet (from 1) and its filled cells.
#[derive(Clone, Copy, Debug)]
pub struct RawRow {
    /// Row number from 1, as Excel shows it.
    pub number: u32,
    first: u32,
    count: u32,
}

/// One sheet or one delimited file.
#[derive(Debug, Default)]
pub struct RawTable {
    /// File name relative to the inbox.
    pub file: String,
    /// Sheet name; none for delimited text.
    pub sheet: Option<String>,
    /// Whether the sheet is hidden in the workbook.
    pub hidden: bool,
    /// Rows that are hidden or filtered out, counted from 0, in order.
    pub hidden_rows: Vec<u32>,
    /// Merged cells: first row, first column, last row, last column, all counted from 0. Only the first cell has a value.
    pub merged: Vec<(u32, u32, u32, u32)>,
    /// How many cells hold an error such as `#N/A`: missing values, never text or 0.
    pub errors: u32,
    /// Whether the workbook counts days from 1904. Cells formatted as dates are right already; a plain number that turns
    /// out to be a day is counted from there.
    pub date_1904: bool,
    disordered: bool,
    rows: Vec<RawRow>,
    cells: Vec<(u32, Packed)>,
    text: String,
}

impl RawTable {
    /// An empty table of a file and sheet.
    pub fn new(file: &str, sheet: Option<&str>) -> Self {
        // A name goes to terminals and pages: no line end or escape sequence of the file's own.
        let visible = |name: &str| name.chars().filter(|c| !c.is_control()).collect();
        RawTable { file: file.to_owned(), sheet: sheet.map(visible), ..RawTable::default() }
    }

    /// Appends a cell; row and column count from 1. Cells should come in order of row, then column: see [`Self::tidy`].
    pub fn push(&mut self, row: u32, column: u32, cell: Cell<'_>) {
        let packed = match cell {
            Cell::Empty => return,
            Cell::Text(text) => {
                let text = trim(text);
                if text.is_empty() {
                    return;
                }
                let (start, length) = self.keep(text);
                // Text formats hold an error as Excel shows it.
                if is_error(text) {
                    self.errors += 1;
                    Packed::Error { start, length }
                } else {
                    Packed::Text { start, length }
                }
            }
            Cell::Error(text) => {
                self.errors += 1;
                let (start, length) = self.keep(text);
                Packed::Error { start, length }
            }
            Cell::Number(number) => Packed::Number(number),
            Cell::Date(date) => Packed::Date(date),
            Cell::Bool(value) => Packed::Bool(value),
        };
        match self.rows.last_mut() {
            Some(last) if last.number == row => {
                self.disordered |= self.cells.last().is_some_and(|(before, _)| *before >= column);
                last.count += 1;
            }
            last => {
                self.disordered |= last.is_some_and(|last| last.number > row);
                self.rows.push(RawRow { number: row, first: self.cells.len() as u32, count: 1 });
            }
        }
        self.cells.push((column, packed));
    }

    /// Writes a row's cells again into the rows after it, up to `last`: OpenDocument keeps rows that are alike once.
    pub(super) fn repeat_row(&mut self, row: u32, last: u32) {
        let Some(pattern) = self.rows.last().filter(|at| at.number == row).copied() else { return };
        let from = pattern.first as usize;
        let errors = self.cells[from..].iter().filter(|(_, packed)| matches!(packed, Packed::Error { .. })).count();
        for number in row + 1..=last {
            let first = self.cells.len() as u32;
            self.cells.extend_from_within(from..from + pattern.count as usize);
            self.errors += errors as u32;
            self.rows.push(RawRow { number, first, count: pattern.count });
        }
    }

    /// Puts cells that a damaged file holds in any order into order; of two in one place the later stays.
    pub(super) fn tidy(&mut self) {
        if !std::mem::take(&mut self.disordered) {
            return;
        }
        let mut placed = BTreeMap::new();
        for row in &self.rows {
            for (column, packed) in self.packed(row) {
                placed.insert((row.number, *column), *packed);
            }
        }
        self.rows.clear();
        self.cells.clear();
        self.errors = 0;
        for ((number, column), packed) in placed {
            self.errors += u32::from(matches!(packed, Packed::Error { .. }));
            match self.rows.last_mut() {
                Some(last) if last.number == number => last.count += 1,
                _ => self.rows.push(RawRow { number, first: self.cells.len() as u32, count: 1 }),
            }
            self.cells.push((column, packed));
        }
    }

    fn keep(&mut self, text: &str) -> (u32, u32) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        (start, text.len() as u32)
    }

    /// Rows with at least one filled cell, in order.
    pub fn rows(&self) -> &[RawRow] {
        &self.rows
    }

    /// The cell of a row in a column (from 1).
    pub fn cell(&self, row: &RawRow, column: u32) -> Cell<'_> {
        let cells = self.packed(row);
        match cells.binary_search_by_key(&column, |(at, _)| *at) {
            Ok(index) => self.unpack(cells[index].1),
            Err(_) => Cell::Empty,
        }
    }

    /// The filled cells of a row: column (from 1) and content.
    pub fn cells(&self, row: &RawRow) -> impl Iterator<Item = (u32, Cell<'_>)> {
        self.packed(row).iter().map(|(column, packed)| (*column, self.unpack(*packed)))
    }

    /// How many filled cells there are.
    pub fn filled(&self) -> usize {
        self.cells.len()
    }

    fn packed(&self, row: &RawRow) -> &[(u32, Packed)] {
        let first = row.first as usize;
        &self.cells[first..first + row.count as usize]
    }

    fn unpack(&self, packed: Packed) -> Cell<'_> {
        let part = |start: u32, length: u32| &self.text[start as usize..(start + length) as usize];
        match packed {
            Packed::Text { start, length } => Cell::Text(part(start, length)),
            Packed::Error { start, length } => Cell::Error(part(start, length)),
            Packed::Number(number) => Cell::Number(number),
            Packed::Date(date) => Cell::Date(date),
            Packed::Bool(value) => Cell::Bool(value),
        }
    }
}

/// Whether text is one of the errors that a spreadsheet shows in place of a value.
fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 7] = ["#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"];
    text.starts_with('#') && ERRORS.contains(&text)
}

/// Trims blanks, no-break spaces, full-width spaces and zero-width marks.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_positions_and_drops_blanks() {
        let mut table = RawTable::new("a.csv", None);
        table.push(3, 2, Cell::Text("\u{a0}UPN "));
        table.push(3, 5, Cell::Text("  "));
        table.push(3, 9, Cell::Number(72.0));
        table.push(7, 1, Cell::Bool(true));
        assert_eq!(table.rows().len(), 2);
        assert_eq!(table.rows()[0].number, 3);
        assert_eq!(table.cell(&table.rows()[0], 2), Cell::Text("UPN"));
        assert_eq!(table.cell(&table.rows()[0], 5), Cell::Empty);
        assert_eq!(table.cells(&table.rows()[0]).count(), 2);
        assert_eq!(table.filled(), 3);
    }

    #[test]
    fn errors_are_counted_and_never_text() {
        let mut table = RawTable::new("a.csv", Some("Class\u{1b}[31m 1\n"));
        table.push(1, 1, Cell::Text("#N/A"));
        table.push(1, 2, Cell::Error("#DIV/0!"));
        table.push(1, 3, Cell::Text("#1 in the queue"));
        assert_eq!(table.errors, 2);
        assert_eq!(table.cell(&table.rows()[0], 1), Cell::Error("#N/A"));
        assert_eq!(table.sheet.as_deref(), Some("Class[31m 1"));
    }

    #[test]
    fn cells_in_any_order_come_into_order() {
        let mut table = RawTable::new("a.xlsx", None);
        for (row, column, text) in [(2, 3, "c"), (1, 1, "a"), (2, 1, "b"), (1, 1, "A")] {
            table.push(row, column, Cell::Text(text));
        }
        table.tidy();
        let numbers: Vec<u32> = table.rows().iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 2]);
        assert_eq!(table.cell(&table.rows()[0], 1), Cell::Text("A"));
        assert_eq!(table.cell(&table.rows()[1], 1), Cell::Text("b"));
        assert_eq!(table.filled(), 3);
    }
}
