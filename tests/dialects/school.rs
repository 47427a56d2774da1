//! Twelve children and one week of May 2026, and the tables that a school would export about them, cell by cell. Each
//! test writes them in its own dialect.

use std::path::Path;

use jiff::civil::{Date, date};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use crate::sample_school::calendar::{plus, slashed};
use crate::sample_school::open_document;
use crate::sample_school::people::upn;

/// Strands in order, as the template names them.
pub const STRANDS: [&str; 6] =
    ["Being", "Doing", "Thinking", "Power & Identity", "Skills & Structure", "Interdependence"];
/// The day all were screened.
pub const SCREENED: Date = date(2026, 5, 12);
/// Monday of the week with marks.
pub const MONDAY: Date = date(2026, 5, 11);

/// One child.
pub struct Child {
    /// With a right check letter.
    pub upn: String,
    /// The school's own number, with leading zeros.
    pub id: String,
    /// Invented.
    pub surname: &'static str,
    /// Invented.
    pub forename: &'static str,
    /// Date of birth.
    pub born: Date,
    /// Year 1 or Year 4.
    pub year: &'static str,
}

/// The children, always the same.
pub fn children() -> Vec<Child> {
    const NAMES: [(&str, &str); 12] = [
        ("Ambleforth", "Zelda"),
        ("Brackenbury", "Yorick"),
        ("Cattermole", "Xanthe"),
        ("Drinkwater", "Wilfred"),
        ("Entwhistle", "Violetta"),
        ("Featherstonehaugh", "Ulric"),
        ("Gathercole", "Tabitha"),
        ("Hebblethwaite", "Sylvester"),
        ("Inchbald", "Rowena"),
        ("Jellicoe", "Quentin"),
        ("Kynaston", "Petronella"),
        ("Lovelock", "Octavius"),
    ];
    let child = |(at, (surname, forename)): (usize, (&'static str, &'static str))| Child {
        upn: upn(&format!("99994171{at:04}")),
        id: format!("00{:04}", 410 + at),
        surname,
        forename,
        born: plus(date(if at < 6 { 2020 } else { 2017 }, 1, 9), 17 * at as i32),
        year: if at < 6 { "Year 1" } else { "Year 4" },
    };
    NAMES.into_iter().enumerate().map(child).collect()
}

/// Scores of a child on the six strands, all between 40 and 94.
pub fn scores(child: usize) -> [i64; 6] {
    std::array::from_fn(|strand| 40 + (child * 7 + strand * 11) as i64 % 55)
}

/// Marks of a child in the week, two a day.
pub fn marks(child: usize) -> [&'static str; 10] {
    let mut marks = ["/", "\\", "/", "\\", "/", "\\", "/", "\\", "/", "\\"];
    match child % 4 {
        1 => marks[2] = "L",
        2 => marks[4..6].copy_from_slice(&["I", "I"]),
        3 => marks[9] = "N",
        _ => {}
    }
    marks
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A date.
    Day(Date),
    /// An error, `#N/A`.
    Error,
}

/// Rows of cells.
pub type Grid = Vec<Vec<Cell>>;

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Cell::Blank } else { Cell::Text(text.into()) }
    }
}

/// Cells of texts.
pub fn texts(cells: &[&str]) -> Vec<Cell> {
    cells.iter().map(|text| Cell::from(*text)).collect()
}

/// The pupil list.
pub fn pupils() -> Grid {
    let mut grid = vec![texts(&[
        "UPN",
        "Pupil ID",
        "Surname",
        "Forename",
        "Date of birth",
        "Sex",
        "Year group",
        "Class",
        "Pupil premium",
        "SEN status",
        "EAL",
        "Looked after",
    ])];
    for (at, child) in children().iter().enumerate() {
        let mut row = texts(&[&child.upn, &child.id, child.surname, child.forename]);
        row.push(Cell::Day(child.born));
        let yes_no = |yes: bool| if yes { "Yes" } else { "No" };
        row.extend(texts(&[if at % 2 == 0 { "F" } else { "M" }, child.year, if at < 6 { "Willow" } else { "Beech" }]));
        row.extend(texts(&[yes_no(at % 3 == 0), if at % 5 == 0 { "K" } else { "N" }, yes_no(at % 4 == 0), "No"]));
        grid.push(row);
    }
    grid
}

