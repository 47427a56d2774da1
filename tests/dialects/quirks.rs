//! Every oddity of a layout, a small file each in `fixtures/quirks/`: what becomes of its rows, and what is said about it.
//!
//! Beside `NAME.csv` stands `NAME.txt`: the account of the sheet, every record, every diagnostic. It was read line by line
//! against the file when it was written; `REWRITE_QUIRKS=1` writes it again, to be read again. `NAME.key.csv` is a second
//! file of the same inbox. Workbooks are made here, from the same invented children (`pupils.csv`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook};
use thrive_report::diagnostic::Diagnostic;
use thrive_report::project::OwnReference;
use thrive_report::queries::Query;
use thrive_report::sources::{self, RawTable, Reading};
use thrive_report::store::{self, Engine as _};
use thrive_report::tables::{self, Canonical, Decisions, LayoutFile, Links, Reference};

pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// The files of a folder that end so, by name without that ending.
pub fn files(folder: &Path, ending: &str) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let files = entries.map(|entry| entry.expect("an entry can be read").path());
    let named = files.filter_map(|path| {
        let name = path.file_name()?.to_str()?.strip_suffix(ending)?.to_owned();
        Some((name, fs::read(&path).expect("a file can be read")))
    });
    named.collect()
}

/// What a small inbox becomes.
pub fn built(files: &[(String, Vec<u8>)], own: &OwnReference) -> Canonical {
    let readings: Vec<Reading> = files.iter().map(|(name, bytes)| super::school::reading(name, bytes)).collect();
    from_readings(&readings, own, &Links::default())
}

/// The same after people have decided about links in a review file.
pub fn built_after(files: &[(String, Vec<u8>)], review: &[u8]) -> Canonical {
    let readings: Vec<Reading> = files.iter().map(|(name, bytes)| super::school::reading(name, bytes)).collect();
    let review = super::school::reading("matches.csv", review);
    let links = Links { decisions: Decisions::read(&review.tables[0]), ..Links::default() };
    from_readings(&readings, &OwnReference::default(), &links)
}

fn from_readings(readings: &[Reading], own: &OwnReference, links: &Links) -> Canonical {
    let reference = Reference::with(own).expect("the reference data are sound");
    let mut canonical = tables::build(readings, &reference, &[2024, 2025], None, links).expect("the tables are built");
    for reading in readings {
        canonical.diagnostics.extend(reading.diagnostics.clone());
    }
    canonical
}

/// One line for each record of the tables that a quirk can be about.
const RECORDS: [&str; 7] = [
    "SELECT 'child ' || pupil_id || ', ' || screened_on || ', ' || instrument || ' ' || profile_type || ', ' || strand
            || ': ' || COALESCE(CAST(score AS VARCHAR), 'no score') || COALESCE(', ' || respondent, '') AS line
     FROM screening ORDER BY source_id, source_row, respondent, instrument, strand, profile_type",
    "SELECT 'child ' || pupil_id || ', ' || mark_date || ' ' || session || ': ' || code AS line
     FROM attendance_mark ORDER BY source_id, source_row, mark_date, session",
    "SELECT 'child ' || pupil_id || ', ' || from_date || ' to ' || to_date || ': possible ' || possible || ', attended '
            || attended || ', authorised ' || authorised || ', unauthorised ' || unauthorised AS line
     FROM attendance_summary ORDER BY source_id, source_row",
    "SELECT 'child ' || pupil_id || ', ' || start_date || ': ' || sessions || ' sessions, '
            || COALESCE(reason, 'no reason') AS line
     FROM suspension ORDER BY source_id, source_row",
    "SELECT 'child ' || pupil_id || ', ' || occurred_on || ': ' || kind AS line
     FROM incident ORDER BY source_id, source_row",
    "SELECT 'child ' || pupil_id || ', ' || intervention || ' from ' || start_date AS line
     FROM intervention ORDER BY source_id, source_row",
    "SELECT 'child ' || pupil_id || ': ' || COALESCE(sex, '-') || ', premium ' || COALESCE(CAST(pupil_premium AS VARCHAR), '-')
            || ', fsm ' || COALESCE(CAST(fsm AS VARCHAR), '-') || ', sen ' || COALESCE(sen_status, '-') || ', eal '
            || COALESCE(CAST(eal AS VARCHAR), '-') || ', looked after ' || COALESCE(CAST(looked_after AS VARCHAR), '-') AS line
     FROM pupil WHERE pupil_premium IS NOT NULL OR fsm IS NOT NULL OR sen_status IS NOT NULL OR eal IS NOT NULL
     ORDER BY pupil_id",
];

