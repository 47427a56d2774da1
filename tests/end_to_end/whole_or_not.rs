//! A pack appears whole or not at all; what was there before stays when a run fails; the school's files are never touched.

use std::fs;
use std::path::Path;

use crate::binary::{self, TERM, hashes, project, run};
use crate::dialects::school;

/// Nothing of an unfinished run lies about.
fn tidy(project: &Path) {
    let packs = project.join("packs");
    for entry in fs::read_dir(&packs).into_iter().flatten().flatten() {
        let name = entry.file_name();
        assert!(!name.to_string_lossy().starts_with('.'), "{} was left behind", packs.join(name).display());
    }
}

#[test]
fn the_inputs_are_the_same_bytes_before_and_after() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/sample-primary");
    let demo = binary::demo();
    assert_eq!(hashes(&demo.folder.join("inbox")), hashes(&fixture.join("inbox")));
    assert_eq!(
        binary::hash(&fs::read(demo.folder.join("school.toml")).expect("there")),
        binary::hash(&fs::read(fixture.join("school.toml")).expect("there"))
    );
}

#[test]
fn check_writes_nothing() {
    let folder = project(&school::inbox());
    let before = hashes(folder.path());
    let said = binary::say(["check".as_ref(), folder.path().as_os_str()]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("read as attendance marks"), "{}", said.stdout);
    assert_eq!(hashes(folder.path()), before);
}

#[test]
fn a_file_in_the_place_of_all_packs_stops_the_run() {
    let folder = project(&school::inbox());
    fs::write(folder.path().join("packs"), "mine").expect("written");
    let said = run(folder.path());
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.stderr.contains("cannot write") && said.stderr.contains("what to do"), "{said:?}");
    assert_eq!(fs::read_to_string(folder.path().join("packs")).expect("still there"), "mine");
}

#[test]
fn a_file_in_the_place_of_the_pack_stops_the_run_and_stays() {
    let folder = project(&school::inbox());
    let packs = folder.path().join("packs");
    fs::create_dir(&packs).expect("made");
    fs::write(packs.join(TERM), "mine").expect("written");
    let said = run(folder.path());
    assert_eq!(said.code, 3, "{said:?}");
    assert_eq!(fs::read_to_string(packs.join(TERM)).expect("still there"), "mine");
    assert_eq!(fs::read_dir(&packs).expect("there").count(), 1, "nothing half-written lies beside it");
}

#[test]
fn a_run_that_fails_leaves_the_last_pack_as_it_was() {
    let folder = project(&school::inbox());
    assert_eq!(run(folder.path()).code, 0);
    let before = hashes(&folder.path().join("packs"));
    fs::remove_file(folder.path().join("inbox/pupils.csv")).expect("removed");
    let said = run(folder.path());
    assert!(said.code >= 2, "{said:?}");
    assert_eq!(hashes(&folder.path().join("packs")), before);
    tidy(folder.path());
}

#[test]
fn what_a_killed_run_left_is_cleared_up() {
    let folder = project(&school::inbox());
    assert_eq!(run(folder.path()).code, 0);
    let packs = folder.path().join("packs");
    let before = hashes(&packs);
    // Killed between moving the old pack aside and putting the new one in its place.
    fs::rename(packs.join(TERM), packs.join(format!(".replaced-{TERM}"))).expect("moved");
    fs::create_dir_all(packs.join(format!(".unfinished-{TERM}/governors"))).expect("made");
    fs::write(packs.join(format!(".unfinished-{TERM}/governors/half.html")), "<ht").expect("written");
    assert_eq!(run(folder.path()).code, 0);
    assert_eq!(hashes(&packs), before);
    tidy(folder.path());
}

#[test]
fn files_with_awkward_names_are_read() {
    let mut names = vec![
        "Élèves & Ärzte – 2025'26 (final) 100% #1.csv",
        "deep/er/than usual/Screening; Zoë's [copy].csv",
        "  marks ,week 3.csv",
    ];
    if cfg!(unix) {
        names[2] = "who? what: a|b*c \"marks\".csv";
    }
    let inbox: Vec<(&str, Vec<u8>)> =
        names.iter().copied().zip(school::inbox().into_iter().map(|(_, bytes)| bytes)).collect();
    let folder = project(&inbox);
    let said = run(folder.path());
    assert_eq!(said.code, 0, "{said:?}");
    let account: serde_json::Value = serde_json::from_slice(
        &fs::read(folder.path().join(format!("packs/{TERM}/staff/data-quality.json"))).expect("there"),
    )
    .expect("JSON");
    let mut read: Vec<&str> =
        account["sheets"].as_array().expect("a list").iter().filter_map(|sheet| sheet["file"].as_str()).collect();
    read.sort_unstable();
    names.sort_unstable();
    assert_eq!(read, names);
}

#[cfg(unix)]
#[test]
fn the_staff_folder_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(binary::packs().join("staff")).expect("there").permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_inbox_are_not_followed() {
    let folder = project(&school::inbox());
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    fs::write(elsewhere.path().join("more.csv"), school::csv(&school::marks_long())).expect("written");
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("inbox/link")).expect("linked");
    std::os::unix::fs::symlink(folder.path(), folder.path().join("inbox/round")).expect("linked");
    let said = run(folder.path());
    assert_eq!(said.code, 1, "{said:?}");
    for link in ["link", "round"] {
        assert!(
            said.stderr.contains(&format!("--> {link}\n")),
            "{link} was passed over without a word: {}",
            said.stderr
        );
    }
    assert!(said.stdout.contains("204 of 204 rows used"), "nothing behind a link was read: {}", said.stdout);
}
