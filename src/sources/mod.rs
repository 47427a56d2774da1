//! Bytes to raw tables: text, numbers and dates as they stand, each with its
//! file, sheet and absolute cell. Nothing here knows what a pupil is.
//!
//! The kind of a file is read from its content, never from its name.

mod delimited;
mod inbox;
mod raw_table;
mod sniff;
mod workbook;

pub use inbox::{InboxFile, list};
pub use raw_table::{Cell, RawRow, RawTable};

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};

use crate::diagnostic::Diagnostics;
use crate::error::Error;
use crate::place::Place;
use sniff::Kind;

/// What was read from one file.
#[derive(Debug)]
pub struct Reading {
    /// Name relative to the inbox.
    pub file: String,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// Tables, one a sheet, in the file's order. Empty when the file was refused.
    pub tables: Vec<RawTable>,
    /// What was wrong.
    pub diagnostics: Diagnostics,
}

/// Reads one file, whatever its name says it is.
///
/// # Errors
/// Only when the file cannot be read from the disk; a file that makes no sense
/// is refused with a diagnostic.
pub fn read(path: &Path, name: &str) -> Result<Reading, Error> {
    let bytes = std::fs::read(path).map_err(|source| Error::CannotRead { path: path.into(), source })?;
    Ok(read_bytes(bytes, name))
}

/// Reads files on as many threads as there are cores. The order of the answer
/// is that of the files, whichever is finished first.
///
/// # Errors
/// When a file cannot be read from the disk.
pub fn read_all(files: &[InboxFile], finished: impl Fn(&str) + Sync) -> Result<Vec<Reading>, Error> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(files.len());
    let next = AtomicUsize::new(0);
    let slots: Vec<Mutex<Option<Result<Reading, Error>>>> = files.iter().map(|_| Mutex::new(None)).collect();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((file, slot)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    files.get(index).zip(slots.get(index))
                } {
                    let reading = read(&file.path, &file.name);
                    finished(&file.name);
                    if let Ok(mut slot) = slot.lock() {
                        *slot = Some(reading);
                    }
                }
            });
        }
    });
    slots.into_iter().filter_map(|slot| slot.into_inner().ok().flatten()).collect()
}

/// Reads a file's bytes.
pub fn read_bytes(bytes: Vec<u8>, name: &str) -> Reading {
    let sha256 = hex(&Sha256::digest(&bytes));
    let mut diagnostics = Diagnostics::default();
    let place = Place::file(name);
    let kind = sniff::kind(&bytes);
    let tables = match kind {
        Kind::Refused { code, what } => {
            diagnostics.add(code, what, place.clone());
            Vec::new()
        }
        Kind::Text => delimited::read(&bytes, name),
        Kind::Xlsx | Kind::Xlsb | Kind::Xls | Kind::Ods => workbook::read(bytes, kind, name, &mut diagnostics),
    };
    let wrong_name = kind.extension_disagrees(name);
    if let Some(usual) = wrong_name.filter(|_| !tables.is_empty()) {
        diagnostics.add(
            "S006",
            format!("the content is {usual}, whatever the name says; it was read as {usual}"),
            place.clone(),
        );
    }
    let none_left = tables.iter().all(|table| table.rows().is_empty());
    if none_left && diagnostics.iter().next().is_none() {
        diagnostics.add("S005", "there is not a single filled cell in it", place);
    }
    Reading { file: name.to_owned(), sha256, tables, diagnostics }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
