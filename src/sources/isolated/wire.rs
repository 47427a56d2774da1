//! How a file goes to the reader, and what was read comes back.
//!
//! Little-endian numbers, every text and list with its length before it; every message with a mark, its kind and its
//! length. The parent takes nothing on trust: lengths, text, the order of rows and cells, codes and marks are checked as
//! they are unpacked, and whatever is not as it should be ends the conversation.

use std::io::{Error, ErrorKind, Read, Result, Write};

use jiff::civil::Date;

use super::super::{Cell, RawTable, Reading};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::place::Place;

/// Begins every message: the version of this format in its last byte.
const MARK: [u8; 4] = *b"thr\x01";
/// The longest message: a million cells take a thirtieth of it.
const LONGEST: u64 = 512 << 20;
const FILE: u8 = 1;
const BEGIN: u8 = 2;
const READING: u8 = 3;
const END: u8 = 4;

/// What the reader says.
pub(in crate::sources) enum Message {
    /// This is being read now.
    Begin(String),
    /// This was read. Its name is the parent's to give.
    Reading(Box<Reading>),
    /// Nothing more of this file.
    End,
}

fn send(output: &mut impl Write, kind: u8, body: &[&[u8]]) -> Result<()> {
    output.write_all(&MARK)?;
    output.write_all(&[kind])?;
    output.write_all(&body.iter().map(|part| part.len() as u64).sum::<u64>().to_le_bytes())?;
    body.iter().try_for_each(|part| output.write_all(part))
}

/// A whole message: its kind and body. Only from the program itself is a length believed before the bytes are there.
fn take(input: &mut impl Read, trusted: bool) -> Result<(u8, Vec<u8>)> {
    let mut head = [0; 13];
    input.read_exact(&mut head)?;
    let (mark, rest) = head.split_at(4);
    let length = u64::from_le_bytes(std::array::from_fn(|byte| rest[1 + byte]));
    if mark != MARK || length > LONGEST {
        return Err(nonsense());
    }
    let mut body = Vec::with_capacity(if trusted { length as usize } else { 0 });
    input.take(length).read_to_end(&mut body)?;
    if body.len() as u64 == length { Ok((rest[0], body)) } else { Err(nonsense()) }
}

fn nonsense() -> Error {
    Error::new(ErrorKind::InvalidData, "not a message of the reader")
}

/// Sends a file to the reader.
pub(super) fn ask(output: &mut impl Write, bytes: &[u8], name: &str, skip: usize) -> Result<()> {
    let head = [&(skip as u32).to_le_bytes()[..], &(name.len() as u32).to_le_bytes()].concat();
    send(output, FILE, &[&head, name.as_bytes(), bytes])
}

/// The next file to read, its name, and how many files of an archive to pass over; none at the end.
pub(super) fn asked(input: &mut impl Read) -> Result<Option<(Vec<u8>, String, usize)>> {
    let (kind, mut body) = take(input, true)?;
    if kind != FILE {
        return Ok(None);
    }
    let mut unpacking = Unpacking { rest: &body };
    let skip = unpacking.number()? as usize;
    let name = unpacking.text()?.to_owned();
    let head = body.len() - unpacking.rest.len();
    body.drain(..head);
    Ok(Some((body, name, skip)))
}

/// Says what is being read.
pub(in crate::sources) fn begin(output: &mut impl Write, name: &str) -> Result<()> {
    send(output, BEGIN, &[name.as_bytes()])
}

/// Says that a file is done.
pub(in crate::sources) fn end(output: &mut impl Write) -> Result<()> {
    send(output, END, &[])
}

/// Sends what was read.
pub(in crate::sources) fn reading(output: &mut impl Write, reading: &Reading) -> Result<()> {
    let cells: usize = reading.tables.iter().map(RawTable::filled).sum();
    let mut body = Packing { bytes: Vec::with_capacity(256 + cells * 16) };
    body.text(&reading.sha256);
    body.number(reading.diagnostics.iter().count() as u32);
    for found in reading.diagnostics.iter() {
        body.text(found.code);
        body.text(&found.message);
        body.optional(found.place.sheet.as_deref());
        body.number(found.count as u32);
    }
    body.number(reading.tables.len() as u32);
    for table in &reading.tables {
        body.table(table);
    }
    send(output, READING, &[&body.bytes])
}

/// The next thing that the reader says.
pub(in crate::sources) fn receive(input: &mut impl Read) -> Result<Message> {
    let (kind, body) = take(input, false)?;
    let mut body = Unpacking { rest: &body };
    let message = match kind {
        BEGIN => Message::Begin(text_of(std::mem::take(&mut body.rest))?.to_owned()),
        READING => Message::Reading(Box::new(body.reading()?)),
        END => Message::End,
        _ => return Err(nonsense()),
    };
    if body.rest.is_empty() { Ok(message) } else { Err(nonsense()) }
}

