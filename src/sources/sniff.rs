//! What kind of file some bytes are, from the bytes alone.

use std::io::Cursor;

/// What can be read, or why it cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    Text,
    Refused { code: &'static str, what: &'static str },
}

impl Kind {
    /// The usual name of the kind when the file's name says something else.
    pub(super) fn extension_disagrees(self, name: &str) -> Option<&'static str> {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())?;
        let (usual, fitting): (_, &[&str]) = match self {
            Kind::Xlsx => ("an Excel workbook (xlsx)", &["xlsx", "xlsm"]),
            Kind::Xlsb => ("an Excel binary workbook (xlsb)", &["xlsb"]),
            Kind::Xls => ("an old Excel workbook (xls)", &["xls"]),
            Kind::Ods => ("an OpenDocument spreadsheet (ods)", &["ods"]),
            Kind::Text => ("delimited text (csv)", &["csv", "tsv", "tab", "txt"]),
            Kind::Refused { .. } => return None,
        };
        (!fitting.contains(&extension.as_str())).then_some(usual)
    }
}

const PASSWORD: Kind = Kind::Refused { code: "S002", what: "it is protected by a password" };
const NOT_A_TABLE: Kind = Kind::Refused { code: "S001", what: "it is not a spreadsheet that can be read" };

/// The kind of a file's bytes.
pub(super) fn kind(bytes: &[u8]) -> Kind {
    if bytes.is_empty() {
        return Kind::Refused { code: "S005", what: "the file is empty" };
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return kind_of_zip(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return if contains_utf16(bytes, "EncryptedPackage") { PASSWORD } else { Kind::Xls };
    }
    if bytes.starts_with(b"%PDF") {
        return Kind::Refused { code: "S001", what: "it is a PDF, not a spreadsheet" };
    }
    // Excel 2 to 4 worksheets begin with a bare BOF record.
    if bytes.len() > 2 && bytes[0] == 0x09 && matches!(bytes[1], 0x00 | 0x02 | 0x04) {
        return Kind::Refused { code: "S001", what: "it is in a format of Excel 4 or older" };
    }
    let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let start = &bytes[..bytes.len().min(4096)];
    if !utf16 {
        let lower = String::from_utf8_lossy(start).to_lowercase();
        let lower = lower.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
        if lower.starts_with("<!doctype html") || lower.contains("<html") || lower.starts_with("<table") {
            return Kind::Refused { code: "S003", what: "it is a web page saved under a spreadsheet's name" };
        }
        if lower.starts_with("<?xml") || lower.starts_with("<workbook") {
            return Kind::Refused { code: "S003", what: "it is XML, not a spreadsheet file" };
        }
        if start.contains(&0) {
            return NOT_A_TABLE;
        }
        let controls = start.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n')).count();
        if controls * 20 > start.len() {
            return NOT_A_TABLE;
        }
    }
    Kind::Text
}

fn kind_of_zip(bytes: &[u8]) -> Kind {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return Kind::Refused { code: "S001", what: "it is damaged: the end of the file is missing" };
    };
    if archive.index_for_name("xl/workbook.xml").is_some() {
        return Kind::Xlsx;
    }
    if archive.index_for_name("xl/workbook.bin").is_some() {
        return Kind::Xlsb;
    }
    if archive.index_for_name("content.xml").is_some() {
        let mut manifest = String::new();
        if let Ok(mut entry) = archive.by_name("META-INF/manifest.xml") {
            use std::io::Read as _;
            let _ = entry.by_ref().take(1 << 20).read_to_string(&mut manifest);
        }
        return if manifest.contains("encryption-data") { PASSWORD } else { Kind::Ods };
    }
    // Some writers use backslashes or odd case inside the archive.
    let workbook = archive.file_names().any(|name| name.replace('\\', "/").eq_ignore_ascii_case("xl/workbook.xml"));
    if workbook {
        return Kind::Xlsx;
    }
    Kind::Refused { code: "S001", what: "it is a zip archive with no spreadsheet format inside" }
}

fn contains_utf16(bytes: &[u8], text: &str) -> bool {
    let wanted: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert_eq!(kind(b"UPN,Date\nA1,2\n"), Kind::Text);
        assert_eq!(kind(b"\xFF\xFEU\0P\0N\0"), Kind::Text);
        assert!(matches!(kind(b""), Kind::Refused { code: "S005", .. }));
        assert!(matches!(kind(b"<html><table>"), Kind::Refused { code: "S003", .. }));
        assert!(matches!(kind(b"%PDF-1.7"), Kind::Refused { code: "S001", .. }));
        assert!(matches!(kind(b"PK\x03\x04broken"), Kind::Refused { code: "S001", .. }));
        assert!(matches!(kind(&[0, 1, 2, 3, 0, 0]), Kind::Refused { code: "S001", .. }));
        assert!(matches!(kind(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Kind::Xls));
    }

    #[test]
    fn a_wrong_name_is_noticed() {
        assert_eq!(Kind::Text.extension_disagrees("register.xlsx"), Some("delimited text (csv)"));
        assert_eq!(Kind::Xlsx.extension_disagrees("Register.XLSX"), None);
    }
}
