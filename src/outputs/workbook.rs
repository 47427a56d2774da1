//! A report as a workbook: a summary, a list of the sheets, one table a sheet
//! with its charts, and notes. Values only: no formulas, nothing hidden, no names.

use rust_xlsxwriter::{Color, ConditionalFormat2ColorScale, Image, Url, Workbook, Worksheet, XlsxError};

use super::charts::{Pictures, palette};
use super::labels::Labels;
use super::sheet_names::SheetNames;
use super::table_view::{self, ViewColumn};
use super::workbook_charts::{self, Place};
use super::workbook_lists::list_sheet;
use super::workbook_style::{self as style, HEAD_ROW, Styles};
use super::workbook_table::{Kind, add_table, internal};
use super::{OutputError, alt_text, figure_text, text_tables};
use crate::disclosure::ProtectedFigure;
use crate::reports::model::{Chart, NoteGroup, Report, Section, Table};
use crate::reports::plain::PlainTable;

/// Characters of a footnote that fit the width of a chart.
const FOOTNOTE: f64 = 96.0;

/// Rows of a table that can be read on one printed page with its charts.
const ONE_PAGE: usize = 24;

/// The report as the bytes of an xlsx file.
pub fn report_workbook(report: &Report, pictures: &Pictures) -> Result<Vec<u8>, OutputError> {
    let labels = Labels::load()?;
    let book = Book { report, labels, styles: Styles::new() };
    let failed = |reason: String| OutputError::Workbook { workbook: report.id.clone(), reason };
    let mut names = SheetNames::new();
    let summary = (!report.headlines.is_empty()).then(|| names.take(&book.labels.summary));
    let contents = names.take(&book.labels.sheets);
    let notes = names.take(&book.labels.notes);
    let mut sheets = Vec::new();
    let mut lists = Vec::new();
    if let Some(table) = text_tables::overview(report, &book.labels) {
        lists.push((names.take(&table.sheet), table));
    }
    for section in &report.sections {
        for table in text_tables::checklist(section, &book.labels).into_iter().chain(section.lists.iter().cloned()) {
            lists.push((names.take(&table.sheet), table));
        }
        for table in &section.tables {
            sheets.push(Sheet { section, table, name: names.take(&table.sheet) });
        }
    }
    let write = || -> Result<Vec<u8>, XlsxError> {
        let mut workbook = style::new_workbook(&report.title, &report.school, &report.period)?;
        if let Some(name) = &summary {
            book.summary(workbook.add_worksheet(), name)?;
        }
        book.contents(workbook.add_worksheet(), &contents, &notes, &lists, &sheets)?;
        for (name, table) in &lists {
            let sheet = workbook.add_worksheet().set_name(name)?;
            book.page(sheet, table.columns.len() > 6);
            list_sheet(sheet, table, &report.classification, &book.styles)?;
        }
        for sheet in &sheets {
            book.table(&mut workbook, sheet, pictures)?;
        }
        book.notes(workbook.add_worksheet(), &notes)?;
        workbook.save_to_buffer()
    };
    write().map_err(|error| failed(error.to_string()))
}

struct Book<'a> {
    report: &'a Report,
    labels: Labels,
    styles: Styles,
}

/// A table and the sheet that will hold it.
struct Sheet<'a> {
    section: &'a Section,
    table: &'a Table,
    name: String,
}

