//! What was read of each file is kept: the next run opens only what is new, and says the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::binary::{files_in, hashes, say};
use crate::trust::sample::{self, plans};

fn run(project: &Path, more: &[&str]) -> i32 {
    let mut arguments =
        vec!["run", "--project", project.to_str().expect("a path of this test"), "--as-of", "2026-03-27"];
    arguments.extend(more);
    let said = say(arguments);
    assert!(said.code < 2, "{}", said.stderr);
    said.code
}

/// The kept readings and when each was written.
fn kept(project: &Path) -> BTreeMap<String, SystemTime> {
    let entries = fs::read_dir(project.join("cache")).into_iter().flatten().map(|entry| entry.expect("listed"));
    entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, entry.metadata().expect("there").modified().expect("known"))
        })
        .collect()
}

fn packs(project: &Path) -> BTreeMap<String, String> {
    hashes(&project.join("packs"))
}

#[test]
fn a_warm_run_reads_what_is_new_and_nothing_else() {
    let place = tempfile::tempdir().expect("a folder");
    let project = place.path();
    sample::school(project, &plans()[0], 0);
    run(project, &[]);
    let (cold, first) = (packs(project), kept(project));
    assert_eq!(first.len(), 3);
    // The same again, under other names: nothing is read.
    fs::rename(project.join("inbox/pupils.csv"), project.join("inbox/roll.csv")).unwrap();
    run(project, &[]);
    assert_eq!(kept(project), first);
    let but_names = |files: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        let named = |name: &String| name.contains("data-quality") || name.contains("what-changed");
        files.iter().filter(|(name, _)| !named(name)).map(|(name, hash)| (name.clone(), hash.clone())).collect()
    };
    assert_eq!(but_names(&packs(project)), but_names(&cold));
    // One file is new: its reading comes, the old one goes, the others stay as they were.
    let attendance = project.join("inbox/attendance.csv");
    let text = fs::read_to_string(&attendance).unwrap().replacen(",192,8,", ",191,9,", 1);
    fs::write(&attendance, text).unwrap();
    run(project, &[]);
    let second = kept(project);
    let same = first.iter().filter(|(name, time)| second.get(*name) == Some(time)).count();
    assert_eq!((second.len(), same), (3, 2));
    // What a run without any of it makes is the same bytes.
    let warm = packs(project);
    fs::remove_dir_all(project.join("ledger")).unwrap();
    fs::remove_dir_all(project.join("packs")).unwrap();
    fs::remove_dir_all(project.join("cache")).unwrap();
    run(project, &["--fresh"]);
    assert!(!project.join("cache").exists());
    let fresh = packs(project);
    assert_eq!(fresh["2025-26-spring/staff/results.json"], warm["2025-26-spring/staff/results.json"]);
    assert_eq!(fresh["2025-26-spring/staff/data-quality.json"], warm["2025-26-spring/staff/data-quality.json"]);
}

#[test]
fn a_kept_reading_that_was_tampered_with_is_read_anew() {
    let place = tempfile::tempdir().expect("a folder");
    let project = place.path();
    sample::school(project, &plans()[0], 0);
    run(project, &[]);
    let before = packs(project);
    for name in files_in(&project.join("cache")).keys() {
        let path = project.join("cache").join(name);
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
    }
    run(project, &[]);
    assert_eq!(packs(project), before);
}

#[test]
fn nothing_is_kept_of_a_child_who_is_to_be_forgotten() {
    let place = tempfile::tempdir().expect("a folder");
    let project = place.path();
    sample::school(project, &plans()[0], 0);
    run(project, &[]);
    let text = fs::read_to_string(project.join("inbox/pupils.csv")).unwrap();
    let number = text.lines().nth(5).unwrap().split(',').next().unwrap().to_owned();
    let pupil = place.path().join("number.txt");
    fs::write(&pupil, &number).unwrap();
    let path = project.to_str().unwrap();
    let inventory = say(["inventory", "--project", path]);
    assert!(inventory.stdout.contains("cache/"), "{}", inventory.stdout);
    let dry = say(["forget", "--project", path, "--pupil-file", pupil.to_str().unwrap(), "--dry-run"]);
    assert!(dry.stdout.contains("cache/") && project.join("cache").exists(), "{}", dry.stdout);
    let said =
        say(["forget", "--project", path, "--pupil-file", pupil.to_str().unwrap(), "--as-of", "2026-09-01", "--yes"]);
    assert_eq!(said.code, 1, "the inbox still has the child: {}", said.stderr);
    assert!(!project.join("cache").exists());
    run(project, &[]);
    assert!(project.join("cache").exists());
    let said = say(["retain", "--project", path, "--as-of", "2060-09-01", "--remove", "--yes"]);
    assert!(said.code < 2, "{}", said.stderr);
    assert!(!project.join("cache").exists());
}
