//! Reading a recognised sheet row by row into typed values, with an account of
//! every row.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Reference;
use super::definition::{ColumnDefinition, ColumnType, TableDefinition, heading_key};
use super::quality::SheetAccount;
use super::recognise::{Recognised, WideColumn};
use super::values::{self, Trouble, Typed, shown};
use super::{date_order, extent};
use crate::dates::{self, DateOrder, DateReader};
use crate::diagnostic::{Diagnostics, quoted};
use crate::place::Place;
use crate::sources::{Cell, RawRow, RawTable};

/// A recognised sheet that is being read.
pub struct Sheet<'a> {
    /// The cells.
    pub raw: &'a RawTable,
    /// What they mean.
    pub found: Recognised,
    /// The table they belong to.
    pub definition: &'a TableDefinition,
    /// Number of the sheet among all that are read.
    pub source_id: i32,
    /// Its account.
    pub account: SheetAccount,
    /// Where it is.
    pub place: Place,
}

/// How the cells of a sheet are to be read: what is known of its columns before the first row.
struct Ways {
    /// A reader of dates for each column of the table.
    dates: Vec<DateReader>,
    orders: Vec<DateOrder>,
    /// Yes/no columns in which a blank means no.
    blank_is_no: Vec<bool>,
    /// Values that hold for every row, by column of the table.
    constants: Vec<(usize, Typed)>,
    /// Spellings that only this export has, by column of the table.
    spellings: BTreeMap<usize, BTreeMap<String, String>>,
}

/// A row of typed values.
pub struct Row<'a> {
    /// Row number in the sheet, from 1.
    pub number: u32,
    /// The raw row, for wide columns.
    pub raw: &'a RawRow,
    definition: &'a TableDefinition,
    values: Vec<Option<Typed>>,
}

/// Why a row is rejected: code, message, and the column to point at.
pub struct Rejection<'a> {
    /// Code of the diagnostic.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// Column of the table, if one is to blame.
    pub column: Option<&'a str>,
}

impl<'a> Rejection<'a> {
    /// A rejection that points at a column.
    pub fn at(code: &'static str, column: &'a str, message: impl Into<String>) -> Self {
        Rejection { code, message: message.into(), column: Some(column) }
    }

    /// A rejection of the whole row.
    pub fn row(code: &'static str, message: impl Into<String>) -> Self {
        Rejection { code, message: message.into(), column: None }
    }
}

impl Row<'_> {
    fn value(&self, id: &str) -> Option<&Typed> {
        self.values[self.definition.column(id)?].as_ref()
    }
    /// Text of a column.
    pub fn text(&self, id: &str) -> Option<&str> {
        match self.value(id)? {
            Typed::Text(text) => Some(text),
            _ => None,
        }
    }
    /// Whole number of a column.
    pub fn int(&self, id: &str) -> Option<i64> {
        match self.value(id)? {
            Typed::Int(value) => Some(*value),
            Typed::Real(value) if value.fract() == 0.0 => Some(*value as i64),
            _ => None,
        }
    }
    /// Number of a column.
    pub fn real(&self, id: &str) -> Option<f64> {
        match self.value(id)? {
            Typed::Real(value) => Some(*value),
            Typed::Int(value) => Some(*value as f64),
            _ => None,
        }
    }
    /// Date of a column.
    pub fn date(&self, id: &str) -> Option<Date> {
        match self.value(id)? {
            Typed::Date(value) => Some(*value),
            _ => None,
        }
    }
    /// Yes or no of a column.
    pub fn boolean(&self, id: &str) -> Option<bool> {
        match self.value(id)? {
            Typed::Bool(value) => Some(*value),
            _ => None,
        }
    }
    /// Date of a column that the table requires.
    ///
    /// # Errors
    /// When it is not there (a wide sheet without the column, say).
    pub fn required_date<'c>(&self, id: &'c str) -> Result<Date, Rejection<'c>> {
        self.date(id).ok_or_else(|| Rejection::at("T001", id, "there is no date"))
    }
}

impl<'a> Sheet<'a> {
    /// The place of a cell of this sheet, by the table's column.
    pub fn cell_place(&self, row: u32, column: Option<&str>) -> Place {
        let mapped = column.and_then(|id| {
            let position = self.definition.column(id)?;
            self.found.mapped.iter().find(|mapped| mapped.column == position)
        });
        match mapped {
            Some(mapped) => self.place.at_cell(row, mapped.at, &mapped.header),
            None => self.place.at_row(row),
        }
    }

    /// Whether a row has something in the cell of a column, understood or not.
    pub fn is_filled(&self, row: &Row<'_>, id: &str) -> bool {
        let column = self.definition.column(id);
        let mapped = self.found.mapped.iter().find(|mapped| Some(mapped.column) == column);
        mapped.is_some_and(|mapped| self.raw.cell(row.raw, mapped.at) != Cell::Empty)
    }

