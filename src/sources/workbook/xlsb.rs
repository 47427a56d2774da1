//! Excel's binary workbooks. calamine loses some of their cells that hold errors, so every one comes with a warning.

use std::io::Cursor;

use calamine::{Reader as _, Xlsb, XlsbError};

use super::{CELLS, RawTable, Refusal, Workbook, cell_of_ref};

/// Reads every worksheet.
pub(in crate::sources) fn xlsb(bytes: &[u8], name: &str) -> Result<Workbook, Refusal> {
    let mut source: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
    let date_1904 = source.has_1904_epoch();
    let mut workbook = Workbook::default();
    let sheets = source.sheets_metadata().to_vec();
    for (sheet, hidden) in workbook.worksheets(&sheets) {
        let read = worksheet(&mut source, name, &sheet);
        workbook.sheet(&sheet, hidden, date_1904, read);
    }
    Ok(workbook)
}

fn worksheet(source: &mut Xlsb<Cursor<&[u8]>>, name: &str, sheet: &str) -> Result<RawTable, Refusal> {
    let mut table = RawTable::new(name, Some(sheet));
    let mut cells = source.worksheet_cells_reader(sheet).map_err(|error| refusal(&error))?;
    while let Some(cell) = cells.next_cell().map_err(|error| refusal(&error))? {
        let (row, column) = cell.get_position();
        table.push(row.saturating_add(1), column.saturating_add(1), cell_of_ref(cell.get_value()));
        if table.filled() > CELLS {
            return Err(Refusal::too_much("it has more cells than are read of a file"));
        }
    }
    Ok(table)
}

fn refusal(error: &XlsbError) -> Refusal {
    match error {
        XlsbError::Password => Refusal::password(),
        XlsbError::Zip(_) | XlsbError::Io(_) => Refusal::damaged("a part of the workbook cannot be unpacked"),
        XlsbError::Unrecognized { typ: "BoundSheet8:dt", .. } => {
            Refusal::damaged("it has a sheet of macros, and a binary workbook with one is not read")
        }
        _ => Refusal::damaged("the workbook is damaged, or not a valid binary workbook"),
    }
}
