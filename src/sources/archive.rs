//! What the directory of a zip archive says, before anything in it is unpacked.
//!
//! A name is never used as a path: members are read into memory and called by their names, nothing more.

use std::collections::HashSet;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::inbox::is_leftover;
use super::refusal::Refusal;
use super::sniff::Kind;

/// Most that the members may come to when unpacked.
const UNPACKED: u64 = 1 << 30;
/// From here on, members that unpack to more than [`RATIO`] times their size are taken for a trap. A register with a
/// million blank cells is packed 130 times and harmless.
const SUSPICIOUS: u64 = 256 << 20;
const RATIO: u64 = 200;
/// Most files of an archive that are read.
pub(super) const MEMBERS: usize = 500;
/// Most that is read of one member of an archive of exports.
const MEMBER: u64 = 256 << 20;
/// A part such as the list of contents is a few kilobytes.
const SMALL: u64 = 4 << 20;

/// An archive whose directory has been looked through.
pub(super) struct Archive<'a> {
    inner: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
}

/// Opens an archive. Refused are incomplete and encrypted ones, those with two members of one name (two programs would
/// read two different files), and those that unpack to an absurd size.
pub(super) fn open(bytes: &[u8]) -> Result<Archive<'_>, Refusal> {
    let bytes = without_tail(bytes)?;
    let inner = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::damaged("the archive is damaged"))?;
    let members = directory(bytes, inner.central_directory_start());
    if members.iter().any(|member| member.encrypted) {
        return Err(Refusal::password());
    }
    let mut seen = HashSet::new();
    if !members.iter().all(|member| seen.insert(member.name.to_lowercase())) {
        return Err(Refusal::damaged(
            "two of its parts have the same name, so that programs disagree on what it holds",
        ));
    }
    let unpacked = members.iter().fold(0_u64, |sum, member| sum.saturating_add(member.unpacked));
    if unpacked > UNPACKED || (unpacked > SUSPICIOUS && unpacked / RATIO > bytes.len() as u64) {
        return Err(Refusal::too_much(format!(
            "it unpacks to {} MB, far more than a school's export; nothing was unpacked",
            unpacked >> 20
        )));
    }
    let names = inner.file_names().map(slashed).collect();
    Ok(Archive { inner, names })
}

/// The archive without what a mail gateway or a broken transfer put behind its end.
pub(super) fn without_tail(bytes: &[u8]) -> Result<&[u8], Refusal> {
    let end = rfind(bytes, b"PK\x05\x06").ok_or_else(Refusal::incomplete)?;
    let comment = bytes.get(end + 20..end + 22).ok_or_else(Refusal::incomplete)?;
    let whole = end + 22 + usize::from(u16::from_le_bytes([comment[0], comment[1]]));
    Ok(&bytes[..whole.min(bytes.len())])
}

fn rfind(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}

struct Member {
    name: String,
    unpacked: u64,
    encrypted: bool,
}

/// The entries of the central directory as they stand: the library folds entries of one name together.
fn directory(bytes: &[u8], start: u64) -> Vec<Member> {
    let mut members = Vec::new();
    let mut rest = usize::try_from(start).ok().and_then(|start| bytes.get(start..)).unwrap_or_default();
    while rest.len() >= 46 && rest.starts_with(b"PK\x01\x02") {
        let u16_at = |at: usize| usize::from(u16::from_le_bytes([rest[at], rest[at + 1]]));
        let unpacked = u32::from_le_bytes([rest[24], rest[25], rest[26], rest[27]]);
        let (name, extra, comment) = (u16_at(28), u16_at(30), u16_at(32));
        let Some(text) = rest.get(46..46 + name) else { break };
        let member = Member {
            name: slashed(&String::from_utf8_lossy(text)),
            // More than 4 GB is written elsewhere; that it is too much is all that matters.
            unpacked: if unpacked == u32::MAX { u64::MAX } else { unpacked.into() },
            encrypted: rest[8] & 1 != 0,
        };
        if !member.name.ends_with('/') {
            members.push(member);
        }
        rest = rest.get(46 + name + extra + comment..).unwrap_or_default();
    }
    members
}

fn slashed(name: &str) -> String {
    name.replace('\\', "/")
}

