//! Ways to put something into a file of the governors' pack.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use pdf_extract::{Dictionary, Document, Object, Stream};

use crate::binary::parts;

fn at(folder: &Path, file: &str) -> PathBuf {
    folder.join("governors").join(file)
}

/// Replaces the first occurrence of a text in a text file.
pub fn text(folder: &Path, file: &str, before: &str, after: &str) {
    let text = fs::read_to_string(at(folder, file)).expect("there");
    assert!(text.contains(before), "{file} has no {before}");
    fs::write(at(folder, file), text.replacen(before, after, 1)).expect("written");
}

fn zipped(parts: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        archive.write_all(&bytes).expect("written");
    }
    archive.finish().expect("finished").into_inner()
}

/// Replaces the first occurrence of a text in a part of an office file.
pub fn part(folder: &Path, file: &str, part: &str, before: &str, after: &str) {
    let mut parts = parts(&fs::read(at(folder, file)).expect("there"));
    let bytes = parts.get_mut(part).unwrap_or_else(|| panic!("{file} has no {part}"));
    let text = String::from_utf8(bytes.clone()).expect("XML is UTF-8");
    assert!(text.contains(before), "{part} has no {before}");
    *bytes = text.replacen(before, after, 1).into_bytes();
    fs::write(at(folder, file), zipped(parts)).expect("written");
}

/// Adds a part to an office file.
pub fn new_part(folder: &Path, file: &str, part: &str, text: &str) {
    let mut parts = parts(&fs::read(at(folder, file)).expect("there"));
    parts.insert(part.to_owned(), text.as_bytes().to_vec());
    fs::write(at(folder, file), zipped(parts)).expect("written");
}

/// Puts a chunk behind the head of a picture.
pub fn chunk(folder: &Path, file: &str, kind: &str, text: &str) {
    let bytes = fs::read(at(folder, file)).expect("there");
    // Signature, then length, name, 13 bytes and checksum of the head.
    let (head, rest) = bytes.split_at(8 + 8 + 13 + 4);
    let mut made = head.to_vec();
    made.extend((text.len() as u32).to_be_bytes());
    made.extend(kind.bytes().chain(text.bytes()).chain([0; 4]));
    made.extend(rest);
    fs::write(at(folder, file), made).expect("written");
}

fn changed(folder: &Path, file: &str, change: impl FnOnce(&mut Document)) {
    let mut document = Document::load(at(folder, file)).expect("a PDF");
    change(&mut document);
    document.save(at(folder, file)).expect("written");
}

/// Prints a text on a page of a PDF, in a font that every reader has.
pub fn on_page(folder: &Path, file: &str, page: u32, text: &str) {
    changed(folder, file, |document| {
        let id = *document.get_pages().get(&page).expect("such a page");
        let mut font = Dictionary::new();
        font.set("Type", Object::Name(b"Font".to_vec()));
        font.set("Subtype", Object::Name(b"Type1".to_vec()));
        font.set("BaseFont", Object::Name(b"Helvetica".to_vec()));
        let font = document.add_object(Object::Dictionary(font));
        let resources = document.get_dictionary(id).and_then(|page| page.get(b"Resources")).expect("resources").clone();
        let mut resources = match resources {
            Object::Reference(at) => document.get_dictionary(at).expect("resources").clone(),
            other => other.as_dict().expect("resources").clone(),
        };
        let mut fonts = match resources.get(b"Font") {
            Ok(Object::Reference(at)) => document.get_dictionary(*at).expect("fonts").clone(),
            Ok(other) => other.as_dict().expect("fonts").clone(),
            Err(_) => Dictionary::new(),
        };
        fonts.set("Planted", Object::Reference(font));
        resources.set("Font", Object::Dictionary(fonts));
        let content = format!("BT /Planted 10 Tf 1 0 0 1 60 60 Tm ({text}) Tj ET");
        let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
        let page = document.get_object_mut(id).and_then(Object::as_dict_mut).expect("a page");
        page.set("Resources", Object::Dictionary(resources));
        let before = page.get(b"Contents").expect("contents").clone();
        let mut all = match before {
            Object::Array(all) => all,
            one => vec![one],
        };
        all.push(Object::Reference(content));
        page.set("Contents", Object::Array(all));
    });
}

/// Puts a text into the document's properties.
pub fn property(folder: &Path, file: &str, text: &str) {
    changed(folder, file, |document| {
        let mut info = Dictionary::new();
        info.set("Subject", Object::string_literal(text));
        let info = document.add_object(Object::Dictionary(info));
        document.trailer.set("Info", Object::Reference(info));
    });
}

/// Puts a text into the first text alternative.
pub fn alternative(folder: &Path, file: &str, text: &str) {
    changed(folder, file, |document| {
        let has_one = |object: &Object| object.as_dict().is_ok_and(|entries| entries.has(b"Alt"));
        let id =
            document.objects.iter().find(|(_, object)| has_one(object)).map(|(id, _)| *id).expect("an alternative");
        let entries = document.get_object_mut(id).and_then(Object::as_dict_mut).expect("a dictionary");
        entries.set("Alt", Object::string_literal(text));
    });
}
