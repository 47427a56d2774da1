//! A school whose files, sheets and headings are named after children: nothing that the program prints or writes for others
//! repeats such a name.

use std::collections::BTreeSet;
use std::fs;

use super::privacy::{found_in, texts_of};
use crate::binary::{self, Said, TERM, files_in, program, project, run, said, say};
use crate::dialects::school::{self, Cell, texts};
use crate::sample_school::calendar::slashed;

/// Everything that names one of the twelve children.
fn names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for child in school::children() {
        let born = child.born;
        names.extend([child.surname, child.forename, &child.upn, &child.id].map(str::to_lowercase));
        names.extend([slashed(born), born.to_string(), thrive_report::dates::in_words(born).to_lowercase()]);
    }
    names
}

/// A file for each child, named after it in the ways that schools do, with faults in it that are reported.
fn inbox() -> Vec<(String, Vec<u8>)> {
    let children = school::children();
    let mut files: Vec<(String, Vec<u8>)> = vec![("pupils.csv".into(), school::csv(&school::pupils()))];
    for (at, child) in children.iter().enumerate() {
        let (surname, forename) = (child.surname, child.forename);
        let name = match at % 6 {
            0 => format!("Thrive/{forename} {surname} profile.xlsx"),
            1 => format!("{surname}/{forename}/scores.xlsx"),
            2 => format!("{surname}{forename}2026.xlsx"),
            3 => format!("{}_{}.xlsx", child.upn, child.id),
            4 => format!("{} born {}.xlsx", surname.to_uppercase(), child.born),
            _ => format!("{}{} scores.xlsx", &forename[..1], surname.to_lowercase()),
        };
        let mut head = texts(&["UPN", "Screening date"]);
        head.extend(texts(&school::STRANDS));
        head.push(Cell::Text(format!("Note on {forename} {surname}")));
        let mut row = vec![Cell::from(child.upn.as_str()), Cell::Day(school::SCREENED)];
        row.extend(school::scores(at).map(|score| Cell::Number(score as f64)));
        // A score that is none, and a sentence about the child: both are reported.
        row[3] = Cell::Text(format!("see {forename}"));
        row.push(Cell::Text(format!("{forename} {surname} smiles")));
        let stranger = texts(&["A000000000000", "12/05/2026", "50", "50", "50", "50", "50", "50", surname]);
        let sheet = if at % 2 == 0 { surname.to_owned() } else { format!("{forename} {}", child.id) };
        let grid = vec![head, row, stranger];
        let unknown = vec![texts(&["Something", "else"]), texts(&[surname, forename])];
        files.push((name, school::xlsx(&[(&sheet, &grid), (forename, &unknown)])));
    }
    let marks = school::csv(&school::marks_long());
    files.push((format!("{} refused.csv", children[0].surname), b"\x7fELF no table at all \0\0\0\0\0\0\0\0".to_vec()));
    files.push(("marks.csv".into(), marks));
    files
}

fn clean(what: &str, said: &Said, names: &BTreeSet<String>) {
    for (stream, text) in [("stdout", &said.stdout), ("stderr", &said.stderr)] {
        assert_eq!(found_in(text, names), BTreeSet::new(), "{stream} of {what}:\n{text}");
    }
}

#[test]
fn nothing_repeats_a_name_that_is_a_files_or_a_sheets() {
    let (files, names) = (inbox(), names());
    let files: Vec<(&str, Vec<u8>)> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let folder = project(&files);
    let path = folder.path().as_os_str();
    let first = run(folder.path());
    assert_eq!(first.code, 1, "{first:?}");
    clean("run", &first, &names);
    assert!(first.stderr.contains("….xlsx") && first.stderr.contains("sheet \"…\""), "{}", first.stderr);
    clean("run -v", &say(["run".as_ref(), "-v".as_ref(), "--project".as_ref(), path]), &names);
    for more in
        [&["check"][..], &["check", "--json"], &["inventory", "--project"], &["inventory", "--json", "--project"]]
    {
        clean(&more.join(" "), &say(more.iter().map(|word| word.as_ref()).chain([path])), &names);
    }
    let past = ["retain", "--as-of", "2060-01-01", "--project"].map(std::ffi::OsStr::new);
    clean("retain", &say(past.into_iter().chain([path])), &names);
    let child = &school::children()[2];
    let mut forget = program();
    forget.args(["forget", "--dry-run", "--project"]).arg(path).env("THRIVE_REPORT_PUPIL", &child.upn);
    let forgotten = said(&mut forget);
    clean("forget", &forgotten, &names);
    assert!(forgotten.stdout.contains("inbox/…"), "{}", forgotten.stdout);
    let packs = folder.path().join("packs").join(TERM);
    let mut looked_at = 0;
    for (name, bytes) in files_in(&packs) {
        // In the staff folder only the lists and what machines compare may name children; the account of files may not.
        if name.starts_with("staff/") && !name.starts_with("staff/data-quality.") {
            continue;
        }
        assert_eq!(found_in(&name, &names), BTreeSet::new(), "the name of a file");
        for (part, text) in texts_of(&name, &bytes) {
            assert_eq!(found_in(&text, &names), BTreeSet::new(), "{part}");
            looked_at += 1;
        }
    }
    assert!(looked_at > 100, "{looked_at} texts");
    // The guard, turned off, lets the names through: they are in the files that were read.
    let raw: String = files.iter().map(|(name, _)| format!("{name}\n")).collect();
    assert!(found_in(&raw, &names).len() > 12, "{raw}");
}

