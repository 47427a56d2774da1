//! The records of an old workbook's stream: what calamine does not tell of it, and what would make it fail, put right in
//! place.
//!
//! calamine unfolds the rectangle around all cells of a sheet (four corners ask for a gigabyte), takes formulas apart that
//! nobody asked for, and refuses the workbook if one of them is broken. So rows are numbered without gaps for it, computed
//! values become plain values, and names and dimensions are blotted out. No record changes its length.

use std::collections::BTreeSet;

use super::super::refusal::Refusal;

const FORMULA: [u16; 3] = [0x0006, 0x0206, 0x0406];
const NUMBER: u16 = 0x0203;
const BOOL_OR_ERROR: u16 = 0x0205;
/// Records of one row's cells: number, label, rich label, truth value or error, packed number, shared label, packed numbers.
const CELLS: [u16; 7] = [NUMBER, 0x0204, 0x00D6, BOOL_OR_ERROR, 0x027E, 0x00FD, 0x00BD];
const ROW: u16 = 0x0208;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
/// No record that calamine knows.
const BLOTTED: u16 = 0xFFFF;

/// What was learnt of one sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SheetFacts {
    /// Rows that have cells, from 0, in order: their place here is the number that calamine is told.
    pub rows: Vec<u32>,
    /// Rows that are hidden or filtered out, from 0.
    pub hidden_rows: Vec<u32>,
}

struct Record {
    kind: u16,
    /// Where its data begins and ends in the stream.
    data: std::ops::Range<usize>,
}

/// The records from a place on. A length that leads out of the stream ends them.
fn records(stream: &[u8], mut at: usize) -> (Vec<Record>, bool) {
    let mut found = Vec::new();
    while let Some(&[a, b, c, d]) = stream.get(at..at + 4) {
        let end = at + 4 + usize::from(u16::from_le_bytes([c, d]));
        if end > stream.len() {
            return (found, false);
        }
        found.push(Record { kind: u16::from_le_bytes([a, b]), data: at + 4..end });
        at = end;
    }
    (found, true)
}

/// Goes through the workbook's stream and puts right what calamine fails on.
///
/// # Errors
/// When the workbook is encrypted, older than Excel 5, or broken off.
pub(super) fn prepare(stream: &mut [u8]) -> Result<Vec<SheetFacts>, Refusal> {
    let (globals, whole) = records(stream, 0);
    let starts_well = globals.first().is_some_and(|first| first.kind == BEGIN && first.data.len() >= 4);
    if !starts_well {
        let older = globals.first().is_some_and(|first| matches!(first.kind, 0x0009 | 0x0209 | 0x0409));
        return Err(if older {
            Refusal::foreign("in a format of Excel 4 or older (before 1993)")
        } else {
            Refusal::damaged("the workbook is damaged, or not a valid old workbook")
        });
    }
    let mut sheets = Vec::new();
    for record in &globals {
        match record.kind {
            // FILEPASS: every kind of encryption, be it by Excel's own password or the old exclusive or.
            0x002F => return Err(Refusal::excel_password()),
            // A sheet: where it begins.
            0x0085 if record.data.len() >= 6 => {
                let at = &stream[record.data.clone()];
                sheets.push(u32::from_le_bytes([at[0], at[1], at[2], at[3]]) as usize);
            }
            END => break,
            _ => {}
        }
    }
    let names: Vec<usize> = globals
        .iter()
        .take_while(|record| record.kind != END)
        .filter(|record| record.kind == 0x0018)
        .map(|record| record.data.start)
        .collect();
    for at in names {
        set_kind(stream, at, BLOTTED);
    }
    let mut facts: Vec<SheetFacts> = Vec::new();
    for (index, start) in sheets.iter().enumerate() {
        // A damaged workbook may begin two sheets in one place: its rows are numbered once.
        let same = sheets[..index].iter().position(|before| before == start).map(|before| facts[before].clone());
        facts.push(same.unwrap_or_else(|| {
            let (records, _) = records(stream, (*start).min(stream.len()));
            sheet(stream, &records)
        }));
    }
    if !whole && facts.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(Refusal::incomplete());
    }
    Ok(facts)
}

fn set_kind(stream: &mut [u8], data: usize, kind: u16) {
    stream[data - 4..data - 2].copy_from_slice(&kind.to_le_bytes());
}

/// One sheet's records: learns what is hidden and makes the rows follow one another without gaps.
fn sheet(stream: &mut [u8], records: &[Record]) -> SheetFacts {
    let mut facts = SheetFacts::default();
    let mut rows = BTreeSet::new();
    let mut hidden = BTreeSet::new();
    let mut cells = Vec::new();
    let mut depth = 0_u32;
    for (index, record) in records.iter().enumerate() {
        let at = record.data.start;
        match record.kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            // A chart inside the sheet has cells of its own.
            _ if depth > 1 => {}
            // Dimensions: calamine sets memory aside for them.
            0x0200 => set_kind(stream, at, BLOTTED),
            ROW if record.data.len() >= 14 => {
                let row = u16::from_le_bytes([stream[at], stream[at + 1]]);
                if stream[at + 12] & 0x20 != 0 {
                    hidden.insert(u32::from(row));
                }
            }
            kind if FORMULA.contains(&kind) && record.data.len() >= 20 => {
                let follows = records.get(index + 1).map(|next| next.kind);
                value_of_formula(stream, at, follows);
                cells.push(at);
            }
            kind if CELLS.contains(&kind) && record.data.len() >= 6 => cells.push(at),
            _ => {}
        }
    }
    rows.extend(cells.iter().map(|at| u16::from_le_bytes([stream[*at], stream[*at + 1]])));
    let ranks: Vec<u16> = rows.iter().copied().collect();
    for at in cells {
        let row = u16::from_le_bytes([stream[at], stream[at + 1]]);
        let rank = ranks.binary_search(&row).unwrap_or_default() as u16;
        stream[at..at + 2].copy_from_slice(&rank.to_le_bytes());
    }
    facts.rows = ranks.into_iter().map(u32::from).collect();
    facts.hidden_rows = hidden.into_iter().collect();
    facts
}

