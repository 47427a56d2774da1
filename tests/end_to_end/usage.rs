//! Wrong usage: one message that names what is wrong, one line that says what to do, and the right exit code.

use std::fs;
use std::path::Path;

use crate::binary::{self, Said, project, run, say};
use crate::dialects::school;
use crate::sample_school::settings::SCHOOL_TOML;

/// One refusal: its code, its one message, its remedy, and nothing else.
fn refused(said: &Said, code: i32, parts: &[&str]) {
    assert_eq!(said.code, code, "{said:?}");
    assert_eq!(said.stdout, "", "{said:?}");
    assert!(said.stderr.starts_with("error: "), "{said:?}");
    assert_eq!(said.stderr.matches("error").count(), 1, "one message: {said:?}");
    assert_eq!(said.stderr.matches("  = what to do: ").count(), 1, "one remedy: {said:?}");
    assert_eq!(said.stderr.trim_end().lines().count(), 2, "{said:?}");
    for part in parts {
        assert!(said.stderr.contains(part), "\"{part}\" is not in {said:?}");
    }
}

fn run_with(folder: &Path, more: &[&str]) -> Said {
    let fixed = ["run".as_ref(), "--project".as_ref(), folder.as_os_str()];
    say(fixed.into_iter().chain(more.iter().map(|argument| argument.as_ref())))
}

#[test]
fn a_folder_that_is_not_there() {
    refused(&run(Path::new("no such place")), 2, &["no such place", "init"]);
    refused(&say(["check", "no such file.xlsx"]), 2, &["no such file.xlsx"]);
}

#[test]
fn a_policy_that_would_protect_nobody() {
    let folder = project(&school::inbox());
    let settings = format!("{SCHOOL_TOML}\n[policy.disclosure]\nmin_cohort = 0\nmin_mean = 0\nsmall_count = 0\n");
    fs::write(folder.path().join("school.toml"), settings).expect("written");
    refused(&run(folder.path()), 2, &["single children", "at least 5"]);
}

#[test]
fn a_folder_that_is_no_project() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    refused(&run(folder.path()), 2, &["school.toml", "init"]);
}

#[test]
fn a_misspelt_key_is_answered_with_its_line_and_the_nearest_one() {
    let folder = project(&school::inbox());
    let wrong = SCHOOL_TOML.replace("secure_min", "secure_mim");
    let line = wrong.lines().position(|line| line.starts_with("secure_mim")).expect("it is there") + 1;
    fs::write(folder.path().join("school.toml"), wrong).expect("written");
    refused(
        &run(folder.path()),
        2,
        &["school.toml", &format!("line {line}"), "\"secure_mim\"", "did you mean \"secure_min\"?"],
    );
}

#[test]
fn settings_that_cannot_be() {
    let folder = project(&school::inbox());
    for (from, to, part) in [
        ("secure_min = 60", "secure_min = 600", "600"),
        ("instrument = \"thrive\"", "instrument = \"thrift\"", "thrift"),
        ("\"Reception\" = \"Power & Identity\"", "\"Reception\" = \"Power\"", "Power"),
        ("\"Reception\" = \"Power & Identity\"", "\"Deception\" = \"Being\"", "Deception"),
        ("end = 2025-12-19", "end = 2025-08-19", "ends before it starts"),
        ("end = 2025-12-19", "end = 2026-01-19", "begins before"),
        ("year = \"2025/26\"", "year = \"2025/27\"", "2025/27"),
        ("phase = \"primary\"", "phase = \"primery\"", "primery"),
        ("[school]", "[school", "school.toml"),
    ] {
        let text = SCHOOL_TOML.replacen(from, to, 1);
        assert_ne!(text, SCHOOL_TOML, "{from}");
        fs::write(folder.path().join("school.toml"), text).expect("written");
        refused(&run(folder.path()), 2, &["school.toml", part]);
    }
}

#[test]
fn an_empty_inbox() {
    let folder = project::<&[u8]>(&[]);
    refused(&run(folder.path()), 2, &["inbox", "is empty"]);
    refused(&say(["check".as_ref(), folder.path().as_os_str()]), 2, &["inbox", "is empty"]);
    // What an office program leaves beside an open file is no export.
    fs::write(folder.path().join("inbox/~$register.xlsx"), b"lock").expect("written");
    refused(&run(folder.path()), 2, &["inbox", "is empty"]);
    fs::remove_dir_all(folder.path().join("inbox")).expect("removed");
    refused(&run(folder.path()), 2, &["inbox"]);
}

