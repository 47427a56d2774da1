//! The cells of a workbook as Excel prints them: the value from calamine, the number of decimal places from the style.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use crate::binary::parts;

/// Printed text by row and column, both from 0.
type Cells = BTreeMap<(usize, usize), String>;

/// A workbook's sheets in order: name, and text by row and column from 0.
pub struct Book {
    /// Sheets.
    pub sheets: Vec<(String, Cells)>,
    /// Row of the headings of each sheet's one Excel table.
    pub heads: BTreeMap<String, usize>,
}

impl Book {
    /// Reads a workbook.
    pub fn open(bytes: &[u8]) -> Book {
        let parts = parts(bytes);
        let part = |name: &str| String::from_utf8_lossy(&parts[name]).into_owned();
        let decimals = decimals_of_styles(&part("xl/styles.xml"));
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).expect("opens");
        book.load_tables().expect("tables can be read");
        let mut heads = BTreeMap::new();
        for name in book.sheet_names() {
            let tables: Vec<String> = book.table_names_in_sheet(&name).into_iter().cloned().collect();
            // A sheet has one table, so that nobody overlooks a second.
            assert_eq!(tables.len(), 1, "{name}: {tables:?}");
            let table = book.table_by_name(&tables[0]).expect("a table");
            let (first, _) = table.data().start().expect("a table has cells");
            heads.insert(name, first as usize - 1);
        }
        let mut sheets = Vec::new();
        for (at, name) in book.sheet_names().into_iter().enumerate() {
            let styles = styles_of_cells(&part(&format!("xl/worksheets/sheet{}.xml", at + 1)));
            let range = book.worksheet_range(&name).expect("a sheet");
            let (top, left) = range.start().unwrap_or_default();
            let mut cells = BTreeMap::new();
            for (row, column, value) in range.used_cells() {
                let place = (top as usize + row, left as usize + column);
                let places = styles.get(&place).and_then(|style| decimals.get(*style).copied().flatten());
                let text = match (value, places) {
                    (Data::Float(number), Some(places)) => format!("{number:.places$}"),
                    (Data::Float(number), None) => panic!("{name}: {place:?} shows {number} without a number format"),
                    (Data::DateTime(date), _) => {
                        let (year, month, day, ..) = date.to_ymd_hms_milli();
                        format!("{day:02}/{month:02}/{year:04}")
                    }
                    (other, _) => other.to_string(),
                };
                cells.insert(place, text);
            }
            sheets.push((name, cells));
        }
        Book { sheets, heads }
    }
}

/// Decimal places that each cell style prints; none for styles of texts.
fn decimals_of_styles(xml: &str) -> Vec<Option<usize>> {
    let mut formats: BTreeMap<String, String> =
        BTreeMap::from([("1".into(), "0".into()), ("3".into(), "#,##0".into()), ("4".into(), "#,##0.00".into())]);
    for tag in xml.split("<numFmt ").skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        if let (Some(id), Some(code)) = (attribute(tag, "numFmtId"), attribute(tag, "formatCode")) {
            formats.insert(id.to_owned(), code.to_owned());
        }
    }
    let cells =
        xml.split_once("<cellXfs").and_then(|(_, rest)| rest.split_once("</cellXfs>")).map_or("", |(inside, _)| inside);
    let places = |code: &String| {
        code.starts_with(['#', '0']).then(|| code.split_once('.').map_or(0, |(_, places)| places.len()))
    };
    cells
        .split("<xf ")
        .skip(1)
        .map(|tag| attribute(tag, "numFmtId").and_then(|id| formats.get(id)).and_then(places))
        .collect()
}

/// Index of the style of every cell that has one.
fn styles_of_cells(xml: &str) -> BTreeMap<(usize, usize), usize> {
    let mut styles = BTreeMap::new();
    for tag in xml.split("<c ").skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let style = attribute(tag, "s").and_then(|style| style.parse().ok());
        if let (Some(place), Some(style)) = (attribute(tag, "r").and_then(place), style) {
            styles.insert(place, style);
        }
    }
    styles
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let padded = tag
        .strip_prefix(&format!("{name}=\""))
        .or_else(|| tag.split_once(&format!(" {name}=\"")).map(|(_, rest)| rest))?;
    padded.split('"').next()
}

/// `B7` is row 6, column 1.
fn place(address: &str) -> Option<(usize, usize)> {
    let digits = address.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = address.split_at(digits);
    let column = letters.bytes().fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1);
    Some((row.parse::<usize>().ok()? - 1, column - 1))
}

#[test]
fn addresses_are_places() {
    assert_eq!(place("B7"), Some((6, 1)));
    assert_eq!(place("AA1"), Some((0, 26)));
}