/// The screening with a row for each child and strand.
pub fn screening_long() -> Grid {
    let mut grid = vec![texts(&["UPN", "Date", "Tool", "Profile type", "Strand", "Score"])];
    for (at, child) in children().iter().enumerate() {
        for (strand, score) in STRANDS.iter().zip(scores(at)) {
            let mut row = vec![Cell::from(child.upn.as_str()), Cell::Day(SCREENED)];
            row.extend(texts(&["Thrive", "Class", strand]));
            row.push(Cell::Number(score as f64));
            grid.push(row);
        }
    }
    grid
}

/// The screening with a column for each strand.
pub fn screening_wide() -> Grid {
    let mut head = texts(&["UPN", "Screening date"]);
    head.extend(texts(&STRANDS));
    let mut grid = vec![head];
    for (at, child) in children().iter().enumerate() {
        let mut row = vec![Cell::from(child.upn.as_str()), Cell::Day(SCREENED)];
        row.extend(scores(at).map(|score| Cell::Number(score as f64)));
        grid.push(row);
    }
    grid
}

/// The marks with a row for each.
pub fn marks_long() -> Grid {
    let mut grid = vec![texts(&["UPN", "Date", "Session", "Mark"])];
    for (at, child) in children().iter().enumerate() {
        for (session, mark) in marks(at).iter().enumerate() {
            let day = plus(MONDAY, session as i32 / 2);
            let mut row = vec![Cell::from(child.upn.as_str()), Cell::Day(day)];
            row.extend(texts(&[if session % 2 == 0 { "AM" } else { "PM" }, mark]));
            grid.push(row);
        }
    }
    grid
}

/// The marks with a column for each session.
pub fn marks_wide() -> Grid {
    let mut head = texts(&["UPN"]);
    for session in 0..10 {
        let half = if session % 2 == 0 { "AM" } else { "PM" };
        head.push(Cell::Text(format!("{} {half}", slashed(plus(MONDAY, session / 2)))));
    }
    let mut grid = vec![head];
    for (at, child) in children().iter().enumerate() {
        let mut row = texts(&[&child.upn]);
        row.extend(texts(&marks(at)));
        grid.push(row);
    }
    grid
}

/// The marks as one string for each child and week.
pub fn marks_week() -> Grid {
    let mut grid = vec![texts(&["UPN", "Week commencing", "Marks"])];
    for (at, child) in children().iter().enumerate() {
        grid.push(vec![Cell::from(child.upn.as_str()), Cell::Day(MONDAY), Cell::Text(marks(at).concat())]);
    }
    grid
}

/// The whole inbox in its plainest dialect.
pub fn inbox() -> Vec<(&'static str, Vec<u8>)> {
    vec![("pupils.csv", csv(&pupils())), ("screening.csv", csv(&screening_long())), ("marks.csv", csv(&marks_long()))]
}

/// Comma-separated text in UTF-8.
pub fn csv(grid: &Grid) -> Vec<u8> {
    delimited(grid, b',')
}

/// Delimited text in UTF-8; dates are dd/mm/yyyy.
pub fn delimited(grid: &Grid, delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
    for row in grid {
        let fields = row.iter().map(|cell| match cell {
            Cell::Blank => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => slashed(*day),
            Cell::Error => "#N/A".into(),
        });
        writer.write_record(fields).expect("writing to memory");
    }
    writer.into_inner().expect("writing to memory")
}

/// A workbook of named sheets.
pub fn xlsx(sheets: &[(&str, &Grid)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, grid) in sheets {
        fill(book.add_worksheet().set_name(*name).expect("a valid sheet name"), grid);
    }
    book.save_to_buffer().expect("writing to memory")
}

