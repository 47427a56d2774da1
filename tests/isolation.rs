//! What a hostile file costs: itself, and nothing else.
//!
//! The same file is read with isolation off, in a process made for it, and ends that process.

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Command;

use thrive_report::sources::{self, Isolation, Reading};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::binary::{program, project, run, say};
use crate::dialects::school::{self, check};

/// The victim's orders: a file to read without isolation.
const VICTIM: &str = "THRIVE_REPORT_TEST_VICTIM";

/// A workbook that says it has four billion shared texts: whoever believes it asks for 100 GB and is aborted.
pub fn aborting() -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Marks\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
             <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
        ),
        ("xl/sharedStrings.xml", "<sst count=\"1\" uniqueCount=\"4294967295\"><si><t>UPN</t></si></sst>"),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>",
        ),
    ])
}

/// What every small workbook of the tests says of its parts.
pub const TYPES: &str = "<Types><Override PartName=\"/xl/workbook.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
/// Where the workbook lies.
pub const RELATIONS: &str = "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

/// A zip archive of these members, in this order.
pub fn archive<B: AsRef<[u8]>>(members: &[(&str, B)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::DEFAULT);
    for (name, bytes) in members {
        archive.start_file(*name, options).expect("writing to memory");
        archive.write_all(bytes.as_ref()).expect("writing to memory");
    }
    archive.finish().expect("writing to memory").into_inner()
}

/// Readings of a file or folder by the built program.
pub fn isolated(path: &Path) -> Vec<Reading> {
    let isolation = Isolation::Process(env!("CARGO_BIN_EXE_thrive-report").into());
    let files = sources::list(path).expect("there");
    sources::read_all(&files, &isolation, |_| {}).expect("the reader starts")
}

#[test]
fn a_file_that_aborts_costs_itself_alone() {
    let mut files = school::inbox();
    files.push(("hostile.xlsx", aborting()));
    let checked = check(&files);
    assert_eq!(checked.codes("hostile.xlsx"), ["S010"]);
    let said = checked.first("S010");
    assert_eq!(said["count"], 1);
    assert!(said["message"].as_str().is_some_and(|text| text.contains("memory")), "{said}");
    assert_eq!(checked.rows("marks.csv"), [120, 120, 0, 0], "the others are read");
    assert_eq!(checked.code, 1);
    // The whole run makes its packs all the same, and so does the way back from a figure.
    let folder = project(&files);
    assert_eq!(run(folder.path()).code, 1);
    let traced = say(["trace".as_ref(), "pupils.on_roll".as_ref(), "--project".as_ref(), folder.path().as_os_str()]);
    assert!(traced.code < 3, "{traced:?}");
}

/// Does nothing, but for the test below: then it reads a file as it should never be read.
#[test]
fn victim() {
    if let Some(path) = std::env::var_os(VICTIM) {
        let files = sources::list(Path::new(&path)).expect("there");
        let _ = sources::read_all(&files, &Isolation::None, |_| {});
        println!("survived");
    }
}

#[test]
fn without_isolation_the_same_file_ends_the_process() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let read = |bytes: &[u8]| {
        let path = folder.path().join("a.xlsx");
        std::fs::write(&path, bytes).expect("written");
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args(["isolation::victim", "--exact", "--nocapture"]).env(VICTIM, &path).env_remove("RUST_BACKTRACE");
        let output = command.output().expect("it starts");
        (output.status.success(), String::from_utf8_lossy(&output.stdout).contains("survived"))
    };
    assert_eq!(read(&school::xlsx(&[("Marks", &school::marks_week())])), (true, true));
    assert_eq!(read(&aborting()), (false, false), "the planted file is harmless: it proves nothing any more");
}

#[test]
fn a_hostile_member_costs_an_archive_that_member_alone() {
    let week = school::csv(&school::marks_week());
    let exports =
        archive(&[("a.csv", week.as_slice()), ("b.xlsx", &aborting()), ("c.csv", &week), ("d.xlsx", &aborting())]);
    let checked = check(&[("pupils.csv", school::csv(&school::pupils())), ("exports.zip", exports)]);
    for name in ["exports.zip/a.csv", "exports.zip/c.csv"] {
        assert_eq!(checked.rows(name)[0], 12, "{name}");
    }
    for name in ["exports.zip/b.xlsx", "exports.zip/d.xlsx"] {
        assert_eq!(checked.codes(name), ["S010"], "{name}");
    }
}

