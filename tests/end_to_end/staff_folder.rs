//! What names children is marked on every page and sheet, is its owner's alone, and can be sealed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::Path;

use super::privacy::{found_in, names};
use crate::binary::{self, Said, TERM, demo, files_in, pack_file, packs, parts, program, project, said};
use crate::dialects::school;

const MARK: &str = "OFFICIAL-SENSITIVE";
const PASSPHRASE: &str = "four words that do not belong";

#[test]
fn every_page_and_sheet_for_staff_is_marked() {
    let mut seen = BTreeMap::new();
    for (name, bytes) in files_in(&packs().join("staff")) {
        let ending = name.rsplit('.').next().expect("an ending").to_owned();
        match ending.as_str() {
            "html" => {
                let page = String::from_utf8(bytes).expect("UTF-8");
                // On the screen at the top and the foot, and in the margin of every printed page.
                assert!(page.matches(MARK).count() >= 2, "{name}");
                let margin = page.split("@top-right { content: ").nth(1).unwrap_or_else(|| panic!("{name}: no margin"));
                assert!(margin.starts_with("\"OFFICIAL\\2d SENSITIVE"), "{name}: {}", &margin[..60]);
            }
            "xlsx" => {
                for (part, bytes) in parts(&bytes) {
                    let is_sheet = part.starts_with("xl/worksheets/") && !part.contains("_rels");
                    let text = String::from_utf8_lossy(&bytes);
                    let header = text.split("<oddHeader>").nth(1).and_then(|rest| rest.split("</oddHeader>").next());
                    assert!(!is_sheet || header.is_some_and(|header| header.contains(MARK)), "{name}!{part}");
                }
            }
            "pdf" => {
                let pages = pdf_extract::extract_text_from_mem_by_pages(&bytes).expect("a print");
                assert!(!pages.is_empty());
                for (at, page) in pages.iter().enumerate() {
                    assert!(page.contains(MARK), "{name}, page {}", at + 1);
                }
            }
            _ => continue,
        }
        *seen.entry(ending).or_insert(0) += 1;
    }
    assert_eq!(seen.keys().collect::<Vec<_>>(), ["html", "pdf", "xlsx"]);
    assert!(seen.values().all(|count| *count >= 2), "{seen:?}");
}

#[cfg(unix)]
#[test]
fn the_staff_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| path.metadata().expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&packs().join("staff")), 0o700);
    for name in files_in(&packs().join("staff")).into_keys() {
        assert_eq!(mode(&packs().join("staff").join(&name)), 0o600, "{name}");
    }
}

fn sealed(folder: &Path, passphrase: Option<&str>) -> Said {
    let mut command = program();
    command.args(["run", "--seal", "--project"]).arg(folder).stdin(std::process::Stdio::null());
    if let Some(passphrase) = passphrase {
        command.env("THRIVE_REPORT_PASSPHRASE", passphrase);
    }
    said(&mut command)
}

#[test]
fn a_sealed_run_leaves_no_plain_file_and_the_manifest_stays_right() {
    let folder = project(&school::inbox());
    let plain = binary::run(folder.path());
    assert_eq!(plain.code, 0, "{plain:?}");
    let pack = folder.path().join("packs").join(TERM);
    let before = files_in(&pack);
    let said = sealed(folder.path(), Some(PASSPHRASE));
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("staff.zip") && !said.stdout.contains("pupil-lists"), "{}", said.stdout);
    assert!(!said.stdout.contains(PASSPHRASE) && !said.stderr.contains(PASSPHRASE));
    let after = files_in(&pack);
    assert!(!pack.join("staff").exists() && !after.keys().any(|name| name.starts_with("staff/")));
    // Everything but the staff folder and the manifest is the same to the byte.
    for (name, bytes) in before.iter().filter(|(name, _)| !name.starts_with("staff/") && *name != "manifest.json") {
        assert_eq!(after.get(name), Some(bytes), "{name}");
    }
    let manifest: serde_json::Value = serde_json::from_slice(&after["manifest.json"]).expect("JSON");
    assert_eq!(manifest["sealed"], "staff.zip");
    // Opened with the passphrase, the archive holds what the manifest says and what the plain run wrote.
    let mut archive = zip::ZipArchive::new(Cursor::new(&after["staff.zip"])).expect("an archive");
    let mut opened = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index_decrypt(at, PASSPHRASE.as_bytes()).expect("the passphrase fits");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("whole");
        opened.insert(file.name().to_owned(), bytes);
    }
    for output in manifest["outputs"].as_array().expect("a list") {
        let path = output["path"].as_str().expect("a path");
        let bytes = opened.get(path).or_else(|| after.get(path)).unwrap_or_else(|| panic!("{path} is nowhere"));
        assert_eq!(output["sha256"], binary::hash(bytes), "{path}");
    }
    for (name, bytes) in before.iter().filter(|(name, _)| name.starts_with("staff/")) {
        assert_eq!(opened.get(name), Some(bytes), "{name}");
    }
    assert!(archive.by_index(0).is_err(), "without the passphrase nothing opens");
    // Sealed again: another salt, so other bytes, and all the rest the same.
    let first = after;
    assert_eq!(sealed(folder.path(), Some(PASSPHRASE)).code, 0);
    let again = files_in(&pack);
    assert_ne!(again["staff.zip"], first["staff.zip"]);
    assert_eq!(again["manifest.json"], first["manifest.json"]);
}

