//! Excel's own formats, by calamine; around it what it does not tell, and what makes it fail.

mod biff;
mod parts;
mod xls;
mod xlsb;
mod xlsx;

pub(super) use xls::xls;
pub(super) use xlsb::xlsb;
pub(super) use xlsx::xlsx;

use calamine::{Data, DataRef, ExcelDateTime, Sheet, SheetType, SheetVisible};
use jiff::civil::Date;

use super::raw_table::{Cell, RawTable};
use super::refusal::Refusal;

/// Most cells of a file.
const CELLS: usize = 20_000_000;

/// The sheets of a workbook, and what was left out of it.
#[derive(Default)]
pub(super) struct Workbook {
    pub tables: Vec<RawTable>,
    /// Sheets that were left out, each with the reason.
    pub left_out: Vec<(String, Refusal)>,
}

impl Workbook {
    /// Takes up a sheet that was read, or why it was not.
    fn sheet(&mut self, name: &str, hidden: bool, date_1904: bool, read: Result<RawTable, Refusal>) {
        match read {
            Ok(mut table) => {
                (table.hidden, table.date_1904) = (hidden, date_1904);
                self.tables.push(table);
            }
            Err(refusal) => self.left_out.push((name.to_owned(), refusal)),
        }
    }

    /// Sheets that hold no cells, such as charts, are nobody's loss; macros and dialogs are named.
    fn worksheets(&mut self, sheets: &[Sheet]) -> Vec<(String, bool)> {
        let mut worksheets = Vec::new();
        for sheet in sheets {
            match sheet.typ {
                SheetType::WorkSheet => worksheets.push((sheet.name.clone(), sheet.visible != SheetVisible::Visible)),
                SheetType::ChartSheet => {}
                _ => {
                    let what = "it is a sheet of macros or a dialog, not a table";
                    self.left_out.push((sheet.name.clone(), Refusal { code: "S012", what: what.into() }));
                }
            }
        }
        worksheets
    }
}

fn cell_of_ref<'a>(value: &'a DataRef<'_>) -> Cell<'a> {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::Text(text),
        DataRef::SharedString(text) => Cell::Text(text),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(moment) => date_cell(moment),
        DataRef::DateTimeIso(text) => iso_cell(text),
        DataRef::DurationIso(text) => Cell::Text(text),
        DataRef::Error(kind) => Cell::Error(error_name(kind)),
    }
}

fn cell_of(value: &Data) -> Cell<'_> {
    match value {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::Text(text),
        Data::Float(number) => Cell::Number(*number),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(moment) => date_cell(moment),
        Data::DateTimeIso(text) => iso_cell(text),
        Data::DurationIso(text) => Cell::Text(text),
        Data::Error(kind) => Cell::Error(error_name(kind)),
    }
}

fn error_name(kind: &calamine::CellErrorType) -> &'static str {
    use calamine::CellErrorType as Kind;
    match kind {
        Kind::Div0 => "#DIV/0!",
        Kind::NA => "#N/A",
        Kind::Name => "#NAME?",
        Kind::Null => "#NULL!",
        Kind::Num => "#NUM!",
        Kind::Ref => "#REF!",
        Kind::Value => "#VALUE!",
        Kind::GettingData => "#DATA!",
    }
}

/// A formatted date, from 1900 or 1904 as the workbook counts; a length of time stays a number (of days).
fn date_cell<'a>(moment: &ExcelDateTime) -> Cell<'a> {
    // calamine reckons with the days beyond the year 9999 all the same.
    if moment.is_datetime() && (0.0..2_958_466.0).contains(&moment.as_f64()) {
        let (year, month, day, ..) = moment.to_ymd_hms_milli();
        if let Ok(date) = Date::new(year as i16, month as i8, day as i8) {
            return Cell::Date(date);
        }
    }
    Cell::Number(moment.as_f64())
}

fn iso_cell(text: &str) -> Cell<'_> {
    text.get(..10).and_then(|day| day.parse().ok()).map_or(Cell::Text(text), Cell::Date)
}
