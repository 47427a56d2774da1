//! A staff document as a workbook: a summary, one table a sheet with a filter,
//! and notes. It may name children, so its mark stands on every sheet.

use rust_xlsxwriter::{Url, Worksheet, XlsxError};

use super::OutputError;
use super::labels::Labels;
use super::sheet_names::SheetNames;
use super::workbook_lists::list_sheet;
use super::workbook_style::{self as style, HEAD_ROW, Styles};
use super::workbook_table::{Kind, add_table, internal};
use crate::reports::plain::{PlainTable, StaffDocument};

/// Characters of a sentence that fit the width of the first sheet.
const LINE: usize = 96;

/// The document as the bytes of an xlsx file.
pub fn staff_workbook(document: &StaffDocument) -> Result<Vec<u8>, OutputError> {
    let labels = Labels::load()?;
    let book = Book { document, labels, styles: Styles::new() };
    book.write().map_err(|error| OutputError::Workbook { workbook: document.id.clone(), reason: error.to_string() })
}

struct Book<'a> {
    document: &'a StaffDocument,
    labels: Labels,
    styles: Styles,
}

impl Book<'_> {
    fn write(&self) -> Result<Vec<u8>, XlsxError> {
        let document = self.document;
        let mut names = SheetNames::new();
        let summary = names.take(&self.labels.summary);
        let notes = names.take(&self.labels.notes);
        let tables: Vec<(String, &PlainTable)> =
            document.tables.iter().map(|table| (names.take(&table.sheet), table)).collect();
        let mut workbook = style::new_workbook(&document.title, &document.school, &document.period)?;
        self.summary(workbook.add_worksheet().set_name(&summary)?, &notes, &tables)?;
        for (name, table) in &tables {
            let sheet = workbook.add_worksheet().set_name(name)?;
            self.page(sheet, table.columns.len() > 6);
            list_sheet(sheet, table, &document.classification, &self.styles)?;
        }
        self.notes(workbook.add_worksheet().set_name(&notes)?)?;
        workbook.save_to_buffer()
    }

    fn page(&self, sheet: &mut Worksheet, landscape: bool) {
        let document = format!("{} · {}", self.document.school, self.document.title);
        style::page(sheet, &self.document.classification, &document, landscape, &self.labels);
    }

    fn summary(&self, sheet: &mut Worksheet, notes: &str, tables: &[(String, &PlainTable)]) -> Result<(), XlsxError> {
        const WIDTHS: [f64; 2] = [34.0, 66.0];
        let (document, labels, styles) = (self.document, &self.labels, &self.styles);
        self.page(sheet, false);
        for (column, width) in WIDTHS.iter().enumerate() {
            sheet.set_column_width(column as u16, *width)?;
        }
        let about = format!("{} · {} · {}: {}", document.school, document.period, labels.as_of, document.as_of);
        let lines = document.summary.iter().flat_map(|sentence| style::lines(sentence, LINE));
        let head = (document.title.as_str(), about.as_str(), document.classification.as_str());
        let head_row = style::head_with_lines(sheet, styles, head, lines)?;
        let links = tables.iter().map(|(name, table)| (name.as_str(), table.title.as_str()));
        let links: Vec<(&str, &str)> = links.chain([(notes, labels.notes_about.as_str())]).collect();
        for (row, (target, about)) in (head_row + 1..).zip(&links) {
            let url = Url::new(internal(target)).set_text(*target);
            sheet.write_url_with_format(row, 0, url, &styles.link)?;
            sheet.write_string_with_format(row, 1, *about, &styles.text)?;
            sheet.set_row_height(row, style::height([(*about, WIDTHS[1])].into_iter()))?;
        }
        let headers = [labels.sheet.clone(), labels.what_it_shows.clone()];
        add_table(sheet, head_row, (&headers, links.len()), &labels.sheets, Kind::Texts, styles)
    }

    fn notes(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        const WIDTHS: [f64; 2] = [34.0, 66.0];
        let (document, labels, styles) = (self.document, &self.labels, &self.styles);
        self.page(sheet, false);
        for (column, width) in WIDTHS.iter().enumerate() {
            sheet.set_column_width(column as u16, *width)?;
        }
        let about = format!("{} · {}", document.school, document.period);
        style::head(sheet, styles, &labels.notes, &about, &document.classification)?;
        for (at, (term, meaning)) in document.notes.iter().enumerate() {
            let row = HEAD_ROW + 1 + at as u32;
            sheet.write_string_with_format(row, 0, term, &styles.strong)?;
            sheet.write_string_with_format(row, 1, meaning, &styles.text)?;
            let cells = [term, meaning].into_iter().map(String::as_str).zip(WIDTHS);
            sheet.set_row_height(row, style::height(cells))?;
        }
        let headers = [labels.term.clone(), labels.meaning.clone()];
        add_table(sheet, HEAD_ROW, (&headers, document.notes.len()), &labels.notes, Kind::List, styles)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::outputs::sample;
    use crate::reports::plain::PlainCell;

    #[test]
    fn same_document_same_bytes() {
        let document = sample::staff();
        assert_eq!(staff_workbook(&document).expect("xlsx"), staff_workbook(&document).expect("xlsx"));
    }

    #[test]
    fn text_like_a_formula_stays_text_and_dates_are_dates() {
        let mut document = sample::staff();
        document.tables[0].rows[0][1] = PlainCell::Text("=HYPERLINK(\"x\")".into());
        let bytes = staff_workbook(&document).expect("xlsx");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("opens");
        let sheet = book.worksheet_range(&document.tables[0].sheet).expect("sheet");
        assert_eq!(sheet.get_value((4, 1)), Some(&Data::String("=HYPERLINK(\"x\")".into())));
        assert!(sheet.range((4, 0), (4, 9)).rows().flatten().any(|c| matches!(c, Data::DateTime(_))));
        assert_eq!(sheet.get_value((2, 0)), Some(&Data::String(document.classification.clone())));
    }

    #[test]
    fn an_empty_table_says_so() {
        let mut document = sample::staff();
        document.tables[0].rows.clear();
        document.tables[0].when_empty = "No child is below expectation.".into();
        let bytes = staff_workbook(&document).expect("xlsx");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("opens");
        let sheet = book.worksheet_range(&document.tables[0].sheet).expect("sheet");
        assert_eq!(sheet.get_value((4, 0)), Some(&Data::String("No child is below expectation.".into())));
    }
}
