//! OpenDocument spreadsheets, packed (ods) or as one XML file (fods), read in one pass.
//!
//! calamine unfolds the whole rectangle of a sheet, knows neither hidden rows nor merged cells, and refuses a file with
//! blanks between its elements; so they are read here.

use std::collections::HashSet;
use std::io::BufRead;

use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::raw_table::{Cell, RawTable};
use super::refusal::Refusal;
use super::xml;

/// Rows and columns of the largest sheet.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;
/// Most cells of a file: a workbook of a million marks has a twentieth of it.
const CELLS: usize = 20_000_000;

/// Reads every sheet of `content.xml`, or of a flat file.
pub(super) fn read(content: impl BufRead, name: &str) -> Result<Vec<RawTable>, Refusal> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    reader.config_mut().expand_empty_elements = true;
    let mut sheets = Sheets { name, ..Sheets::default() };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| Refusal::damaged("its XML is not well formed"))? {
            Event::Start(element) => sheets.begin(&element),
            Event::End(element) => {
                let name = element.local_name();
                if matches!(name.as_ref(), "document" | "document-content") {
                    return Ok(sheets.tables);
                }
                sheets.end(name.as_ref())?;
            }
            Event::Eof => return Err(Refusal::incomplete()),
            event if sheets.in_paragraph => xml::append(&mut sheets.text, &event),
            _ => {}
        }
    }
}

/// Where the reading stands. Rows and columns count from 1.
#[derive(Default)]
struct Sheets<'a> {
    name: &'a str,
    tables: Vec<RawTable>,
    cells: usize,
    style: String,
    hiding: HashSet<String>,
    /// Elements open inside something that is passed over: a remark, a drawing, an old version.
    passing: u32,
    in_table: bool,
    row: u32,
    rows: u32,
    row_hidden: bool,
    hidden: Vec<(u32, u32)>,
    column: u32,
    /// The cell that is open.
    cell: Option<Value>,
    text: String,
    in_paragraph: bool,
}

/// What a cell's attributes say.
#[derive(Default)]
struct Value {
    columns: u32,
    kind: String,
    number: Option<f64>,
    day: Option<Date>,
    text: Option<String>,
    formula: bool,
    error: bool,
}

