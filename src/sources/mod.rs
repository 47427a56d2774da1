//! Bytes to raw tables: text, numbers and dates as they stand, each with its
//! file, sheet and absolute cell. Nothing here knows what a pupil is.
//!
//! The kind of a file is read from its content, never from its name. The program reads each file in a process that may do
//! nothing else ([`Isolation`]): whatever a file does in there, it costs that file alone.

mod archive;
mod cache;
mod content;
mod delimited;
mod html;
mod inbox;
mod isolated;
mod open_document;
mod raw_table;
mod refusal;
mod sniff;
#[cfg(test)]
mod testing;
mod text;
mod workbook;
mod xml;
mod xml2003;

pub use cache::Cache;
pub use inbox::{InboxFile, list};
pub use isolated::child::serve;
pub use raw_table::{Cell, RawRow, RawTable};

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::diagnostic::Diagnostics;
use crate::error::Error;
use isolated::Lane;
use refusal::Refusal;

/// The largest file that is opened. Exports are a few megabytes.
const FILE: u64 = 128 << 20;

/// What was read from one file, or from one inside an archive.
#[derive(Debug)]
pub struct Reading {
    /// Name relative to the inbox; of a file in an archive, `archive.zip/file.xlsx`.
    pub file: String,
    /// SHA-256 of the file's bytes, in hexadecimal. Empty if the file could not be opened.
    pub sha256: String,
    /// Tables, one a sheet, in the file's order. Empty when the file was refused.
    pub tables: Vec<RawTable>,
    /// What was wrong.
    pub diagnostics: Diagnostics,
}

/// Where files are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Isolation {
    /// In this process: for tests and for programs that only read files of their own. A hostile file can end it.
    #[default]
    None,
    /// In processes of this program, which has to answer to the argument [`READER`] with [`serve`].
    Process(PathBuf),
}

/// The argument by which the program is started as a reader.
pub const READER: &str = "read-untrusted";

impl Isolation {
    /// In processes of the program that is running.
    ///
    /// # Errors
    /// When the system does not say where it lies.
    pub fn this_program() -> Result<Self, Error> {
        let program = std::env::current_exe().map_err(|source| Error::CannotIsolate { source })?;
        Ok(Isolation::Process(program))
    }
}

/// Text of a plain file's bytes, in whatever encoding an office program saved it.
pub fn decoded(bytes: &[u8]) -> String {
    text::decode(bytes)
}

/// Reads files on as many threads as there are cores. The order of the answer
/// is that of the files, whichever is finished first. What makes no sense or cannot be opened is a reading
/// with a diagnostic; an archive has a reading for each of its files.
///
/// # Errors
/// When no process can be started to read in.
pub fn read_all(
    files: &[InboxFile],
    isolation: &Isolation,
    finished: impl Fn(&str) + Sync,
) -> Result<Vec<Reading>, Error> {
    read_all_kept(files, isolation, None, finished)
}

/// The same; of files whose readings are kept nothing is opened but their bytes.
///
/// # Errors
/// As [`read_all`].
pub fn read_all_kept(
    files: &[InboxFile],
    isolation: &Isolation,
    cache: Option<&Cache>,
    finished: impl Fn(&str) + Sync,
) -> Result<Vec<Reading>, Error> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(files.len());
    let next = AtomicUsize::new(0);
    let slots: Vec<Mutex<Option<Outcome>>> = files.iter().map(|_| Mutex::new(None)).collect();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut lane = Lane::new(isolation);
                while let Some((file, slot)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    files.get(index).zip(slots.get(index))
                } {
                    let readings = read(file, &mut lane, cache);
                    finished(&file.name);
                    if let Ok(mut slot) = slot.lock() {
                        *slot = Some(readings);
                    }
                }
            });
        }
    });
    let readings: Result<Vec<_>, Error> =
        slots.into_iter().filter_map(|slot| slot.into_inner().ok().flatten()).collect();
    Ok(readings?.into_iter().flatten().collect())
}

/// What comes of one file: a reading, or one for each file of an archive.
type Outcome = Result<Vec<Reading>, Error>;

fn read(file: &InboxFile, lane: &mut Lane<'_>, cache: Option<&Cache>) -> Outcome {
    match bytes(file) {
        Ok(bytes) => {
            if let Some(kept) = cache.and_then(|cache| cache.get(&bytes, &file.name)) {
                return Ok(kept);
            }
            let readings = lane.read(&bytes, &file.name)?;
            if let Some(cache) = cache {
                cache.put(&bytes, &file.name, &readings);
            }
            Ok(readings)
        }
        Err(refusal) => {
            let mut reading = content::refused(&[], &file.name, refusal);
            reading.sha256.clear();
            Ok(vec![reading])
        }
    }
}

/// The file's bytes, or why it is not opened.
fn bytes(file: &InboxFile) -> Result<Vec<u8>, Refusal> {
    if let Some(why) = file.unusable {
        return Err(Refusal::not_opened(why));
    }
    let length = std::fs::metadata(&file.path).map_or(0, |about| about.len());
    if length > FILE {
        let megabytes = length >> 20;
        return Err(Refusal::too_much(format!("the file has {megabytes} MB, far more than a school's export")));
    }
    std::fs::read(&file.path).map_err(|error| Refusal::not_opened(why_not_opened(&error)))
}

fn why_not_opened(error: &std::io::Error) -> &'static str {
    // Windows says 32 or 33 when another program holds the file.
    if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) {
        return "it is open in another program: close it there, or save a copy";
    }
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "the system does not allow this program to open it",
        std::io::ErrorKind::NotFound => "it was there a moment ago and is gone",
        _ => "it cannot be read from the disk",
    }
}