/// The account, the records and the diagnostics of all files but the pupil list, as text.
fn in_words(mut canonical: Canonical) -> String {
    let mut text = String::new();
    for account in canonical.accounts.iter().filter(|account| account.file != "pupils.csv") {
        let sheet = account.sheet.as_ref().map(|sheet| format!(" · {sheet}")).unwrap_or_default();
        let _ = write!(text, "{}{sheet}: {}", account.file, account.table.as_deref().unwrap_or("not used"));
        let _ = write!(text, "{}", account.layout.as_ref().map(|layout| format!(" ({layout})")).unwrap_or_default());
        if let Some(row) = account.header_row {
            let _ = write!(text, ", headings end in row {row}");
        }
        let (kept, rejected, left) = (account.rows_kept, account.rejected(), account.rows_left_out);
        let _ = writeln!(text, "; {} rows: {kept} kept, {rejected} rejected, {left} left out", account.rows_read);
        assert!(account.balances(), "{account:?}");
    }
    let mut engine = store::empty(1).expect("the engine starts");
    let frames = std::mem::take(&mut canonical.frames);
    store::fill(&mut engine, frames).expect("the tables are filled");
    for sql in RECORDS {
        let found = engine.query(&Query { id: "quirk", path: "quirk", sql }).unwrap_or_else(|error| panic!("{error}"));
        for row in found.rows {
            let _ = writeln!(text, "{}", row[0]);
        }
    }
    let mut said: Vec<&Diagnostic> =
        canonical.diagnostics.iter().filter(|found| found.place.file != "pupils.csv").collect();
    said.sort_by(|a, b| {
        (&a.place.file, a.code, &a.place, &a.message).cmp(&(&b.place.file, b.code, &b.place, &b.message))
    });
    for found in said {
        let place = found.place.address().unwrap_or_else(|| "the sheet".into());
        let times = if found.count > 1 { format!(" ({} times)", found.count) } else { String::new() };
        let _ = writeln!(text, "{} at {place}{times}: {}", found.code, found.message);
    }
    text
}

fn quirk(name: &str, files: &[(String, Vec<u8>)]) -> Canonical {
    let mut inbox = vec![("pupils.csv".to_owned(), fs::read(folder("quirks").join("pupils.csv")).expect("there"))];
    inbox.extend_from_slice(files);
    let canonical = built(&inbox, &OwnReference::default());
    compare(name, in_words(canonical));
    built(&inbox, &OwnReference::default())
}

