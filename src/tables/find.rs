//! Every sheet of the files: recognised, or with the reason why it is not used.

use super::quality::SheetAccount;
use super::recognise::{self, Recognised};
use super::sheet::Sheet;
use super::source::Source;
use super::written_dates::WrittenDates;
use super::{Canonical, Reference, extent};
use crate::diagnostic::Diagnostics;
use crate::place::{Place, column_letters};
use crate::sources::{RawTable, Reading};

/// Recognises every sheet. Sheets are numbered by the latest date they can be
/// about, then by the date in their title and then by content, never by name, so that renaming or reordering
/// files changes nothing and a later export comes after an earlier one.
pub(super) fn sheets<'a>(
    readings: &'a [Reading],
    reference: &'a Reference,
    canonical: &mut Canonical,
) -> Vec<Sheet<'a>> {
    let mut sheets = Vec::new();
    for reading in readings {
        if reading.tables.is_empty() {
            // A refused file has its line in the account too.
            let (file, sha256) = (reading.file.clone(), reading.sha256.clone());
            canonical.accounts.push(SheetAccount { file, sha256, ..SheetAccount::default() });
        }
        for raw in &reading.tables {
            let place = Place { sheet: raw.sheet.clone(), ..Place::file(&raw.file) };
            let account = SheetAccount {
                file: raw.file.clone(),
                sha256: reading.sha256.clone(),
                sheet: raw.sheet.clone(),
                hidden: raw.hidden,
                ..SheetAccount::default()
            };
            match used(raw, place, account, reference, &mut canonical.diagnostics) {
                Ok(sheet) => sheets.push(sheet),
                Err(account) => canonical.accounts.push(*account),
            }
        }
    }
    let mut dated: Vec<(WrittenDates, Sheet<'_>)> =
        sheets.into_iter().map(|sheet| (WrittenDates::of(&sheet), sheet)).collect();
    dated.sort_by_cached_key(|(written, sheet)| {
        (written.latest, written.titled, sheet.account.sha256.clone(), sheet.raw.sheet.clone())
    });
    let mut sheets = Vec::with_capacity(dated.len());
    for (index, (written, mut sheet)) in dated.into_iter().enumerate() {
        sheet.source_id = index as i32 + 1;
        (sheet.account.up_to, sheet.account.titled) = (written.latest, written.titled);
        sheet.account.dates_written = written.forms;
        canonical.sources.push(Source::of(&sheet));
        sheets.push(sheet);
    }
    sheets
}

/// The sheet with what its columns mean, or its account where it is not used.
fn used<'a>(
    raw: &'a RawTable,
    place: Place,
    mut account: SheetAccount,
    reference: &'a Reference,
    diagnostics: &mut Diagnostics,
) -> Result<Sheet<'a>, Box<SheetAccount>> {
    if raw.rows().is_empty() {
        return Err(account.into());
    }
    let found = recognise::recognise(raw, reference);
    if raw.hidden && !reference.is_named(raw) {
        let (code, message) = match &found {
            Some(found) => ("R007", format!("a hidden sheet that looks like {}", reference.tables[found.table].sheet)),
            None => ("S007", "the sheet is hidden in the workbook; it was not read".to_owned()),
        };
        diagnostics.add(code, message, place);
        account.rows_read = raw.rows().len() as u64;
        account.rows_left_out = account.rows_read;
        return Err(account.into());
    }
    let Some(found) = found else {
        let (code, message, place) = match recognise::refused(raw, reference) {
            Some((why, row)) => ("R009", why.to_owned(), place.at_row(row)),
            None => ("R001", "no row has the headings of a known table".to_owned(), place),
        };
        diagnostics.add(code, message, place);
        return Err(rejected(account, raw, code));
    };
    if let Some((code, message, place)) = unusable(raw, &found, &place, reference) {
        diagnostics.add(code, message, place);
        return Err(rejected(account, raw, code));
    }
    let definition = &reference.tables[found.table];
    account.table = Some(definition.id.clone());
    account.layout = found.layout.map(|layout| reference.layouts[layout].system.clone());
    account.header_row = Some(found.header_row);
    account.mapped = found
        .mapped
        .iter()
        .chain(&found.second)
        .map(|mapped| (mapped.header.clone(), definition.columns[mapped.column].name.clone()))
        .collect();
    account.wide_columns = found.wide.len();
    account.ignored = found.ignored.iter().map(|(_, header)| header.clone()).collect();
    let unnamed = recognise::without_heading(raw, &found);
    account.ignored.extend(unnamed.keys().map(|&at| format!("column {} (no heading)", column_letters(at))));
    say_what_is_odd(raw, &found, &place, &account, diagnostics);
    Ok(Sheet { raw, found, definition, source_id: 0, account, place })
}

fn rejected(mut account: SheetAccount, raw: &RawTable, code: &'static str) -> Box<SheetAccount> {
    account.rows_read = raw.rows().len() as u64;
    account.rows_rejected.insert(code, account.rows_read);
    account.into()
}

/// Why a recognised sheet cannot be used as a whole.
fn unusable(
    raw: &RawTable,
    found: &Recognised,
    place: &Place,
    reference: &Reference,
) -> Option<(&'static str, String, Place)> {
    if let Some((at, header)) = found.month_first.first() {
        let message =
            format!("the heading \"{header}\" has a date in the other order of day and month than the others");
        return Some(("T004", message, place.at_cell(found.header_row, *at, header)));
    }
    let tables = extent::several_tables(raw, found, reference);
    (!tables.is_empty()).then(|| {
        let message = format!("several tables stand on this sheet: {}", tables.join(" and "));
        ("R005", message, place.at_row(found.header_row))
    })
}

fn say_what_is_odd(
    raw: &RawTable,
    found: &Recognised,
    place: &Place,
    account: &SheetAccount,
    diagnostics: &mut Diagnostics,
) {
    let header_row = found.header_row;
    if !account.ignored.is_empty() {
        let list: Vec<String> = account.ignored.iter().map(|header| format!("\"{header}\"")).collect();
        diagnostics.add("R002", format!("not used: {}", list.join(", ")), place.at_row(header_row));
    }
    for (at, header) in &found.doubled {
        let message = format!("\"{header}\" means the same as an earlier column");
        diagnostics.add("R004", message, place.at_cell(header_row, *at, header));
    }
    let below = |number: u32| number > header_row && raw.rows().binary_search_by_key(&number, |row| row.number).is_ok();
    let hidden: Vec<u32> = raw.hidden_rows.iter().map(|row| row + 1).filter(|row| below(*row)).collect();
    if let Some(first) = hidden.first() {
        let message = "rows that are hidden or filtered out in the workbook were read like the others";
        diagnostics.add_counted("R006", message, place.at_row(*first), hidden.len() as u64);
    }
}
