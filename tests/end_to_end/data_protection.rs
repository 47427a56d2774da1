//! A child is forgotten, what is past its retention is found and removed, and what lies where is listed.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::privacy::texts_of;
use crate::binary::{self, Said, TERM, files_in, program, project, run, said, say};
use crate::dialects::school::{self, Child};
use thrive_report::pseudonyms::{Identity, Key, Tokens};

/// A project with a run behind it, a ledger with a token for every child, and a review folder.
fn school_with_ledger() -> (tempfile::TempDir, Vec<Child>) {
    let folder = project(&school::inbox());
    assert_eq!(run(folder.path()).code, 0);
    let children = school::children();
    let key = Key::load_or_create(folder.path()).expect("a key");
    let mut tokens = Tokens::load(folder.path(), &key).expect("a table");
    for child in &children {
        tokens.token_of(&key.pseudonym(&Identity::upn(&child.upn))).expect("a token");
    }
    tokens.save().expect("saved");
    fs::create_dir(folder.path().join("review")).expect("made");
    let list = children.iter().map(|child| format!("{},{},same child?\n", child.surname, child.forename));
    let list: String = std::iter::once("Surname,Forename,Question\n".to_owned()).chain(list).collect();
    fs::write(folder.path().join("review/matches.csv"), list).expect("written");
    (folder, children)
}

fn forget(folder: &Path, number: &str, more: &[&str]) -> Said {
    let mut command = program();
    command.args(["forget", "--project"]).arg(folder).args(more).stdin(std::process::Stdio::null());
    said(command.env("THRIVE_REPORT_PUPIL", number))
}

/// Files of a project, outside the inbox, that hold one of these words in any of their texts.
fn holding(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, bytes) in files_in(folder) {
        if name.starts_with("inbox/") || name.ends_with(".lock") {
            continue;
        }
        let texts = if name.ends_with(".pdf") && !name.contains("staff/") {
            Default::default()
        } else {
            texts_of(&name, &bytes)
        };
        if words.iter().any(|word| texts.values().any(|text| text.contains(word))) {
            found.push(name);
        }
    }
    found
}

const DAY: [&str; 3] = ["--as-of", "2026-09-01", "--yes"];

