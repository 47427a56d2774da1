//! A collection of other people's spreadsheets: a thousand files from the test data of a dozen libraries, some of them made
//! to do harm. It lies beside the repository (`THRIVE_CORPUS` names another place) and is never part of it; where it is not
//! there, this test says so and passes.
//!
//! Everything is read as the program reads it, in processes of its own.

/// What the collection's catalogue expects.
mod catalogue;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use thrive_report::sources::{self, InboxFile, Isolation, RawTable, Reading};

use crate::binary::program;

/// The longest that one file may take.
const HANG: Duration = Duration::from_secs(30);
/// The most memory that a reader may have used at any time, in bytes.
const MEMORY: u64 = 1 << 30;
/// Orders to the process that measures.
const MEASURING: &str = "THRIVE_REPORT_TEST_CORPUS";

/// Files whose cells are not as many as the catalogue's reader saw, and why.
const DIFFERENT: [(&str, &str); 19] = [
    ("apache-poi/spreadsheet/29942.xls", BLANKS),
    ("apache-poi/spreadsheet/31661.xls", BLANKS),
    ("apache-poi/spreadsheet/45322.xls", BLANKS),
    ("apache-poi/spreadsheet/45538_classic_Footer.xls", BLANKS),
    ("apache-poi/spreadsheet/45538_classic_Header.xls", BLANKS),
    ("apache-poi/spreadsheet/45540_classic_Header.xlsx", BLANKS),
    ("apache-poi/spreadsheet/45544.xlsx", BLANKS),
    ("apache-poi/spreadsheet/46250.xls", BLANKS),
    ("apache-poi/spreadsheet/DGet.xls", BLANKS),
    ("apache-poi/spreadsheet/FillWithoutColor.xlsx", BLANKS),
    ("apache-poi/spreadsheet/Tables.xlsx", BLANKS),
    ("calamine/encoded_entities.xlsx", BLANKS),
    ("calamine/issue_261.xlsx", BLANKS),
    ("calamine/issue_261_fixed_by_excel.xlsx", BLANKS),
    ("readxl/tests/testthat/sheets/whitespace-xls.xls", BLANKS),
    ("apache-poi/spreadsheet/testVarious.xlsb", LOST),
    ("sheetjs/formulae_test_simple.xlsb", LOST),
    ("sheetjs/metadata_2019.xlsb", LOST),
    ("sheetjs/named_ranges_2011.xlsb", LOST),
];

/// Counted with xlrd and openpyxl: the difference is the number of these cells, in every file.
const BLANKS: &str = "texts of blanks alone are no cells";
/// So every binary workbook comes with a warning.
const LOST: &str = "calamine loses cells of binary workbooks";

fn collection() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = std::env::var_os("THRIVE_CORPUS").map_or(beside, PathBuf::from);
    folder.join("catalogue.tsv").is_file().then_some(folder)
}

/// Measured in a process of its own, so that no other test's programs are counted as readers.
#[test]
fn every_file_is_read_or_refused() {
    if collection().is_none() {
        println!("left out: the collection is not there (THRIVE_CORPUS names its folder)");
        return;
    }
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["corpus::walk", "--exact", "--nocapture"]).env(MEASURING, "1");
    let output = command.output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("files in all"), "{said}");
}

/// Does nothing but for the test above.
#[test]
fn walk() {
    if let Some(folder) = collection().filter(|_| std::env::var_os(MEASURING).is_some()) {
        let read = read_all(&folder);
        account(&folder, &read);
    }
}

/// What became of one file.
struct Outcome {
    file: InboxFile,
    readings: Vec<Reading>,
    took: Duration,
}

/// Each file by itself, two at a time, so that the time of each is known.
fn read_all(folder: &Path) -> Vec<Outcome> {
    let isolation = Isolation::Process(env!("CARGO_BIN_EXE_thrive-report").into());
    let files = sources::list(folder).expect("a folder");
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let started = Instant::now();
                    let readings = sources::read_all(std::slice::from_ref(file), &isolation, |_| {});
                    let readings = readings.unwrap_or_else(|error| panic!("{}: {error}", file.name));
                    let outcome = Outcome { file: file.clone(), readings, took: started.elapsed() };
                    outcomes.lock().expect("no thread panicked").push(outcome);
                }
            });
        }
    });
    let mut outcomes = outcomes.into_inner().expect("no thread panicked");
    outcomes.sort_by(|a, b| a.file.name.cmp(&b.file.name));
    outcomes
}

fn cells(readings: &[Reading]) -> usize {
    readings.iter().flat_map(|reading| &reading.tables).map(RawTable::filled).sum()
}

