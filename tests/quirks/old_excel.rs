//! Old Excel workbooks, record by record.

use std::io::{Cursor, Write as _};

use super::Quirk;

pub fn all() -> Vec<Quirk> {
    let book = book(&sheet());
    let whole = compound(&[("/Workbook", &book)]);
    let corners = [(0, 0, 1.0), (0, 255, 2.0), (65_535, 0, 3.0), (65_535, 255, 4.0)];
    let corners: Vec<u8> = corners.iter().flat_map(|(row, column, value)| number(*row, *column, *value)).collect();
    vec![
        ("old workbook.xls", whole.clone()),
        ("old workbook named xlsx.xlsx", whole.clone()),
        ("old workbook without compound file.xls", book.clone()),
        ("half an old workbook.xls", whole[..whole.len() / 2].to_vec()),
        ("a workbook inside another.xls", nested(&book)),
        ("four corners.xls", compound(&[("/Workbook", &self::book(&corners))])),
        ("old workbook with a password.xls", compound(&[("/Workbook", &encrypted(&[1, 0, 1, 0]))])),
        (
            "old workbook with the oldest password.xls",
            compound(&[("/Workbook", &encrypted(&[0, 0, 0x12, 0x34, 0x56, 0x78]))]),
        ),
        ("new workbook with a password.xlsx", compound(&[("/EncryptionInfo", b"x"), ("/EncryptedPackage", b"x")])),
        ("letter.xls", compound(&[("/WordDocument", b"x")])),
        ("excel 4.xls", [record(0x0409, &[0; 6]), record(0x0A, &[])].concat()),
    ]
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

fn at(row: u16, column: u16, format: u16) -> Vec<u8> {
    [row, column, format].into_iter().flat_map(u16::to_le_bytes).collect()
}

fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    record(0x0203, &[at(row, column, 0), value.to_le_bytes().to_vec()].concat())
}

fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    record(0x0204, &[at(row, column, 0), (units.len() as u16 / 2).to_le_bytes().to_vec(), vec![1], units].concat())
}

/// A formula nobody can take apart, with its value.
fn formula(row: u16, column: u16, value: [u8; 8]) -> Vec<u8> {
    record(0x0006, &[at(row, column, 0), value.to_vec(), vec![0; 6], vec![9, 0], vec![0xEE; 9]].concat())
}

fn sheet() -> Vec<u8> {
    let mut row = vec![0; 16];
    row[0] = 5;
    row[12] = 0x20;
    [
        record(0x0200, &[0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0xFF, 0, 0, 0]),
        record(0x0208, &row),
        label(3, 1, "UPN"),
        label(3, 2, "Date"),
        label(3, 3, "Being"),
        label(5, 1, "A800005612001"),
        record(0x0203, &[at(5, 2, 1), 46_154_f64.to_le_bytes().to_vec()].concat()),
        number(5, 3, 72.5),
        label(9, 1, "Zoë"),
        formula(9, 2, 60_f64.to_le_bytes()),
        formula(9, 3, [2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF]),
        formula(9, 4, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        record(0x0207, &[2, 0, 0, b'o', b'k']),
        record(0x00E5, &[1, 0, 3, 0, 3, 0, 4, 0, 5, 0]),
    ]
    .concat()
}

/// A workbook of one sheet: its globals, then the sheet.
fn book(cells: &[u8]) -> Vec<u8> {
    let begin = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    // Two formats: General, and the day by number 14.
    let formats = [record(0x00E0, &[0; 20]), record(0x00E0, &[&[0, 0, 14, 0][..], &[0; 16]].concat())].concat();
    let start = begin.len() + formats.len() + (4 + 13) + 4;
    let named = [&(start as u32).to_le_bytes()[..], &[0, 0, 5, 0], b"Maple"].concat();
    let sheet = record(0x0809, &[0, 6, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = record(0x000A, &[]);
    [begin, formats, record(0x0085, &named), end.clone(), sheet, cells.to_vec(), end].concat()
}

fn encrypted(how: &[u8]) -> Vec<u8> {
    [record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]), record(0x002F, how), vec![0x5A; 300]].concat()
}

fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file =
        cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).expect("in memory");
    for (name, bytes) in streams {
        file.create_stream(name).expect("in memory").write_all(bytes).expect("in memory");
    }
    file.flush().expect("in memory");
    undated(file.into_inner().into_inner())
}

/// An object in the sheet has a workbook of its own, which is not the one to read.
fn nested(book: &[u8]) -> Vec<u8> {
    let mut file =
        cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).expect("in memory");
    file.create_storage("/MBD0018D2C7").expect("in memory");
    let other = self::book(&label(0, 0, "of the object"));
    file.create_stream("/MBD0018D2C7/Workbook").expect("in memory").write_all(&other).expect("in memory");
    file.create_stream("/Book").expect("in memory").write_all(book).expect("in memory");
    file.flush().expect("in memory");
    undated(file.into_inner().into_inner())
}

/// The library dates folders by the clock. Directory entries begin in the sector that the header names.
fn undated(mut bytes: Vec<u8>) -> Vec<u8> {
    let directory = u32::from_le_bytes([bytes[48], bytes[49], bytes[50], bytes[51]]) as usize;
    for entry in 0..4 {
        let from = 512 * (directory + 1) + 128 * entry;
        if bytes.len() >= from + 128 {
            bytes[from + 100..from + 116].fill(0);
        }
    }
    bytes
}