/// Writes a grid into a sheet.
pub fn fill(sheet: &mut Worksheet, grid: &Grid) {
    let dates = Format::new().set_num_format("dd/mm/yyyy");
    for (row, cells) in (0..).zip(grid) {
        for (column, cell) in (0..).zip(cells) {
            let done = match cell {
                Cell::Blank => continue,
                Cell::Text(text) => sheet.write_string(row, column, text),
                Cell::Number(number) => sheet.write_number(row, column, *number),
                Cell::Day(day) => {
                    let day = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8);
                    sheet.write_datetime_with_format(row, column, day.expect("a date of Excel"), &dates)
                }
                Cell::Error => sheet.write_formula(row, column, Formula::new("=NA()").set_result("#N/A")),
            };
            done.expect("inside the sheet's limits");
        }
    }
}

/// An OpenDocument workbook of one sheet.
pub fn ods(grid: &Grid) -> Vec<u8> {
    let cell = |cell: &Cell| match cell {
        Cell::Blank | Cell::Error => open_document::Cell::Empty,
        Cell::Text(text) => open_document::Cell::text(text),
        Cell::Number(number) => open_document::Cell::Number(*number as i64),
        Cell::Day(day) => open_document::Cell::Text(slashed(*day)),
    };
    open_document::workbook(&[("Sheet1".into(), grid.iter().map(|row| row.iter().map(cell).collect()).collect())])
}

/// Little-endian UTF-16 with its mark, as Excel's "Unicode text" is.
pub fn utf16(text: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(text).expect("UTF-8");
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// What `check --json` says about files written into a folder of their own.
pub struct Checked {
    /// The account.
    pub json: serde_json::Value,
    /// Exit code.
    pub code: i32,
}

/// Checks files.
pub fn check<B: AsRef<[u8]>>(files: &[(&str, B)]) -> Checked {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("the file is written");
    }
    check_path(folder.path())
}

/// Checks a file or folder.
pub fn check_path(path: &Path) -> Checked {
    let said = crate::binary::say(["check".as_ref(), "--json".as_ref(), path.as_os_str()]);
    let json =
        serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}\n{}\n{}", said.stdout, said.stderr));
    Checked { json, code: said.code }
}

impl Checked {
    /// The account of a file's first sheet.
    pub fn sheet(&self, file: &str) -> &serde_json::Value {
        let sheets = self.json["sheets"].as_array().expect("a list");
        sheets
            .iter()
            .find(|sheet| sheet["file"] == file)
            .unwrap_or_else(|| panic!("no account of {file}: {:#}", self.json))
    }

    /// Rows read, kept, rejected and left out of a file's first sheet.
    pub fn rows(&self, file: &str) -> [u64; 4] {
        let sheet = self.sheet(file);
        let number = |key: &str| sheet[key].as_u64().expect("a count");
        let rejected =
            sheet["rows_rejected"].as_object().expect("a table").values().filter_map(serde_json::Value::as_u64).sum();
        [number("rows_read"), number("rows_kept"), rejected, number("rows_left_out")]
    }

    /// Codes of the diagnostics about a file, each once, in order.
    pub fn codes<'a>(&'a self, file: &'a str) -> Vec<&'a str> {
        let mut codes: Vec<&str> = self.about(file).filter_map(|found| found["code"].as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// How often a code was found in a file.
    pub fn times(&self, file: &str, code: &str) -> u64 {
        self.about(file).filter(|found| found["code"] == code).filter_map(|found| found["count"].as_u64()).sum()
    }

    /// The first diagnostic with a code.
    pub fn first(&self, code: &str) -> &serde_json::Value {
        let all = self.json["diagnostics"].as_array().expect("a list");
        all.iter().find(|found| found["code"] == code).unwrap_or_else(|| panic!("no {code} in {:#}", self.json))
    }

    fn about<'a>(&'a self, file: &'a str) -> impl Iterator<Item = &'a serde_json::Value> {
        let all = self.json["diagnostics"].as_array().expect("a list");
        all.iter().filter(move |found| found["place"]["file"] == file)
    }
}

/// A file as the program reads it, in this process.
pub fn reading(name: &str, bytes: &[u8]) -> thrive_report::sources::Reading {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), bytes).expect("written");
    let files = thrive_report::sources::list(folder.path()).expect("listed");
    let isolation = thrive_report::sources::Isolation::None;
    let mut readings = thrive_report::sources::read_all(&files, &isolation, |_| ()).expect("read");
    readings.remove(0)
}
