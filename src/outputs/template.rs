//! The template: a workbook with every sheet and column that is understood.

use rust_xlsxwriter::{Format, FormatAlign, Note, XlsxError};

use super::OutputError;
use super::workbook_style::new_workbook;
use crate::tables::definition::{ColumnType, TableDefinition};

/// The template for all tables, as the bytes of a workbook.
///
/// # Errors
/// When the workbook cannot be written.
pub fn template(tables: &[TableDefinition]) -> Result<Vec<u8>, OutputError> {
    write(tables).map_err(|error| OutputError::Workbook { workbook: "template".into(), reason: error.to_string() })
}

fn write(tables: &[TableDefinition]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = new_workbook("Template for thrive-report", "", "")?;
    let heading =
        Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_background_color(0x00DD_E7EE);
    let required = heading.clone().set_background_color(0x00F4_DDB0);
    for table in tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&table.sheet)?;
        for (index, column) in table.columns.iter().filter(|column| column.template).enumerate() {
            let index = index as u16;
            // Excel would turn numbers with leading zeros and dates into something else.
            let format = match column.kind {
                ColumnType::Date => Format::new().set_num_format("dd/mm/yyyy"),
                ColumnType::Text | ColumnType::Upn | ColumnType::Mark => Format::new().set_num_format("@"),
                _ => Format::new(),
            };
            sheet.set_column_format(index, &format)?;
            sheet.set_column_width(index, (column.name.chars().count() as f64 + 4.0).max(12.0))?;
            let look = if column.required { &required } else { &heading };
            sheet.write_string_with_format(0, index, &column.name, look)?;
            let need = if column.required { "\nNeeded in every row." } else { "" };
            let example =
                if column.example.is_empty() { String::new() } else { format!("\nExample: {}", column.example) };
            let note = Note::new(format!("{}{need}{example}", column.about)).set_author("thrive-report");
            sheet.insert_note(0, index, &note)?;
        }
        sheet.set_freeze_panes(1, 0)?;
    }
    workbook.save_to_buffer()
}
