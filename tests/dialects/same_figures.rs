//! One school in many dialects: whatever its files look like, the figures are the same to the last byte.

use std::sync::OnceLock;

use rust_xlsxwriter::{Format, Workbook};

use super::school::{self, Cell, Grid, STRANDS, check, csv, delimited, fill, ods, texts, utf16, xlsx};
use crate::binary::{TERM, project, run};

/// Every figure of the small school, unprotected, from these files.
fn figures(files: &[(&str, Vec<u8>)]) -> String {
    let folder = project(files);
    let said = run(folder.path());
    assert!(said.code <= 1, "{said:?}");
    std::fs::read_to_string(folder.path().join("packs").join(TERM).join("staff/results.json")).expect("there")
}

/// The figures from the plainest dialect.
fn plain() -> &'static str {
    static PLAIN: OnceLock<String> = OnceLock::new();
    PLAIN.get_or_init(|| {
        let figures = figures(&school::inbox());
        assert!(
            figures.contains("\"measure\": \"attendance.rate\"") && figures.contains("\"strand\": \"Being\""),
            "{figures}"
        );
        figures
    })
}

/// The same figures with the pupil list, the screening or the marks in another dialect.
fn same(which: usize, name: &str, bytes: Vec<u8>) {
    let mut inbox = school::inbox();
    inbox[which] = (name, bytes);
    let other = figures(&inbox);
    assert!(other == plain(), "{name} gives other figures:\n{}", difference(plain(), &other));
}

/// The first lines that differ.
fn difference(a: &str, b: &str) -> String {
    let lines = a.lines().zip(b.lines()).filter(|(a, b)| a != b).take(5);
    let lines: Vec<String> = lines.map(|(a, b)| format!("- {a}\n+ {b}")).collect();
    format!("{}\n({} and {} lines)", lines.join("\n"), a.lines().count(), b.lines().count())
}

const PUPILS: usize = 0;
const SCREENING: usize = 1;
const MARKS: usize = 2;

#[test]
fn delimiters_and_encodings() {
    let grid = school::screening_long();
    same(SCREENING, "semicolons.csv", delimited(&grid, b';'));
    same(SCREENING, "tabs.txt", delimited(&grid, b'\t'));
    same(SCREENING, "pipes.csv", delimited(&grid, b'|'));
    same(SCREENING, "unicode text.txt", utf16(&delimited(&grid, b'\t')));
    let marked = [b"\xEF\xBB\xBF".as_slice(), &csv(&grid)].concat();
    same(SCREENING, "byte order mark.csv", marked);
    let windows = String::from_utf8(csv(&grid)).expect("UTF-8").replace('\n', "\r\n");
    same(SCREENING, "crlf.csv", windows.clone().into_bytes());
    let mac = windows.replace("\r\n", "\r");
    same(SCREENING, "cr.csv", mac.into_bytes());
    // A title with an en dash in Windows-1252 above the headings.
    let title = encoding_rs::WINDOWS_1252.encode("Screening – all classes\r\n\r\n").0.into_owned();
    same(SCREENING, "windows-1252.csv", [title, windows.into_bytes()].concat());
}

#[test]
fn every_line_ending_gives_every_row() {
    let text = String::from_utf8(csv(&school::screening_long())).expect("UTF-8");
    for ending in ["\n", "\r\n", "\r"] {
        for above in ["", "A title\n", "A title\n\n\n"] {
            let file = format!("{above}{text}").replace('\n', ending);
            let checked = check(&[("pupils.csv", csv(&school::pupils())), ("screening.csv", file.into_bytes())]);
            assert_eq!(checked.rows("screening.csv"), [72, 72, 0, 0], "{ending:?} {above:?}");
        }
    }
}

#[test]
fn addresses_are_those_of_the_file() {
    for ending in ["\n", "\r\n"] {
        let file =
            ["A title", "", "UPN,Date,Strand,Score", "A123456789012,12/05/2026,Being,50", "nobody,12/05/2026,Being,50"]
                .join(ending);
        let checked = check(&[("pupils.csv", csv(&school::pupils())), ("screening.csv", file.into_bytes())]);
        let found = checked.first("P001");
        assert_eq!(
            (&found["place"]["row"], &found["place"]["column"]),
            (&serde_json::json!(5), &serde_json::json!(1)),
            "{ending:?}"
        );
    }
}

#[test]
fn a_workbook_with_a_title_merged_over_the_columns() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Year 2025-26 marks").expect("a name");
    let mut grid: Grid = vec![vec![], texts(&["Exported 21/07/2026 by the office"]), vec![]];
    grid.extend(school::marks_long());
    fill(sheet, &grid);
    sheet.merge_range(0, 0, 0, 3, "Sample Primary School: marks", &Format::new().set_bold()).expect("merged");
    same(MARKS, "preamble.xlsx", book.save_to_buffer().expect("saved"));
}

#[test]
fn a_table_that_begins_to_the_right_and_below() {
    let grid: Grid = std::iter::repeat_n(vec![], 4)
        .chain(school::marks_long().into_iter().map(|row| [vec![Cell::Blank, Cell::Blank], row].concat()))
        .collect();
    same(MARKS, "corner.xlsx", xlsx(&[("Sheet1", &grid)]));
}

#[test]
fn other_workbooks() {
    same(SCREENING, "office.ods", ods(&school::screening_long()));
    same(MARKS, "register.ods", ods(&school::marks_wide()));
    // A workbook whose name says csv, and text whose name says workbook.
    same(SCREENING, "screening.csv", xlsx(&[("Sheet1", &school::screening_long())]));
    same(SCREENING, "screening.xlsx", csv(&school::screening_long()));
}

