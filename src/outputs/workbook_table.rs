//! Real Excel tables, and links to the sheets that hold them.

use rust_xlsxwriter::{Table as ExcelTable, TableColumn, TableStyle, Worksheet, XlsxError};

use super::workbook_style::{HEAD_ROW, Styles};

/// What a table holds, which decides its headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Figures right of a label column: their headings stand right as well.
    Figures,
    /// Sentences.
    Texts,
    /// A staff list: every column can be filtered.
    List,
}

/// A real Excel table under the headings at [`HEAD_ROW`], headings frozen and
/// repeated on every printed page.
pub(super) fn add_table(
    sheet: &mut Worksheet,
    headers: &[String],
    rows: usize,
    title: &str,
    kind: Kind,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let columns: Vec<TableColumn> = headers
        .iter()
        .enumerate()
        .map(|(column, header)| {
            let figures = kind == Kind::Figures && column > 0;
            let format = if figures { &styles.head_figures } else { &styles.head };
            TableColumn::new().set_header(header).set_header_format(format)
        })
        .collect();
    let table = ExcelTable::new()
        .set_columns(&columns)
        .set_style(TableStyle::Light1)
        .set_autofilter(kind == Kind::List)
        .set_alt_text_title(title);
    let last = HEAD_ROW + rows.max(1) as u32;
    sheet.add_table(HEAD_ROW, 0, last, headers.len().saturating_sub(1) as u16, &table)?;
    sheet.set_freeze_panes(HEAD_ROW + 1, 1)?;
    sheet.set_repeat_rows(HEAD_ROW, HEAD_ROW)?;
    Ok(())
}

/// A link to a sheet; apostrophes in its name are doubled.
pub(super) fn internal(sheet: &str) -> String {
    format!("internal:'{}'!A1", sheet.replace('\'', "''"))
}