impl Sheets<'_> {
    fn begin(&mut self, element: &BytesStart<'_>) {
        let local = element.local_name();
        let local = local.as_ref();
        if self.passing > 0 {
            self.passing += 1;
            return;
        }
        let in_cell = self.cell.is_some();
        match (local, in_cell) {
            ("style", false) => self.style = xml::attribute(element, "name").unwrap_or_default().into_owned(),
            ("table-properties", false) if xml::attribute(element, "display").as_deref() == Some("false") => {
                self.hiding.insert(self.style.clone());
            }
            ("tracked-changes" | "dde-links" | "shapes" | "forms", false) => self.passing = 1,
            ("table", false) => self.begin_table(element),
            ("table-row", false) if self.in_table => {
                self.row = self.row.saturating_add(self.rows);
                self.rows = xml::number(element, "number-rows-repeated").unwrap_or(1).max(1);
                self.row_hidden = xml::attribute(element, "visibility").is_some_and(|how| how != "visible");
                self.column = 1;
            }
            ("table-cell" | "covered-table-cell", false) if self.in_table => self.begin_cell(element),
            ("p", true) if !self.in_paragraph => {
                if !self.text.is_empty() {
                    self.text.push('\n');
                }
                self.in_paragraph = true;
            }
            ("s", true) => {
                let blanks = xml::number(element, "c").unwrap_or(1).min(1000);
                self.text.extend(std::iter::repeat_n(' ', blanks as usize));
            }
            ("tab", true) => self.text.push('\t'),
            ("line-break", true) => self.text.push('\n'),
            ("annotation" | "note", true) => self.passing = 1,
            (_, true) if !self.in_paragraph => self.passing = 1,
            _ => {}
        }
    }

    fn begin_table(&mut self, element: &BytesStart<'_>) {
        let sheet = xml::attribute(element, "name").unwrap_or_default();
        let mut table = RawTable::new(self.name, Some(&sheet));
        table.hidden = xml::attribute(element, "style-name").is_some_and(|style| self.hiding.contains(style.as_ref()));
        self.tables.push(table);
        (self.in_table, self.row, self.rows) = (true, 0, 1);
        self.hidden.clear();
    }

    fn begin_cell(&mut self, element: &BytesStart<'_>) {
        let mut value = Value { columns: 1, ..Value::default() };
        let (mut across, mut down) = (1, 1);
        let mut attributes = element.attributes();
        for attribute in attributes.with_checks(false).flatten() {
            let raw = attribute.value.as_ref();
            let count = || raw.trim().parse().unwrap_or(1_u32).max(1);
            // calcext repeats what office says, but for an error.
            let office = attribute.key.as_ref().starts_with("office:");
            match attribute.key.local_name().as_ref() {
                "number-columns-repeated" => value.columns = count(),
                "number-columns-spanned" => across = count().min(COLUMNS),
                "number-rows-spanned" => down = count().min(ROWS),
                "value-type" if raw == "error" => value.error = true,
                "value-type" if office || value.kind.is_empty() => value.kind = raw.to_owned(),
                "value" => value.number = raw.trim().parse().ok(),
                "date-value" => value.day = raw.get(..10).and_then(|day| day.parse().ok()),
                "boolean-value" => value.number = Some(f64::from(u8::from(raw.eq_ignore_ascii_case("true")))),
                "string-value" => value.text = xml::attribute(element, "string-value").map(|text| text.into_owned()),
                "formula" => value.formula = true,
                _ => {}
            }
        }
        if across > 1 || down > 1 {
            let (row, column) = (self.row.saturating_sub(1), self.column.saturating_sub(1));
            if let Some(table) = self.tables.last_mut() {
                table.merged.push((row, column, row.saturating_add(down - 1), column.saturating_add(across - 1)));
            }
        }
        self.text.clear();
        self.cell = Some(value);
    }

    fn end(&mut self, local: &str) -> Result<(), Refusal> {
        if self.passing > 0 {
            self.passing -= 1;
            return Ok(());
        }
        match local {
            "p" => self.in_paragraph = false,
            "table-cell" | "covered-table-cell" => {
                self.in_paragraph = false;
                if let Some(value) = self.cell.take() {
                    self.keep(&value)?;
                }
            }
            "table-row" if self.in_table && self.cell.is_none() => self.end_row()?,
            "table" if self.in_table && self.cell.is_none() => self.end_table(),
            _ => {}
        }
        Ok(())
    }

    fn keep(&mut self, value: &Value) -> Result<(), Refusal> {
        let first = self.column;
        self.column = self.column.saturating_add(value.columns);
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let shown = value.text.as_deref().filter(|text| !text.trim().is_empty()).unwrap_or(&self.text);
        let unknown = value.formula && shown.starts_with("Err:");
        let cell = match (value.kind.as_str(), value.number, value.day) {
            _ if value.error || unknown => Cell::Error(if shown.is_empty() { "#VALUE!" } else { shown.trim() }),
            ("boolean", Some(number), _) => Cell::Bool(number != 0.0),
            ("float" | "percentage" | "currency", Some(number), _) => Cell::Number(number),
            ("date", _, Some(day)) => Cell::Date(day),
            _ => Cell::Text(shown),
        };
        if matches!(cell, Cell::Text(text) if text.trim().is_empty()) {
            return Ok(());
        }
        // Blanks may be repeated to any end; a value beyond the last column is a trap, and no spreadsheet program writes it.
        if self.row == 0 || self.row > ROWS || first > COLUMNS || value.columns > COLUMNS - first + 1 {
            return Err(beyond());
        }
        self.cells += value.columns as usize;
        for column in first..self.column {
            table.push(self.row, column, cell);
        }
        if self.cells > CELLS { Err(beyond()) } else { Ok(()) }
    }

    fn end_row(&mut self) -> Result<(), Refusal> {
        let last = self.row.saturating_add(self.rows - 1);
        if self.row_hidden {
            self.hidden.push((self.row, last));
        }
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let filled = table.rows().last().filter(|row| row.number == self.row).map_or(0, |row| table.cells(row).count());
        if filled > 0 && self.rows > 1 {
            self.cells = self.cells.saturating_add(filled.saturating_mul(self.rows as usize));
            if last > ROWS || self.cells > CELLS {
                return Err(beyond());
            }
            table.repeat_row(self.row, last);
        }
        Ok(())
    }

    fn end_table(&mut self) {
        self.in_table = false;
        let Some(table) = self.tables.last_mut() else { return };
        // Below the last filled row a million may be hidden; they are nobody's.
        let end = table.rows().last().map_or(0, |row| row.number);
        let hidden = self.hidden.iter().flat_map(|(first, last)| first - 1..(*last).min(end));
        table.hidden_rows = hidden.collect();
    }
}