fn compare(name: &str, found: String) {
    let path = folder("quirks").join(format!("{name}.txt"));
    if std::env::var_os("REWRITE_QUIRKS").is_some() {
        fs::write(&path, &found).expect("written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == expected, "{name} is not what {} says:\n{found}", path.display());
}

/// The quirks that are text files, each with the files of its inbox.
fn text_quirks() -> BTreeMap<String, Vec<(String, Vec<u8>)>> {
    let all = files(&folder("quirks"), ".csv");
    let own = all.iter().filter(|(name, _)| !name.ends_with(".key") && *name != "pupils");
    own.map(|(name, bytes)| {
        let mut inbox = vec![(format!("{name}.csv"), bytes.clone())];
        inbox.extend(all.get(&format!("{name}.key")).map(|bytes| ("key.csv".to_owned(), bytes.clone())));
        (name.clone(), inbox)
    })
    .collect()
}

#[test]
fn every_quirk_becomes_what_stands_beside_it() {
    let quirks = text_quirks();
    assert!(quirks.len() > 40, "{} quirks", quirks.len());
    let mut systems = BTreeSet::new();
    for (name, files) in &quirks {
        let canonical = quirk(name, files);
        systems.extend(canonical.accounts.into_iter().filter_map(|account| account.layout));
    }
    // Every layout that something tells has a file here that is told by it.
    for (name, bytes) in files(&folder("../reference/layouts"), ".toml") {
        let layout: LayoutFile = toml::from_str(std::str::from_utf8(&bytes).expect("UTF-8"))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let told = layout.tool.is_some() || !layout.told_by.is_empty() || !layout.aliases.is_empty();
        assert!(
            !told || layout.refuse.is_some() || systems.contains(&layout.system),
            "{name} was never told: {systems:?}"
        );
    }
}

#[test]
fn every_layout_says_what_is_confirmed_and_what_is_inferred() {
    let layouts = files(&folder("../reference/layouts"), ".toml");
    assert!(layouts.len() >= 30, "{} layouts", layouts.len());
    let mut ids = BTreeSet::new();
    for (name, bytes) in layouts {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let layout: LayoutFile = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(layout.id, name, "a layout is called like its file");
        assert!(ids.insert(layout.id.clone()), "{name} twice");
        assert!(!layout.system.is_empty() && !layout.source.is_empty(), "{name}");
        assert!(!layout.confirmed.is_empty() || !layout.inferred.is_empty(), "{name} says nothing of itself");
        assert!(!layout.traps.is_empty(), "{name}: there is no export without a trap");
        match layout.status.as_str() {
            "confirmed" => assert!(!layout.confirmed.is_empty(), "{name}: what is confirmed?"),
            "inferred" | "unverified" => assert!(!layout.inferred.is_empty(), "{name}: what is inferred?"),
            other => panic!("{name}: {other}"),
        }
        for line in layout.confirmed.iter().chain(&layout.inferred).chain(&layout.traps) {
            assert!(line.len() > 3 && !line.ends_with('.'), "{name}: {line}");
        }
        let shapes = ["long", "wide", "week", "string", "summary", "percentages", "items", "key"];
        assert!(shapes.contains(&layout.shape.as_str()), "{name}: {}", layout.shape);
    }
}

#[test]
fn headings_merged_over_columns_and_rows() {
    let upns = upns();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Register").expect("a name");
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 4, "Example Primary: register", &plain).expect("merged");
    sheet.merge_range(2, 0, 3, 0, "UPN", &plain).expect("merged");
    sheet.merge_range(2, 1, 2, 2, "11/05/2026", &plain).expect("merged");
    sheet.merge_range(2, 3, 2, 4, "12/05/2026", &plain).expect("merged");
    for (column, text) in (1..).zip(["AM", "PM", "AM", "PM"]) {
        sheet.write_string(3, column, text).expect("written");
    }
    for (row, (upn, marks)) in (4..).zip(upns.iter().zip([["/", "\\", "L", "\\"], ["I", "I", "/", "N"]])) {
        sheet.write_string(row, 0, upn).expect("written");
        for (column, mark) in (1..).zip(marks) {
            sheet.write_string(row, column, mark).expect("written");
        }
    }
    quirk("merged-headings", &[("register.xlsx".to_owned(), book.save_to_buffer().expect("saved"))]);
}

#[test]
fn hidden_sheets_are_named_and_not_read() {
    let mut book = Workbook::new();
    let cell = |sheet: &mut rust_xlsxwriter::Worksheet, rows: &[[&str; 4]]| {
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(cells) {
                sheet.write_string(row, column, *text).expect("written");
            }
        }
    };
    let upns = upns();
    let head = ["UPN", "Date", "Strand", "Score"];
    cell(book.add_worksheet().set_name("Summer").expect("a name"), &[head, [&upns[0], "12/05/2026", "Being", "50"]]);
    let old = book.add_worksheet().set_name("Old").expect("a name").set_hidden(true);
    cell(old, &[head, [&upns[0], "12/05/2026", "Doing", "1"], [&upns[1], "12/05/2026", "Doing", "99"]]);
    cell(book.add_worksheet().set_name("Lists").expect("a name").set_hidden(true), &[["a", "b", "c", "d"]]);
    let bytes = book.save_to_buffer().expect("saved");
    quirk("hidden-sheets", &[("screening.xlsx".to_owned(), bytes.clone())]);
    // A school that names the sheet wants it.
    let mapping = "sheet = \"old\"\nscores = \"0-100\"";
    let own = OwnReference { mappings: vec![toml::from_str(mapping).expect("a mapping")], ..OwnReference::default() };
    let pupils = fs::read(folder("quirks").join("pupils.csv")).expect("there");
    let canonical = built(&[("pupils.csv".into(), pupils), ("screening.xlsx".into(), bytes)], &own);
    let kept: u64 =
        canonical.accounts.iter().filter(|account| account.file == "screening.xlsx").map(|a| a.rows_kept).sum();
    assert_eq!(kept, 3);
}

