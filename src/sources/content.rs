//! From a file's bytes to tables: finds out what they are, reads them, and says what was odd.
//!
//! Nothing here opens, writes or follows anything: bytes come in, tables go out. So it can run in a process that may do
//! nothing else.

use std::io::{BufReader, Cursor};
use std::panic::{AssertUnwindSafe, catch_unwind};

use sha2::{Digest, Sha256};

use super::refusal::Refusal;
use super::sniff::{self, Kind};
use super::workbook::{self, Workbook};
use super::{Reading, archive, delimited, html, open_document, xml2003};
use crate::diagnostic::Diagnostics;
use crate::place::Place;

/// What the reading of one file tells as it goes on. An archive of exports gives one reading for each file in it.
pub(super) trait Listener {
    /// A file, or one inside an archive, is about to be read.
    fn begin(&mut self, name: &str);
    /// It was read.
    fn read(&mut self, reading: Reading);
}

/// Readings without more ado.
impl Listener for Vec<Reading> {
    fn begin(&mut self, _: &str) {}

    fn read(&mut self, reading: Reading) {
        self.push(reading);
    }
}

/// Reads a file's bytes. Of an archive, the first `skip` files are passed over: they were read, or were too much, before.
pub(super) fn read(bytes: &[u8], name: &str, skip: usize, listener: &mut dyn Listener) {
    listener.begin(name);
    if guarded(|| sniff::kind(bytes)) == Ok(Kind::Exports) {
        exports(bytes, name, skip, listener);
    } else {
        listener.read(one(bytes, name, false));
    }
}

/// The files of an archive, each as a source of its own.
fn exports(bytes: &[u8], name: &str, skip: usize, listener: &mut dyn Listener) {
    let opened = guarded(|| archive::open(bytes).and_then(|archive| archive.exports().map(|files| (archive, files))));
    let (mut archive, files) = match opened {
        Ok(opened) => opened,
        Err(refusal) => return listener.read(refused(bytes, name, refusal)),
    };
    for (index, member) in files.into_iter().skip(skip) {
        let name = format!("{name}/{member}");
        listener.begin(&name);
        listener.read(match guarded(|| archive.file(index)) {
            Ok(bytes) => one(&bytes, &name, true),
            Err(refusal) => refused(&[], &name, refusal),
        });
    }
}

/// A library that stumbles over a damaged file costs that file, and what it says of it stays unsaid.
fn guarded<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    let stumbled = |_| Err(Refusal::damaged("it is damaged in a way that the reader cannot make sense of"));
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(stumbled)
}

/// The reading of a file that is refused.
pub(super) fn refused(bytes: &[u8], name: &str, refusal: Refusal) -> Reading {
    let mut reading = empty(bytes, name);
    reading.diagnostics.add(refusal.code, refusal.what, Place::file(name));
    reading
}

fn empty(bytes: &[u8], name: &str) -> Reading {
    let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Reading { file: name.to_owned(), sha256, tables: Vec::new(), diagnostics: Diagnostics::default() }
}

/// One file that is no archive, or stands inside one.
fn one(bytes: &[u8], name: &str, inside: bool) -> Reading {
    let (kind, Workbook { mut tables, left_out }) = match guarded(|| tables(bytes, name, inside)) {
        Ok(read) => read,
        Err(refusal) => return refused(bytes, name, refusal),
    };
    let mut reading = empty(bytes, name);
    let place = Place::file(name);
    let at = |sheet: &str| Place { sheet: Some(super::inbox::visible(sheet)), ..place.clone() };
    let diagnostics = &mut reading.diagnostics;
    for (sheet, refusal) in left_out {
        diagnostics.add(refusal.code, refusal.what, at(&sheet));
    }
    for table in &mut tables {
        table.tidy();
    }
    if kind == Kind::Xlsb {
        diagnostics.add("S009", "it is a binary workbook, of which single cells may be lost", place.clone());
    }
    if let Some(usual) = kind.extension_disagrees(name).filter(|_| !tables.is_empty()) {
        diagnostics.add(
            "S006",
            format!("the content is {usual}, whatever the name says; it was read as {usual}"),
            place.clone(),
        );
    }
    let refused = diagnostics.iter().any(|found| found.code == "S004" || found.code == "S010");
    if !refused && tables.iter().all(|table| table.rows().is_empty()) {
        diagnostics.add("S005", "there is not a single filled cell in it", place);
    }
    reading.tables = tables;
    reading
}

fn tables(bytes: &[u8], name: &str, inside: bool) -> Result<(Kind, Workbook), Refusal> {
    let kind = sniff::kind(bytes)?;
    let plain = |tables| Workbook { tables, left_out: Vec::new() };
    let workbook = match kind {
        Kind::Xlsx => workbook::xlsx(archive::without_tail(bytes)?, &mut archive::open(bytes)?, name)?,
        Kind::Xlsb => workbook::xlsb(archive::without_tail(bytes)?, name)?,
        Kind::Xls => workbook::xls(bytes, name)?,
        Kind::Ods => {
            let mut archive = archive::open(bytes)?;
            plain(open_document::read(BufReader::new(archive.stream("content.xml")?), name)?)
        }
        Kind::FlatOds => plain(open_document::read(Cursor::new(bytes), name)?),
        Kind::Xml2003 => plain(xml2003::read(bytes, name)?),
        Kind::Html => plain(html::read(bytes, name)?),
        Kind::Text => plain(delimited::read(bytes, name)),
        Kind::Exports if inside => return Err(Refusal::foreign("an archive inside an archive; unpack it first")),
        Kind::Exports => Workbook::default(),
    };
    Ok((kind, workbook))
}