#[test]
fn a_sealed_staff_folder_shows_no_name() {
    // The demo's children, sealed: the archive's bytes hold none of their names, and neither do the names of its files.
    let folder = tempfile::tempdir().expect("a temporary folder");
    binary::copy(&demo().folder.join("inbox"), &folder.path().join("inbox"));
    std::fs::copy(demo().folder.join("school.toml"), folder.path().join("school.toml")).expect("copied");
    assert_eq!(sealed(folder.path(), Some(PASSPHRASE)).code, 1);
    let bytes = std::fs::read(folder.path().join("packs").join(TERM).join("staff.zip")).expect("sealed");
    let text = String::from_utf8_lossy(&bytes);
    let long = names().into_iter().filter(|name| name.chars().count() > 4).collect();
    assert!(found_in(&text, &long).is_empty(), "{:?}", found_in(&text, &long));
    assert!(!pack_file("staff/pupil-lists.html").is_empty(), "the plain one is in the demo's own folder");
}

#[test]
fn a_passphrase_is_asked_for_and_a_weak_one_refused_before_anything_is_written() {
    let folder = project(&school::inbox());
    let nobody = sealed(folder.path(), None);
    assert_eq!(nobody.code, 2, "{nobody:?}");
    assert!(nobody.stderr.contains("THRIVE_REPORT_PASSPHRASE"), "{nobody:?}");
    let weak = sealed(folder.path(), Some("summer2026"));
    assert_eq!(weak.code, 2, "{weak:?}");
    assert!(weak.stderr.contains("12 characters") && !weak.stderr.contains("summer2026"), "{weak:?}");
    assert!(!folder.path().join("packs").exists());
}

#[test]
fn a_sealed_pack_is_compared_with_the_next_sealed_with_the_same_passphrase() {
    let folder = project(&school::inbox());
    let seal_as_of = |day: &str, passphrase: &str| {
        let mut command = program();
        command.args(["run", "--seal", "--as-of", day, "--project"]).arg(folder.path());
        let said = said(command.env("THRIVE_REPORT_PASSPHRASE", passphrase));
        assert_eq!(said.code, 0, "{said:?}");
        let bytes = std::fs::read(folder.path().join("packs").join(TERM).join("staff.zip")).expect("sealed");
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        let at = archive.index_for_name("staff/what-changed.html")?;
        let mut page = String::new();
        archive.by_index_decrypt(at, passphrase.as_bytes()).expect("fits").read_to_string(&mut page).expect("whole");
        Some(page)
    };
    assert_eq!(seal_as_of("2026-05-13", PASSPHRASE), None, "the first has nothing to be compared with");
    let compared = seal_as_of("2026-05-15", PASSPHRASE).expect("a page");
    assert!(!compared.contains("is not there or cannot be read"), "{compared}");
    let other = seal_as_of("2026-05-14", "another phrase altogether").expect("a page");
    assert!(other.contains("is not there or cannot be read"), "with another passphrase it cannot be opened");
}
