//! Same inputs, same bytes: whatever the files are called, wherever the program runs, however many threads it takes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::binary::{self, TERM, demo, hashes, packs, program, said};

/// The sample school's project without packs, its inbox files renamed.
fn project(rename: impl Fn(usize, &str) -> String) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::copy(demo().folder.join("school.toml"), folder.path().join("school.toml")).expect("copied");
    for (at, (name, bytes)) in binary::files_in(&demo().folder.join("inbox")).into_iter().enumerate() {
        let path = folder.path().join("inbox").join(rename(at, &name));
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    folder
}

/// Runs a project with these settings of the surroundings and arguments; gives the hashes of its packs.
fn run(project: &Path, surroundings: &[(&str, &str)], arguments: &[&str]) -> BTreeMap<String, String> {
    let mut command = program();
    command.arg("run").arg("--project").arg(project).args(arguments).envs(surroundings.iter().copied());
    let said = said(&mut command);
    assert_eq!(said.code, 1, "{said:?}");
    hashes(&project.join("packs").join(TERM))
}

/// All but what is about the files' names.
fn about_content(mut packs: BTreeMap<String, String>) -> BTreeMap<String, String> {
    packs.retain(|path, _| !path.starts_with("staff/data-quality."));
    packs
}

#[test]
fn a_second_run_gives_the_same_bytes_and_clears_the_first_away() {
    let folder = project(|_, name| name.to_owned());
    let first = run(folder.path(), &[], &[]);
    assert_eq!(first, hashes(&packs()), "run and demo give the same packs");
    let stray = folder.path().join("packs").join(TERM).join("governors/old chart.svg");
    fs::write(stray, "<svg/>").expect("written");
    assert_eq!(run(folder.path(), &[], &[]), first);
    let left: Vec<String> = fs::read_dir(folder.path().join("packs"))
        .expect("there")
        .map(|entry| entry.expect("listed").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(left, [TERM], "no working folder is left");
}

#[test]
fn names_and_folders_of_the_files_do_not_matter() {
    // Upside down, into other folders, with endings in capitals.
    let folder = project(|at, name| {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_uppercase();
        format!("{}/Zoë {:02}.{ending}", ["z", "A/b c", "ü"][at % 3], 99 - at)
    });
    assert_eq!(about_content(run(folder.path(), &[], &[])), about_content(hashes(&packs())));
}

#[test]
fn the_same_file_twice_counts_once() {
    let folder = project(|_, name| name.to_owned());
    let inbox = folder.path().join("inbox");
    fs::copy(inbox.join("Behaviour/suspensions.csv"), inbox.join("suspensions (2).csv")).expect("copied");
    fs::copy(inbox.join("Thrive/screening 2025-26 summer.xlsx"), inbox.join("a copy.xlsx")).expect("copied");
    let twice = about_content(run(folder.path(), &[], &[]));
    let once = about_content(hashes(&packs()));
    for (path, hash) in &once {
        if path.starts_with("governors/") || path.starts_with("staff/pupil-lists") || path == "staff/results.json" {
            assert_eq!(twice.get(path), Some(hash), "{path}");
        }
    }
}

#[test]
fn time_zone_and_language_of_the_machine_do_not_matter() {
    let folder = project(|_, name| name.to_owned());
    let surroundings = [
        ("TZ", "Pacific/Kiritimati"),
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "de_DE.UTF-8"),
        ("COLUMNS", "40"),
        ("SOURCE_DATE_EPOCH", "1"),
        ("RUST_LOG", "trace"),
        ("CLICOLOR_FORCE", "1"),
    ];
    assert_eq!(run(folder.path(), &surroundings, &[]), hashes(&packs()));
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let folder = project(|_, name| name.to_owned());
    for threads in ["1", "5"] {
        assert_eq!(run(folder.path(), &[], &["--threads", threads]), hashes(&packs()), "{threads} threads");
    }
}

#[test]
fn the_folder_the_project_lies_in_does_not_matter() {
    let folder = project(|_, name| name.to_owned());
    let elsewhere = folder.path().join("inbox");
    let mut command = program();
    // From inside the project, by a relative path.
    command.current_dir(elsewhere).args(["run", "--project", ".."]);
    assert_eq!(said(&mut command).code, 1);
    assert_eq!(hashes(&folder.path().join("packs").join(TERM)), hashes(&packs()));
}
