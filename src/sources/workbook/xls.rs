//! Old Excel workbooks (5 to 2003): a compound file with the workbook as one of its streams.

use std::io::{Cursor, Read as _, Write as _};

use calamine::{Reader as _, Xls, XlsError};
use cfb::CompoundFile;

use super::biff::{self, SheetFacts};
use super::{RawTable, Refusal, Workbook, cell_of};

/// The first bytes of a compound file.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Reads every worksheet.
pub(in crate::sources) fn xls(bytes: &[u8], name: &str) -> Result<Workbook, Refusal> {
    let mut stream = if bytes.starts_with(COMPOUND) { workbook_stream(bytes)? } else { bytes.to_vec() };
    let facts = biff::prepare(&mut stream)?;
    let compound = compound_of(&stream).map_err(|_| damaged())?;
    drop(stream);
    let mut source: Xls<_> = Xls::new(Cursor::new(compound)).map_err(|error| refusal(&error))?;
    let date_1904 = source.has_1904_epoch();
    let mut workbook = Workbook::default();
    let sheets = source.sheets_metadata().to_vec();
    for (sheet, hidden) in workbook.worksheets(&sheets) {
        // calamine keeps its list in the order of the records that the facts come from.
        let facts = sheets.iter().position(|known| known.name == sheet).and_then(|at| facts.get(at));
        let read = worksheet(&mut source, name, &sheet, facts);
        workbook.sheet(&sheet, hidden, date_1904, read);
    }
    Ok(workbook)
}

/// The workbook among the streams of the root: an object inside a sheet may hold a workbook of its own.
fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    // The directory promises more sectors than there are.
    let broken = || if is_cut_off(bytes) { Refusal::incomplete() } else { damaged() };
    let mut compound = CompoundFile::open(Cursor::new(bytes)).map_err(|_| broken())?;
    let streams: Vec<(String, u64)> =
        compound.read_root_storage().map(|entry| (entry.name().to_owned(), entry.len())).collect();
    let has = |name: &str| streams.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    if has("\u{9}DRMContent") || has("\u{9}DRMViewerContent") {
        return Err(Refusal::rights());
    }
    if has("EncryptedPackage") {
        return Err(Refusal::excel_password());
    }
    let wanted = ["Workbook", "Book"];
    let found = wanted.iter().find_map(|name| streams.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)));
    let Some((stream, length)) = found else {
        return Err(Refusal::foreign(match () {
            () if has("WordDocument") => "a Word document, not a spreadsheet",
            () if has("PowerPoint Document") => "a PowerPoint presentation, not a spreadsheet",
            () if has("NativeContent_MAIN") || has("PerfectOffice_MAIN") => "a Quattro Pro or WordPerfect document",
            () if has("MatOST") || has("Content") => "a Microsoft Works document",
            () if has("__properties_version1.0") => "an e-mail (msg); save the file that is attached to it",
            () => "an office document with no workbook in it",
        }));
    };
    let mut contents = Vec::new();
    let mut reader = compound.open_stream(format!("/{stream}")).map_err(|_| broken())?;
    reader.read_to_end(&mut contents).map_err(|_| broken())?;
    if (contents.len() as u64) < *length {
        return Err(Refusal::incomplete());
    }
    Ok(contents)
}

/// Whether the allocation table of a compound file speaks of more sectors than the file has.
fn is_cut_off(bytes: &[u8]) -> bool {
    let u32_at = |at: usize| bytes.get(at..at + 4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]));
    let Some(&[shift, _]) = bytes.get(30..32) else { return true };
    let size = 1_usize << shift.clamp(7, 16);
    let sectors = (bytes.len() / size) as u32;
    // The places of the table's own sectors, and of the directory.
    let places = (0..109).map(|at| 76 + 4 * at).chain([48]).filter_map(u32_at);
    let sane = u32_at(44).is_some_and(|tables| tables < 1 << 20);
    let broken_off = sane && !bytes.len().is_multiple_of(size);
    broken_off || places.filter(|place| *place < 1 << 24).any(|place| place >= sectors)
}

/// A compound file with nothing but this workbook in it.
fn compound_of(stream: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut compound = CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))?;
    // calamine asks for a stream of that name whatever the version.
    compound.create_stream("/Workbook")?.write_all(stream)?;
    compound.flush()?;
    Ok(compound.into_inner().into_inner())
}

fn worksheet(
    source: &mut Xls<Cursor<Vec<u8>>>,
    name: &str,
    sheet: &str,
    facts: Option<&SheetFacts>,
) -> Result<RawTable, Refusal> {
    let mut table = RawTable::new(name, Some(sheet));
    let range = source.worksheet_range(sheet).map_err(|error| refusal(&error))?;
    let (top, left) = range.start().unwrap_or((0, 0));
    let facts = facts.ok_or_else(damaged)?;
    for (row, column, value) in range.used_cells() {
        let row = facts.rows.get(top as usize + row).ok_or_else(damaged)?;
        table.push(row + 1, left + column as u32 + 1, cell_of(value));
    }
    let merged = source.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    table.merged = merged.iter().map(|at| (at.start.0, at.start.1, at.end.0, at.end.1)).collect();
    table.hidden_rows.clone_from(&facts.hidden_rows);
    Ok(table)
}

fn damaged() -> Refusal {
    Refusal::damaged("the workbook is damaged, or not a valid old workbook")
}

fn refusal(error: &XlsError) -> Refusal {
    match error {
        XlsError::Password => Refusal::excel_password(),
        XlsError::EoStream(_) | XlsError::ContinueRecordTooShort => Refusal::incomplete(),
        _ => damaged(),
    }
}
