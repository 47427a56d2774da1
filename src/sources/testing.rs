//! For tests: what was read, as text.

use super::raw_table::{Cell, RawTable};
use crate::place::column_letters;

/// Every filled cell by its address, a row a line, and what else is known of each sheet.
pub(super) fn shown(tables: &[RawTable]) -> String {
    let mut text = String::new();
    for table in tables {
        if let Some(sheet) = &table.sheet {
            text += &format!("[{sheet}]{}\n", if table.hidden { " hidden" } else { "" });
        }
        for row in table.rows() {
            let cells = table.cells(row).map(|(column, cell)| {
                let value = match cell {
                    Cell::Empty => String::new(),
                    Cell::Text(text) => text.replace('\n', "\\n"),
                    Cell::Number(number) => number.to_string(),
                    Cell::Date(day) => day.to_string(),
                    Cell::Bool(value) => value.to_string(),
                    Cell::Error(text) => format!("!{text}"),
                };
                format!("{}{}={value}", column_letters(column), row.number)
            });
            text += &(cells.collect::<Vec<_>>().join(" ") + "\n");
        }
        if !table.hidden_rows.is_empty() {
            let rows: Vec<String> = table.hidden_rows.iter().map(|row| (row + 1).to_string()).collect();
            text += &format!("hidden rows {}\n", rows.join(" "));
        }
        if !table.merged.is_empty() {
            let address = |row: u32, column: u32| format!("{}{}", column_letters(column + 1), row + 1);
            let merged = table
                .merged
                .iter()
                .map(|(r, c, last_r, last_c)| format!("{}:{}", address(*r, *c), address(*last_r, *last_c)));
            text += &format!("merged {}\n", merged.collect::<Vec<_>>().join(" "));
        }
        if table.errors > 0 {
            text += &format!("errors {}\n", table.errors);
        }
    }
    text
}
