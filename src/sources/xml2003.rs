//! SpreadsheetML 2003: Excel's XML, which many school systems save under the name of an old workbook.

use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::raw_table::{Cell, RawTable};
use super::refusal::Refusal;
use super::{text, xml};

/// Rows and columns of the largest sheet.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

/// Reads every worksheet.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Vec<RawTable>, Refusal> {
    let text = text::decode(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    // So that every element has an end.
    reader.config_mut().expand_empty_elements = true;
    let mut sheets = Sheets { name, ..Sheets::default() };
    loop {
        match reader.read_event().map_err(|_| Refusal::damaged("its XML is not well formed"))? {
            Event::Start(element) => sheets.begin(&element),
            Event::End(element) if element.local_name().as_ref() == "Workbook" => return Ok(sheets.tables),
            Event::End(element) => sheets.end(element.local_name().as_ref()),
            Event::Eof => return Err(Refusal::incomplete()),
            event if sheets.in_data => xml::append(&mut sheets.text, &event),
            _ => {}
        }
    }
}

/// Where the reading stands. Rows and columns count from 1; 0 is before the first.
#[derive(Default)]
struct Sheets<'a> {
    name: &'a str,
    tables: Vec<RawTable>,
    date_1904: bool,
    row: u32,
    /// Rows that the row before stands for beside itself.
    repeats: u32,
    column: u32,
    /// Columns that the cell before covers beside its own.
    covers: u32,
    kind: String,
    text: String,
    in_data: bool,
    in_comment: bool,
    in_visible: bool,
}

