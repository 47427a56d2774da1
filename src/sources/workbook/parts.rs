//! What calamine does not tell of an xlsx workbook, or only by reading it again; and a second writing of a workbook that it refuses
//! although Excel opens it.

use std::borrow::Cow;
use std::io::{Cursor, Write as _};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::archive::{self, Archive};
use super::super::xml;

/// Most that is read of a part; the inflation of the whole was looked at before.
const PART: u64 = 1 << 30;

/// Where each sheet's part lies in the archive, by the sheet's name; none where the workbook does not say.
pub(super) fn sheets(archive: &mut Archive<'_>) -> Vec<(String, String)> {
    let Some(workbook) = target(archive, "officeDocument") else { return Vec::new() };
    let (folder, file) = workbook.rsplit_once('/').map_or(("", workbook.as_str()), |(folder, file)| (folder, file));
    let slash = if folder.is_empty() { "" } else { "/" };
    let targets = relations(archive, &format!("{folder}{slash}_rels/{file}.rels"));
    let Some(text) = text(archive, &workbook) else { return Vec::new() };
    let mut sheets = Vec::new();
    each_element(&text, |element| {
        if element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (xml::attribute(element, "name"), xml::attribute(element, "id"))
            && let Some((.., target)) = targets.iter().find(|(known, ..)| known == id.as_ref())
        {
            sheets.push((name.into_owned(), resolve(folder, target)));
        }
    });
    sheets
}

/// What a sheet's part says beside its cells, all counted from 0.
#[derive(Default)]
pub(super) struct About {
    /// Rows that are hidden or filtered out.
    pub hidden_rows: Vec<u32>,
    /// First row, first column, last row, last column of merged cells.
    pub merged: Vec<(u32, u32, u32, u32)>,
}

/// Looks through a sheet's part for hidden rows and merged cells.
pub(super) fn about(archive: &mut Archive<'_>, part: &str) -> About {
    let mut about = About::default();
    let Some(text) = text(archive, part) else { return about };
    // Most sheets hide nothing: looking for the word is quicker than taking the XML apart. It also stands at columns,
    // which come before the data.
    let data = text.find("sheetData").map_or("", |at| &text[at..]);
    if data.contains("hidden=") {
        let mut row = 0;
        each_element(data, |element| {
            if element.local_name().as_ref() == "row" {
                row = xml::number(element, "r").unwrap_or(row + 1);
                let before = about.hidden_rows.last().map_or(0, |last| last + 1);
                if xml::says_yes(element, "hidden") && row > before {
                    about.hidden_rows.push(row - 1);
                }
            }
        });
    }
    // Merged cells come after the data.
    if let Some(at) = data.find("mergeCells") {
        each_element(&data[at..], |element| {
            if element.local_name().as_ref() == "mergeCell" {
                about.merged.extend(xml::attribute(element, "ref").and_then(|area| self::area(&area)));
            }
        });
    }
    about
}

/// `A1:C2` as first row, first column, last row, last column from 0.
fn area(text: &str) -> Option<(u32, u32, u32, u32)> {
    let corner = |text: &str| -> Option<(u32, u32)> {
        let digits = text.find(|c: char| c.is_ascii_digit())?;
        let (letters, number) = text.split_at(digits);
        let column = letters.bytes().try_fold(0_u32, |sum, letter| {
            (letter.is_ascii_alphabetic() && sum < 1 << 20)
                .then(|| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1)
        })?;
        let row: u32 = number.parse().ok()?;
        ((1..=16_384).contains(&column) && (1..=1_048_576).contains(&row)).then(|| (row - 1, column - 1))
    };
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (corner(first)?, corner(last)?);
    Some((first.0, first.1, last.0, last.1))
}

