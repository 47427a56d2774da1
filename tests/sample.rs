//! The sample school in `fixtures/sample-primary` is what its generator makes, to the byte.
//!
//! After a change to `tests/sample_school`, run this test with `THRIVE_REPORT_WRITE_FIXTURES=1`: it writes the files
//! instead of comparing them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::sample_school::{self, people};

/// Only the long register may be larger: a repository is no place for large files.
const LARGEST: usize = 1_500_000;
const LONG_REGISTER: &str = "inbox/Attendance/marks 2024-25.csv";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join("sample-primary")
}

/// Every file below a folder, as paths from `root` with forward slashes, in order.
fn files_below(root: &Path, folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the fixture folder can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            found.extend(files_below(root, &path));
        } else {
            let parts = path.strip_prefix(root).expect("below the root").components();
            let names: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            found.push(names.join("/"));
        }
    }
    found.sort();
    found
}

#[test]
fn the_fixture_is_what_the_generator_makes() {
    let write = std::env::var_os("THRIVE_REPORT_WRITE_FIXTURES").is_some_and(|value| value == "1");
    for (name, bytes) in sample_school::files(&sample_school::world()) {
        let path = folder().join(&name);
        if write {
            fs::create_dir_all(path.parent().expect("files lie in a folder")).expect("the folder can be made");
            fs::write(&path, &bytes).expect("the fixture can be written");
            continue;
        }
        let stored = fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let first = stored.iter().zip(&bytes).position(|(stored, made)| stored != made);
        assert!(
            stored == bytes,
            "{name} is not what the generator makes: {} bytes stored, {} made, the first difference at byte {}; \
             if the change is meant, run this test with THRIVE_REPORT_WRITE_FIXTURES=1",
            stored.len(),
            bytes.len(),
            first.unwrap_or_else(|| stored.len().min(bytes.len())),
        );
    }
}

#[test]
fn the_generator_repeats_itself() {
    let (one, other) = (sample_school::files(&sample_school::world()), sample_school::files(&sample_school::world()));
    for (name, bytes) in &one {
        assert!(other.get(name) == Some(bytes), "{name} comes out differently the second time");
    }
}

#[test]
fn the_folder_holds_nothing_else() {
    let made = sample_school::files(&sample_school::world());
    let strangers: Vec<String> =
        files_below(&folder(), &folder()).into_iter().filter(|name| !made.contains_key(name)).collect();
    assert!(strangers.is_empty(), "not made by the generator, so to be removed: {strangers:?}");
}

#[test]
fn no_file_is_large_but_the_long_register() {
    for (name, bytes) in sample_school::files(&sample_school::world()) {
        assert!(name == LONG_REGISTER || bytes.len() <= LARGEST, "{name} has {} bytes", bytes.len());
    }
}

#[test]
fn every_pupil_is_invented() {
    let world = sample_school::world();
    for pupil in &world.pupils {
        // No local authority has the number 999.
        assert!(pupil.upn[1..].starts_with("999"), "{} could be somebody's number", pupil.upn);
        assert_eq!(pupil.upn, people::upn(&pupil.upn[1..]), "the check letter is right");
    }
    let mut numbers: Vec<&str> = world.pupils.iter().map(|pupil| pupil.upn.as_str()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), world.pupils.len(), "each child has a number of its own");
}