#[test]
fn shapes_of_a_register() {
    same(MARKS, "wide.csv", csv(&school::marks_wide()));
    same(MARKS, "wide.xlsx", xlsx(&[("Register", &school::marks_wide())]));
    same(MARKS, "week.csv", csv(&school::marks_week()));
    same(MARKS, "week.xlsx", xlsx(&[("Weeks", &school::marks_week())]));
    let mut turned = school::marks_long();
    turned.iter_mut().for_each(|row| row.reverse());
    same(MARKS, "turned.csv", csv(&turned));
    let (first, second) = turned.split_at(31);
    let second = [&turned[..1], second].concat();
    let two: Grid = first.to_vec();
    same(MARKS, "two sheets.xlsx", xlsx(&[("Week 7", &two), ("Week 8", &second)]));
}

#[test]
fn shapes_of_a_screening() {
    same(SCREENING, "wide.csv", csv(&school::screening_wide()));
    same(SCREENING, "wide.xlsx", xlsx(&[("Beech", &school::screening_wide())]));
    let mut wordy = school::screening_wide();
    wordy[0] = texts(&[
        "UPN",
        "Date of screening",
        "Being",
        "Doing",
        "Thinking",
        "Power and Identity",
        "Skills and Structure",
        "Interdependence",
    ]);
    same(SCREENING, "and.csv", csv(&wordy));
}

#[test]
fn scales_of_a_score() {
    let scaled = |change: &dyn Fn(f64) -> Cell| -> Grid {
        let cells = |row: Vec<Cell>| {
            row.into_iter().map(|cell| if let Cell::Number(score) = cell { change(score) } else { cell }).collect()
        };
        school::screening_long().into_iter().map(cells).collect()
    };
    same(SCREENING, "shares.csv", csv(&scaled(&|score| Cell::Number(score / 100.0))));
    same(SCREENING, "shares.xlsx", xlsx(&[("Sheet1", &scaled(&|score| Cell::Number(score / 100.0)))]));
    same(SCREENING, "percent.csv", csv(&scaled(&|score| Cell::Text(format!("{score}%")))));
    same(SCREENING, "percent blank.xlsx", xlsx(&[("Sheet1", &scaled(&|score| Cell::Text(format!("{score} %"))))]));
    same(SCREENING, "decimals.csv", csv(&scaled(&|score| Cell::Text(format!("{score:.2}")))));
}

#[test]
fn ways_to_write_a_date() {
    let dated = |change: &dyn Fn(jiff::civil::Date) -> String| -> Grid {
        let cells = |row: Vec<Cell>| {
            row.into_iter().map(|cell| if let Cell::Day(day) = cell { Cell::Text(change(day)) } else { cell }).collect()
        };
        school::screening_long().into_iter().map(cells).collect()
    };
    let months = ["Jan", "Feb", "Mar", "Apr", "May"];
    for (name, grid) in [
        ("iso.csv", dated(&|day| day.to_string())),
        ("time.csv", dated(&|day| format!("{day}T00:00:00"))),
        ("short.csv", dated(&|day| format!("{}/{}/{}", day.day(), day.month(), day.year() % 100))),
        ("dots.csv", dated(&|day| format!("{:02}.{:02}.{}", day.day(), day.month(), day.year()))),
        ("words.csv", dated(&|day| format!("{} {} {}", day.day(), months[day.month() as usize - 1], day.year()))),
        ("serial.csv", dated(&|day| (day - jiff::civil::date(1899, 12, 30)).get_days().to_string())),
    ] {
        same(SCREENING, name, csv(&grid));
    }
    same(SCREENING, "excel dates.xlsx", xlsx(&[("Sheet1", &school::screening_long())]));
    let general = dated(&|day| (day - jiff::civil::date(1899, 12, 30)).get_days().to_string());
    let numbers = |row: Vec<Cell>| {
        row.into_iter().enumerate().map(|(at, cell)| match cell {
            Cell::Text(text) if at == 1 => text.parse().map_or(Cell::Text(text), Cell::Number),
            cell => cell,
        })
    };
    let general: Grid = general.into_iter().map(|row| numbers(row).collect()).collect();
    same(SCREENING, "general dates.xlsx", xlsx(&[("Sheet1", &general)]));
}

#[test]
fn spellings_of_the_pupil_list() {
    let mut list = school::pupils();
    list[0] = texts(&[
        "Unique Pupil Number",
        "Adno",
        "Legal Surname",
        "Legal Forename",
        "D.O.B.",
        "Gender",
        "NC Year",
        "Reg",
        "PP?",
        "SEN",
        "E.A.L.",
        "In care",
    ]);
    for row in &mut list[1..] {
        let change = |cell: &mut Cell, pairs: &[(&str, &str)]| {
            let new = pairs.iter().find(|(from, _)| *cell == Cell::from(*from)).map(|(_, to)| Cell::from(*to));
            *cell = new.unwrap_or_else(|| cell.clone());
        };
        change(&mut row[5], &[("F", "female"), ("M", "Boy")]);
        change(&mut row[6], &[("Year 1", "Y1"), ("Year 4", "04")]);
        change(&mut row[9], &[("K", "SEN support"), ("N", "No Special Educational Need")]);
        change(&mut row[10], &[("Yes", "Y"), ("No", "")]);
        // Nobody is looked after: a "no" has to be written for it to count as known.
        change(&mut row[11], &[("No", "n")]);
    }
    list[0][8] = Cell::from("Pupil Premium");
    list[0][10] = Cell::from("EAL");
    same(PUPILS, "list.xlsx", xlsx(&[("Students", &list)]));
    assert_eq!(STRANDS.len(), 6);
}
