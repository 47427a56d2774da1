//! Links between rows and children that a person confirms or rejects: what is asked, and that the answer is remembered.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::binary::{Said, TERM, program, project, run, said, say};
use crate::dialects::school::{self, csv, texts};
use crate::sample_school::calendar::slashed;

/// A screening by name: three rows that are sure, one that is not (two differences), one that is used in spite of one.
fn screening(extra: usize) -> Vec<u8> {
    let children = school::children();
    let mut grid = vec![texts(&["Surname", "Forename", "DOB", "Date", "Being", "Doing"])];
    let mut row = |surname: &str, forename: &str, at: usize| {
        grid.push(texts(&[surname, forename, &slashed(children[at].born), "12/05/2026", "50", "60"]));
    };
    for (at, child) in children.iter().enumerate().take(extra) {
        row(child.surname, child.forename, at);
    }
    row("Entwhistel", "Violet", 4);
    row("Inchbald", "Roweena", 8);
    csv(&grid)
}

fn school_with(screening: Vec<u8>) -> tempfile::TempDir {
    project(&[
        ("pupils.csv", csv(&school::pupils())),
        ("marks.csv", csv(&school::marks_long())),
        ("names.csv", screening),
    ])
}

fn file(project: &Path) -> PathBuf {
    project.join("review/matches.csv")
}

fn lines(project: &Path) -> Vec<csv::StringRecord> {
    let bytes = fs::read(file(project)).expect("the review file is there");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(|record| record.expect("well formed")).collect()
}

fn account(project: &Path) -> Value {
    let bytes = fs::read(project.join(format!("packs/{TERM}/staff/data-quality.json"))).expect("there");
    serde_json::from_slice(&bytes).expect("JSON")
}

fn sheet(project: &Path) -> Value {
    let account = account(project);
    let sheets = account["sheets"].as_array().expect("a list");
    sheets.iter().find(|sheet| sheet["file"] == "names.csv").expect("the account of the screening").clone()
}

fn times(account: &Value, code: &str) -> u64 {
    let found = account["diagnostics"].as_array().expect("a list").iter().filter(|found| found["code"] == code);
    found.filter_map(|found| found["count"].as_u64()).sum()
}

fn ran(project: &Path) -> Said {
    let said = run(project);
    assert!(said.code < 2, "{said:?}");
    said
}

/// Writes a decision into the row about a surname, as a person would in a text editor.
fn decide(project: &Path, surname: &str, decision: &str) {
    let mut lines = lines(project);
    for line in lines.iter_mut().filter(|line| line.iter().any(|cell| cell == surname)) {
        *line = std::iter::once(decision).chain(line.iter().skip(1)).collect();
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    lines.iter().for_each(|line| writer.write_record(line).expect("written"));
    fs::write(file(project), writer.into_inner().expect("written")).expect("written");
}

#[test]
fn what_is_not_sure_is_asked_and_not_used() {
    let folder = school_with(screening(3));
    ran(folder.path());
    let lines = lines(folder.path());
    assert_eq!(lines.len(), 3, "the headings, one row that waits, one that is used");
    let (waits, used) = (&lines[1], &lines[2]);
    for (row, says) in [(waits, ["no", "Entwhistel", "Violetta"]), (used, ["yes", "Roweena", "Rowena"])] {
        assert!(says.iter().all(|text| row.iter().any(|cell| cell == *text)), "{row:?}");
        assert_eq!(&row[0], "", "a person decides");
    }
    assert!(waits.iter().any(|cell| cell == "names.csv: row 5"), "{waits:?}");
    let sheet = sheet(folder.path());
    assert_eq!((&sheet["rows_kept"], &sheet["rows_rejected"]["P010"]), (&serde_json::json!(4), &serde_json::json!(1)));
    assert_eq!(sheet["children"]["by"], serde_json::json!({ "name": 3, "likeness": 1 }));
    assert_eq!(
        (&sheet["children"]["to_confirm"], &sheet["rejected_at"]["P010"][0]),
        (&serde_json::json!(1), &serde_json::json!("row 5"))
    );
    assert_eq!(
        account(folder.path())["review"],
        serde_json::json!({ "waiting": 1, "used": 1, "confirmed": 0, "rejected": 0 })
    );
    // It names children: for its owner alone.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&file(folder.path())), mode(&folder.path().join("review"))), (0o600, 0o700));
    }
}