/// Makes a formula's record one of its value: calamine then never looks at the formula itself.
fn value_of_formula(stream: &mut [u8], at: usize, follows: Option<u16>) {
    let value: [u8; 8] = std::array::from_fn(|byte| stream[at + 6 + byte]);
    match value {
        [1, _, truth, _, _, _, 0xFF, 0xFF] => {
            set_kind(stream, at, BOOL_OR_ERROR);
            stream[at + 6..at + 8].copy_from_slice(&[truth, 0]);
        }
        [2, _, error, _, _, _, 0xFF, 0xFF] => {
            set_kind(stream, at, BOOL_OR_ERROR);
            stream[at + 6..at + 8].copy_from_slice(&[error, 1]);
        }
        // Text: it comes in the next record. The formula's own length becomes 0.
        [0, _, _, _, _, _, 0xFF, 0xFF] => {
            set_kind(stream, at, FORMULA[0]);
            if follows.is_none() || stream.len() < at + 22 {
                return;
            }
            stream[at + 20..at + 22].fill(0);
        }
        [.., 0xFF, 0xFF] => set_kind(stream, at, BLOTTED),
        _ => set_kind(stream, at, NUMBER),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn cell(row: u16, column: u16, rest: &[u8]) -> Vec<u8> {
        [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], rest].concat()
    }

    fn stream(sheet: &[Vec<u8>]) -> Vec<u8> {
        let begin = record(BEGIN, &[0, 6, 5, 0]);
        let at = (begin.len() + 4 + 8 + 4) as u32;
        let named = [&at.to_le_bytes()[..], &[0, 0, 1, b'A']].concat();
        let globals = [begin.clone(), record(0x0085, &named), record(END, &[])].concat();
        assert_eq!(globals.len(), at as usize);
        [globals, begin, sheet.concat(), record(END, &[])].concat()
    }

    #[test]
    fn rows_follow_one_another_and_are_remembered() {
        let number = |row| record(NUMBER, &cell(row, 3, &72.0_f64.to_le_bytes()));
        let mut hidden = [0; 16];
        hidden[0] = 9;
        hidden[12] = 0x20;
        let mut bytes = stream(&[record(ROW, &hidden), number(9), number(60_000)]);
        let facts = prepare(&mut bytes).unwrap();
        assert_eq!(facts, [SheetFacts { rows: vec![9, 60_000], hidden_rows: vec![9] }]);
        let (records, _) = records(&bytes, bytes.len() - 2 * 18 - 4);
        assert_eq!(bytes[records[0].data.start], 0);
        assert_eq!(bytes[records[1].data.start], 1);
    }

    #[test]
    fn formulas_become_their_values() {
        let formula =
            |value: [u8; 8]| record(FORMULA[0], &cell(0, 0, &[&value[..], &[0; 6], &[9, 0], &[0xEE; 9]].concat()));
        let kind_of = |value| {
            let mut bytes = stream(&[formula(value)]);
            let before = bytes.len();
            prepare(&mut bytes).unwrap();
            assert_eq!(bytes.len(), before);
            let at = bytes.len() - 4 - (4 + 6 + 8 + 6 + 2 + 9);
            u16::from_le_bytes([bytes[at], bytes[at + 1]])
        };
        assert_eq!(kind_of(1.5_f64.to_le_bytes()), NUMBER);
        assert_eq!(kind_of([2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF]), BOOL_OR_ERROR);
        assert_eq!(kind_of([1, 0, 1, 0, 0, 0, 0xFF, 0xFF]), BOOL_OR_ERROR);
        assert_eq!(kind_of([3, 0, 0, 0, 0, 0, 0xFF, 0xFF]), BLOTTED, "an empty text");
    }

    #[test]
    fn encrypted_and_older_streams_are_told_apart() {
        let filepass = |kind: &[u8]| [record(BEGIN, &[0, 6, 5, 0]), record(0x002F, kind)].concat();
        assert_eq!(prepare(&mut filepass(&[0, 0, 1, 2, 3, 4])).unwrap_err().code, "S002", "exclusive or");
        assert_eq!(prepare(&mut filepass(&[1, 0, 1, 0])).unwrap_err().code, "S002", "RC4");
        assert_eq!(prepare(&mut record(0x0409, &[0; 6])).unwrap_err().code, "S001");
        assert_eq!(prepare(&mut [1, 2, 3]).unwrap_err().code, "S004");
    }

    proptest::proptest! {
        #[test]
        fn any_stream_is_prepared_or_refused(bytes in proptest::collection::vec(0_u8.., 0..400), kinds in proptest::collection::vec(0..8_usize, 0..20)) {
            let known = [0x0006_u16, 0x0203, 0x0208, 0x0809, 0x000A, 0x00BD, 0x0200, 0x0207];
            let mut at = 0;
            let body: Vec<Vec<u8>> = kinds.iter().map(|kind| {
                at = (at + 17) % (bytes.len() + 1);
                record(known[*kind], &bytes[at..(at + 24).min(bytes.len())])
            }).collect();
            let _ = prepare(&mut stream(&body));
            let _ = prepare(&mut bytes.clone());
        }
    }
}
