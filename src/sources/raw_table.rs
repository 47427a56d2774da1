//! A sheet as it stands: only filled cells, each with its absolute position.
//!
//! Texts share one buffer, so that a register of a quarter of a million marks
//! costs a few megabytes and not a quarter of a million allocations.

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
    /// Rows hidden or filtered out in the workbook, from 0 as the file counts them.
    pub hidden_rows: Vec<u32>,
    /// Merged cells, from 0: first row, first column, last row, last column. Only the first holds a value.
    pub merged: Vec<(u32, u32, u32, u32)>,
    /// Cells that hold an error value.
    pub errors: u32,
    rows: Vec<RawRow>,
    cells: Vec<(u32, Packed)>,
    text: String,
}

impl RawTable {
    /// An empty table of a file and sheet.
    pub fn new(file: &str, sheet: Option<&str>) -> Self {
        RawTable { file: file.to_owned(), sheet: sheet.map(str::to_owned), ..RawTable::default() }
    }

    /// Appends a cell. Cells come in order of row, then column; both count from 1.
    pub fn push(&mut self, row: u32, column: u32, cell: Cell<'_>) {
        let packed = match cell {
            Cell::Empty => return,
            Cell::Text(text) => {
                let text = trim(text);
                if text.is_empty() {
                    return;
                }
                let (start, length) = self.keep(text);
                Packed::Text { start, length }
            }
            Cell::Error(text) => {
                let (start, length) = self.keep(text);
                Packed::Error { start, length }
            }
            Cell::Number(number) => Packed::Number(number),
            Cell::Date(date) => Packed::Date(date),
            Cell::Bool(value) => Packed::Bool(value),
        };
        match self.rows.last_mut() {
            Some(last) if last.number == row => last.count += 1,
            _ => self.rows.push(RawRow { number: row, first: self.cells.len() as u32, count: 1 }),
        }
        self.cells.push((column, packed));
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
}
