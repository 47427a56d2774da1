//! A picture's own texts. What is drawn in it is not read: the drawing beside it says the same.

use super::Reader;
use super::numbers::has_number;

/// Chunks that hold pixels and how to show them, nothing that somebody wrote.
const PIXELS: [&[u8; 4]; 10] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"pHYs", b"sRGB", b"gAMA", b"cHRM", b"sBIT"];

/// Reads a picture; `within` is the part of the archive that holds it.
pub(super) fn read(reader: &mut Reader<'_>, within: &str, bytes: &[u8]) {
    let place = if within.is_empty() { "picture" } else { within };
    let Some(mut rest) = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n") else {
        return reader.foreign(place, "", "a picture that is no PNG");
    };
    let mut ended = false;
    while let Some((head, after)) = rest.split_at_checked(8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let kind = &head[4..8];
        let Some((data, after)) = after.split_at_checked(length.saturating_add(4)) else { break };
        if !PIXELS.iter().any(|known| known.as_slice() == kind) {
            let name = String::from_utf8_lossy(kind).into_owned();
            let text = String::from_utf8_lossy(&data[..length]).into_owned();
            let is_text = ["tEXt", "iTXt"].contains(&name.as_str()) && !has_number(&text);
            if !is_text {
                reader.foreign(&format!("{place}, chunk {name}"), &text, "a text in a picture");
            }
        }
        ended = kind == b"IEND";
        rest = after;
        if ended {
            break;
        }
    }
    if !ended || !rest.is_empty() {
        reader.foreign(place, &String::from_utf8_lossy(rest), "bytes behind the end of a picture");
    }
}
