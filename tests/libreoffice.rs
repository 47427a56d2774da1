//! Every workbook opened by a spreadsheet program and saved again: it opens, no cell is an error or a formula, and each
//! cell is what it was. So what is in `results.json` is what somebody sees who opens the file.

use std::io::Cursor;
use std::path::PathBuf;
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx};

use crate::binary::{figures, pack_file, packs};
use crate::workbook_matches::workbooks;

/// LibreOffice, by `SOFFICE` or by its usual name; nothing, with a word why, where it is not installed.
fn soffice() -> Option<PathBuf> {
    let program = std::env::var_os("SOFFICE").map_or_else(|| PathBuf::from("soffice"), PathBuf::from);
    if Command::new(&program).arg("--version").output().is_ok_and(|output| output.status.success()) {
        return Some(program);
    }
    eprintln!("LibreOffice is not installed: the workbooks were not opened in it (tests/run installs it)");
    None
}

/// A filled cell: row, column and text.
type Cell = (u32, u32, String);

/// The sheets of a workbook: name, and each filled cell by its place.
fn cells(bytes: Vec<u8>) -> Vec<(String, Vec<Cell>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("opens");
    let names = book.sheet_names();
    let sheet = |name: String, book: &mut Xlsx<Cursor<Vec<u8>>>| {
        let range = book.worksheet_range(&name).expect("a sheet");
        let formulas = book.worksheet_formula(&name).expect("a sheet");
        let formula = formulas.used_cells().find(|(_, _, formula)| !formula.is_empty());
        assert!(formula.is_none(), "{name}: {formula:?}");
        let (top, left) = range.start().unwrap_or_default();
        let filled = range.used_cells().filter_map(|(row, column, value)| {
            let text = match value {
                Data::Error(error) => panic!("{name}: {error} in row {}, column {}", row + 1, column + 1),
                // A day may come back as one or as its number.
                Data::DateTime(day) => day.as_f64().to_string(),
                Data::Float(number) => number.to_string(),
                Data::Int(number) => number.to_string(),
                other => other.to_string(),
            };
            (!text.is_empty()).then_some((top + row as u32, left + column as u32, text))
        });
        (name.clone(), filled.collect())
    };
    names.into_iter().map(|name| sheet(name, &mut book)).collect()
}

/// The same place and text; of a number, the fifteen digits that a spreadsheet keeps.
fn alike(one: &Cell, other: &Cell) -> bool {
    let number = |cell: &Cell| cell.2.parse::<f64>();
    let same = match (number(one), number(other)) {
        (Ok(a), Ok(b)) => (a - b).abs() <= 1e-14 * a.abs().max(1.0),
        _ => one.2 == other.2,
    };
    same && (one.0, one.1) == (other.0, other.1)
}

#[test]
fn libreoffice_opens_every_workbook_and_finds_in_it_what_was_written() {
    let Some(program) = soffice() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let saved = folder.path().join("saved");
    // All in one go: starting the program takes longer than opening a file. Names are told apart by their folder.
    let given = folder.path().join("given");
    std::fs::create_dir(&given).expect("made");
    let names = workbooks();
    let copies: Vec<PathBuf> = names
        .iter()
        .map(|name| {
            let copy = given.join(name.replace('/', "-"));
            std::fs::copy(packs().join(name), &copy).expect("copied");
            copy
        })
        .collect();
    let output = Command::new(program)
        .arg(profile)
        .args(["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(&saved)
        .args(&copies)
        .output()
        .expect("LibreOffice starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for (name, copy) in names.iter().zip(&copies) {
        let again = saved.join(copy.file_name().expect("a name"));
        let again = std::fs::read(&again).unwrap_or_else(|error| panic!("{name} was not opened: {error}"));
        let (before, after) = (cells(pack_file(name)), cells(again));
        assert!(before.len() >= 3, "{name}: {} sheets", before.len());
        assert_eq!(before.len(), after.len(), "{name}");
        for ((sheet, before), (same, after)) in before.iter().zip(&after) {
            assert_eq!(sheet, same, "{name}");
            assert_eq!(before.len(), after.len(), "{name}: {sheet}");
            for (before, after) in before.iter().zip(after) {
                assert!(alike(before, after), "{name}: {sheet}: {before:?} came back as {after:?}");
            }
        }
        // And the published figures are in the cells that came back.
        let Some((pack, _)) = name.split_once('/').filter(|(pack, _)| *pack != "staff") else { continue };
        let numbers: Vec<f64> =
            after.iter().flat_map(|(_, cells)| cells).filter_map(|(_, _, text)| text.parse().ok()).collect();
        for figure in figures(pack).iter().filter(|figure| figure["status"] == "ok" && figure["word"].is_null()) {
            let value = figure["value"].as_f64().expect("a number");
            assert!(numbers.contains(&value), "{name}: {figure}");
        }
    }
}