/// The workbook without what Excel overlooks and calamine does not: declared dimensions, and the kinds of sheets that hold
/// macros. None if it cannot be written again.
pub(super) fn lenient(bytes: &[u8]) -> Option<Vec<u8>> {
    let bytes = archive::without_tail(bytes).ok()?;
    let mut source = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..source.len() {
        let mut part = source.by_index(index).ok()?;
        let name = part.name().replace('\\', "/");
        let lower = name.to_ascii_lowercase();
        let sheet = lower.ends_with(".xml") && lower.contains("sheets/");
        let relations = lower.ends_with(".rels");
        if !sheet && !relations {
            target.raw_copy_file_rename(part, name).ok()?;
            continue;
        }
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).ok()?;
        let text = if sheet { without_dimension(&text) } else { without_macros(&text) };
        target.start_file(name, stored).ok()?;
        target.write_all(text.as_bytes()).ok()?;
    }
    Some(target.finish().ok()?.into_inner())
}

/// The sheet's XML without the element that declares its size.
fn without_dimension(text: &str) -> Cow<'_, str> {
    let Some(at) = text.find("dimension ref=") else { return text.into() };
    let (Some(from), Some(to)) = (text[..at].rfind('<'), text[at..].find('>')) else { return text.into() };
    let to = at + to + 1;
    let rest = &text[to..];
    // `<dimension …></dimension>` has an end of its own.
    let closing = rest.starts_with("</").then(|| rest.find('>')).flatten().filter(|_| !text[..to].ends_with("/>"));
    format!("{}{}", &text[..from], &rest[closing.map_or(0, |at| at + 1)..]).into()
}

/// Relationships in which a sheet of macros calls itself a dialog, which calamine passes over.
fn without_macros(text: &str) -> Cow<'_, str> {
    text.replace("/xlMacrosheet\"", "/dialogsheet\"").replace("/xlIntlMacrosheet\"", "/dialogsheet\"").into()
}

/// The target of the first relationship of a kind, resolved.
fn target(archive: &mut Archive<'_>, kind: &str) -> Option<String> {
    let found =
        relations(archive, "_rels/.rels").into_iter().find(|(_, known, _)| known.ends_with(&format!("/{kind}")));
    found.map(|(.., target)| resolve("", &target))
}

/// Relationships of a part: id, kind and target.
fn relations(archive: &mut Archive<'_>, part: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    if let Some(text) = text(archive, part) {
        each_element(&text, |element| {
            let get = |name: &str| xml::attribute(element, name).map(Cow::into_owned);
            if let (Some(id), Some(kind), Some(target)) = (get("Id"), get("Type"), get("Target")) {
                found.push((id, kind, target));
            }
        });
    }
    found
}

/// A target from the folder of the part that names it.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

fn text(archive: &mut Archive<'_>, part: &str) -> Option<String> {
    archive.part(part, PART).and_then(|bytes| String::from_utf8(bytes).ok())
}

/// Goes through the elements as far as the XML is well formed.
fn each_element(text: &str, mut take: impl FnMut(&quick_xml::events::BytesStart<'_>)) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => take(&element),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_inside_the_archive() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "..\\..\\..\\data\\a.xml"), "data/a.xml");
        assert_eq!(resolve("", "workbook.xml"), "workbook.xml");
    }

    #[test]
    fn areas() {
        assert_eq!(area("A1:C2"), Some((0, 0, 1, 2)));
        assert_eq!(area("XFD1048576"), Some((1_048_575, 16_383, 1_048_575, 16_383)));
        assert_eq!(area("ZZZZZZZZZ1:A2"), None);
        assert_eq!(area("A0"), None);
    }

    #[test]
    fn a_dimension_goes_and_nothing_else() {
        let sheet = |dimension: &str| format!("<x:worksheet>{dimension}<x:sheetData/></x:worksheet>");
        for dimension in ["<x:dimension ref=\"A0\"/>", "<x:dimension ref=\"A0\"></x:dimension>", ""] {
            assert_eq!(without_dimension(&sheet(dimension)), sheet(""), "{dimension}");
        }
    }
}