    /// The place of a cell of a wide column.
    pub fn wide_place(&self, row: u32, column: &WideColumn) -> Place {
        self.place.at_cell(row, column.at, &column.header)
    }

    /// Whether the sheet has a column, or says its value for every row.
    pub fn has(&self, id: &str) -> bool {
        let has = |position| {
            self.found.mapped.iter().any(|mapped| mapped.column == position)
                || self.found.constants.iter().any(|constant| constant.column == position)
        };
        self.definition.column(id).is_some_and(has)
    }

    /// Reads every row and hands it on; `take` keeps it (and says how many
    /// records it made) or rejects it.
    pub fn read(
        &mut self,
        reference: &Reference,
        diagnostics: &mut Diagnostics,
        mut take: impl FnMut(&mut Self, &Row<'_>, &mut Diagnostics) -> Result<u64, Rejection<'a>>,
    ) {
        let raw = self.raw;
        let mut ways = self.ways(reference, diagnostics);
        let remarks = extent::remarks(raw, &self.found, reference);
        let header_row = self.found.header_row;
        for raw_row in raw.rows().iter().filter(|row| row.number > header_row) {
            self.account.rows_read += 1;
            let remark = remarks.contains(&raw_row.number);
            let remark = remark.then_some(("T021", "a remark, and no record, was left out"));
            if let Some((code, message)) = self.no_record(raw_row, reference).or(remark) {
                let place = self.place.at_row(raw_row.number);
                self.account.leave_out(&place);
                diagnostics.add(code, message, place);
                continue;
            }
            let typed = self.typed(raw_row, reference, &mut ways, diagnostics);
            let outcome = typed.and_then(|row| take(self, &row, diagnostics));
            match outcome {
                Ok(records) => {
                    self.account.rows_kept += 1;
                    self.account.records += records;
                }
                Err(rejection) => {
                    let place = self.cell_place(raw_row.number, rejection.column);
                    self.account.reject(rejection.code, &place);
                    diagnostics.add(rejection.code, rejection.message, place);
                }
            }
        }
    }

    /// Total rows and repeated headings are no records.
    fn no_record(&self, row: &RawRow, reference: &Reference) -> Option<(&'static str, &'static str)> {
        // In free text such as a survey's answers "Average" is an answer.
        let totals = !matches!(self.definition.id.as_str(), "surveys" | "ambassador");
        let mut filled = 0;
        let mut same = true;
        let mut total = false;
        for mapped in &self.found.mapped {
            if let Cell::Text(text) = self.raw.cell(row, mapped.at) {
                filled += 1;
                same = same && heading_key(text) == heading_key(&mapped.header);
                total |= reference.vocabulary.is_total(text);
            }
        }
        // A total may stand in a column that means nothing here, such as "No."
        let first = self.raw.cells(row).next();
        total |= matches!(first, Some((_, Cell::Text(text))) if reference.vocabulary.is_total(text));
        if filled >= 2 && same {
            Some(("T007", "the headings stand there again"))
        } else if totals && total && !self.has_key(row, reference) {
            Some(("T006", "a total or average row was left out"))
        } else {
            None
        }
    }

    /// Whether a row names a child by number.
    fn has_key(&self, row: &RawRow, reference: &Reference) -> bool {
        self.found.mapped.iter().any(|mapped| {
            let column = &self.definition.columns[mapped.column];
            let key = column.kind == ColumnType::Upn || column.id == "pupil_id";
            key && match self.raw.cell(row, mapped.at) {
                // "Total" in the first column is no number of a child.
                Cell::Text(text) => !reference.vocabulary.is_total(text),
                Cell::Number(_) => true,
                _ => false,
            }
        })
    }

    /// Yes/no columns in which nobody wrote "no": there a blank means no.
    fn columns_without_a_no(&self, reference: &Reference) -> Vec<bool> {
        let mut blank_is_no = vec![false; self.definition.columns.len()];
        for mapped in &self.found.mapped {
            if self.definition.columns[mapped.column].kind != ColumnType::YesNo {
                continue;
            }
            let mut yes = false;
            let mut no = false;
            for row in self.raw.rows().iter().filter(|row| row.number > self.found.header_row) {
                match self.raw.cell(row, mapped.at) {
                    Cell::Empty => {}
                    Cell::Bool(value) => (yes, no) = (yes || value, no || !value),
                    other => match reference.vocabulary.word("yes_no", &shown(other)) {
                        Some("yes") => yes = true,
                        Some(_) => no = true,
                        None => {}
                    },
                }
            }
            blank_is_no[mapped.column] = yes && !no;
        }
        blank_is_no
    }

    fn ways(&self, reference: &Reference, diagnostics: &mut Diagnostics) -> Ways {
        let orders = date_order::orders(self, diagnostics);
        let typed = |text: &str, kind| {
            let mut reader = DateReader::new(self.found.dates.unwrap_or_default());
            values::read(Cell::Text(text), kind, reference, &mut reader).ok().flatten()
        };
        let constants = self.found.constants.iter().filter_map(|constant| {
            let column = &self.definition.columns[constant.column];
            let value = typed(&constant.text, column.kind)?;
            // What the school or a layout says needs no confirming.
            if let Some((row, at)) = constant.cell {
                let message = format!("{} was taken from above the headings", column.name);
                diagnostics.add("R008", message, self.place.at_cell(row, at, ""));
            }
            Some((constant.column, value))
        });
        let constants = constants.collect();
        let dates = orders.iter().map(|order| DateReader::new(*order)).collect();
        let spellings = self.found.layout.map(|at| reference.layouts[at].spellings.clone()).unwrap_or_default();
        Ways { dates, orders, spellings, blank_is_no: self.columns_without_a_no(reference), constants }
    }

    fn typed<'r>(
        &mut self,
        raw_row: &'r RawRow,
        reference: &Reference,
        ways: &mut Ways,
        diagnostics: &mut Diagnostics,
    ) -> Result<Row<'r>, Rejection<'a>>
    where
        'a: 'r,
    {
        let definition = self.definition;
        let mut values: Vec<Option<Typed>> = vec![None; definition.columns.len()];
        for index in 0..self.found.mapped.len() {
            let mapped = &self.found.mapped[index];
            let column = &definition.columns[mapped.column];
            let cell = self.raw.cell(raw_row, mapped.at);
            let spelling = ways.spellings.get(&mapped.column).and_then(|words| words.get(&shown(cell).to_lowercase()));
            let cell = spelling.map_or(cell, |word| Cell::Text(word));
            // A day as a plain number counts from the workbook's own first day.
            let cell = match cell {
                Cell::Number(days) if self.raw.date_1904 && column.kind == ColumnType::Date => {
                    Cell::Number(days + dates::DAYS_FROM_1900_TO_1904)
                }
                cell => cell,
            };
            let read = values::read(cell, column.kind, reference, &mut ways.dates[mapped.column])
                .and_then(|value| not_too_long(value, column));
            let value = match read {
                Ok(None) if ways.blank_is_no[mapped.column] => Some(Typed::Bool(false)),
                Ok(value) => value,
                Err(trouble) => {
                    let (code, message) = match (&trouble, ways.orders[mapped.column]) {
                        (Trouble::MonthFirst(_), DateOrder::Untold) => {
                            ("T004", "a date of a column in which day and month cannot be told".to_owned())
                        }
                        _ => in_words(&trouble, column),
                    };
                    if column.required {
                        return Err(Rejection { code, message, column: Some(&column.id) });
                    }
                    diagnostics.add(code, message, self.place.at_cell(raw_row.number, mapped.at, &mapped.header));
                    None
                }
            };
            if let Some(Typed::Date(day)) = &value {
                let birthday = column.id == "date_of_birth";
                if !birthday {
                    self.account.saw(*day);
                }
            }
            values[mapped.column] = value;
        }
        for (column, value) in &ways.constants {
            if let Typed::Date(day) = value {
                self.account.saw(*day);
            }
            values[*column] = Some(value.clone());
        }
        let wide = !self.found.wide.is_empty();
        for mapped in &self.found.mapped {
            let column = &definition.columns[mapped.column];
            // The date and session of a wide register stand in its headings.
            if column.required && values[mapped.column].is_none() && !wide {
                let message = format!("{} is missing", column.name);
                return Err(Rejection { code: "T001", message, column: Some(&column.id) });
            }
        }
        Ok(Row { number: raw_row.number, raw: raw_row, definition, values })
    }
}

