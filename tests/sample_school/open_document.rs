//! A small `.ods` writer: text and whole numbers, enough for a register.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// One cell.
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text as it stands.
    Text(String),
    /// A whole number.
    Number(i64),
}

impl Cell {
    /// A text cell; an empty one for empty text.
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.into()) }
    }
}

/// A workbook of named sheets, always with the same bytes for the same cells.
pub fn workbook(sheets: &[(String, Vec<Vec<Cell>>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().last_modified_time(DateTime::DEFAULT);
    let stored = plain.compression_method(CompressionMethod::Stored);
    let deflated = plain.compression_method(CompressionMethod::Deflated);
    // The format wants the media type first and stored, so that it can be read without unpacking.
    let parts = [
        ("mimetype", stored, MEDIA_TYPE.to_string()),
        ("META-INF/manifest.xml", deflated, MANIFEST.to_string()),
        ("styles.xml", deflated, STYLES.to_string()),
        ("meta.xml", deflated, META.to_string()),
        ("content.xml", deflated, content(sheets)),
    ];
    for (name, options, text) in parts {
        zip.start_file(name, options).expect("writing to memory");
        zip.write_all(text.as_bytes()).expect("writing to memory");
    }
    zip.finish().expect("writing to memory").into_inner()
}

fn content(sheets: &[(String, Vec<Vec<Cell>>)]) -> String {
    let mut xml = String::from(CONTENT_START);
    for (name, rows) in sheets {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
        xml += &format!("<table:table table:name=\"{}\">", escaped(name));
        xml += &format!("<table:table-column table:number-columns-repeated=\"{columns}\"/>");
        for row in rows {
            xml += "<table:table-row>";
            for cell in row {
                xml += &match cell {
                    Cell::Empty => "<table:table-cell/>".to_string(),
                    Cell::Text(text) => format!(
                        "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
                        escaped(text)
                    ),
                    Cell::Number(number) => format!(
                        "<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{number}</text:p></table:table-cell>"
                    ),
                };
            }
            xml += "</table:table-row>";
        }
        xml += "</table:table>";
    }
    xml + "</office:spreadsheet></office:body></office:document-content>"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;

const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"/>"#;

const META: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.2"><office:meta><meta:creation-date>2026-07-21T00:00:00</meta:creation-date></office:meta></office:document-meta>"#;

const CONTENT_START: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>"#;