impl Book<'_> {
    fn page(&self, sheet: &mut Worksheet, landscape: bool) {
        let document = format!("{} · {}", self.report.school, self.report.title);
        style::page(sheet, &self.report.classification, &document, landscape, &self.labels);
    }

    /// School, period and reporting date, in one line.
    fn about(&self) -> String {
        let report = self.report;
        format!("{} · {} · {}: {}", report.school, report.period, self.labels.as_of, report.as_of)
    }

    /// The questions of the first page and their answers.
    fn summary(&self, sheet: &mut Worksheet, name: &str) -> Result<(), XlsxError> {
        let (report, labels) = (self.report, &self.labels);
        sheet.set_name(name)?;
        self.page(sheet, false);
        sheet.set_print_fit_to_pages(1, 1);
        let rows = report.headlines.iter().map(|headline| (headline.question.as_str(), headline.answer.as_str()));
        self.two_columns(sheet, &report.title, [&labels.question, &labels.answer], rows, |sheet, row, question| {
            sheet.write_string_with_format(row, 0, question, &self.styles.strong).map(|_| ())
        })
    }

    /// What is on which sheet, with links.
    fn contents(
        &self,
        sheet: &mut Worksheet,
        name: &str,
        notes: &str,
        lists: &[(String, PlainTable)],
        sheets: &[Sheet<'_>],
    ) -> Result<(), XlsxError> {
        let (report, labels) = (self.report, &self.labels);
        sheet.set_name(name)?;
        self.page(sheet, false);
        let title = if report.headlines.is_empty() { &report.title } else { &labels.sheets };
        let tables = sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.table.title.as_str()));
        let lists = lists.iter().map(|(name, table)| (name.as_str(), table.title.as_str()));
        let rows = lists.chain(tables).chain([(notes, labels.notes_about.as_str())]);
        self.two_columns(sheet, title, [&labels.sheet, &labels.what_it_shows], rows, |sheet, row, target| {
            let url = Url::new(internal(target)).set_text(target);
            sheet.write_url_with_format(row, 0, url, &self.styles.link).map(|_| ())
        })
    }

    /// A title and one table of two columns of words, of which `first` writes the left cells.
    fn two_columns<'t>(
        &self,
        sheet: &mut Worksheet,
        title: &str,
        headers: [&String; 2],
        rows: impl Iterator<Item = (&'t str, &'t str)>,
        first: impl Fn(&mut Worksheet, u32, &str) -> Result<(), XlsxError>,
    ) -> Result<(), XlsxError> {
        const WIDTHS: [f64; 2] = [42.0, 62.0];
        for (column, width) in WIDTHS.iter().enumerate() {
            sheet.set_column_width(column as u16, *width)?;
        }
        style::head(sheet, &self.styles, title, &self.about(), &self.report.classification)?;
        let mut row = HEAD_ROW;
        for (left, right) in rows {
            row += 1;
            first(sheet, row, left)?;
            sheet.write_string_with_format(row, 1, right, &self.styles.text)?;
            let cells = [(left, WIDTHS[0] - 4.0), (right, WIDTHS[1])];
            sheet.set_row_height(row, style::height(cells.into_iter()))?;
        }
        let headers = headers.map(Clone::clone);
        add_table(sheet, HEAD_ROW, (&headers, (row - HEAD_ROW) as usize), title, Kind::Texts, &self.styles)
    }

    fn table(&self, workbook: &mut Workbook, place: &Sheet<'_>, pictures: &Pictures) -> Result<(), XlsxError> {
        let (table, styles) = (place.table, &self.styles);
        let view = table_view::columns(table, &place.section.charts);
        let (headers, columns) = self.sheet_columns(table, &view);
        let sheet = workbook.add_worksheet();
        sheet.set_name(&place.name)?;
        self.page(sheet, headers.len() > 6);
        if table.rows.len() <= ONE_PAGE {
            // A chart is not cut in two by the end of a page.
            sheet.set_print_fit_to_pages(1, 1);
        }
        let about = format!("{} · {}", place.section.question, self.report.period);
        let widths = self.widths(table, &headers);
        for (column, width) in widths.iter().enumerate() {
            sheet.set_column_width(column as u16, *width)?;
        }
        // No wider than the table or a chart, so that the page need not shrink.
        let longest = widths.iter().sum::<f64>().max(FOOTNOTE) as usize;
        let mut lines: Vec<String> = table.footnotes.iter().flat_map(|note| style::lines(note, longest)).collect();
        // The row counted as Excel counts, below this line too.
        lines.push(format!("{} {}.", self.labels.one_table, HEAD_ROW as usize + lines.len() + 2));
        let head = (table.title.as_str(), about.as_str(), self.report.classification.as_str());
        let head_row = style::head_with_lines(sheet, styles, head, lines)?;
        let first = head_row + 1;
        for (at, row) in table.rows.iter().enumerate() {
            let line = first + at as u32;
            sheet.write_string_with_format(line, 0, &row.label, &styles.text)?;
            sheet.set_row_height(line, style::height([(row.label.as_str(), widths[0])].into_iter()))?;
            self.cells(sheet, line, row.cells.as_slice(), table, &view)?;
        }
        let kind = if self.report.audience.is_outside() { Kind::Figures } else { Kind::StaffFigures };
        add_table(sheet, head_row, (&headers, table.rows.len()), &table.title, kind, styles)?;
        let head_cells = headers.iter().map(String::as_str).zip(widths.iter().map(|w| w - 2.0));
        sheet.set_row_height(head_row, style::height(head_cells) + 4.0)?;
        // Charts stand clear of the table.
        let mut row = first + table.rows.len().max(1) as u32 + 1;
        let cells = Place { sheet: &place.name, first, columns: &columns };
        if table.rows.len() > ONE_PAGE {
            // The charts of a long table begin a page, so that none is cut by the end of one.
            sheet.set_page_breaks(&[row])?;
        }
        let charts = place.section.charts.iter();
        for chart in charts.filter(|chart| chart.table.as_deref() == Some(table.id.as_str())) {
            row = self.chart(sheet, chart, table, &cells, pictures, row)?;
        }
        Ok(())
    }

    /// Headings on the sheet, and the sheet column of each model column.
    fn sheet_columns(&self, table: &Table, view: &[ViewColumn]) -> (Vec<String>, Vec<u16>) {
        let mut headers = vec![table.label_header.clone()];
        let mut columns = Vec::with_capacity(table.columns.len());
        for column in view {
            match column {
                ViewColumn::Value { header, .. } => {
                    columns.push(headers.len() as u16);
                    headers.push(header.clone());
                }
                ViewColumn::Interval { .. } => {
                    headers.push(self.labels.interval_from.clone());
                    headers.push(self.labels.interval_to.clone());
                }
            }
        }
        (style::unique_headers(&headers), columns)
    }

    fn cells(
        &self,
        sheet: &mut Worksheet,
        line: u32,
        figures: &[ProtectedFigure],
        table: &Table,
        view: &[ViewColumn],
    ) -> Result<(), XlsxError> {
        let mut column = 1;
        for part in view {
            let (ViewColumn::Value { index, .. } | ViewColumn::Interval { index }) = part;
            let Some(figure) = figures.get(*index) else {
                column += if matches!(part, ViewColumn::Interval { .. }) { 2 } else { 1 };
                continue;
            };
            let shown = table.columns.get(*index).map_or(0, |column| column.decimals);
            let format = self.styles.number(shown.min(figure.decimals()));
            let values = match part {
                ViewColumn::Value { .. } => vec![figure_text::readable(figure)],
                ViewColumn::Interval { .. } => vec![figure.low(), figure.high()],
            };
            for value in values {
                match value.filter(|_| figure_text::readable(figure).is_some()) {
                    Some(value) => {
                        sheet.write_number_with_format(line, column, value, &format)?;
                    }
                    None if figure_text::readable(figure).is_some() => {
                        sheet.write_string_with_format(line, column, "–", &self.styles.symbol)?;
                    }
                    None => {
                        sheet.write_string_with_format(line, column, figure.text(), &self.styles.symbol)?;
                    }
                }
                column += 1;
            }
        }
        Ok(())
    }

    fn widths(&self, table: &Table, headers: &[String]) -> Vec<f64> {
        let labels = table.rows.iter().map(|row| row.label.as_str());
        let first = style::fit(labels.chain([table.label_header.as_str()]), 18.0, 44.0);
        // Columns of figures are equally wide, as wide as the widest needs.
        let figures = headers.iter().skip(1).map(|header| style::fit_head(header, 13.0, 24.0)).fold(13.0, f64::max);
        let rest = headers.iter().skip(1).map(|_| figures);
        std::iter::once(first).chain(rest).collect()
    }

    /// Puts a chart at `row`; gives the first row free below it.
    fn chart(
        &self,
        sheet: &mut Worksheet,
        chart: &Chart,
        table: &Table,
        cells: &Place<'_>,
        pictures: &Pictures,
        row: u32,
    ) -> Result<u32, XlsxError> {
        if let Some([top, left, bottom, right]) = workbook_charts::heat_cells(chart, table, cells) {
            let scale = ConditionalFormat2ColorScale::new()
                .set_minimum_color(Color::RGB(palette::rgb(palette::PALE)))
                .set_maximum_color(Color::RGB(palette::rgb(palette::DARK)));
            sheet.add_conditional_format(top, left as u16, bottom, right as u16, &scale)?;
            return Ok(row);
        }
        // Twenty pixels to a row.
        let below = |height: u32| row + height.div_ceil(20) + 2;
        if let Some((native, height)) = workbook_charts::native(chart, table, cells) {
            sheet.insert_chart(row, 0, &native)?;
            return Ok(below(height));
        }
        if let Some(picture) = pictures.get(chart.id.as_str()) {
            let image = Image::new_from_buffer(picture)?;
            let width = f64::from(workbook_charts::WIDTH);
            let height = image.height() * width / image.width();
            let image = image.set_scale_to_size(width, height, true).set_alt_text(alt_text::of(chart));
            sheet.insert_image(row, 0, &image)?;
            return Ok(below(height as u32));
        }
        Ok(row)
    }

    fn notes(&self, sheet: &mut Worksheet, name: &str) -> Result<(), XlsxError> {
        const WIDTHS: [f64; 3] = [24.0, 30.0, 66.0];
        let (labels, styles) = (&self.labels, &self.styles);
        sheet.set_name(name)?;
        self.page(sheet, false);
        for (column, width) in WIDTHS.iter().enumerate() {
            sheet.set_column_width(column as u16, *width)?;
        }
        let about = format!("{} · {}", self.report.school, self.report.period);
        style::head(sheet, styles, &labels.notes, &about, &self.report.classification)?;
        let mut groups = Vec::new();
        for section in &self.report.sections {
            let what = [
                (&labels.findings, &section.findings),
                (&labels.findings, &section.more),
                (&labels.unknowns, &section.unknowns),
                (&labels.questions, &section.questions),
            ];
            for (heading, sentences) in what {
                groups.extend(sentences.iter().map(|s| (section.name.clone(), heading.clone(), s.clone())));
            }
        }
        for NoteGroup { heading, entries } in labels.notes_with_symbols(&self.report.notes) {
            groups.extend(entries.into_iter().map(|(term, text)| (heading.clone(), term, text)));
        }
        let mut row = HEAD_ROW;
        for (topic, term, text) in &groups {
            row += 1;
            for (column, words) in [topic, term, text].into_iter().enumerate() {
                let format = if column == 0 { &styles.strong } else { &styles.text };
                sheet.write_string_with_format(row, column as u16, words, format)?;
            }
            let cells = [topic, term, text].into_iter().map(String::as_str).zip(WIDTHS);
            sheet.set_row_height(row, style::height(cells))?;
        }
        let headers = [labels.topic.clone(), labels.term.clone(), labels.meaning.clone()];
        let headers = style::unique_headers(&headers);
        add_table(sheet, HEAD_ROW, (&headers, groups.len()), &labels.notes, Kind::Texts, styles)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::outputs::{charts, sample};

    fn pictures(report: &Report) -> Pictures {
        charts::pictures(report).expect("drawn")
    }

    #[test]
    fn same_report_same_bytes() {
        let report = sample::report();
        assert_eq!(
            report_workbook(&report, &pictures(&report)).expect("xlsx"),
            report_workbook(&report, &pictures(&report)).expect("xlsx")
        );
    }

    #[test]
    fn each_table_has_a_sheet_between_contents_and_notes() {
        let report = sample::report();
        let bytes = report_workbook(&report, &pictures(&report)).expect("xlsx");
        let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("opens");
        let names = book.sheet_names();
        let tables: usize = report.sections.iter().map(|section| section.tables.len()).sum();
        assert_eq!(names.len(), tables + 3);
        assert_eq!(names[..2], ["Summary", "Contents"]);
        assert_eq!(names.last().map(String::as_str), Some("Notes"));
    }

    #[test]
    fn figures_are_numbers_and_withheld_ones_are_symbols() {
        let report = sample::report();
        let table = &report.sections[0].tables[0];
        let bytes = report_workbook(&report, &pictures(&report)).expect("xlsx");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("opens");
        let sheet = book.worksheet_range(&table.sheet).expect("sheet");
        assert_eq!(sheet.get_value((0, 0)), Some(&Data::String(table.title.clone())));
        // The footnote and the line that says where the table is stand above it.
        assert_eq!(sheet.get_value((4, 0)), Some(&Data::String("One table; its headings are in row 6.".into())));
        assert_eq!(sheet.get_value((5, 0)), Some(&Data::String(table.label_header.clone())));
        let cells = sheet.range((6, 1), (20, 4));
        let any = |wanted: &dyn Fn(&Data) -> bool| cells.rows().flatten().any(wanted);
        assert!(any(&|cell| matches!(cell, Data::Float(_))));
        assert!(any(&|cell| *cell == Data::String("c".into())));
    }
}