/// Columns in which a school writes sentences; in all others a text is a name or a code.
const SENTENCES: [&str; 7] = ["narrative", "question", "response", "measure", "evidence_file", "reason", "outcome"];

/// Refuses a text that no cell of a workbook could hold, or no heading of a table.
fn not_too_long(value: Option<Typed>, column: &ColumnDefinition) -> Result<Option<Typed>, Trouble> {
    let (most, what) = match SENTENCES.contains(&column.id.as_str()) {
        true => (15_000, "a text of at most 15,000 characters"),
        false => (200, "a name of at most 200 characters"),
    };
    match value {
        Some(Typed::Text(text)) if text.chars().count() > most => Err(Trouble::NotA(what, text)),
        value => Ok(value),
    }
}

fn in_words(trouble: &Trouble, column: &ColumnDefinition) -> (&'static str, String) {
    let birthday = column.id == "date_of_birth";
    let quote = |text: &str| {
        if birthday { "what stands there".to_owned() } else { quoted(text, column.kind == ColumnType::Date) }
    };
    match trouble {
        Trouble::ErrorCell => ("T005", "the cell holds an error, not a value".into()),
        Trouble::MonthFirst(text) => ("T004", format!("{} is a date in the other order of day and month", quote(text))),
        Trouble::NotA(what, text) if column.required => ("T002", format!("{} is not {what}", quote(text))),
        Trouble::NotA(what, text) => ("T003", format!("{} is not {what}", quote(text))),
    }
}
