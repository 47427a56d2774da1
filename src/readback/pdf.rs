//! A PDF: the text of its pages, and every text in its objects: properties, metadata, alternatives, outline.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{Dictionary, Document, MediaBox, Object, OutputDev, OutputError, Transform, decode_text_string};

use super::Reader;
use super::numbers::{has_digit, tidy};
use super::parts::xml;

/// Keys whose strings are of the format: identifiers of the file, names of fonts and places, dates.
const FORMAT: [&[u8]; 13] = [
    b"ID",
    b"Registry",
    b"Ordering",
    b"Lang",
    b"CreationDate",
    b"ModDate",
    b"DA",
    b"CharSet",
    b"Info",
    b"OutputConditionIdentifier",
    b"Names",
    b"Dest",
    b"D",
];

/// Keys of things that no pack has.
const FOREIGN: [&[u8]; 6] = [b"EmbeddedFile", b"EF", b"JS", b"JavaScript", b"AcroForm", b"RichMedia"];

/// Reads a PDF.
pub(super) fn read(reader: &mut Reader<'_>, bytes: &[u8]) {
    let Ok(document) = Document::load_mem(bytes) else {
        return reader.foreign("the whole file", "", "a PDF that cannot be read");
    };
    // The library gives up on a damaged page by a panic.
    let read = catch_unwind(AssertUnwindSafe(|| {
        let mut lines = Lines::default();
        pdf_extract::output_doc(&document, &mut lines).map(|()| lines.pages)
    }));
    match read {
        Ok(Ok(pages)) => reader.print(pages),
        _ => reader.foreign("the pages", "", "a PDF whose text cannot be read"),
    }
    for (id, object) in &document.objects {
        object_texts(reader, &document, &format!("object {}", id.0), b"", object);
    }
}

fn object_texts(reader: &mut Reader<'_>, document: &Document, place: &str, key: &[u8], object: &Object) {
    match object {
        Object::String(bytes, _) => {
            let text = decode_text_string(object).unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned());
            let place = format!("{place}, {}", String::from_utf8_lossy(key));
            match key {
                b"CreationDate" | b"ModDate" if is_date(&text) => {}
                b"Alt" | b"ActualText" => reader.alternative(&place, &text),
                // Which cell a heading belongs to: "U1x2y0".
                b"Headers" if is_cell(&text) => {}
                b"Contents" => reader.text(&place, &without_page(&text, document.get_pages().len()), "a link"),
                _ if FORMAT.contains(&key) => {}
                _ => reader.text(&place, &text, "a text of the document"),
            }
        }
        Object::Array(values) => values.iter().for_each(|value| object_texts(reader, document, place, key, value)),
        Object::Dictionary(dictionary) => entries(reader, document, place, dictionary),
        Object::Stream(stream) => {
            entries(reader, document, place, &stream.dict);
            if stream.dict.get(b"Type").and_then(Object::as_name).is_ok_and(|kind| kind == b"Metadata") {
                let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
                metadata(reader, place, &content, document.get_pages().len());
            }
        }
        _ => {}
    }
}

fn entries(reader: &mut Reader<'_>, document: &Document, place: &str, dictionary: &Dictionary) {
    for (key, value) in dictionary.iter() {
        let is_kind = key.as_slice() == b"Type" && value.as_name().is_ok_and(|kind| FOREIGN.contains(&kind));
        if FOREIGN.contains(&key.as_slice()) || is_kind {
            reader.foreign(place, "", "an embedded file, form or script");
        }
        object_texts(reader, document, place, key, value);
    }
}

/// An identifier of a table's cell.
fn is_cell(text: &str) -> bool {
    text.starts_with('U')
        && text.len() <= 16
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, 'U' | 'x' | 'y'))
}

/// What a link leads to, without its page: “Notes” page 8; Section, page 8.
fn without_page(text: &str, pages: usize) -> String {
    let text = tidy(text);
    match text.rsplit_once(" page ") {
        Some((name, page)) if page.parse().is_ok_and(|page: usize| (1..=pages).contains(&page)) => {
            name.trim_matches(['“', '”', ',']).to_owned()
        }
        _ => text,
    }
}

/// `D:20260101000000Z`.
fn is_date(text: &str) -> bool {
    text.strip_prefix("D:").is_some_and(|rest| {
        rest.len() <= 21 && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, 'Z' | '+' | '-' | '\''))
    })
}

/// XMP: a known few elements have numbers of their own, the others are texts.
fn metadata(reader: &mut Reader<'_>, place: &str, content: &[u8], pages: usize) {
    let Some(root) = xml(content) else {
        return reader.foreign(place, &String::from_utf8_lossy(content), "metadata that cannot be read");
    };
    for element in root.all() {
        let text = element.own_text();
        let text = text.trim();
        let date = |text: &str| {
            text.len() <= 32 && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ':' | 'T' | 'Z' | '+'))
        };
        let fixed = match element.name.as_str() {
            "NPages" => text.parse() == Ok(pages),
            "part" | "conformance" | "rev" | "VersionID" | "RenditionClass" => text.len() <= 4,
            "CreateDate" | "ModifyDate" | "MetadataDate" | "date" => date(text),
            "DocumentID" | "InstanceID" => text.len() <= 80 && !text.contains(' '),
            "PDFVersion" => ["1.4", "1.5", "1.6", "1.7", "2.0"].contains(&text),
            "CreatorTool" | "Producer" => {
                text.starts_with("Typst ") || text.starts_with("krilla") || text.starts_with("thrive-report")
            }
            // What the descriptions of the metadata's own fields say.
            "property" | "category" | "description" | "valueType" | "name" | "namespaceURI" | "prefix" | "schema" => {
                !has_digit(text) || text.starts_with("http://")
            }
            _ => false,
        };
        if !fixed {
            reader.text(&format!("{place}, metadata {}", element.name), text, "metadata");
        }
        for (key, value) in &element.attributes {
            let known = key.starts_with("xmlns")
                || key.ends_with(":about")
                || key.ends_with(":parseType")
                || key.ends_with(":lang");
            if has_digit(value) && !known {
                reader.foreign(&format!("{place}, metadata {key}"), value, "metadata that no pack has");
            }
        }
    }
}

/// The text of the pages in the order in which it is drawn: a blank where a gap is, a line feed where a line ends.
#[derive(Default)]
struct Lines {
    pages: Vec<String>,
    /// Where the last character ended, and its line.
    end: f64,
    line: f64,
}

impl OutputDev for Lines {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.pages.push(String::new());
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(&mut self, at: &Transform, width: f64, _: f64, size: f64, c: &str) -> Result<(), OutputError> {
        let height = size * (at.m11 * at.m22 - at.m12 * at.m21).abs().sqrt();
        let (x, y) = (at.m31, at.m32);
        if let Some(page) = self.pages.last_mut() {
            if (y - self.line).abs() > height * 0.3 || x < self.end - height * 0.5 {
                page.push('\n');
            } else if x > self.end + height * 0.15 {
                page.push(' ');
            }
            page.push_str(c);
        }
        self.end = x + width * height;
        self.line = y;
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