#[test]
fn hidden_rows_are_read_counted_and_said() {
    let upns = upns();
    let mut table = RawTable::new("filtered.xlsx", Some("Summer"));
    let mut row = |number: u32, cells: &[&str]| {
        for (column, text) in (1..).zip(cells) {
            table.push(number, column, sources::Cell::Text(text));
        }
    };
    row(2, &["UPN", "Date", "Strand", "Score"]);
    row(3, &[&upns[0], "12/05/2026", "Being", "50"]);
    row(4, &[&upns[1], "12/05/2026", "Being", "60"]);
    row(5, &[&upns[2], "12/05/2026", "Being", "70"]);
    // Counted from 0: rows 1 (above the headings), 4, 5 and 9 (blank) of the sheet.
    table.hidden_rows = vec![0, 3, 4, 8];
    let pupils = super::school::reading("pupils.csv", &fs::read(folder("quirks").join("pupils.csv")).expect("there"));
    let filtered = Reading {
        file: "filtered.xlsx".into(),
        sha256: "0".into(),
        tables: vec![table],
        diagnostics: thrive_report::diagnostic::Diagnostics::default(),
    };
    compare("hidden-rows", in_words(from_readings(&[pupils, filtered], &OwnReference::default(), &Links::default())));
}

#[test]
fn dates_that_excel_turned_round_in_part_are_not_used() {
    // Written by a British system as 01/05 to 20/05 and opened with American settings: twelve became Excel's own dates,
    // with day and month turned round, and eight stayed text.
    let upns = upns();
    let mut table = RawTable::new("opened.xlsx", Some("Marks"));
    for (column, text) in (1..).zip(["UPN", "Date", "Session", "Mark"]) {
        table.push(1, column, sources::Cell::Text(text));
    }
    for day in 1..=20_u8 {
        let row = u32::from(day) + 1;
        table.push(row, 1, sources::Cell::Text(&upns[0]));
        let text = format!("{day:02}/05/2026");
        if day <= 12 {
            table.push(row, 2, sources::Cell::Date(jiff::civil::date(2026, day as i8, 5)));
        } else {
            table.push(row, 2, sources::Cell::Text(&text));
        }
        table.push(row, 3, sources::Cell::Text("AM"));
        table.push(row, 4, sources::Cell::Text("/"));
    }
    let reading = |table| Reading {
        file: "opened.xlsx".into(),
        sha256: "0".into(),
        tables: vec![table],
        diagnostics: thrive_report::diagnostic::Diagnostics::default(),
    };
    let pupils =
        || super::school::reading("pupils.csv", &fs::read(folder("quirks").join("pupils.csv")).expect("there"));
    compare(
        "dates-turned-round-by-excel",
        in_words(from_readings(&[pupils(), reading(table)], &OwnReference::default(), &Links::default())),
    );
}

fn upns() -> Vec<String> {
    let list = fs::read_to_string(folder("quirks").join("pupils.csv")).expect("there");
    list.lines().skip(1).filter_map(|line| line.split(',').next()).map(str::to_owned).collect()
}
