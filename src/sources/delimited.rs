//! Comma, semicolon, tab and pipe separated text in UTF-8, UTF-16 or Windows-1252.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::raw_table::{Cell, RawTable};

/// Reads delimited text as one table. Row numbers are the lines of the file.
pub(super) fn read(bytes: &[u8], name: &str) -> Vec<RawTable> {
    let text = decode(bytes);
    let delimiter = delimiter(&text);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut table = RawTable::new(name, None);
    let mut record = csv::StringRecord::new();
    let bytes = text.as_bytes();
    let (mut line, mut counted) = (1_u32, 0_usize);
    // Reading text that is already valid UTF-8 from memory cannot fail.
    while let Ok(true) = reader.read_record(&mut record) {
        // The record's position lies before the blank lines that the reader passed over.
        let start = record.position().map_or(0, |position| position.byte() as usize).min(bytes.len());
        let start = start + bytes[start..].iter().take_while(|byte| **byte == b'\n').count();
        line += bytes[counted..start].iter().filter(|byte| **byte == b'\n').count() as u32;
        counted = start;
        for (index, field) in record.iter().enumerate() {
            table.push(line, index as u32 + 1, Cell::Text(field));
        }
    }
    vec![table]
}

/// Text of the bytes: by byte order mark, else UTF-8 where valid, else Windows-1252.
fn decode(bytes: &[u8]) -> String {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    let text = encoding.decode(bytes).0;
    // One kind of line end, so that lines can be counted.
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.into_owned() }
}

/// The delimiter that splits the first lines into the most columns evenly.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(50).collect();
    let mut best = (0, b',');
    for candidate in [b',', b';', b'\t', b'|'] {
        let mut counts: Vec<usize> = lines.iter().map(|line| fields(line, candidate)).collect();
        counts.sort_unstable();
        // The middle line: a title above or a total below does not decide.
        let typical = counts.get(counts.len().saturating_sub(1) / 2).copied().unwrap_or(0);
        if typical > best.0 {
            best = (typical, candidate);
        }
    }
    best.1
}

/// How many delimiters a line has outside quotation marks.
fn fields(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            _ if byte == delimiter && !quoted => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(u32, u32, String)> {
        let table = read(bytes, "a.csv").remove(0);
        let mut all = Vec::new();
        for row in table.rows() {
            for (column, cell) in table.cells(row) {
                if let Cell::Text(text) = cell {
                    all.push((row.number, column, text.to_owned()));
                }
            }
        }
        all
    }

    #[test]
    fn encodings_and_delimiters() {
        let expected =
            vec![(1, 1, "Zoë".to_owned()), (1, 2, "1".to_owned()), (3, 1, "x".to_owned()), (3, 2, "a;b".to_owned())];
        assert_eq!(cells("\u{feff}Zoë,1\n\nx,a;b\n".as_bytes()), expected);
        assert_eq!(cells("Zoë,1\r\rx,a;b\r".as_bytes()), expected, "old Macintosh line ends");
        assert_eq!(cells(b"Zo\xEB\t1\r\n\r\nx\ta;b\r\n"), expected, "Windows-1252 with tabs");
        let utf16: Vec<u8> =
            [0xFEFF].into_iter().chain("Zoë|1\n\nx|a;b\n".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(cells(&utf16), expected);
        assert_eq!(cells("Zoë;1\n\nx;\"a;b\"\n".as_bytes()), expected);
    }
}