impl Archive<'_> {
    /// What the archive is: a workbook, a document of another program, or files somebody packed together.
    pub fn kind(&mut self) -> Result<Kind, Refusal> {
        if self.has("word/document.xml") {
            return Err(Refusal::foreign("a Word document, not a spreadsheet"));
        }
        if self.has("ppt/presentation.xml") {
            return Err(Refusal::foreign("a PowerPoint presentation, not a spreadsheet"));
        }
        if let Some(types) = self.small_part("[content_types].xml") {
            if types.contains("<!doctype") || types.contains("<!entity") {
                return Err(Refusal::damaged(
                    "its list of contents defines entities, which no spreadsheet program writes",
                ));
            }
            let says = |words: &[&str]| words.iter().any(|word| types.contains(word));
            if says(&["wordprocessingml.document.main"]) {
                return Err(Refusal::foreign("a Word document, not a spreadsheet"));
            }
            if says(&["spreadsheetml.sheet.main", "spreadsheetml.template.main", "ms-excel.sheet.macroenabled"]) {
                return Ok(Kind::Xlsx);
            }
            if says(&["ms-excel.sheet.binary"]) || self.has("xl/workbook.bin") {
                return Ok(Kind::Xlsb);
            }
            if says(&["spreadsheetml", "ms-excel"]) || self.has("xl/workbook.xml") {
                return Ok(Kind::Xlsx);
            }
            return Err(Refusal::foreign("an office document with no workbook in it"));
        }
        if self.has("xl/workbook.xml") {
            return Ok(Kind::Xlsx);
        }
        if self.has("xl/workbook.bin") {
            return Ok(Kind::Xlsb);
        }
        if self.has("content.xml") {
            return self.open_document();
        }
        if self.names.iter().any(|name| name.ends_with(".iwa") || name.ends_with("index.apxl") || name == "Index.zip") {
            return Err(Refusal::foreign("an Apple Numbers, Pages or Keynote document"));
        }
        if self.files().is_empty() {
            return Err(Refusal::empty("it is an archive with no file in it"));
        }
        Ok(Kind::Exports)
    }

    fn open_document(&mut self) -> Result<Kind, Refusal> {
        if self.small_part("meta-inf/manifest.xml").is_some_and(|manifest| manifest.contains("encryption-data")) {
            return Err(Refusal::password());
        }
        match self.small_part("mimetype") {
            Some(kind) if kind.contains("opendocument") && !kind.contains("spreadsheet") => {
                Err(Refusal::foreign("a document or presentation of an office suite, not a spreadsheet"))
            }
            _ => Ok(Kind::Ods),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// A short part as text in small letters.
    fn small_part(&mut self, name: &str) -> Option<String> {
        let bytes = self.part(name, SMALL)?;
        Some(super::text::start_of(&bytes, bytes.len()))
    }

    /// A part, whatever the slashes and the case of its name; not more than `most` bytes of it.
    pub fn part(&mut self, name: &str, most: u64) -> Option<Vec<u8>> {
        let index = self.names.iter().position(|known| known.eq_ignore_ascii_case(name))?;
        let mut bytes = Vec::new();
        self.inner.by_index(index).ok()?.take(most).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// A part to be read bit by bit.
    pub fn stream(&mut self, name: &str) -> Result<impl std::io::Read, Refusal> {
        let damaged = || Refusal::damaged("a part of the document is missing or cannot be unpacked");
        let index = self.names.iter().position(|known| known.eq_ignore_ascii_case(name)).ok_or_else(damaged)?;
        self.inner.by_index(index).map_err(|_| damaged())
    }

    /// The files of an archive of exports: index and name, in order of name. Folders and what systems leave behind are
    /// passed over.
    pub fn files(&self) -> Vec<(usize, String)> {
        let mut files: Vec<(usize, String)> = self.names.iter().enumerate().filter_map(file).collect();
        files.sort_by(|a, b| a.1.cmp(&b.1));
        files
    }

    /// The files as [`Self::files`], if there are not too many of them.
    pub fn exports(&self) -> Result<Vec<(usize, String)>, Refusal> {
        let files = self.files();
        if files.len() > MEMBERS {
            return Err(Refusal::too_much(format!(
                "it holds {} files, more than the {MEMBERS} that are read",
                files.len()
            )));
        }
        Ok(files)
    }

    /// The bytes of a file of an archive of exports.
    pub fn file(&mut self, index: usize) -> Result<Vec<u8>, Refusal> {
        let damaged = || Refusal::damaged("it is damaged inside the archive");
        let mut bytes = Vec::new();
        let member = self.inner.by_index(index).map_err(|_| damaged())?;
        member.take(MEMBER + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if bytes.len() as u64 > MEMBER {
            return Err(Refusal::too_much(format!("it is larger than {} MB", MEMBER >> 20)));
        }
        Ok(bytes)
    }
}

/// A member that is a file: its index and a name without ways out of a folder.
fn file((index, name): (usize, &String)) -> Option<(usize, String)> {
    let parts: Vec<&str> =
        name.split('/').filter(|part| !matches!(*part, "" | "." | "..") && !part.ends_with(':')).collect();
    let passed_over =
        name.ends_with('/') || name.starts_with("__MACOSX/") || parts.iter().any(|part| is_leftover(part));
    (!passed_over && !parts.is_empty()).then(|| (index, super::inbox::visible(&parts.join("/"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere() {
        let name = |name: &str| file((3, &slashed(name))).map(|(_, name)| name);
        assert_eq!(name("../../etc/marks.csv").as_deref(), Some("etc/marks.csv"));
        assert_eq!(name("C:\\Users\\x\\marks.csv").as_deref(), Some("Users/x/marks.csv"));
        assert_eq!(name("/marks\u{1b}[2J.csv").as_deref(), Some("marks[2J.csv"));
        assert_eq!(name("autumn/"), None);
        assert_eq!(name("__MACOSX/._marks.csv"), None);
        assert_eq!(name(".."), None);
    }
}
