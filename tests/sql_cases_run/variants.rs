//! Schools that differ in policy or tool: `sql_cases/variants/<case>/given.sql`, and beside it the expected answer of each
//! result that the case is about.

use std::collections::BTreeSet;
use std::fs;

use thrive_report::queries::{self, Folder, Query};
use thrive_report::store::{Duck, Engine as _};

use super::{answer, cases, differences, engine_with, text_of};

/// Cases with the results that they give an answer for.
pub(super) fn variants() -> Vec<(String, Vec<String>)> {
    let mut variants = Vec::new();
    for entry in fs::read_dir(cases().join("variants")).expect("the variants can be read") {
        let folder = entry.expect("an entry can be read").path();
        let files = fs::read_dir(&folder).expect("a variant can be read").map(|file| file.expect("a file").path());
        let answers: BTreeSet<String> = files
            .filter(|file| file.extension().is_some_and(|extension| extension == "csv"))
            .map(|file| file.file_stem().expect("a name").to_string_lossy().into_owned())
            .collect();
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(!answers.is_empty(), "{name} expects nothing");
        variants.push((name, answers.into_iter().collect()));
    }
    variants.sort();
    variants
}

fn engine_of(variant: &str) -> Duck {
    engine_with(&cases().join("variants").join(variant).join("given.sql"))
}

fn wrong(engine: &mut Duck, variant: &str, result: &str) -> Vec<String> {
    let query = queries::find(result).unwrap_or_else(|| panic!("{variant}: {result} is no result"));
    let expected = text_of(&cases().join("variants").join(variant).join(format!("{result}.csv")));
    differences(&answer(engine, &query), &expected)
}

#[test]
fn every_variant_is_as_worked_by_hand() {
    let mut found = Vec::new();
    for (variant, results) in variants() {
        let mut engine = engine_of(&variant);
        for result in results {
            let wrong = wrong(&mut engine, &variant, &result);
            found.extend(wrong.into_iter().map(|difference| format!("{variant}, {result}: {difference}")));
        }
        for check in queries::all(Folder::Checks) {
            let rows = answer(&mut engine, &check).rows;
            assert!(rows.is_empty(), "{} complains about {variant}: {rows:?}", check.path);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Makes a view again from its SQL with one piece of it changed.
fn with_view(engine: &mut Duck, view: &str, from: &str, to: &str) {
    let query = queries::find(view).expect("a view");
    assert!(query.sql.contains(from), "{view} no longer says {from}: this test must say what guards it now");
    let run = |engine: &mut Duck, sql: String| {
        let sql: &'static str = Box::leak(sql.into_boxed_str());
        engine.execute(&Query { id: "changed", path: "changed", sql }).expect("it runs");
    };
    run(engine, format!("DROP TABLE {view}"));
    run(engine, query.sql.replace(from, to));
}

#[test]
fn without_its_guard_a_missing_score_would_be_below() {
    let mut engine = engine_of("steps_high_is_worse");
    assert!(wrong(&mut engine, "steps_high_is_worse", "development").is_empty());
    with_view(&mut engine, "status", "x.secure IS NULL", "e.expected_order IS NULL");
    assert!(!wrong(&mut engine, "steps_high_is_worse", "development").is_empty());
}

#[test]
fn counting_month_boundaries_would_make_children_too_old() {
    let mut engine = engine_of("expected_by_age");
    let guard = "CASE WHEN EXTRACT(DAY FROM c.screened_on) < EXTRACT(DAY FROM u.date_of_birth) THEN 1 ELSE 0 END";
    with_view(&mut engine, "expectation", guard, "0");
    with_view(&mut engine, "status", "AS status\nFROM", "AS status\nFROM");
    assert!(!wrong(&mut engine, "expected_by_age", "development").is_empty());
}

#[test]
fn without_the_informant_two_views_would_be_subtracted() {
    let mut engine = engine_of("informants_and_norms");
    with_view(&mut engine, "change", "f.comparable AND ", "");
    assert!(!wrong(&mut engine, "informants_and_norms", "strand_change").is_empty());
}
