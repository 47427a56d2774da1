//! Excel workbooks since 2007, cell by cell: two far-apart cells do not ask for the rectangle between them, and a declared
//! dimension is never believed.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx, XlsxError};

use super::super::archive::Archive;
use super::{CELLS, RawTable, Refusal, Workbook, cell_of_ref, parts};

/// Reads every worksheet; one that makes no sense is left out with the reason.
pub(in crate::sources) fn xlsx(bytes: &[u8], archive: &mut Archive<'_>, name: &str) -> Result<Workbook, Refusal> {
    let sheets = parts::sheets(archive);
    let mut workbook = match attempt(bytes, name) {
        Ok(workbook) if workbook.left_out.iter().all(|(_, why)| why.code == "S012") => workbook,
        // What Excel overlooks is taken out; if that does not help, the first answer stands.
        first => match parts::lenient(bytes).map(|bytes| attempt(&bytes, name)) {
            Some(Ok(second))
                if first.is_err() || first.as_ref().is_ok_and(|first| second.tables.len() > first.tables.len()) =>
            {
                second
            }
            _ => first?,
        },
    };
    for table in &mut workbook.tables {
        if let Some((_, part)) = sheets.iter().find(|(sheet, _)| table.sheet.as_ref() == Some(sheet)) {
            let parts::About { hidden_rows, merged } = parts::about(archive, part);
            (table.hidden_rows, table.merged) = (hidden_rows, merged);
        }
    }
    Ok(workbook)
}

fn attempt(bytes: &[u8], name: &str) -> Result<Workbook, Refusal> {
    let mut source: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
    let date_1904 = source.has_1904_epoch();
    let mut workbook = Workbook::default();
    let sheets = source.sheets_metadata().to_vec();
    for (sheet, hidden) in workbook.worksheets(&sheets) {
        let read = worksheet(&mut source, name, &sheet);
        workbook.sheet(&sheet, hidden, date_1904, read);
    }
    Ok(workbook)
}

fn worksheet(source: &mut Xlsx<Cursor<&[u8]>>, name: &str, sheet: &str) -> Result<RawTable, Refusal> {
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

/// calamine's errors quote the file, which may hold names: only their kind is told.
fn refusal(error: &XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::password(),
        XlsxError::Zip(_) | XlsxError::Io(_) => Refusal::damaged("a part of the workbook cannot be unpacked"),
        XlsxError::Xml(_) | XlsxError::XmlAttr(_) | XlsxError::XmlEof(_) => {
            Refusal::damaged("the XML of the workbook is broken off or not well formed")
        }
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound | XlsxError::WorksheetNotFound(_) => {
            Refusal::damaged("a part that the workbook names is not in it")
        }
        XlsxError::NotAWorksheet(_) | XlsxError::Unrecognized { .. } => {
            Refusal::damaged("it has a sheet of a kind that is not known")
        }
        _ => Refusal::damaged("the workbook does not keep to the rules of its format"),
    }
}
