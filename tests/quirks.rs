//! A file for every oddity of the formats, in `fixtures/quirks/containers`, and beside each what is read of it: rows, what is
//! hidden or merged, and what is said. `THRIVE_REPORT_WRITE_FIXTURES=1` writes both again; then look at the difference.

/// Zip archives, and what hides in them.
mod archives;
/// Excel's and LibreOffice's workbooks.
mod books;
/// Old Excel workbooks, record by record.
mod old_excel;
/// What is never read.
mod others;
/// Delimited text, web pages and XML.
mod texts;

use std::fs;
use std::path::{Path, PathBuf};

use thrive_report::diagnostic::render;
use thrive_report::place::column_letters;
use thrive_report::sources::{Cell, Reading};

use crate::isolation::isolated;

/// A file's name and bytes.
type Quirk = (&'static str, Vec<u8>);

fn all() -> Vec<Quirk> {
    [texts::all(), books::all(), old_excel::all(), archives::all(), others::all()].concat()
}

/// One of the files.
pub fn file(name: &str) -> Vec<u8> {
    all().into_iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("there is no {name}")).1
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/quirks/containers")
}

#[test]
fn every_oddity_is_read_as_its_snapshot_says() {
    let write = std::env::var_os("THRIVE_REPORT_WRITE_FIXTURES").is_some_and(|value| value == "1");
    let folder = folder();
    let mut known = Vec::new();
    for (name, bytes) in all() {
        let path = folder.join(name);
        let snapshot = folder.join(format!("{name}.txt"));
        if write {
            fs::write(&path, &bytes).expect("written");
        }
        assert_eq!(fs::read(&path).ok().as_ref(), Some(&bytes), "{name} is not what the test makes");
        let said = shown(&isolated(&path));
        if write {
            fs::write(&snapshot, &said).expect("written");
        }
        let expected = fs::read_to_string(&snapshot).unwrap_or_default().replace("\r\n", "\n");
        assert_eq!(said, expected, "{name}");
        known.extend([path, snapshot]);
    }
    // Nothing lies there that no test makes.
    let mut there: Vec<PathBuf> =
        fs::read_dir(&folder).expect("there").map(|entry| entry.expect("listed").path()).collect();
    there.sort();
    known.sort();
    assert_eq!(there, known);
}

/// What was read of a file, and what was said.
fn shown(readings: &[Reading]) -> String {
    let mut text = String::new();
    for reading in readings {
        text += &format!("== {}\n", reading.file);
        for table in &reading.tables {
            let hidden = if table.hidden { ", hidden" } else { "" };
            let from_1904 = if table.date_1904 { ", days from 1904" } else { "" };
            text += &format!(
                "-- {}{hidden}{from_1904}\n",
                table.sheet.as_deref().map_or("no sheet".into(), |sheet| format!("sheet \"{sheet}\""))
            );
            for row in table.rows() {
                let cells: Vec<String> = table
                    .cells(row)
                    .map(|(column, cell)| format!("{}: {}", column_letters(column), value(cell)))
                    .collect();
                text += &format!("{:>7} {}\n", row.number, cells.join(" | "));
            }
            if !table.hidden_rows.is_empty() {
                let rows: Vec<String> = table.hidden_rows.iter().map(|row| (row + 1).to_string()).collect();
                text += &format!("hidden rows: {}\n", rows.join(", "));
            }
            for (row, column, last_row, last_column) in &table.merged {
                let (first, last) = (column_letters(column + 1), column_letters(last_column + 1));
                text += &format!("merged: {first}{}:{last}{}\n", row + 1, last_row + 1);
            }
            if table.errors > 0 {
                text += &format!("errors: {}\n", table.errors);
            }
        }
        for found in reading.diagnostics.iter() {
            text += &format!("{}\n", render(found));
        }
    }
    text
}

fn value(cell: Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => format!("{text:?}"),
        Cell::Number(number) => number.to_string(),
        Cell::Date(day) => format!("day {day}"),
        Cell::Bool(value) => value.to_string(),
        Cell::Error(text) => format!("error {text}"),
    }
}
