//! Files that cannot be read, or are not what their names say: each is refused by itself, and the others are used.

use std::path::Path;

use super::school::{self, check, check_path, csv, xlsx};
use crate::binary::{files_in, project, run};

/// The first bytes of a compound file, as of old xls files and encrypted workbooks.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// A file beside the small school's: its codes, and whether the others were still used.
fn refused(name: &str, bytes: Vec<u8>, codes: &[&str]) {
    let mut files = school::inbox();
    files.push((name, bytes));
    let checked = check(&files);
    assert_eq!(checked.codes(name), codes, "{name}");
    assert_eq!(checked.rows("marks.csv"), [120, 120, 0, 0], "{name}: the other files are used all the same");
    assert_eq!(checked.code, 1, "{name}");
    for found in checked.json["diagnostics"].as_array().expect("a list") {
        assert!(found["remedy"].as_str().is_some_and(|remedy| remedy.len() > 10), "{found}");
    }
}

#[test]
fn empty_files() {
    refused("nothing.csv", Vec::new(), &["S005"]);
    refused("nothing.xlsx", Vec::new(), &["S005"]);
    refused("blank lines.csv", b"\r\n\r\n , ,\r\n".to_vec(), &["S005"]);
    refused("no cells.xlsx", xlsx(&[("Sheet1", &Vec::new())]), &["S005"]);
}

#[test]
fn protected_by_a_password() {
    for name in
        ["new workbook with a password.xlsx", "old workbook with the oldest password.xls", "with a password.zip"]
    {
        refused(name, crate::quirks::file(name), &["S002"]);
    }
}

#[test]
fn pages_and_other_formats_under_a_spreadsheets_name() {
    let page = b"\r\n<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><p>Please log in</p></html>";
    refused("report.xls", page.to_vec(), &["S003"]);
    refused("report 2.xls", b"<?xml version=\"1.0\"?><Workbook></Workbook>".to_vec(), &["S003"]);
    refused("report.xlsx", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(), &["S001"]);
    refused("photo.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), &["S001"]);
    refused("letter.docx", zip_of("word/document.xml", b"<w:document/>"), &["S001"]);
}

#[test]
fn damaged_workbooks() {
    let whole = xlsx(&[("Register", &school::marks_long())]);
    refused("cut off.xlsx", whole[..whole.len() / 2].to_vec(), &["S008"]);
    refused("hollow.xlsx", zip_of("xl/workbook.xml", b"<workbook><sheets>"), &["S004"]);
    refused("old and broken.xls", [COMPOUND, &[7; 900]].concat(), &["S004"]);
}

#[test]
fn a_workbook_damaged_anywhere_never_ends_the_program() {
    let whole = xlsx(&[("Register", &school::marks_week())]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    // Every 97th byte in turn is another one: 100 broken files in one inbox.
    for (number, at) in (0..whole.len()).step_by(whole.len() / 100 + 1).enumerate() {
        let mut broken = whole.clone();
        broken[at] ^= 0x5A;
        std::fs::write(folder.path().join(format!("{number:03}.xlsx")), broken).expect("written");
    }
    let checked = check_path(folder.path());
    assert!(matches!(checked.code, 0 | 1), "{}", checked.code);
    let said: Vec<&str> = checked.json["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|found| found["place"]["file"].as_str())
        .collect();
    let read: Vec<&str> =
        checked.json["sheets"].as_array().expect("a list").iter().filter_map(|sheet| sheet["file"].as_str()).collect();
    for name in files_in(folder.path()).keys() {
        assert!(said.contains(&name.as_str()) || read.contains(&name.as_str()), "{name} vanished without a word");
    }
}

#[test]
fn two_cells_at_the_far_ends_of_a_sheet() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    school::fill(sheet, &school::marks_week());
    sheet.write_string(1_048_575, 16_383, "x").expect("inside the sheet's limits");
    let checked = check(&[("pupils.csv", csv(&school::pupils())), ("far.xlsx", book.save_to_buffer().expect("saved"))]);
    assert_eq!(checked.rows("far.xlsx"), [13, 12, 0, 1], "the stray cell is no record");
}

#[test]
fn the_content_decides_and_not_the_name() {
    let grid = school::marks_long();
    let checked = check(&[
        ("pupils.csv", csv(&school::pupils())),
        ("register.xlsx", csv(&grid)),
        ("other.csv", xlsx(&[("Marks", &grid)])),
    ]);
    for name in ["register.xlsx", "other.csv"] {
        assert_eq!(checked.times(name, "S006"), 1, "{name}");
        assert_eq!(checked.rows(name), [120, 120, 0, 0], "{name}");
    }
}

#[test]
fn a_run_goes_on_past_a_file_that_cannot_be_read() {
    let mut inbox = school::inbox();
    inbox.push(("broken.xlsx", b"PK\x03\x04 and no more".to_vec()));
    let folder = project(&inbox);
    let said = run(folder.path());
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stderr.contains("error[S008]") && said.stderr.contains("--> broken.xlsx"), "{said:?}");
    assert!(folder.path().join("packs").is_dir());
}

/// Binary workbooks that nobody here can write: read from a collection beside the repository where there is one.
#[test]
fn binary_workbooks_of_a_collection() {
    let collection = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/calamine");
    for name in ["any_sheets.xlsb", "any_sheets.xls", "date.xlsb", "date.xls"] {
        let path = collection.join(name);
        if !path.is_file() {
            continue;
        }
        let checked = check_path(&path);
        assert!(!checked.json["sheets"].as_array().expect("a list").is_empty(), "{name}: {:#}", checked.json);
        for code in checked.codes(name) {
            assert!(!["S001", "S002", "S003", "S004"].contains(&code), "{name}: {code}");
        }
    }
}

/// A zip archive with one file in it.
fn zip_of(name: &str, bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("writing to memory");
    archive.write_all(bytes).expect("writing to memory");
    archive.finish().expect("writing to memory").into_inner()
}
