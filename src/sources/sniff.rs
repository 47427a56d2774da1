//! What kind of file some bytes are, from the bytes alone.

use super::refusal::Refusal;
use super::{archive, text};

/// What can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Excel since 2007.
    Xlsx,
    /// Excel's binary workbook.
    Xlsb,
    /// Excel 5 to 2003.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// OpenDocument spreadsheet as one XML file.
    FlatOds,
    /// SpreadsheetML 2003: Excel's XML, which many systems save as xls.
    Xml2003,
    /// A web page with tables.
    Html,
    /// Delimited text.
    Text,
    /// A zip archive of exports.
    Exports,
}

impl Kind {
    /// The usual name of the kind when the file's name says something else.
    pub(super) fn extension_disagrees(self, name: &str) -> Option<&'static str> {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())?;
        let (usual, fitting): (_, &[&str]) = match self {
            Kind::Xlsx => ("an Excel workbook (xlsx)", &["xlsx", "xlsm", "xltx", "xltm", "xlam"]),
            Kind::Xlsb => ("an Excel binary workbook (xlsb)", &["xlsb"]),
            Kind::Xls => ("an old Excel workbook (xls)", &["xls", "xlt", "xla", "xlw", "et"]),
            Kind::Ods => ("an OpenDocument spreadsheet (ods)", &["ods", "ots"]),
            Kind::FlatOds => ("an OpenDocument spreadsheet (fods)", &["fods"]),
            Kind::Xml2003 => ("Excel's XML of 2003", &["xml"]),
            Kind::Html => ("a web page", &["html", "htm", "xhtml"]),
            Kind::Text => ("delimited text (csv)", &["csv", "tsv", "tab", "txt", "psv", "ssv", "prn", "asc"]),
            Kind::Exports => ("a zip archive of files", &["zip"]),
        };
        (!fitting.contains(&extension.as_str())).then_some(usual)
    }
}

/// Beginnings of files that are never read, and what they are.
const FOREIGN: [(&[u8], &str); 22] = [
    (b"%PDF", "a PDF, not a spreadsheet"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"RIFF", "a picture, sound or film"),
    (b"\x1F\x8B", "a gzip archive; unpack it first"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive; unpack it first"),
    (b"Rar!\x1A\x07", "a RAR archive; unpack it first"),
    (b"BZh91AY", "a bzip2 archive; unpack it first"),
    (b"\xFD7zXZ\0", "an xz archive; unpack it first"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\0\x01\0\0Standard ", "an Access database"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"ID;P", "a SYLK file (slk)"),
    (b"TABLE\r\n0,1", "a DIF file"),
    (b"TABLE\n0,1", "a DIF file"),
    (b"\0\0\x02\0", "a Lotus 1-2-3 or Quattro Pro worksheet"),
    (b"\0\0\x1A\0", "a Lotus 1-2-3 worksheet"),
    (b"MIME-Version:", "a web archive (mht)"),
];

/// The kind of a file's bytes.
///
/// # Errors
/// Why a file of this kind is not read.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::empty("the file is empty"));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return archive::open(bytes)?.kind();
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Kind::Xls);
    }
    if let Some((_, what)) = FOREIGN.iter().find(|(start, _)| bytes.starts_with(start)) {
        return behind_a_header(bytes).unwrap_or_else(|| Err(Refusal::foreign(what)));
    }
    // A bare worksheet begins with a BOF record: Excel 2, 3 and 4, then Excel 5 without its compound file.
    match bytes {
        [0x09, 0x00 | 0x02 | 0x04, 4..=8, 0, ..] => {
            return Err(Refusal::foreign("in a format of Excel 4 or older (before 1993)"));
        }
        [0x09, 0x08, 8 | 16, 0, ..] => return Ok(Kind::Xls),
        _ if is_dbase(bytes) => return Err(Refusal::foreign("a dBase table (dbf)")),
        _ => {}
    }
    if !text::is_text(bytes) {
        return behind_a_header(bytes).unwrap_or_else(|| Err(Refusal::foreign("not a spreadsheet that can be read")));
    }
    kind_of_text(bytes)
}

/// The workbook behind what a mail gateway put in front of it, which hides its beginning and not its directory.
fn behind_a_header(bytes: &[u8]) -> Option<Result<Kind, Refusal>> {
    let mail = bytes.starts_with(b"MIME-Version:") || !bytes.starts_with(b"%PDF") && !text::is_text(bytes);
    let embedded = mail && bytes.windows(4).take(1 << 16).any(|window| window == b"PK\x03\x04");
    let kind = archive::open(bytes).ok().filter(|_| embedded)?.kind();
    kind.as_ref().is_ok_and(|kind| *kind != Kind::Exports).then_some(kind)
}

