//! Where something stands in the school's own files, the way Excel shows it.

use std::fmt;

use serde::Serialize;

/// A file, and within it as much of sheet, row, column and heading as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Path relative to the inbox, with forward slashes on every system.
    pub file: String,
    /// Sheet name; none for delimited text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row number from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// Column number from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Heading of the column as the file has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Place { file: file.into(), ..Place::default() }
    }

    /// The same place narrowed to one row (from 1).
    pub fn at_row(&self, row: u32) -> Self {
        Place { row: Some(row), ..self.clone() }
    }

    /// The same place narrowed to one cell (row and column from 1) under `header`.
    pub fn at_cell(&self, row: u32, column: u32, header: &str) -> Self {
        let header = (!header.is_empty()).then(|| header.to_owned());
        Place { row: Some(row), column: Some(column), header, ..self.clone() }
    }

    /// The cell or row address alone, such as `F23` or `row 23`.
    pub fn address(&self) -> Option<String> {
        match (self.row, self.column) {
            (Some(row), Some(column)) => Some(format!("{}{row}", column_letters(column))),
            (Some(row), None) => Some(format!("row {row}")),
            (None, Some(column)) => Some(format!("column {}", column_letters(column))),
            (None, None) => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(out, " · sheet \"{sheet}\"")?;
        }
        if let Some(address) = self.address() {
            write!(out, " · {address}")?;
        }
        if let Some(header) = &self.header {
            write!(out, " (column \"{header}\")")?;
        }
        Ok(())
    }
}

/// Column letters of a column number from 1: 1 is `A`, 27 is `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + digit as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_as_excel_shows_them() {
        for (number, letters) in [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")] {
            assert_eq!(column_letters(number), letters);
        }
    }

    #[test]
    fn reads_like_an_address() {
        let sheet = Place { sheet: Some("Week 7".into()), ..Place::file("autumn/attendance.xlsx") };
        assert_eq!(
            sheet.at_cell(23, 6, "Mon AM").to_string(),
            "autumn/attendance.xlsx · sheet \"Week 7\" · F23 (column \"Mon AM\")"
        );
        assert_eq!(sheet.at_row(4).to_string(), "autumn/attendance.xlsx · sheet \"Week 7\" · row 4");
    }
}