impl Reading {
    /// Gives what was read its file's name.
    pub(in crate::sources) fn call(&mut self, file: String) {
        for table in &mut self.tables {
            table.file.clone_from(&file);
        }
        let mut diagnostics = Diagnostics::default();
        for found in self.diagnostics.iter() {
            let place = Place { file: file.clone(), ..found.place.clone() };
            diagnostics.add_counted(found.code, found.message.clone(), place, found.count);
        }
        self.diagnostics = diagnostics;
        self.file = file;
    }
}

struct Packing {
    bytes: Vec<u8>,
}

impl Packing {
    fn number(&mut self, number: u32) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn optional(&mut self, text: Option<&str>) {
        self.bytes.push(text.is_some().into());
        if let Some(text) = text {
            self.text(text);
        }
    }

    fn table(&mut self, table: &RawTable) {
        self.optional(table.sheet.as_deref());
        self.bytes.extend_from_slice(&[table.hidden.into(), table.date_1904.into()]);
        self.number(table.hidden_rows.len() as u32);
        table.hidden_rows.iter().for_each(|row| self.number(*row));
        self.number(table.merged.len() as u32);
        for (first_row, first_column, last_row, last_column) in &table.merged {
            [first_row, first_column, last_row, last_column].into_iter().for_each(|at| self.number(*at));
        }
        self.number(table.rows().len() as u32);
        for row in table.rows() {
            self.number(row.number);
            self.number(table.cells(row).count() as u32);
            for (column, cell) in table.cells(row) {
                self.number(column);
                self.cell(cell);
            }
        }
    }

    fn cell(&mut self, cell: Cell<'_>) {
        match cell {
            Cell::Empty => self.bytes.push(0),
            Cell::Text(text) => {
                self.bytes.push(1);
                self.text(text);
            }
            Cell::Number(number) => {
                self.bytes.push(2);
                self.bytes.extend_from_slice(&number.to_le_bytes());
            }
            Cell::Date(day) => {
                self.bytes.push(3);
                self.bytes.extend_from_slice(&day.year().to_le_bytes());
                self.bytes.extend_from_slice(&[day.month() as u8, day.day() as u8]);
            }
            Cell::Bool(value) => self.bytes.extend_from_slice(&[4, value.into()]),
            Cell::Error(text) => {
                self.bytes.push(5);
                self.text(text);
            }
        }
    }
}

struct Unpacking<'a> {
    rest: &'a [u8],
}

fn text_of(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|_| nonsense())
}

impl<'a> Unpacking<'a> {
    fn bytes(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or_else(nonsense)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.bytes(N)?.try_into().map_err(|_| nonsense())
    }

    fn number(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// How many things follow; each takes at least so many bytes, so a number alone sets no memory aside.
    fn count(&mut self, each: usize) -> Result<u32> {
        let count = self.number()?;
        if count as usize <= self.rest.len() / each { Ok(count) } else { Err(nonsense()) }
    }

    fn yes(&mut self) -> Result<bool> {
        match self.array()? {
            [0] => Ok(false),
            [1] => Ok(true),
            _ => Err(nonsense()),
        }
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = self.number()? as usize;
        text_of(self.bytes(length)?)
    }

    fn optional(&mut self) -> Result<Option<&'a str>> {
        if self.yes()? { self.text().map(Some) } else { Ok(None) }
    }