fn beyond() -> Refusal {
    Refusal::too_much("a sheet claims more rows, columns or cells than a spreadsheet can have")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sources::testing::shown;

    fn content(sheets: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?>\n<office:document-content>\n<style:style style:name=\"ta2\"><style:table-properties \
             table:display=\"false\"/></style:style> <office:spreadsheet>{sheets}</office:spreadsheet>\n</office:document-content>"
        )
    }

    #[test]
    fn values_repeats_merges_and_hidden_parts() {
        let text = content(
            "<table:table table:name=\"Register\">\n <table:table-row table:number-rows-repeated=\"2\">\n\
             <table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>\
             <table:table-row><table:table-cell table:number-columns-spanned=\"2\" office:value-type=\"string\">\
             <office:annotation><text:p>no</text:p></office:annotation><text:p>A &lt;<text:s text:c=\"2\"/>B</text:p>\
             <text:p>C</text:p></table:table-cell><table:covered-table-cell/>\
             <table:table-cell office:value-type=\"float\" office:value=\"72.5\" calcext:value-type=\"float\"><text:p>72,5</text:p>\
             </table:table-cell></table:table-row>\
             <table:table-row table:number-rows-repeated=\"2\" table:visibility=\"filter\">\
             <table:table-cell office:value-type=\"date\" office:date-value=\"2026-05-12T09:00:00\"><text:p>12 May</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"2\"><text:p>/</text:p></table:table-cell>\
             <table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" \
             calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>\
             <table:table-row table:number-rows-repeated=\"1048570\" table:visibility=\"collapse\"><table:table-cell/></table:table-row>\
             </table:table><table:table table:name=\"Old\" table:style-name=\"ta2\"></table:table>",
        );
        assert_eq!(
            shown(&read(text.as_bytes(), "a.ods").unwrap()),
            "[Register]\nA3=A <  B\\nC C3=72.5\nA4=2026-05-12 B4=/ C4=/ D4=!#DIV/0!\nA5=2026-05-12 B5=/ C5=/ D5=!#DIV/0!\n\
             hidden rows 4 5\nmerged A3:B3\nerrors 2\n[Old] hidden\n"
        );
    }

    #[test]
    fn absurd_repeats_are_refused() {
        for (rows, columns) in [("999999999", "1"), ("1", "999999999"), ("1048576", "16384")] {
            let text = content(&format!(
                "<table:table table:name=\"a\"><table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell \
                 table:number-columns-repeated=\"{columns}\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>\
                 </table:table-row></table:table>"
            ));
            assert_eq!(read(text.as_bytes(), "a.ods").unwrap_err().code, "S010", "{rows} {columns}");
        }
        assert_eq!(read(b"<office:document-content>".as_slice(), "a.ods").unwrap_err().code, "S008");
    }

    proptest! {
        #[test]
        fn any_document_is_read_or_refused(parts in proptest::collection::vec(
            prop_oneof![
                Just("<table:table>".to_owned()), Just("</table:table>".to_owned()), Just("</table:table-row>".to_owned()),
                Just("<text:p>".to_owned()), Just("</text:p>".to_owned()), Just("</table:table-cell>".to_owned()),
                (0..3_000_000_u32).prop_map(|n| format!("<table:table-row table:number-rows-repeated=\"{n}\" table:visibility=\"filter\">")),
                (0..20_000_u32).prop_map(|n| format!("<table:table-cell table:number-columns-repeated=\"{n}\" number-columns-spanned=\"{n}\">")),
                Just("<text:s text:c=\"99999999\"/>".to_owned()), "[a-z&;<>/]{0,8}",
            ],
            0..40,
        )) {
            let _ = read(content(&parts.concat()).as_bytes(), "a.ods");
        }
    }
}