#[test]
fn a_child_is_erased_everywhere_and_the_inbox_is_only_pointed_at() {
    let (folder, children) = school_with_ledger();
    let child = &children[4];
    let words = [child.surname, child.upn.as_str()];
    assert!(!holding(folder.path(), &words).is_empty(), "there is something to erase");
    let inbox = binary::hashes(&folder.path().join("inbox"));
    let before = files_in(folder.path());
    let key = Key::load(folder.path()).expect("read").expect("a key");
    let pseudonym = key.pseudonym(&Identity::upn(&child.upn));
    assert!(Tokens::load(folder.path(), &key).expect("a table").known(&pseudonym).is_some());

    let tried = forget(folder.path(), &child.upn, &["--dry-run"]);
    assert_eq!(tried.code, 1, "{tried:?}");
    assert_eq!(files_in(folder.path()), before, "a dry run changes nothing");

    let said = forget(folder.path(), &child.upn, &DAY);
    assert_eq!(said.code, 1, "the inbox still holds the child: {said:?}");
    for part in ["Year 1, Willow", "packs/2025-26-summer/staff", "review/matches.csv", "ledger/pupils.csv"] {
        assert!(said.stdout.contains(part), "{part} is not in\n{}", said.stdout);
    }
    // By the files themselves: a heading, then the fifth child; six strands a child; ten marks a child.
    for part in ["inbox/pupils.csv · row 6 ", "inbox/screening.csv · rows 26–31 ", "inbox/marks.csv · rows 42–51 "]
    {
        assert!(said.stdout.contains(part), "{part} is not in\n{}", said.stdout);
    }
    for text in [&said.stdout, &said.stderr, &tried.stdout] {
        assert!(!words.iter().any(|word| text.contains(word)), "{text}");
    }
    assert_eq!(binary::hashes(&folder.path().join("inbox")), inbox, "the inbox is never changed");
    assert_eq!(holding(folder.path(), &words), Vec::<String>::new());
    let tokens = Tokens::load(folder.path(), &key).expect("sound");
    assert_eq!((tokens.len(), tokens.known(&pseudonym)), (11, None), "the others keep theirs");
    let review = fs::read_to_string(folder.path().join("review/matches.csv")).expect("there");
    assert_eq!(review.lines().count(), 12, "{review}");
    let log = fs::read_to_string(folder.path().join("ledger/erasures.csv")).expect("a line");
    assert_eq!(log.lines().last(), Some("2026-09-01,forgotten,2025-26-summer,1,1"));
    // Packs for others hold no child and stay as they are.
    for (name, bytes) in before.iter().filter(|(name, _)| name.contains("/governors/") || name.contains("/public/")) {
        assert_eq!(fs::read(folder.path().join(name)).ok().as_ref(), Some(bytes), "{name}");
    }

    // A person deletes the rows; the program then knows nobody by that number.
    for (name, grid) in [
        ("pupils.csv", school::pupils()),
        ("screening.csv", school::screening_long()),
        ("marks.csv", school::marks_long()),
    ] {
        let kept: Vec<_> = grid.into_iter().filter(|row| row[0] != school::Cell::from(child.upn.as_str())).collect();
        fs::write(folder.path().join("inbox").join(name), school::csv(&kept)).expect("written");
    }
    let gone = forget(folder.path(), &child.upn, &DAY);
    assert_eq!(gone.code, 2, "{gone:?}");
    assert!(gone.stderr.contains("nobody by that number"), "{gone:?}");
    assert_eq!(run(folder.path()).code, 0, "and the next run makes the staff folder without the child");
    assert_eq!(holding(folder.path(), &words), Vec::<String>::new());
}

#[test]
fn a_child_is_found_by_pupil_number_too_and_when_it_has_left_the_inbox() {
    let (folder, children) = school_with_ledger();
    let child = &children[7];
    let by_number = forget(folder.path(), &child.id, &["--dry-run"]);
    assert!(by_number.stdout.contains("Year 4, Beech") && by_number.stdout.contains("row 9 "), "{by_number:?}");
    // The rows are deleted first, the child is forgotten afterwards: the packs and the ledger still know it by UPN.
    for (name, grid) in [
        ("pupils.csv", school::pupils()),
        ("screening.csv", school::screening_long()),
        ("marks.csv", school::marks_long()),
    ] {
        let kept: Vec<_> = grid.into_iter().filter(|row| row[0] != school::Cell::from(child.upn.as_str())).collect();
        fs::write(folder.path().join("inbox").join(name), school::csv(&kept)).expect("written");
    }
    let file = folder.path().join("number.txt");
    fs::write(&file, format!("{}\r\n", child.upn.to_lowercase())).expect("written");
    let mut command = program();
    command.args(["forget", "--project"]).arg(folder.path()).args(DAY).arg("--pupil-file").arg(&file);
    let said = said(&mut command);
    assert_eq!(said.code, 0, "nobody has to do anything more: {said:?}");
    fs::remove_file(file).expect("removed");
    assert!(holding(folder.path(), &[&child.upn]).is_empty());
    assert!(!folder.path().join("packs").join(TERM).join("staff").exists());
    // Its name could not be looked for in the review folder, and the user is not told otherwise.
    assert!(said.stdout.contains("on no pupil list"), "{said:?}");
}

#[test]
fn a_sealed_staff_folder_goes_because_nobody_can_tell() {
    let folder = project(&school::inbox());
    let mut seal = program();
    seal.args(["run", "--seal", "--project"]).arg(folder.path());
    assert_eq!(said(seal.env("THRIVE_REPORT_PASSPHRASE", "four words that do not belong")).code, 0);
    let said = forget(folder.path(), &school::children()[0].upn, &DAY);
    assert!(said.stdout.contains("staff.zip  (sealed"), "{said:?}");
    assert!(!folder.path().join("packs").join(TERM).join("staff.zip").exists());
}

