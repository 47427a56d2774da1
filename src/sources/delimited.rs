//! Comma, semicolon, tab and pipe separated text.

use super::raw_table::{Cell, RawTable};
use super::text;

/// Reads delimited text as one table. Row numbers are the lines of the file.
pub(super) fn read(bytes: &[u8], name: &str) -> Vec<RawTable> {
    let text = text::decode(bytes);
    let declared = declared(&text);
    let delimiter = declared.unwrap_or_else(|| delimiter(&text));
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
        if line == 1 && declared.is_some() {
            continue;
        }
        for (index, field) in record.iter().enumerate() {
            table.push(line, index as u32 + 1, Cell::Text(unwrapped(field)));
        }
    }
    vec![table]
}

/// The delimiter of a first line such as `sep=;`, by which Excel is told.
fn declared(text: &str) -> Option<u8> {
    match text.lines().next()?.trim_end().as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter @ (b',' | b';' | b'\t' | b'|')] => Some(*delimiter),
        _ => None,
    }
}

/// `="00123"` is how a system keeps Excel from taking an admission number for a number.
fn unwrapped(field: &str) -> &str {
    field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(field)
}

/// The delimiter that splits most of the first lines alike, and into the most columns.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(50).collect();
    let mut best = (0, b',');
    // Where two do as well, the commas are those of decimals.
    for candidate in [b';', b'\t', b'|', b','] {
        let mut counts: Vec<usize> =
            lines.iter().map(|line| fields(line, candidate)).filter(|count| *count > 0).collect();
        counts.sort_unstable();
        // As most lines have it: a title above or a total below does not decide.
        let alike = counts.chunk_by(|a, b| a == b).map(|alike| (alike.len(), alike[0])).max().unwrap_or_default();
        // Lines alike, then columns: a comma here and there inside a text is on few lines, or on each another number.
        let worth = alike.0 * 1000 / lines.len().max(1) * (10 + alike.1.min(10));
        if worth > best.0 {
            best = (worth, candidate);
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
    use proptest::prelude::*;

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

    #[test]
    fn decimal_commas_and_a_declared_delimiter() {
        let rows = |text: &str| cells(text.as_bytes()).into_iter().map(|(_, _, text)| text).collect::<Vec<_>>();
        assert_eq!(rows("UPN;Being\nA1;1,5\nA2;2,5\n"), ["UPN", "Being", "A1", "1,5", "A2", "2,5"]);
        assert_eq!(rows("A1;1,5;2,5\nA2;3,5;4,5\n"), ["A1", "1,5", "2,5", "A2", "3,5", "4,5"]);
        assert_eq!(rows("sep=|\na,b|c\n"), ["a,b", "c"]);
        assert_eq!(rows("id,note\n=\"0012\",\"a; b; c\"\n3,x\n"), ["id", "note", "0012", "a; b; c", "3", "x"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes, "a.csv");
        }

        /// What the csv library writes comes back, each field in its place; blanks around a field do not count.
        #[test]
        fn what_was_written_is_read(
            grid in proptest::collection::vec(proptest::collection::vec("[a-zé \"'.,;:|\t\n-]{0,6}", 3), 3..8),
            delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t'), Just(b'|')],
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter).quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            // Enough lines without another delimiter to tell.
            for _ in 0..40 {
                writer.write_record(["UPN", "Strand", "Score"]).unwrap();
            }
            for row in &grid {
                writer.write_record(row).unwrap();
            }
            let mut expected = Vec::new();
            let mut line = 41;
            for row in &grid {
                for (column, field) in row.iter().enumerate() {
                    let seen = field.trim();
                    if !seen.is_empty() {
                        expected.push((line, column as u32 + 1, seen.to_owned()));
                    }
                }
                line += 1 + row.iter().map(|field| field.matches('\n').count() as u32).sum::<u32>();
            }
            let read: Vec<_> = cells(&writer.into_inner().unwrap()).into_iter().filter(|(row, ..)| *row > 40).collect();
            prop_assert_eq!(read, expected);
        }
    }
}