fn account(folder: &Path, outcomes: &[Outcome]) {
    let mut problems = Vec::new();
    let mut refusals: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
    let (mut read, mut empty) = (0, 0);
    for outcome in outcomes {
        let name = outcome.file.name.as_str();
        if outcome.took > HANG {
            problems.push(format!("{name}: took {:?}", outcome.took));
        }
        if cells(&outcome.readings) > 0 {
            read += 1;
        }
        for reading in &outcome.readings {
            let filled = reading.tables.iter().any(|table| !table.rows().is_empty());
            let refused: Vec<_> = reading.diagnostics.iter().collect();
            if !filled && refused.is_empty() {
                problems.push(format!("{}: nothing read and not a word about it", reading.file));
            }
            for found in refused {
                if !is_plain(&found.message) {
                    problems.push(format!("{}: {}", reading.file, found.message));
                }
                if !filled {
                    empty += usize::from(found.code == "S005");
                    refusals.entry((found.code.to_owned(), found.message.clone())).or_default().push(name);
                }
            }
        }
    }
    let slowest = outcomes.iter().max_by_key(|outcome| outcome.took).expect("there are files");
    println!("{} files in all: {read} read, {} not ({empty} of them empty)", outcomes.len(), outcomes.len() - read);
    println!("slowest: {} in {:?}; most memory of a reader: {} MB", slowest.file.name, slowest.took, peak() >> 20);
    for ((code, message), names) in &refusals {
        println!("  {:>4} × {code} {message} ({})", names.len(), names[0]);
    }
    problems.extend(compare(folder, outcomes));
    if peak() > MEMORY {
        problems.push(format!("a reader used {} MB", peak() >> 20));
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// Cells by sheet against what the catalogue's reader saw.
fn compare(folder: &Path, outcomes: &[Outcome]) -> Vec<String> {
    let expected = catalogue::expected(folder);
    let (mut compared, mut agreed, mut refused) = (0, 0, Vec::new());
    let mut problems = Vec::new();
    let mut explained = Vec::new();
    for outcome in outcomes {
        let Some(sheets) = expected.get(&outcome.file.name) else { continue };
        let tables: Vec<&RawTable> = outcome.readings.iter().flat_map(|reading| &reading.tables).collect();
        if tables.is_empty() {
            refused.push(outcome.file.name.as_str());
            continue;
        }
        compared += 1;
        let count = |sheet: &str| {
            let of_it = tables.iter().filter(|table| table.sheet.as_deref() == Some(sheet));
            of_it.map(|table| table.filled()).sum::<usize>()
        };
        let differences: Vec<String> = sheets
            .iter()
            .filter(|(sheet, cells)| count(sheet) != *cells)
            .map(|(sheet, cells)| format!("\"{sheet}\" {} instead of {cells}", count(sheet)))
            .collect();
        let why = DIFFERENT.iter().find(|(name, _)| outcome.file.name == *name);
        match (differences.is_empty(), why) {
            (true, None) => agreed += 1,
            (true, Some(_)) => problems.push(format!("{}: agrees now, and is listed", outcome.file.name)),
            (false, Some((_, why))) => {
                explained.push(format!("  {}: {} ({why})", outcome.file.name, differences.join(", ")))
            }
            (false, None) => problems.push(format!("{}: {}", outcome.file.name, differences.join(", "))),
        }
    }
    println!("cells: {agreed} of {compared} files that were read agree with the catalogue; those that do not:");
    println!("{}", explained.join("\n"));
    println!("expected to be read and refused: {}\n  {}", refused.len(), refused.join("\n  "));
    if agreed * 100 < compared * 97 {
        problems.push(format!("only {agreed} of {compared} agree"));
    }
    problems
}

/// A message for a school: no word of a library, no name of a format's insides.
fn is_plain(message: &str) -> bool {
    let lower = message.to_lowercase();
    let jargon = ["error", "cfb", "ole", "eocd", "sector", "xlsx error", "unwrap", "panic", "0x", "stream", "utf"];
    message.len() > 15
        && !jargon.iter().any(|word| lower.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word))
}

/// The largest resident set of any reader so far, in bytes.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: getrusage fills the struct that it is given a valid pointer to.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr());
        usage.assume_init()
    };
    usage.ru_maxrss as u64 * 1024
}

#[cfg(not(target_os = "linux"))]
fn peak() -> u64 {
    0
}

/// The whole collection as one inbox, through the program: it comes to an end, and every file is spoken of.
#[test]
fn the_program_gets_through_the_whole_collection() {
    let Some(folder) = collection() else { return };
    let output = program().args(["check", "--json"]).arg(&folder).output().expect("it starts");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let account: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let list = |key: &str| account[key].as_array().expect("a list").clone();
    let said: std::collections::BTreeSet<String> = list("sheets")
        .iter()
        .map(|sheet| sheet["file"].as_str().unwrap_or_default().to_owned())
        .chain(list("diagnostics").iter().map(|found| found["place"]["file"].as_str().unwrap_or_default().to_owned()))
        .collect();
    // Of a file's name, what may be a child's name or number in one of the lists is left out.
    let (shortened, whole): (Vec<&String>, Vec<&String>) = said.iter().partition(|name| name.contains('…'));
    let mut not_by_name = Vec::new();
    for file in sources::list(&folder).expect("a folder") {
        let inside = format!("{}/", file.name);
        if !whole.iter().any(|name| **name == file.name || name.starts_with(&inside)) {
            not_by_name.push(file.name);
        }
    }
    assert!(not_by_name.len() <= shortened.len(), "vanished without a word: {not_by_name:?}");
}
