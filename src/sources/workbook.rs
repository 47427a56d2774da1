//! Excel and OpenDocument workbooks, by calamine.
//!
//! xlsx and xlsb are streamed cell by cell, so that two far-apart cells do not
//! ask for the whole rectangle between them. calamine can panic on malformed
//! files; a panic in here is one refused file.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsb, Xlsx};
use jiff::civil::Date;

use super::raw_table::{Cell, RawTable};
use super::sniff::Kind;
use crate::diagnostic::Diagnostics;
use crate::place::Place;

type Bytes = Cursor<Vec<u8>>;

/// Reads every worksheet. What cannot be read is refused with a diagnostic.
pub(super) fn read(bytes: Vec<u8>, kind: Kind, name: &str, diagnostics: &mut Diagnostics) -> Vec<RawTable> {
    let attempt = catch_unwind(AssertUnwindSafe(|| match kind {
        Kind::Xlsb => xlsb(bytes, name),
        Kind::Xls => xls(bytes, name),
        Kind::Ods => ods(bytes, name),
        _ => xlsx(bytes, name),
    }));
    match attempt {
        Ok(Ok(tables)) => tables,
        Ok(Err(why)) if why.to_lowercase().contains("password") => {
            diagnostics.add("S002", "it is protected by a password", Place::file(name));
            Vec::new()
        }
        Ok(Err(why)) => {
            diagnostics.add("S004", format!("the workbook is damaged or not a valid one ({why})"), Place::file(name));
            Vec::new()
        }
        Err(_) => {
            diagnostics.add("S004", "the workbook is damaged or not a valid one", Place::file(name));
            Vec::new()
        }
    }
}

/// Worksheets of a workbook: name and whether hidden. Chart sheets hold no cells.
fn worksheets(sheets: &[Sheet]) -> Vec<(String, bool)> {
    let worksheets = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    worksheets.map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect()
}

fn xlsx(bytes: Vec<u8>, name: &str) -> Result<Vec<RawTable>, String> {
    let mut workbook: Xlsx<Bytes> = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut tables = Vec::new();
    for (sheet, hidden) in worksheets(workbook.sheets_metadata()) {
        let mut table = RawTable::new(name, Some(&sheet));
        table.hidden = hidden;
        let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|error| error.to_string())?;
        while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
            push_ref(&mut table, cell.get_position(), cell.get_value());
        }
        tables.push(table);
    }
    Ok(tables)
}

fn xlsb(bytes: Vec<u8>, name: &str) -> Result<Vec<RawTable>, String> {
    let mut workbook: Xlsb<Bytes> = Xlsb::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut tables = Vec::new();
    for (sheet, hidden) in worksheets(workbook.sheets_metadata()) {
        let mut table = RawTable::new(name, Some(&sheet));
        table.hidden = hidden;
        let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|error| error.to_string())?;
        while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
            push_ref(&mut table, cell.get_position(), cell.get_value());
        }
        tables.push(table);
    }
    Ok(tables)
}

fn xls(bytes: Vec<u8>, name: &str) -> Result<Vec<RawTable>, String> {
    let workbook: Xls<Bytes> = Xls::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    ranges(workbook, name)
}

fn ods(bytes: Vec<u8>, name: &str) -> Result<Vec<RawTable>, String> {
    let workbook: Ods<Bytes> = Ods::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    ranges(workbook, name)
}

fn ranges<R: Reader<Bytes>>(mut workbook: R, name: &str) -> Result<Vec<RawTable>, String>
where
    R::Error: std::fmt::Display,
{
    let mut tables = Vec::new();
    for (sheet, hidden) in worksheets(workbook.sheets_metadata()) {
        let mut table = RawTable::new(name, Some(&sheet));
        table.hidden = hidden;
        let range = workbook.worksheet_range(&sheet).map_err(|error| error.to_string())?;
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, column, value) in range.used_cells() {
            push(&mut table, (top + row as u32, left + column as u32), value);
        }
        tables.push(table);
    }
    Ok(tables)
}

fn push_ref(table: &mut RawTable, (row, column): (u32, u32), value: &DataRef<'_>) {
    let error;
    let cell = match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::Text(text),
        DataRef::SharedString(text) => Cell::Text(text),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(moment) => date_cell(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text),
        DataRef::Error(kind) => {
            error = kind.to_string();
            Cell::Error(&error)
        }
    };
    table.push(row + 1, column + 1, cell);
}

fn push(table: &mut RawTable, (row, column): (u32, u32), value: &Data) {
    let error;
    let cell = match value {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::Text(text),
        Data::Float(number) => Cell::Number(*number),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(moment) => date_cell(moment),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text),
        Data::Error(kind) => {
            error = kind.to_string();
            Cell::Error(&error)
        }
    };
    table.push(row + 1, column + 1, cell);
}

/// A formatted date; a length of time stays a number (of days).
fn date_cell<'a>(moment: &ExcelDateTime) -> Cell<'a> {
    if moment.is_datetime() {
        let (year, month, day, ..) = moment.to_ymd_hms_milli();
        if let Ok(date) = Date::new(year as i16, month as i8, day as i8) {
            return Cell::Date(date);
        }
    }
    Cell::Number(moment.as_f64())
}