#[test]
fn a_number_that_is_nobodys_or_two_childrens_erases_nothing() {
    let (folder, children) = school_with_ledger();
    let before = files_in(folder.path());
    let nobody = forget(folder.path(), "Z999999999999", &DAY);
    assert_eq!(nobody.code, 2, "{nobody:?}");
    assert!(!nobody.stderr.contains("Z999999999999"), "{nobody:?}");
    let mut pupils = school::pupils();
    pupils[2][1] = school::Cell::from(children[0].id.as_str());
    fs::write(folder.path().join("inbox/pupils.csv"), school::csv(&pupils)).expect("written");
    let two = forget(folder.path(), &children[0].id, &DAY);
    assert_eq!(two.code, 2, "{two:?}");
    assert!(two.stderr.contains("2 children"), "{two:?}");
    fs::write(folder.path().join("inbox/pupils.csv"), &before["inbox/pupils.csv"]).expect("written");
    // Without a word from a person nothing is removed, and a number is no argument.
    let unasked = forget(folder.path(), &children[0].upn, &["--as-of", "2026-09-01"]);
    assert_eq!(unasked.code, 2, "{unasked:?}");
    assert!(unasked.stderr.contains("--yes"), "{unasked:?}");
    let argument = say(["forget", &children[0].upn]);
    assert_eq!(argument.code, 2);
    let empty = forget(folder.path(), "  ", &DAY);
    assert_eq!(empty.code, 2, "{empty:?}");
    assert_eq!(files_in(folder.path()), before);
}

#[test]
fn a_row_of_a_namesake_is_not_taken_for_the_childs() {
    let children = school::children();
    let mut pupils = school::pupils();
    // Another child of the same name, with a UPN of its own.
    pupils[2][2] = children[0].surname.into();
    pupils[2][3] = children[0].forename.into();
    let folder = project(&[("pupils.csv", school::csv(&pupils)), ("marks.csv", school::csv(&school::marks_long()))]);
    let said = forget(folder.path(), &children[0].upn, &["--dry-run"]);
    assert!(said.stdout.contains("inbox/pupils.csv · row 2 ("), "{}", said.stdout);
}

fn retain(folder: &Path, day: &str, more: &[&str]) -> Said {
    let fixed = ["retain".as_ref(), "--as-of".as_ref(), day.as_ref(), "--project".as_ref(), folder.as_os_str()];
    let mut command = program();
    said(command.args(fixed).args(more).stdin(std::process::Stdio::null()))
}

#[test]
fn what_is_past_its_retention_is_listed_and_only_packs_are_removed() {
    let folder = project(&school::inbox());
    assert_eq!(run(folder.path()).code, 0);
    // The sample's summer term ends on 21 July 2026; two years for staff packs, six for packs and files.
    let kept = retain(folder.path(), "2028-07-21", &[]);
    assert_eq!((kept.code, kept.stdout.contains("Nothing is past")), (0, true), "{kept:?}");
    let staff = retain(folder.path(), "2028-07-22", &[]);
    assert_eq!(staff.code, 1, "{staff:?}");
    assert!(staff.stdout.contains("packs/2025-26-summer/staff  (staff_packs: last day 21 July 2026"), "{staff:?}");
    assert!(folder.path().join("packs/2025-26-summer/staff").exists(), "listing removes nothing");
    assert_eq!(retain(folder.path(), "2028-07-22", &["--remove"]).code, 2, "nobody is there to confirm");
    let removed = retain(folder.path(), "2028-07-22", &["--remove", "--yes"]);
    assert_eq!(removed.code, 0, "{removed:?}");
    assert!(!folder.path().join("packs/2025-26-summer/staff").exists());
    assert!(folder.path().join("packs/2025-26-summer/governors/results.json").exists());
    let inbox = binary::hashes(&folder.path().join("inbox"));
    let all = retain(folder.path(), "2040-01-01", &["--remove", "--yes"]);
    assert_eq!(all.code, 1, "the inbox is a person's to clear: {all:?}");
    assert!(
        all.stdout.contains("inbox/marks.csv  (registers: last day 15 May 2026, kept until 15 May 2032)"),
        "{all:?}"
    );
    assert!(!folder.path().join("packs/2025-26-summer").exists());
    assert_eq!(binary::hashes(&folder.path().join("inbox")), inbox);
    let log = fs::read_to_string(folder.path().join("ledger/erasures.csv")).expect("a line each");
    assert_eq!(
        log.lines().skip(1).collect::<Vec<_>>(),
        ["2028-07-22,retention,2025-26-summer,0,0", "2040-01-01,retention,2025-26-summer,0,0"]
    );
}

