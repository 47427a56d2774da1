//! A list on a sheet of its own, with a filter on every column.

use rust_xlsxwriter::{ExcelDateTime, Worksheet, XlsxError};

use super::figure_text;
use super::workbook_style::{self as style, HEAD_ROW, Styles};
use super::workbook_table::{Kind, add_table};
use crate::reports::plain::{PlainCell, PlainTable};

/// Fills a sheet, already named and set up for paper, with a list.
pub(super) fn list_sheet(
    sheet: &mut Worksheet,
    table: &PlainTable,
    classification: &str,
    styles: &Styles,
) -> Result<(), XlsxError> {
    style::head(sheet, styles, &table.title, &table.about, classification)?;
    if table.columns.is_empty() {
        sheet.write_string_with_format(HEAD_ROW, 0, &table.when_empty, &styles.note)?;
        return Ok(());
    }
    let widths = widths(table);
    for (column, width) in widths.iter().enumerate() {
        sheet.set_column_width(column as u16, *width)?;
    }
    for (at, cells) in table.rows.iter().enumerate() {
        let line = HEAD_ROW + 1 + at as u32;
        for (column, cell) in cells.iter().take(table.columns.len()).enumerate() {
            write_cell(sheet, line, column as u16, cell, styles)?;
        }
        let texts = cells.iter().zip(&widths).filter_map(|(cell, width)| match cell {
            PlainCell::Text(text) => Some((text.as_str(), *width)),
            _ => None,
        });
        sheet.set_row_height(line, style::height(texts))?;
    }
    if table.rows.is_empty() {
        sheet.write_string_with_format(HEAD_ROW + 1, 0, &table.when_empty, &styles.about)?;
    }
    let headers = style::unique_headers(&table.columns);
    add_table(sheet, HEAD_ROW, (&headers, table.rows.len()), &table.title, Kind::List, styles)?;
    // Room for the filter's arrow.
    let heads = headers.iter().map(String::as_str).zip(widths.iter().map(|width| width - 4.0));
    sheet.set_row_height(HEAD_ROW, style::height(heads) + 4.0)?;
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    line: u32,
    column: u16,
    cell: &PlainCell,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match cell {
        PlainCell::Empty => {
            sheet.write_blank(line, column, &styles.text)?;
        }
        PlainCell::Text(text) => {
            sheet.write_string_with_format(line, column, text, &styles.text)?;
        }
        PlainCell::Number(value, decimals) if value.is_finite() => {
            sheet.write_number_with_format(line, column, *value, &styles.number(*decimals))?;
        }
        PlainCell::Number(..) => {
            sheet.write_string_with_format(line, column, "–", &styles.symbol)?;
        }
        PlainCell::Date(date) => {
            let excel = u16::try_from(date.year()).ok().and_then(|year| {
                let (month, day) = (date.month() as u8, date.day() as u8);
                ExcelDateTime::from_ymd(year, month, day).ok()
            });
            // Excel's calendar begins in 1900; an older date stays text.
            match excel {
                Some(excel) => sheet.write_datetime_with_format(line, column, &excel, &styles.date())?,
                None => sheet.write_string_with_format(line, column, date.to_string(), &styles.text)?,
            };
        }
    }
    Ok(())
}

/// A width for each column: what its longest text needs, within limits.
fn widths(table: &PlainTable) -> Vec<f64> {
    table
        .columns
        .iter()
        .enumerate()
        .map(|(column, header)| {
            let texts: Vec<String> = table.rows.iter().filter_map(|row| row.get(column)).map(written).collect();
            style::fit(texts.iter().map(String::as_str), 9.0, 40.0).max(style::fit_head(header, 11.0, 22.0) + 2.0)
        })
        .collect()
}

fn written(cell: &PlainCell) -> String {
    match cell {
        PlainCell::Empty => String::new(),
        PlainCell::Text(text) => text.clone(),
        PlainCell::Number(value, decimals) => figure_text::number(*value, *decimals),
        PlainCell::Date(_) => "00/00/0000".to_owned(),
    }
}