    fn reading(&mut self) -> Result<Reading> {
        let sha256 = self.text()?.to_owned();
        if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(nonsense());
        }
        let mut diagnostics = Diagnostics::default();
        for _ in 0..self.count(4)? {
            let code = self.text()?;
            // Only problems of reading, in words of the program's own.
            let (code, _) =
                catalogue().get_key_value(code).filter(|(code, _)| code.starts_with('S')).ok_or_else(nonsense)?;
            let message = super::super::inbox::visible(self.text()?);
            let sheet = self.optional()?.map(super::super::inbox::visible);
            let count = self.number()?;
            diagnostics.add_counted(code, message, Place { sheet, ..Place::default() }, count.into());
        }
        let tables = (0..self.count(10)?).map(|_| self.table()).collect::<Result<_>>()?;
        Ok(Reading { file: String::new(), sha256, tables, diagnostics })
    }

    fn table(&mut self) -> Result<RawTable> {
        let mut table = RawTable::new("", self.optional()?);
        (table.hidden, table.date_1904) = (self.yes()?, self.yes()?);
        for _ in 0..self.count(4)? {
            table.hidden_rows.push(self.number()?);
        }
        for _ in 0..self.count(16)? {
            table.merged.push((self.number()?, self.number()?, self.number()?, self.number()?));
        }
        let mut last_row = 0;
        for _ in 0..self.count(8)? {
            let row = self.number()?;
            let mut last_column = 0;
            for _ in 0..self.count(5)? {
                let column = self.number()?;
                if row <= last_row || column <= last_column {
                    return Err(nonsense());
                }
                let cell = self.cell()?;
                table.push(row, column, cell);
                last_column = column;
            }
            last_row = row;
        }
        Ok(table)
    }

    fn cell(&mut self) -> Result<Cell<'a>> {
        Ok(match self.array()? {
            [0] => Cell::Empty,
            [1] => Cell::Text(self.text()?),
            [2] => Cell::Number(f64::from_le_bytes(self.array()?)),
            [3] => {
                let [low, high, month, day] = self.array()?;
                let year = i16::from_le_bytes([low, high]);
                Cell::Date(Date::new(year, month as i8, day as i8).map_err(|_| nonsense())?)
            }
            [4] => Cell::Bool(self.yes()?),
            [5] => Cell::Error(self.text()?),
            _ => return Err(nonsense()),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sources::testing::shown;

    fn example() -> Reading {
        let mut table = RawTable::new("a.xlsx", Some("Maple"));
        table.hidden = true;
        table.hidden_rows = vec![3, 7];
        table.merged = vec![(0, 0, 1, 4)];
        table.push(2, 1, Cell::Text("Zoë"));
        table.push(2, 16_384, Cell::Number(-72.5));
        table.push(1_048_576, 2, Cell::Date(Date::constant(2026, 5, 12)));
        table.push(1_048_576, 3, Cell::Bool(true));
        table.push(1_048_576, 4, Cell::Error("#N/A"));
        let mut diagnostics = Diagnostics::default();
        let place = Place { sheet: Some("Maple".into()), ..Place::file("a.xlsx") };
        diagnostics.add_counted("S007", "hidden", place, 2);
        Reading {
            file: "a.xlsx".into(),
            sha256: "0a".repeat(32),
            tables: vec![table, RawTable::new("a.xlsx", None)],
            diagnostics,
        }
    }

    fn sent(message: &Reading) -> Vec<u8> {
        let mut bytes = Vec::new();
        reading(&mut bytes, message).unwrap();
        bytes
    }

    #[test]
    fn what_is_sent_arrives() {
        let bytes = sent(&example());
        let Ok(Message::Reading(mut read)) = receive(&mut bytes.as_slice()) else { panic!("not a reading") };
        read.call("a.xlsx".into());
        assert_eq!(format!("{:?}", read), format!("{:?}", example()));
        assert_eq!(shown(&read.tables), shown(&example().tables));
        let mut bytes = Vec::new();
        ask(&mut bytes, b"UPN\n", "b.csv", 3).unwrap();
        assert_eq!(asked(&mut bytes.as_slice()).unwrap(), Some((b"UPN\n".to_vec(), "b.csv".into(), 3)));
    }

    #[test]
    fn a_reader_that_lies_is_not_believed() {
        let whole = sent(&example());
        // Cells out of order.
        let mut table = RawTable::new("", None);
        table.push(5, 2, Cell::Bool(true));
        table.push(4, 2, Cell::Bool(true));
        let mut disordered = example();
        disordered.tables = vec![table];
        let mut strange = example();
        strange.sha256 = "../../etc".into();
        let mut longer = whole.clone();
        longer.push(0);
        let length = u64::from_le_bytes(std::array::from_fn(|byte| whole[5 + byte])) + 1;
        longer[5..13].copy_from_slice(&length.to_le_bytes());
        for bytes in
            [whole[..whole.len() - 1].to_vec(), sent(&disordered), sent(&strange), longer, b"thr\x02\x04".to_vec()]
        {
            assert!(receive(&mut bytes.as_slice()).is_err());
        }
        let mut endless = [&MARK[..], &[END]].concat();
        endless.extend_from_slice(&u64::MAX.to_le_bytes());
        assert!(receive(&mut endless.as_slice()).is_err());
    }

    proptest! {
        /// Whatever bytes a reader sends, the parent neither panics nor asks for more memory than was sent.
        #[test]
        fn any_answer_is_taken_or_refused(at in 0..400_usize, bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let mut answer = sent(&example());
            let at = at % answer.len();
            let end = (at + bytes.len()).min(answer.len());
            answer[at..end].copy_from_slice(&bytes[..end - at]);
            let _ = receive(&mut answer.as_slice());
        }
    }
}