impl Sheets<'_> {
    fn begin(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "Worksheet" => {
                let sheet = xml::attribute(element, "Name").unwrap_or_default();
                let mut table = RawTable::new(self.name, Some(&sheet));
                table.date_1904 = self.date_1904;
                self.tables.push(table);
                (self.row, self.repeats) = (0, 0);
            }
            "Row" => self.begin_row(element),
            "Cell" => self.begin_cell(element),
            "Comment" => self.in_comment = true,
            "Data" if !self.in_comment => {
                self.kind = xml::attribute(element, "Type").unwrap_or_default().into_owned();
                self.text.clear();
                self.in_data = true;
            }
            "Date1904" => self.date_1904 = true,
            "Visible" => {
                self.text.clear();
                (self.in_visible, self.in_data) = (true, true);
            }
            _ => {}
        }
    }

    fn begin_row(&mut self, element: &BytesStart<'_>) {
        let next = self.row.saturating_add(self.repeats).saturating_add(1);
        self.row = xml::number(element, "Index").unwrap_or(next).clamp(1, ROWS);
        self.repeats = xml::number(element, "Span").unwrap_or(0).min(ROWS);
        (self.column, self.covers) = (0, 0);
        // A filtered row is a hidden one.
        if let Some(table) = self.tables.last_mut().filter(|_| xml::says_yes(element, "Hidden")) {
            let first = table.hidden_rows.last().map_or(0, |last| last + 1).max(self.row - 1);
            table.hidden_rows.extend(first..(self.row + self.repeats).min(ROWS));
        }
    }

    fn begin_cell(&mut self, element: &BytesStart<'_>) {
        let next = self.column.saturating_add(self.covers).saturating_add(1);
        self.column = xml::number(element, "Index").unwrap_or(next).clamp(1, COLUMNS);
        self.covers = xml::number(element, "MergeAcross").unwrap_or(0).min(COLUMNS);
        let down = xml::number(element, "MergeDown").unwrap_or(0).min(ROWS);
        if let Some(table) = self.tables.last_mut().filter(|_| self.covers + down > 0 && self.row > 0) {
            let (row, column) = (self.row - 1, self.column - 1);
            table.merged.push((row, column, row + down, column + self.covers));
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "Comment" => self.in_comment = false,
            "Visible" if self.in_visible => {
                (self.in_visible, self.in_data) = (false, false);
                if let Some(table) = self.tables.last_mut() {
                    table.hidden = self.text.trim() != "SheetVisible";
                }
            }
            "Data" if self.in_data => {
                self.in_data = false;
                self.keep();
            }
            _ => {}
        }
    }

    fn keep(&mut self) {
        let Some(table) = self.tables.last_mut().filter(|_| self.row > 0 && self.column > 0) else { return };
        let text = self.text.as_str();
        let number = || text.trim().parse().map_or(Cell::Text(text), Cell::Number);
        let cell = match self.kind.as_str() {
            "Number" => number(),
            "Boolean" => Cell::Bool(matches!(text.trim(), "1" | "true" | "True")),
            // The day as it is written, whichever year the workbook counts from.
            "DateTime" => {
                text.trim().get(..10).and_then(|day| day.parse::<Date>().ok()).map_or(Cell::Text(text), Cell::Date)
            }
            "Error" => Cell::Error(text.trim()),
            _ => Cell::Text(text),
        };
        table.push(self.row, self.column, cell);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sources::testing::shown;

    const HEAD: &str = "<?xml version=\"1.0\"?><ss:Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">";

    #[test]
    fn indexes_types_merges_and_hidden_parts() {
        let text = format!(
            "{HEAD}<ss:Worksheet ss:Name=\"A &amp; B\"><ss:Table>\
             <ss:Row><ss:Cell ss:MergeAcross=\"1\"><ss:Data ss:Type=\"String\">T<B>i</B>tle</ss:Data>\
             <ss:Comment><ss:Data>no</ss:Data></ss:Comment></ss:Cell>\
             <ss:Cell><ss:Data ss:Type=\"Number\">72.5</ss:Data></ss:Cell></ss:Row>\
             <ss:Row ss:Index=\"4\" ss:Hidden=\"1\" ss:Span=\"1\"><ss:Cell ss:Index=\"2\">\
             <ss:Data ss:Type=\"DateTime\">2026-05-12T00:00:00.000</ss:Data></ss:Cell><ss:Cell/>\
             <ss:Cell><ss:Data ss:Type=\"Boolean\">1</ss:Data></ss:Cell></ss:Row>\
             <ss:Row><ss:Cell><ss:Data ss:Type=\"Error\">#N/A</ss:Data></ss:Cell></ss:Row>\
             </ss:Table></ss:Worksheet><ss:Worksheet ss:Name=\"C\"><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible>\
             </x:WorksheetOptions></ss:Worksheet></ss:Workbook>"
        );
        let tables = read(text.as_bytes(), "a.xls").unwrap();
        assert_eq!(
            shown(&tables),
            "[A & B]\nA1=Title C1=72.5\nB4=2026-05-12 D4=true\nA6=!#N/A\nhidden rows 4 5\nmerged A1:B1\nerrors 1\n\
             [C] hidden\n"
        );
    }

    #[test]
    fn an_end_that_is_missing_is_said() {
        assert_eq!(read(format!("{HEAD}<ss:Worksheet><ss:Table>").as_bytes(), "a.xls").unwrap_err().code, "S008");
        let bomb = format!(
            "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>{HEAD}<ss:Worksheet><ss:Table><ss:Row><ss:Cell>\
            <ss:Data>&a;&amp;</ss:Data></ss:Cell></ss:Row></ss:Table></ss:Worksheet></ss:Workbook>"
        );
        assert_eq!(shown(&read(bomb.as_bytes(), "a.xls").unwrap()), "[]\nA1=&\n");
    }

    proptest! {
        #[test]
        fn any_document_is_read_or_refused(parts in proptest::collection::vec(
            prop_oneof![
                Just("<Worksheet>".to_owned()), Just("<Row>".to_owned()), Just("<Cell>".to_owned()), Just("<Data>".to_owned()),
                Just("</Data>".to_owned()), Just("<Visible>".to_owned()), Just("<Comment>".to_owned()),
                any::<u32>().prop_map(|n| format!("<Row Index=\"{n}\" Span=\"{n}\" Hidden=\"1\">")),
                any::<u32>().prop_map(|n| format!("<Cell Index=\"{n}\" MergeAcross=\"{n}\" MergeDown=\"{n}\">")),
                any::<String>(),
            ],
            0..60,
        )) {
            let _ = read(format!("{HEAD}{}</ss:Workbook>", parts.concat()).as_bytes(), "a.xls");
        }

        #[test]
        fn any_bytes_too(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes, "a.xls");
        }
    }
}
