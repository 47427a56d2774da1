//! Readers that misbehave, written in the shell's language.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;

use super::*;

/// What becomes of `a.csv` when this script is the reader: codes and messages.
fn read_by(script: &str) -> Result<Vec<String>, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reader");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let isolation = Isolation::Process(path);
    let mut lane = Lane { time: Duration::from_secs(2), ..Lane::new(&isolation) };
    let readings = loop {
        match lane.read(b"UPN\nA1\n", "a.csv") {
            // Another test started a program while the script was being written.
            Err(Error::CannotIsolate { source }) if source.kind() == std::io::ErrorKind::ExecutableFileBusy => {}
            readings => break readings?,
        }
    };
    assert_eq!(readings.len(), 1);
    assert_eq!(readings[0].file, "a.csv");
    assert_eq!(readings[0].sha256.len(), 64);
    Ok(readings[0].diagnostics.iter().map(|found| format!("{} {}", found.code, found.message)).collect())
}

/// Says that `a.csv` is being read.
const BEGIN: &str = "printf 'thr\\001\\002\\005\\000\\000\\000\\000\\000\\000\\000a.csv'";

#[test]
fn a_reader_that_hangs_is_ended() {
    let said = read_by(&format!("{BEGIN}; exec sleep 60")).unwrap();
    assert_eq!(said, ["S010 reading it took longer than 30 seconds, and was stopped"]);
}

#[test]
fn a_reader_that_dies_is_one_diagnostic() {
    let said = read_by(&format!("{BEGIN}; kill -SEGV $$")).unwrap();
    assert_eq!(said, ["S010 the reader broke down over it"]);
    let said = read_by(&format!("{BEGIN}; echo memory allocation of 9 bytes failed >&2; kill -ABRT $$")).unwrap();
    assert_eq!(said, ["S010 reading it needs more memory than a file is given (1 GB)"]);
    let said = read_by(&format!("{BEGIN}; kill -XCPU $$")).unwrap();
    assert_eq!(said, ["S010 reading it needs more time than a file is given"]);
}

#[test]
fn a_reader_that_talks_nonsense_is_one_diagnostic() {
    let said = read_by(&format!("{BEGIN}; echo all is well with this file; exec sleep 60")).unwrap();
    assert_eq!(said, ["S010 the reader broke down over it"]);
}

#[test]
fn a_reader_that_never_begins_ends_the_run() {
    assert!(matches!(read_by("exit 0"), Err(Error::CannotIsolate { .. })));
    assert!(matches!(read_by("echo usage"), Err(Error::CannotIsolate { .. })));
    let nowhere = Isolation::Process("/nowhere/thrive-report".into());
    assert!(matches!(Lane::new(&nowhere).read(b"a", "a.csv"), Err(Error::CannotIsolate { .. })));
}
