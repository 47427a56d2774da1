//! Bytes to text, whatever encoding a school system writes.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes of a file decide what it is.
const START: usize = 4096;

/// Text of the bytes: by byte order mark, else by the zero bytes of UTF-16, else as the page or document declares, else
/// UTF-8 where valid, else Windows-1252. Line ends become line feeds, zero bytes are left out.
pub(super) fn decode(bytes: &[u8]) -> String {
    let text = encoding(bytes).decode(bytes).0;
    // One kind of line end, so that lines can be counted.
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.into_owned() };
    if text.contains('\0') { text.replace('\0', "") } else { text }
}

/// The beginning of the text in small letters, without blanks before it: enough to tell what it is.
pub(super) fn start(bytes: &[u8]) -> String {
    start_of(bytes, START)
}

/// As [`start`], of so many bytes.
pub(super) fn start_of(bytes: &[u8], length: usize) -> String {
    let start = &bytes[..bytes.len().min(length)];
    let text = match bom_or_utf16(bytes) {
        Some(encoding) => encoding.decode(start).0.into_owned(),
        None => String::from_utf8_lossy(start).into_owned(),
    };
    text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace()).to_lowercase()
}

/// Whether the bytes are text at all: hardly a control character among the first.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    if bom_or_utf16(bytes).is_some() {
        return true;
    }
    let start = &bytes[..bytes.len().min(START)];
    let zeros = start.iter().filter(|&&byte| byte == 0).count();
    let controls = start.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n' | 0)).count();
    // A few zero bytes pad the fields of some old systems; a binary file is full of them.
    zeros * 10 <= start.len() && controls * 20 <= start.len()
}

fn encoding(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = bom_or_utf16(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    declared(bytes).unwrap_or(WINDOWS_1252)
}

fn bom_or_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding);
    }
    // Western text in UTF-16 without a mark: every second byte is zero.
    let start = &bytes[..bytes.len().min(START) & !1];
    let zeros = |at: usize| start.iter().skip(at).step_by(2).filter(|&&byte| byte == 0).count();
    let pairs = start.len() / 2;
    let (high, low) = (zeros(0), zeros(1));
    match pairs {
        8.. if low * 10 > pairs * 7 && high * 10 < pairs => Some(UTF_16LE),
        8.. if high * 10 > pairs * 7 && low * 10 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// What a page's `charset` or a document's `encoding` says, if it is not text in UTF-8 after all.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(START)]).to_lowercase();
    if !start.trim_start().starts_with('<') {
        return None;
    }
    let label = ["charset=", "encoding="].iter().find_map(|name| start.split_once(name)).map(|(_, rest)| rest)?;
    let label = label.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(label.len());
    // UTF-8 was tried, and a page that is bytes cannot be UTF-16 whatever it says.
    Encoding::for_label(&label.as_bytes()[..end]).filter(|found| *found != UTF_8 && found.is_ascii_compatible())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        let utf16 = |order: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
            let mark = mark.then_some(0xFEFF);
            mark.into_iter().chain("Zoë,Zürich,1\n".encode_utf16()).flat_map(order).collect()
        };
        let all: [Vec<u8>; 7] = [
            "Zoë,Zürich,1\n".into(),
            "\u{feff}Zoë,Zürich,1\r".into(),
            b"Zo\xEB,Z\xFCrich,1\r\n".to_vec(),
            utf16(u16::to_le_bytes, true),
            utf16(u16::to_be_bytes, true),
            utf16(u16::to_le_bytes, false),
            utf16(u16::to_be_bytes, false),
        ];
        for bytes in all {
            assert_eq!(decode(&bytes), "Zoë,Zürich,1\n", "{bytes:?}");
            assert!(is_text(&bytes));
        }
    }

    #[test]
    fn a_page_says_its_encoding() {
        let page = b"<html><meta charset=\"iso-8859-2\"><td>\xB1</td>".to_vec();
        assert!(decode(&page).contains('ą'));
        let lies = "<meta charset=utf-16><td>Zoë".as_bytes();
        assert!(decode(lies).ends_with("Zoë"));
    }

    #[test]
    fn binary_files_are_no_text() {
        assert!(!is_text(&[0, 1, 2, 3, 0, 0]));
        assert!(!is_text(&[7; 100]));
        assert!(is_text(b"a\0,b,c,d,e,f,g,h\n"), "a padded field");
    }
}