fn kind_of_text(bytes: &[u8]) -> Result<Kind, Refusal> {
    let start = text::start(bytes);
    if start.starts_with(['{', '[']) && serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok() {
        return Err(Refusal::foreign("JSON, not a spreadsheet"));
    }
    if !start.starts_with('<') {
        return Ok(Kind::Text);
    }
    let has = |word: &str| start.contains(word);
    if has("<workbook") && (has("office:spreadsheet") || has("office:excel")) {
        return Ok(Kind::Xml2003);
    }
    if has("office:document") && has("opendocument") {
        return Ok(Kind::FlatOds);
    }
    let page = ["<!doctype html", "<html", "<table", "<head", "<body", "<meta", "<style", "<div", "<center", "<font"];
    if page.iter().any(|tag| start.starts_with(tag)) || ["<html", "<table>", "<table "].into_iter().any(has) {
        return Ok(Kind::Html);
    }
    if has("<svg") {
        return Err(Refusal::foreign("a picture (SVG)"));
    }
    if start.starts_with("<?xml") || start.starts_with("<!") || has("xmlns") {
        return Err(Refusal::no_table("it is XML, but none that holds a spreadsheet"));
    }
    Ok(Kind::Text)
}

/// A dBase table: a version, a date, and a header of whole field descriptions.
fn is_dbase(bytes: &[u8]) -> bool {
    let [version, _, month, day, _, _, _, _, low, high, ..] = bytes else { return false };
    let header = u16::from_le_bytes([*low, *high]);
    let known = [0x02, 0x03, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0xCB, 0xF5, 0xFB].contains(version);
    known
        && (1..=12).contains(month)
        && (1..=31).contains(day)
        && header >= 33
        && bytes[..32.min(bytes.len())].contains(&0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn content_decides() {
        for (bytes, expected) in [
            (b"UPN,Date\nA1,2\n".as_slice(), Kind::Text),
            (b"\xFF\xFEU\0P\0N\0", Kind::Text),
            (b"<UPN>,Date\n1,2\n", Kind::Text),
            (b"[UPN],Date\n1,2\n", Kind::Text),
            (b"\r\n <html xmlns:x=\"urn:x\"><body><table>", Kind::Html),
            (b"<TABLE border=1><tr>", Kind::Html),
            (b"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">", Kind::Html),
            (
                b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                Kind::Xml2003,
            ),
            (b"<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\">", Kind::FlatOds),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::Xls),
            (b"\x09\x08\x10\0\0\x06", Kind::Xls),
        ] {
            assert_eq!(kind(bytes), Ok(expected), "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_is_refused_is_called_by_its_name() {
        let dbase = [&[3, 124, 5, 12, 1, 0, 0, 0, 65, 0, 20, 0][..], &[0; 40]].concat();
        for (bytes, code, word) in [
            (b"".as_slice(), "S005", "empty"),
            (b"%PDF-1.7", "S001", "PDF"),
            (b"PK\x03\x04broken", "S008", "incomplete"),
            (&[0, 1, 2, 3, 0, 0], "S001", "not a spreadsheet"),
            (b"\x1F\x8B\x08\0", "S001", "gzip"),
            (b"ID;PWXL;N;E\r\n", "S001", "SYLK"),
            (b"TABLE\r\n0,1\r\n\"EXCEL\"", "S001", "DIF"),
            (b"\0\0\x02\0\x06\x04", "S001", "Lotus"),
            (b"\x09\x02\x06\0\0\0\x10\0", "S001", "Excel 4 or older"),
            (&dbase, "S001", "dBase"),
            (b"{\"a\": [1, 2]}", "S001", "JSON"),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "S001", "SVG"),
            (b"<?xml version=\"1.0\"?><a/>", "S003", "XML"),
        ] {
            let refusal = kind(bytes).unwrap_err();
            assert_eq!(refusal.code, code, "{refusal:?}");
            assert!(refusal.what.contains(word), "{refusal:?}");
        }
    }

    #[test]
    fn a_wrong_name_is_noticed() {
        assert_eq!(Kind::Text.extension_disagrees("register.xlsx"), Some("delimited text (csv)"));
        assert_eq!(Kind::Html.extension_disagrees("register.xls"), Some("a web page"));
        assert_eq!(Kind::Xlsx.extension_disagrees("Register.XLSX"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_have_a_kind_or_a_reason(bytes in proptest::collection::vec(any::<u8>(), 0..600), start in 0..FOREIGN.len()) {
            let _ = kind(&bytes);
            let _ = kind(&[FOREIGN[start].0, &bytes].concat());
            for start in [b"PK\x03\x04".as_slice(), b"PK\x05\x06", b"<", b"{", b"\x09\x08\x10\0", b"\xFF\xFE"] {
                let _ = kind(&[start, &bytes].concat());
            }
        }
    }
}
