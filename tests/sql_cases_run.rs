//! The SQL files on the embedded engine: every result against a case worked by hand, every audit and finding against a
//! case that it must notice.
//!
//! `sql_cases/<result>/given.sql` (or `given`, which names a file below `sql_cases/`) fills the canonical tables;
//! `expect.csv` is the answer, worked out by hand in the comments of the given file. `sql_cases/checks/<check>.sql` and
//! `sql_cases/findings/<finding>.sql` each hold one mistake. `sql_cases/variants/` are schools of another policy or tool.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use thrive_report::diagnostic;
use thrive_report::queries::{self, Folder, Query};
use thrive_report::store::{Duck, Engine as _, ResultSet, Value};

/// The records behind each result.
mod lineage;
/// The children behind each result.
mod members;
/// Which SQL runs on every engine.
mod portable;
/// Results of a roll-up over schools.
mod trust;
/// Schools that differ in policy or tool.
mod variants;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("sql_cases")
}

fn text_of(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Names without extension of the SQL files of a folder of cases.
fn stems(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(cases().join(folder)).expect("the folder of cases can be read");
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    let sql = paths.filter(|path| path.extension().is_some_and(|extension| extension == "sql"));
    sql.map(|path| path.file_stem().expect("a file has a name").to_string_lossy().into_owned()).collect()
}

/// Every query that answers: results, the rows that methods work on, and counts about the records.
fn answering() -> Vec<Query> {
    [queries::all(Folder::Results), queries::all(Folder::Analysis), queries::all(Folder::Quality)].concat()
}

fn answering_ids() -> BTreeSet<String> {
    answering().into_iter().map(|query| query.id.to_owned()).collect()
}

fn ids(folder: Folder) -> BTreeSet<String> {
    queries::all(folder).into_iter().map(|query| query.id.to_owned()).collect()
}

/// The given file of a result.
fn given(result: &str) -> PathBuf {
    let own = cases().join(result).join("given.sql");
    if own.exists() { own } else { cases().join(text_of(&cases().join(result).join("given")).trim()) }
}

/// An engine with the tables filled by one file and the views over them.
fn engine_with(file: &Path) -> Duck {
    let mut engine = Duck::open(2).expect("the engine starts");
    let mut run = |query: &Query| {
        engine.execute(query).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    };
    queries::all(Folder::Schema).iter().for_each(&mut run);
    // The engine's queries live as long as the program; the tests' few may do so too.
    let sql: &'static str = Box::leak(text_of(file).into_boxed_str());
    run(&Query { id: "given", path: "given", sql });
    queries::all(Folder::Views).iter().for_each(&mut run);
    engine
}

fn answer(engine: &mut Duck, query: &Query) -> ResultSet {
    engine.query(query).unwrap_or_else(|error| panic!("{}: {error}", query.path))
}

/// Whether a value is what the cell of an expect.csv says. A whole number there must be one in the answer.
fn is_as_written(value: &Value, cell: &str) -> bool {
    match value {
        Value::Null => cell.is_empty(),
        Value::Int(number) => cell.parse() == Ok(*number),
        Value::Real(number) => {
            cell.contains('.') && cell.parse().is_ok_and(|wanted: f64| (number - wanted).abs() < 1e-9)
        }
        Value::Text(text) => text == cell,
        Value::Bool(yes) => cell == if *yes { "true" } else { "false" },
        Value::Date(day) => cell == day.to_string(),
    }
}

/// What differs between an answer and its expect.csv, line by line.
fn differences(found: &ResultSet, expected: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(expected.as_bytes());
    let columns: Vec<String> = reader.headers().expect("expect.csv has a header").iter().map(str::to_owned).collect();
    if columns != found.columns {
        return vec![format!("columns {:?} instead of {columns:?}", found.columns)];
    }
    let wanted: Vec<csv::StringRecord> =
        reader.records().map(|record| record.expect("expect.csv is well formed")).collect();
    let mut differences = Vec::new();
    for line in 0..wanted.len().max(found.rows.len()) {
        let (row, record) = (found.rows.get(line), wanted.get(line));
        let same = row
            .zip(record)
            .is_some_and(|(row, record)| row.iter().zip(record).all(|(value, cell)| is_as_written(value, cell)));
        if !same {
            let shown = row.map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
            let record = record.map(|record| record.iter().collect::<Vec<_>>().join(","));
            differences.push(format!("line {}: {shown:?} instead of {record:?}", line + 2));
        }
    }
    differences
}

#[test]
fn every_result_has_a_case_and_every_case_its_query() {
    for result in answering_ids() {
        assert!(cases().join(&result).join("expect.csv").exists(), "{result} has no expect.csv");
        assert!(given(&result).exists(), "{result} has nothing given");
    }
    for entry in fs::read_dir(cases()).expect("the cases can be read") {
        let name = entry.expect("an entry can be read").file_name().to_string_lossy().into_owned();
        let known = ["shared", "variants", "checks", "findings", "trust"].contains(&name.as_str())
            || answering_ids().contains(&name);
        assert!(known, "tests/sql_cases/{name} is the case of no result");
    }
    assert_eq!(stems("checks"), ids(Folder::Checks), "a fixture for each check");
    assert_eq!(stems("findings"), ids(Folder::Findings), "a fixture for each finding");
}

#[test]
fn every_result_is_as_worked_by_hand() {
    let mut wrong = Vec::new();
    for query in answering() {
        let found = answer(&mut engine_with(&given(query.id)), &query);
        let expected = text_of(&cases().join(query.id).join("expect.csv"));
        wrong
            .extend(differences(&found, &expected).into_iter().map(|difference| format!("{}: {difference}", query.id)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_result_has_a_row_without_records() {
    // This one holds a run, terms and strands, and no record of anybody.
    let settings = cases().join("checks").join("term_in_order.sql");
    for query in answering() {
        let found = answer(&mut engine_with(&settings), &query);
        assert!(found.rows.is_empty(), "{} invents {} rows", query.id, found.rows.len());
    }
}

#[test]
fn sound_records_pass_every_check_and_have_no_finding() {
    let mut files: BTreeSet<PathBuf> = answering_ids().iter().map(|result| given(result)).collect();
    files.extend(stems("shared").iter().map(|stem| cases().join("shared").join(format!("{stem}.sql"))));
    for file in files {
        let mut engine = engine_with(&file);
        for query in [queries::all(Folder::Checks), queries::all(Folder::Findings)].concat() {
            let found = answer(&mut engine, &query);
            assert!(found.rows.is_empty(), "{} complains about {}: {:?}", query.path, file.display(), found.rows);
        }
    }
}

#[test]
fn every_check_notices_its_mistake() {
    for query in queries::all(Folder::Checks) {
        let mistake = cases().join("checks").join(format!("{}.sql", query.id));
        let found = answer(&mut engine_with(&mistake), &query);
        assert!(!found.rows.is_empty(), "{} does not notice the mistake in its fixture", query.id);
        assert_eq!(found.columns.first().map(String::as_str), Some("problem"), "{} says first what is wrong", query.id);
    }
}

#[test]
fn every_finding_notices_its_mistake_and_points_at_it() {
    for query in queries::all(Folder::Findings) {
        let mistake = cases().join("findings").join(format!("{}.sql", query.id));
        let mut engine = engine_with(&mistake);
        let found = answer(&mut engine, &query);
        assert_eq!(found.columns, ["code", "problem", "source_id", "source_row"], "{}", query.id);
        assert!(!found.rows.is_empty(), "{} does not notice the mistake in its fixture", query.id);
        for row in &found.rows {
            let code = row[0].text().unwrap_or_default();
            assert!(diagnostic::catalogue().contains_key(code), "{} uses the unknown code \"{code}\"", query.id);
            assert!(row[2].int().is_some() && row[3].int().is_some(), "{} does not say where", query.id);
        }
        for check in queries::all(Folder::Checks) {
            let stopped = !answer(&mut engine, &check).rows.is_empty();
            assert!(!stopped, "{} would stop the run for what {} only reports", check.id, query.id);
        }
    }
}

#[test]
fn differences_are_noticed() {
    let found = ResultSet {
        columns: vec!["name".into(), "count".into(), "share".into()],
        rows: vec![
            vec![Value::Text("a".into()), Value::Int(2), Value::Real(0.5)],
            vec![Value::Null, Value::Int(3), Value::Null],
        ],
    };
    assert!(differences(&found, "name,count,share\na,2,0.50\n,3,\n").is_empty());
    assert_eq!(differences(&found, "name,count,share\na,2,0.51\n,3,\n").len(), 1, "another value");
    assert_eq!(differences(&found, "name,count,share\na,2,0.5\n").len(), 1, "a row too many");
    assert_eq!(differences(&found, "name,count,share\na,2,0.5\n,3,\nb,1,1.0\n").len(), 1, "a row too few");
    assert_eq!(differences(&found, "name,count,rate\na,2,0.5\n,3,\n").len(), 1, "another column");
    assert!(!is_as_written(&Value::Real(2.0), "2"), "a count that is no whole number");
}