#[test]
fn an_inbox_without_a_pupil_list() {
    let folder = project(&[("screening.csv", school::csv(&school::screening_long()))]);
    let said = run(folder.path());
    refused(&said, said.code, &["pupil list", "template"]);
    assert!(matches!(said.code, 2 | 3), "{said:?}");
}

#[test]
fn a_term_that_is_not_in_the_calendar() {
    let folder = project(&school::inbox());
    refused(
        &run_with(folder.path(), &["--term", "2025-26-sumer"]),
        2,
        &["2025-26-sumer", "2025-26-summer", "2024-25-autumn"],
    );
}

#[test]
fn a_date_that_is_none() {
    let folder = project(&school::inbox());
    for date in ["yesterday", "31/02/2026", "07/21/2026"] {
        refused(&run_with(folder.path(), &["--as-of", date]), 2, &[date, "17/07/2026"]);
    }
}

#[test]
fn a_date_before_the_calendar_begins() {
    let folder = project(&school::inbox());
    refused(&run_with(folder.path(), &["--as-of", "2019-05-01"]), 2, &["1 May 2019", "earlier terms"]);
}

#[test]
fn a_date_after_the_calendar_ends() {
    let folder = project(&school::inbox());
    refused(&run_with(folder.path(), &["--as-of", "2031-05-01"]), 2, &["1 May 2031", "later terms"]);
}

#[test]
fn a_term_that_begins_after_the_date() {
    let folder = project(&school::inbox());
    let asked = ["--term", "2025-26-summer", "--as-of", "2025-10-01"];
    refused(&run_with(folder.path(), &asked), 2, &["Summer term 2025/26", "1 October 2025", "later --as-of"]);
}

#[test]
fn a_file_that_nothing_recognises_is_a_problem_of_the_file() {
    let mut inbox = school::inbox();
    inbox.push(("menu.csv", b"Monday,Tuesday\nfish pie,lentil curry\n".to_vec()));
    let folder = project(&inbox);
    let said = run(folder.path());
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stderr.contains("[R001]") && said.stderr.contains("--> menu.csv"), "{said:?}");
    assert!(said.stderr.contains("template"), "the remedy names the template: {said:?}");
}

#[test]
fn a_project_at_which_another_run_is_at_work() {
    let folder = project(&school::inbox());
    let lock = fs::File::create(folder.path().join(".thrive-report.lock")).expect("made");
    lock.lock().expect("taken");
    refused(&run(folder.path()), 3, &["another run", "wait"]);
    assert!(!folder.path().join("packs").exists());
    drop(lock);
    // A lock file without a run behind it, as after a crash, is in nobody's way.
    assert_eq!(run(folder.path()).code, 0);
}

#[test]
fn folders_and_files_that_are_already_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("diary.txt"), "mine").expect("written");
    let place = folder.path().as_os_str();
    refused(&say(["demo".as_ref(), "--out".as_ref(), place]), 2, &["already there"]);
    assert_eq!(binary::files_in(folder.path()).len(), 1, "nothing was written into another's folder");

    let school = folder.path().join("our school");
    assert_eq!(say(["init".as_ref(), school.as_os_str()]).code, 0);
    let before = binary::hashes(folder.path());
    refused(&say(["init".as_ref(), school.as_os_str()]), 2, &["already there"]);
    let template = folder.path().join("diary.txt");
    refused(&say(["template".as_ref(), template.as_os_str()]), 2, &["already there"]);
    assert_eq!(binary::hashes(folder.path()), before);
}

#[test]
fn arguments_that_nobody_knows() {
    for arguments in [vec!["rum"], vec!["run", "--tern", "x"], vec!["template"], vec!["completions", "basic"], vec![]] {
        let said = say(&arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {said:?}");
        assert!(said.stderr.contains("Usage") || said.stderr.contains("--help"), "{said:?}");
    }
    assert!(say(["rum"]).stderr.contains("run"), "the nearest command is named");
}