#[test]
fn a_file_that_cannot_be_read_is_not_called_by_its_name() {
    let folder = project(&[("pupils.csv", school::csv(&school::pupils()))]);
    // A file that is there when the folder is listed and cannot be opened: on Linux the reader of /proc is refused.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let path = folder.path().join("inbox/Zelda Ambleforth marks.csv");
        fs::write(&path, "x").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("set");
        // Root reads everything: then there is nothing to see here, and the unit test of the sentence must do.
        if fs::read(&path).is_err() {
            let said = run(folder.path());
            assert_eq!(said.code, 3, "{said:?}");
            clean("run", &said, &names());
            assert!(said.stderr.contains("file 1 of 2"), "{said:?}");
        }
    }
    let _ = (folder, binary::hash(b""));
}

#[test]
fn the_store_names_nobody() {
    // The store lives in memory; what it holds is what the frames hold that are put into it.
    use thrive_report::tables::{self, Reference};
    let children = school::children();
    let who = ["Ms Praxiteles", "Mr Quillfeather", "Dr Ravenscroft"];
    let mut screening = school::screening_wide();
    screening[0].push("Assessor".into());
    screening.iter_mut().skip(1).for_each(|row| row.push(who[0].into()));
    let support = vec![
        texts(&["UPN", "Intervention", "Type", "Start date", "End date", "Practitioner"]),
        texts(&[&children[0].upn, "One to one with Zelda Ambleforth", "1:1", "01/05/2026", "30/06/2026", who[1]]),
    ];
    let family = vec![
        texts(&["Course", "Leader", "Participant ID", "UPN", "Session 1", "Session 2"]),
        texts(&["Spring", who[2], "Mrs Ambleforth", &children[0].upn, "Yes", "No"]),
    ];
    let incidents = vec![
        texts(&["UPN", "Date", "Kind", "Place", "Session"]),
        texts(&[&children[1].upn, "12/05/2026", "Hit Zelda Ambleforth", "Hall", "AM"]),
    ];
    let files = [
        ("pupils.csv", school::csv(&school::pupils())),
        ("screening Zelda Ambleforth.csv", school::csv(&screening)),
        ("support.csv", school::csv(&support)),
        ("family.csv", school::csv(&family)),
        ("incidents.csv", school::csv(&incidents)),
    ];
    let readings: Vec<_> = files.into_iter().map(|(name, bytes)| school::reading(name, &bytes)).collect();
    let reference = Reference::load().expect("sound");
    let canonical = tables::build(&readings, &reference, &[2025], None, &tables::Links::default()).expect("built");
    let kept: u64 = canonical.accounts.iter().map(|account| account.rows_kept).sum();
    assert_eq!(kept, 12 + 12 + 3, "every row is in the store: {:#?}", canonical.diagnostics);
    let shown: Vec<&str> = canonical.adults.names().values().map(String::as_str).collect();
    assert_eq!(shown, ["Dr Ravenscroft", "Mr Quillfeather", "Ms Praxiteles"], "their names are kept beside it");
    let mut names: BTreeSet<String> = names();
    names.extend(["praxiteles", "quillfeather", "ravenscroft"].map(str::to_owned));
    // Dates of birth are in the store: figures by age need them.
    names.retain(|name| !name.contains(['/', ' ']) && name.parse::<jiff::civil::Date>().is_err());
    for frame in canonical.frames {
        let table = frame.name;
        let bytes = frame.into_ipc().expect("written");
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        for name in &names {
            assert!(!text.contains(name.as_str()), "{name} is in {table}");
        }
    }
}
