//! The lake: canonical tables as Parquet, read by an engine of its own, against what the files hold.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::binary::{hashes, say};
use crate::trust::sample::{self, plans};

fn export(project: &Path, lake: &Path) -> crate::binary::Said {
    let [project, lake] = [project, lake].map(|path| path.to_str().expect("a path of this test"));
    say(["export", "--project", project, "--parquet", lake, "--as-of", "2026-03-27"])
}

/// One number that SQL answers over the lake's files.
fn number(sql: &str) -> i64 {
    let engine = duckdb::Connection::open_in_memory().expect("opened");
    engine.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{sql}: {error}"))
}

fn table(lake: &Path, name: &str) -> String {
    format!("read_parquet('{}/v1/{name}/*/*/*.parquet', hive_partitioning = true)", lake.display())
}

fn undated(lake: &Path, name: &str) -> String {
    format!("read_parquet('{}/v1/{name}/*/*.parquet', hive_partitioning = true)", lake.display())
}

#[test]
fn a_trusts_schools_are_in_the_lake_and_one_of_them_can_be_renewed_alone() {
    let place = tempfile::tempdir().expect("a folder");
    let (trust, lake) = (place.path().join("our trust"), place.path().join("the 'lake'").join("of ours"));
    let lake = lake.to_string_lossy().replace('\'', "");
    let lake = Path::new(&lake);
    sample::write(&trust);
    let said = export(&trust, lake);
    assert_eq!(said.code, 0, "{}", said.stderr);
    for plan in plans() {
        let of_school = |sql: &str| number(&format!("{sql} WHERE school = '{}'", plan.folder));
        assert_eq!(of_school(&format!("SELECT COUNT(*) FROM {}", undated(lake, "pupil"))), plan.all() as i64);
        let sessions = of_school(&format!("SELECT SUM(attended)::BIGINT FROM {}", table(lake, "attendance_summary")));
        let absent: usize = plan.absent.iter().sum();
        assert_eq!(sessions, (170 * absent + 192 * (plan.all() - absent)) as i64, "{}", plan.name);
        let scores = of_school(&format!("SELECT COUNT(*) FROM {}", table(lake, "screening")));
        let screened: usize = (0..7).map(|year| plan.with_result(year)).sum();
        assert_eq!(scores, 6 * screened as i64);
    }
    let years = format!("SELECT COUNT(*) FROM {} WHERE academic_year <> 2025", table(lake, "screening"));
    assert_eq!(number(&years), 0);
    let account: Value = serde_json::from_slice(&fs::read(lake.join("v1/lake.json")).unwrap()).unwrap();
    assert_eq!(account["version"], 1);
    assert_eq!(account["schools"]["ash"]["rows"]["pupil"], 210);
    // No name of a child, in any file.
    for bytes in crate::binary::files_in(&lake.join("v1")).values() {
        assert!(!bytes.windows(7).any(|window| window == b"Given11"));
    }
    // The same export again is the same bytes; a school run by itself takes its own place and no other.
    let before = hashes(&lake.join("v1"));
    assert_eq!(export(&trust, lake).code, 0);
    assert_eq!(hashes(&lake.join("v1")), before);
    let pupils = trust.join("elm/inbox/pupils.csv");
    let text = fs::read_to_string(&pupils).unwrap();
    let (kept, _) = text.trim_end().rsplit_once('\n').unwrap();
    fs::write(&pupils, format!("{kept}\n")).unwrap();
    assert!(export(&trust.join("elm"), lake).code < 2);
    let count =
        |school: &str| number(&format!("SELECT COUNT(*) FROM {} WHERE school = '{school}'", undated(lake, "pupil")));
    assert_eq!((count("elm"), count("ash"), count("fern")), (205, 210, 81));
    let changed: BTreeMap<String, String> = hashes(&lake.join("v1"));
    let others = |all: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        all.iter()
            .filter(|(name, _)| !name.contains("school=elm") && *name != "lake.json")
            .map(|(a, b)| (a.clone(), b.clone()))
            .collect()
    };
    assert_eq!(others(&changed), others(&before));
}

#[test]
fn an_export_that_fails_or_was_cut_off_leaves_the_lake_as_it_was() {
    let place = tempfile::tempdir().expect("a folder");
    let (school, lake) = (place.path().join("ash"), place.path().join("lake"));
    sample::school(&school, &plans()[0], 0);
    assert_eq!(export(&school, &lake).code, 0);
    let before = hashes(&lake.join("v1"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(lake.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    }
    // A run that was killed while it wrote.
    fs::create_dir_all(lake.join(".unfinished-v1/pupil/school=ash")).unwrap();
    fs::write(lake.join(".unfinished-v1/pupil/school=ash/part-0.parquet"), "half").unwrap();
    fs::rename(school.join("inbox"), school.join("gone")).unwrap();
    assert_eq!(export(&school, &lake).code, 2);
    assert_eq!(hashes(&lake.join("v1")), before);
    fs::rename(school.join("gone"), school.join("inbox")).unwrap();
    assert_eq!(export(&school, &lake).code, 0);
    assert_eq!(hashes(&lake.join("v1")), before);
    assert!(!lake.join(".unfinished-v1").exists());
    // What is no lake is not replaced.
    fs::write(lake.join("v1/lake.json"), "{}").unwrap();
    assert_ne!(export(&school, &lake).code, 0);
}

#[test]
fn the_engine_writes_below_its_folder_and_nowhere_else() {
    use thrive_report::queries::Query;
    use thrive_report::store::{Duck, Engine as _};
    let place = tempfile::tempdir().expect("a folder");
    let inside = place.path().join("inside");
    fs::create_dir(&inside).unwrap();
    let mut engine = Duck::open_for_export(&inside.canonicalize().unwrap()).expect("opened");
    let query = Query { id: "x", path: "x", sql: "SELECT 1 AS a" };
    assert_eq!(engine.write_parquet(&query, &inside.canonicalize().unwrap(), None).expect("written"), 1);
    assert!(engine.write_parquet(&query, &place.path().canonicalize().unwrap(), None).is_err());
    let read = Query { id: "x", path: "x", sql: "SELECT * FROM read_text('/etc/hostname')" };
    assert!(engine.query(&read).is_err());
    let unlock = Query { id: "x", path: "x", sql: "SET enable_external_access=true" };
    assert!(engine.execute(&unlock).is_err());
}