/// Three deaths are enough: the rest of the archive is not read, and that is said.
#[test]
fn an_archive_of_hostile_files_is_given_up() {
    let week = school::csv(&school::marks_week());
    let bad = aborting();
    let names = ["a.xlsx", "b.xlsx", "c.xlsx", "d.xlsx"];
    let mut members: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, bad.as_slice())).collect();
    members.push(("e.csv", &week));
    let checked = check(&[("pupils.csv", school::csv(&school::pupils())), ("exports.zip", archive(&members))]);
    for name in ["exports.zip/a.xlsx", "exports.zip/b.xlsx", "exports.zip/c.xlsx", "exports.zip"] {
        assert_eq!(checked.codes(name), ["S010"], "{name}");
    }
    for name in ["exports.zip/d.xlsx", "exports.zip/e.csv"] {
        assert_eq!(checked.codes(name), Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn files_after_a_death_are_read_by_a_new_reader() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for number in 0..12 {
        let bytes = if number % 3 == 0 { aborting() } else { school::xlsx(&[("Week", &school::marks_week())]) };
        std::fs::write(folder.path().join(format!("{number:02}.xlsx")), bytes).expect("written");
    }
    let readings = isolated(folder.path());
    let names: Vec<&str> = readings.iter().map(|reading| reading.file.as_str()).collect();
    let expected: Vec<String> = (0..12).map(|number| format!("{number:02}.xlsx")).collect();
    assert_eq!(names, expected, "in the order of the files");
    for (number, reading) in readings.iter().enumerate() {
        let cells: usize = reading.tables.iter().map(sources::RawTable::filled).sum();
        assert_eq!(cells, if number % 3 == 0 { 0 } else { 39 }, "{}", reading.file);
    }
}

/// In a process of its own and in this one, the same comes of a file.
#[test]
fn the_reader_loses_nothing_on_the_way() {
    let inbox = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/sample-primary/inbox");
    let here = sources::read_all(&sources::list(&inbox).expect("there"), &Isolation::None, |_| {}).expect("read");
    assert_eq!(format!("{:?}", isolated(&inbox)), format!("{here:?}"));
}

/// The reader has no file to open and none to write, and leaves nothing behind when it crashes.
#[cfg(target_os = "linux")]
#[test]
fn the_reader_has_given_up_what_it_does_not_need() {
    let mut reader = program();
    reader.arg(sources::READER).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::null());
    let mut reader = reader.spawn().expect("it starts");
    let limits = || std::fs::read_to_string(format!("/proc/{}/limits", reader.id())).unwrap_or_default();
    let limit = |of: &str| {
        let text = limits();
        let line = text.lines().find_map(|line| line.strip_prefix(of)).unwrap_or_default().to_owned();
        line.split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    for _ in 0..500 {
        if limit("Max address space")[0] != "unlimited" {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    for (of, most) in [("Max file size", "0"), ("Max core file size", "0"), ("Max open files", "3")] {
        assert_eq!(limit(of), [most, most], "{of}");
    }
    assert_eq!(limit("Max cpu time"), ["60", "62"]);
    let addresses: u64 = limit("Max address space")[1].parse().expect("a limit that cannot be raised again");
    assert!(addresses < 3 << 29, "{addresses}");
    drop(reader.stdin.take());
    assert!(reader.wait().expect("it ends").success(), "without input it ends by itself");
}

/// Links are not followed, and what cannot be opened is said, not passed over.
#[cfg(unix)]
#[test]
fn links_and_devices_are_reported() {
    use std::os::unix::fs::symlink;
    let folder = project(&school::inbox());
    let inbox = folder.path().join("inbox");
    symlink("/etc/hostname", inbox.join("a link.csv")).expect("linked");
    symlink(folder.path(), inbox.join("a way round")).expect("linked");
    let made = Command::new("mkfifo").arg(inbox.join("a pipe.csv")).status().expect("mkfifo is there");
    assert!(made.success());
    let checked = school::check_path(folder.path());
    for name in ["a link.csv", "a way round", "a pipe.csv"] {
        assert_eq!(checked.codes(name), ["S011"], "{name}");
    }
    assert_eq!(checked.rows("marks.csv"), [120, 120, 0, 0]);
    let said = run(folder.path());
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stderr.contains("S011"), "{}", said.stderr);
}

/// Every message is about the file and in the program's own words: a damaged file may hold anything.
#[test]
fn nothing_of_a_damaged_file_is_quoted() {
    let secret = "Zelda Ambleforth";
    let sheet =
        format!("<worksheet><sheetData><row r=\"1\"><c r=\"{secret}\" t=\"{secret}\"><v>{secret}</v></c></row>");
    let book = format!(
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" state=\"{secret}\" r:id=\"{secret}\"/></sheets></workbook>"
    );
    let workbook = |book: &str, sheet: &str| {
        archive(&[
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("xl/workbook.xml", book),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
            ),
            ("xl/worksheets/sheet1.xml", sheet),
        ])
    };
    let good = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let ods = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
        ("content.xml", format!("<office:document-content><{secret}><table:table><table:table-row>{secret}")),
    ]);
    for (name, bytes) in [("a.xlsx", workbook(&book, "")), ("b.xlsx", workbook(good, &sheet)), ("c.ods", ods)] {
        let checked = check(&[(name, bytes)]);
        assert_eq!(checked.code, 1, "{name}: {:#}", checked.json);
        let text = checked.json.to_string();
        assert!(!text.contains("Zelda") && !text.contains("Ambleforth"), "{name}: {text}");
    }
}