#[test]
fn a_schools_own_years_count_and_those_that_cannot_be_meant_are_refused() {
    let folder = project(&school::inbox());
    assert_eq!(run(folder.path()).code, 0);
    let settings = fs::read_to_string(folder.path().join("school.toml")).expect("there");
    let with = |years: &str| {
        fs::write(folder.path().join("school.toml"), format!("{settings}\n[policy.retention]\n{years}\n"))
    };
    with("staff_packs = 1").expect("written");
    assert_eq!(retain(folder.path(), "2027-07-22", &[]).code, 1);
    for wrong in ["registers = 5", "packs = 0", "staff_packs = 9", "staff_pack = 1"] {
        with(wrong).expect("written");
        assert_eq!(retain(folder.path(), "2027-07-22", &[]).code, 2, "{wrong}");
    }
}

#[test]
fn the_inventory_lists_every_file_once_with_its_children() {
    let (folder, _) = school_with_ledger();
    fs::write(folder.path().join("letter.docx"), "x").expect("written");
    let said = say(["inventory".as_ref(), "--json".as_ref(), "--project".as_ref(), folder.path().as_os_str()]);
    assert_eq!(said.code, 0, "{said:?}");
    let listed: Value = serde_json::from_str(&said.stdout).expect("JSON");
    let entries = listed["files"].as_array().expect("a list");
    let mut files: Vec<&str> = entries.iter().filter_map(|entry| entry["file"].as_str()).collect();
    files.sort_unstable();
    let there: Vec<String> = files_in(folder.path()).into_keys().filter(|name| !name.ends_with(".lock")).collect();
    assert_eq!(files, there);
    let entry = |file: &str| entries.iter().find(|entry| entry["file"] == file).unwrap_or_else(|| panic!("{file}"));
    for (file, children, special) in [
        ("inbox/pupils.csv", Value::from(12), true),
        ("inbox/screening.csv", Value::from(12), true),
        ("packs/2025-26-summer/staff/cohort.json", Value::from(12), true),
        ("packs/2025-26-summer/staff/pupil-lists.html", Value::from(12), true),
        ("packs/2025-26-summer/governors/results.json", Value::from(0), false),
        ("ledger/pupils.csv", Value::from(12), false),
        ("secret.key", Value::from(0), false),
        ("letter.docx", Value::Null, false),
    ] {
        let entry = entry(file);
        assert_eq!(entry["children"], children, "{file}");
        assert_eq!(!entry["special"].as_array().expect("a list").is_empty(), special, "{file}");
    }
    let table = folder.path().join("record.csv");
    let written = say([
        "inventory".as_ref(),
        "--csv".as_ref(),
        table.as_os_str(),
        "--project".as_ref(),
        folder.path().as_os_str(),
    ]);
    assert_eq!(written.code, 0, "{written:?}");
    let rows = fs::read_to_string(&table).expect("written").lines().count();
    assert_eq!(rows, entries.len() + 1);
    let again = say([
        "inventory".as_ref(),
        "--csv".as_ref(),
        table.as_os_str(),
        "--project".as_ref(),
        folder.path().as_os_str(),
    ]);
    assert_eq!(again.code, 2, "a file of the user's is never replaced");
}