#[test]
fn where_nothing_is_asked_there_is_no_file() {
    let folder = project(&school::inbox());
    ran(folder.path());
    assert!(!folder.path().join("review").exists());
}

#[test]
fn decisions_are_used_remembered_and_counted() {
    let folder = school_with(screening(3));
    ran(folder.path());
    decide(folder.path(), "Entwhistel", "confirm");
    decide(folder.path(), "Roweena", "reject");
    ran(folder.path());
    let of_run = sheet(folder.path());
    assert_eq!(of_run["children"]["by"], serde_json::json!({ "decision": 1, "name": 3 }));
    assert_eq!(of_run["rows_rejected"], serde_json::json!({ "P002": 1 }));
    let said = account(folder.path());
    assert_eq!((times(&said, "P014"), times(&said, "P002"), times(&said, "P010")), (1, 1, 0));
    assert_eq!(said["review"], serde_json::json!({ "waiting": 0, "used": 0, "confirmed": 1, "rejected": 1 }));
    let manifest = fs::read_to_string(folder.path().join(format!("packs/{TERM}/manifest.json"))).expect("there");
    let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
    assert_eq!(manifest["review"]["confirmed"], 1);
    // A new export under another name, with the rows elsewhere: nothing is asked again, nothing is forgotten.
    let before = fs::read(file(folder.path())).expect("there");
    fs::remove_file(folder.path().join("inbox/names.csv")).expect("removed");
    fs::write(folder.path().join("inbox/names again.csv"), screening(7)).expect("written");
    ran(folder.path());
    assert_eq!(account(folder.path())["review"]["confirmed"], 1);
    assert_eq!(times(&account(folder.path()), "P014"), 1);
    assert_eq!(fs::read(file(folder.path())).expect("there"), before, "decided rows stay as they are");
    // And without the export, too.
    fs::remove_file(folder.path().join("inbox/names again.csv")).expect("removed");
    ran(folder.path());
    assert_eq!(fs::read(file(folder.path())).expect("there"), before);
    // What was decided can be taken back.
    fs::write(folder.path().join("inbox/names.csv"), screening(3)).expect("written");
    decide(folder.path(), "Entwhistel", "");
    ran(folder.path());
    assert_eq!(sheet(folder.path())["rows_rejected"], serde_json::json!({ "P002": 1, "P010": 1 }));
}

#[test]
fn a_word_that_is_no_decision_is_reported_and_kept() {
    let folder = school_with(screening(3));
    ran(folder.path());
    decide(folder.path(), "Entwhistel", "ask Jo");
    ran(folder.path());
    assert_eq!(times(&account(folder.path()), "P013"), 1);
    assert_eq!(&lines(folder.path())[1][0], "ask Jo", "what a person wrote is not lost");
    let message = account(folder.path())["diagnostics"].to_string();
    assert!(!message.contains("ask Jo"), "it could be a child's name");
}

#[test]
fn check_reads_the_decisions_and_writes_nothing() {
    let folder = school_with(screening(3));
    let check = || say(["check".as_ref(), "--json".as_ref(), folder.path().as_os_str()]);
    let said = check();
    assert!(!folder.path().join("review").exists(), "{said:?}");
    ran(folder.path());
    decide(folder.path(), "Entwhistel", "confirm");
    let before = fs::read(file(folder.path())).expect("there");
    let json: Value = serde_json::from_str(&check().stdout).expect("JSON");
    assert_eq!((times(&json, "P014"), times(&json, "P010")), (1, 0));
    assert_eq!(fs::read(file(folder.path())).expect("there"), before);
}

