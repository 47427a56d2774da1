//! Real Excel tables, and links to the sheets that hold them.

use rust_xlsxwriter::{Table as ExcelTable, TableColumn, TableStyle, Worksheet, XlsxError};

use super::workbook_style::Styles;

/// Further down than this, frozen headings would leave too little of a small screen.
const LAST_FROZEN: u32 = 8;

/// What a table holds, which decides its headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Figures right of a label column: their headings stand right as well.
    Figures,
    /// The same for staff, who filter what they work with.
    StaffFigures,
    /// Sentences.
    Texts,
    /// A staff list: every column can be filtered.
    List,
}

/// A real Excel table under the headings in `head_row`, headings frozen and
/// repeated on every printed page.
pub(super) fn add_table(
    sheet: &mut Worksheet,
    head_row: u32,
    (headers, rows): (&[String], usize),
    title: &str,
    kind: Kind,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let columns: Vec<TableColumn> = headers
        .iter()
        .enumerate()
        .map(|(column, header)| {
            let figures = matches!(kind, Kind::Figures | Kind::StaffFigures) && column > 0;
            let format = if figures { &styles.head_figures } else { &styles.head };
            TableColumn::new().set_header(header).set_header_format(format)
        })
        .collect();
    let table = ExcelTable::new()
        .set_columns(&columns)
        .set_style(TableStyle::Light1)
        .set_autofilter(matches!(kind, Kind::List | Kind::StaffFigures))
        .set_alt_text_title(title);
    let last = head_row + rows.max(1) as u32;
    sheet.add_table(head_row, 0, last, headers.len().saturating_sub(1) as u16, &table)?;
    sheet.set_freeze_panes(if head_row <= LAST_FROZEN { head_row + 1 } else { 0 }, 1)?;
    sheet.set_repeat_rows(head_row, head_row)?;
    Ok(())
}

/// A link to a sheet; apostrophes in its name are doubled.
pub(super) fn internal(sheet: &str) -> String {
    format!("internal:'{}'!A1", sheet.replace('\'', "''"))
}