#[test]
fn a_review_file_that_cannot_be_read_is_never_written_over() {
    let folder = school_with(screening(3));
    ran(folder.path());
    fs::write(file(folder.path()), b"%PDF-1.7\nnot a table").expect("written");
    let said = run(folder.path());
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("matches.csv"), "{said:?}");
    assert!(fs::read(file(folder.path())).expect("there").starts_with(b"%PDF"));
}

#[test]
fn nothing_in_the_file_becomes_a_formula() {
    let children = school::children();
    let mut grid = vec![texts(&["Surname", "Forename", "DOB", "Date", "Being", "Doing"])];
    // A surname that is a formula, with the right forename and birthday: asked, not used.
    grid.push(texts(&[
        "=HYPERLINK(\"x\")",
        children[4].forename,
        &slashed(children[4].born),
        "12/05/2026",
        "50",
        "60",
    ]));
    let folder = school_with(csv(&grid));
    ran(folder.path());
    let lines = lines(folder.path());
    assert!(lines[1].iter().any(|cell| cell == "'=HYPERLINK(\"x\")"), "{lines:?}");
    assert!(lines.iter().flat_map(csv::StringRecord::iter).all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t'])));
    // Read back, it is the same link.
    decide(folder.path(), "'=HYPERLINK(\"x\")", "confirm");
    ran(folder.path());
    assert_eq!(times(&account(folder.path()), "P014"), 1);
}

#[test]
fn a_forgotten_child_leaves_the_file_however_it_was_saved_and_the_other_decisions_stay() {
    let folder = school_with(screening(3));
    ran(folder.path());
    let inventory = |children: u64| {
        let said = say(["inventory".as_ref(), "--json".as_ref(), "--project".as_ref(), folder.path().as_os_str()]);
        let list: Value = serde_json::from_str(&said.stdout).expect("JSON");
        let files = list["files"].as_array().expect("a list");
        let entry = files.iter().find(|entry| entry["file"] == "review/matches.csv").expect("it is listed");
        assert_eq!((&entry["subjects"], &entry["children"]), (&"pupils".into(), &children.into()), "{entry}");
    };
    inventory(2);
    decide(folder.path(), "Entwhistel", "confirm");
    // A note over two lines, and the encoding in which a spreadsheet saves "Unicode text".
    let mut rows = lines(folder.path());
    for row in rows.iter_mut().skip(1) {
        *row = row.iter().enumerate().map(|(at, cell)| if at == 1 { "asked\nthe office" } else { cell }).collect();
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).expect("written"));
    let text = String::from_utf8(writer.into_inner().expect("written")).expect("UTF-8");
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    fs::write(file(folder.path()), utf16).expect("written");

    let child = &school::children()[8];
    let mut forget = program();
    forget.args(["forget", "--as-of", "2026-09-01", "--yes", "--project"]).arg(folder.path());
    let said = said(forget.env("THRIVE_REPORT_PUPIL", &child.upn).stdin(std::process::Stdio::null()));
    assert_eq!(said.code, 1, "the inbox still holds the child: {said:?}");
    assert!(said.stdout.contains("review/matches.csv  (the child's lines)"), "{said:?}");
    let left = lines(folder.path());
    assert_eq!(left.len(), 2, "the headings and the other child: {left:?}");
    for word in [child.surname, child.forename, &child.upn, "Roweena"] {
        assert!(!left.iter().flatten().any(|cell| cell.contains(word)), "{word} is in {left:?}");
        assert!(!said.stdout.contains(word) && !said.stderr.contains(word), "{said:?}");
    }
    assert_eq!((&left[1][0], &left[1][1]), ("confirm", "asked\nthe office"));
    inventory(1);
    // Once a person has deleted the child's rows, the next run does not bring the child back.
    let mut kept = screening(3);
    let text = String::from_utf8(std::mem::take(&mut kept)).expect("UTF-8");
    let text: Vec<&str> = text.lines().filter(|line| !line.contains("Roweena")).collect();
    fs::write(folder.path().join("inbox/names.csv"), text.join("\n")).expect("written");
    ran(folder.path());
    assert_eq!(account(folder.path())["review"]["confirmed"], 1);
    assert_eq!(lines(folder.path()).len(), 2);
}
