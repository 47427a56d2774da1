//! The queries of the records behind a result, against the same cases worked by hand: what their records make must be
//! what stands in expect.csv, for every population and every column that a measure is made from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use thrive_report::measures::{Catalogue, MethodRules, ResultShape, derive};
use thrive_report::queries::{self, Folder, Query};
use thrive_report::store::{Duck, Engine as _, ResultSet, Value};
use thrive_report::tables::definition;
use thrive_report::trace::names_part;

use super::variants::variants;
use super::{answer, cases, engine_with, given, ids, text_of};

/// Columns that every query of records has besides the keys of its result.
const RECORD: [&str; 8] = ["part", "source_table", "source_id", "source_row", "item", "cells", "counted", "amount"];

pub(super) fn catalogue() -> Catalogue {
    Catalogue::embedded().expect("the catalogue is sound")
}

/// The shape of a result, by one of its measures.
pub(super) fn shape(catalogue: &Catalogue, query: &str) -> Option<ResultShape> {
    let measure = catalogue.measures().iter().find(|measure| measure.query == query)?;
    catalogue.shape(measure).cloned()
}

pub(super) fn keys(shape: &ResultShape) -> Vec<String> {
    let mut keys = shape.keys.clone();
    if shape.grouped {
        keys.extend(["dimension", "grp"].map(str::to_owned));
    }
    keys
}

/// Columns that measures on a query are made from.
fn columns(catalogue: &Catalogue, query: &str) -> BTreeSet<String> {
    let lineage = queries::lineage(query).expect("a query of records");
    let mut columns = BTreeSet::new();
    for measure in catalogue.measures().iter().filter(|measure| measure.query == query) {
        let answered = |column: &&str| names_part(catalogue, measure, &lineage, column);
        columns.extend(measure.columns().into_iter().filter(answered).map(str::to_owned));
    }
    columns
}

/// Results that a method makes, with the queries they are derived from.
fn derived(catalogue: &Catalogue) -> BTreeMap<&str, Vec<&str>> {
    let measures = catalogue.measures().iter();
    let from = |measure| catalogue.queries_behind(measure);
    measures.map(|measure| (measure.query.as_str(), from(measure))).filter(|(own, from)| from[..] != [*own]).collect()
}

/// The case that a query is tried on: its own, or that of the first query its result is derived from.
pub(super) fn case<'q>(catalogue: &'q Catalogue, query: &'q str) -> &'q str {
    derived(catalogue).get(query).map_or(query, |from| from[0])
}

/// The rows of an expect.csv, by column; of a derived result, what its method makes of its case.
pub(super) fn expected(catalogue: &Catalogue, query: &str) -> Vec<BTreeMap<String, String>> {
    if !derived(catalogue).contains_key(query) {
        return rows_of(&cases().join(query).join("expect.csv"));
    }
    derived_rows(&mut engine_with(&given(case(catalogue, query))), query)
}

/// What its method makes of the answers of an engine.
fn derived_rows(engine: &mut Duck, query: &str) -> Vec<BTreeMap<String, String>> {
    let answers = queries::all(Folder::Analysis).into_iter().chain(queries::all(Folder::Results));
    let answers = answers.map(|query| (query.id.to_owned(), answer(engine, &query))).collect();
    let made = derive(&answers, &MethodRules::default()).expect("the columns are there");
    let made = &made[query];
    let row = |row: &Vec<Value>| made.columns.iter().cloned().zip(row.iter().map(text)).collect();
    made.rows.iter().map(row).collect()
}

/// A value as an expect.csv has it.
fn text(value: &Value) -> String {
    if *value == Value::Null { String::new() } else { value.to_string() }
}

fn rows_of(file: &Path) -> Vec<BTreeMap<String, String>> {
    let text = text_of(file);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("expect.csv is well formed")).collect()
}

fn execute(engine: &mut Duck, sql: String) {
    let sql: &'static str = Box::leak(sql.into_boxed_str());
    engine.execute(&Query { id: "asked", path: "asked", sql }).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Asks for the records of every population of these rows.
pub(super) fn ask(engine: &mut Duck, keys: &[String], rows: &[BTreeMap<String, String>]) {
    let populations: BTreeSet<Vec<&String>> =
        rows.iter().map(|row| keys.iter().map(|key| &row[key]).collect()).collect();
    for population in populations {
        let values: Vec<String> = population.iter().map(|value| format!("'{}'", value.replace('\'', "''"))).collect();
        execute(engine, format!("INSERT INTO traced ({}) VALUES ({})", keys.join(", "), values.join(", ")));
    }
}

/// What the records make, by population and column: distinct things counted, and amounts added up.
fn totals(found: &ResultSet, keys: &[String]) -> BTreeMap<(Vec<String>, String), i64> {
    let at = |name: &str| found.column(name).unwrap_or_else(|| panic!("there is no column {name}"));
    let mut counted: BTreeSet<(Vec<String>, String, String)> = BTreeSet::new();
    let mut totals = BTreeMap::new();
    for row in &found.rows {
        let who: Vec<String> = keys.iter().map(|key| row[at(key)].to_string()).collect();
        let part = row[at("part")].text().expect("part is a text").to_owned();
        let total = totals.entry((who.clone(), part.clone())).or_insert(0);
        match (&row[at("counted")], &row[at("amount")]) {
            (Value::Text(thing), Value::Null) => *total += i64::from(counted.insert((who, part, thing.clone()))),
            (Value::Null, Value::Int(amount)) => *total += amount,
            (Value::Null, Value::Null) => {}
            other => panic!("counted and amount are {other:?}"),
        }
    }
    totals
}

/// The children (or blocks, or people) that the records name, by population and column.
pub(super) fn children_of(found: &ResultSet, keys: &[String]) -> BTreeMap<(Vec<String>, String), BTreeSet<String>> {
    let at = |name: &str| found.column(name).unwrap_or_else(|| panic!("there is no column {name}"));
    let mut named: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for row in &found.rows {
        if let Some(counted) = row[at("counted")].text() {
            let who: Vec<String> = keys.iter().map(|key| row[at(key)].to_string()).collect();
            let part = row[at("part")].text().expect("part is a text").to_owned();
            named.entry((who, part)).or_default().insert(counted.to_owned());
        }
    }
    named
}

/// Totals that are not what these rows say.
fn disagreements(
    query: &Query,
    keys: &[String],
    columns: &BTreeSet<String>,
    found: &ResultSet,
    rows: &[BTreeMap<String, String>],
) -> Vec<String> {
    let totals = totals(found, keys);
    let mut wrong = Vec::new();
    for row in rows {
        let who: Vec<String> = keys.iter().map(|key| row[key].clone()).collect();
        for column in columns.iter().filter(|column| !row[*column].is_empty()) {
            let said: i64 = row[column].parse().unwrap_or_else(|_| panic!("{}: {column} is {}", query.id, row[column]));
            let made = totals.get(&(who.clone(), column.clone())).copied().unwrap_or(0);
            if made != said {
                wrong.push(format!("queries/{}: {column} of {who:?} is {said}, its records make {made}", query.path));
            }
        }
    }
    wrong
}

#[test]
fn every_measure_can_be_traced() {
    let catalogue = catalogue();
    let results: BTreeSet<String> = ids(Folder::Results).into_iter().chain(ids(Folder::Analysis)).collect();
    for measure in catalogue.measures() {
        let behind = catalogue.queries_behind(measure);
        for query in &behind {
            assert!(
                results.contains(*query),
                "{}: {query} is no result query; name what it is derived from",
                measure.id
            );
        }
        let own = queries::lineage(&measure.query).is_some();
        let known = own || behind.iter().any(|query| queries::lineage(query).is_some());
        assert!(known, "{} cannot be traced: write queries/lineage/{}.sql", measure.id, measure.query);
    }
    let table = queries::find("schema/traced").expect("there");
    for query in queries::all(Folder::Lineage) {
        let shape = shape(&catalogue, query.id).unwrap_or_else(|| panic!("{} has no measure", query.id));
        for key in keys(&shape) {
            assert!(table.sql.contains(&format!("\n  {key} ")), "queries/{} has no column {key}", table.path);
        }
    }
    let lineages = ids(Folder::Lineage);
    let results: BTreeSet<String> =
        results.into_iter().chain(derived(&catalogue).into_keys().map(str::to_owned)).collect();
    assert!(lineages.is_subset(&results), "records behind no result: {:?}", lineages.difference(&results));
}

#[test]
fn the_records_behind_every_case_make_its_figures() {
    let catalogue = catalogue();
    let mut wrong = Vec::new();
    let mut empty = Vec::new();
    for query in queries::all(Folder::Lineage) {
        let shape = shape(&catalogue, query.id).unwrap_or_else(|| panic!("{} has no measure", query.id));
        let (keys, columns) = (keys(&shape), columns(&catalogue, query.id));
        let mut engine = engine_with(&given(case(&catalogue, query.id)));
        ask(&mut engine, &keys, &expected(&catalogue, query.id));
        let found = answer(&mut engine, &query);
        let wanted: BTreeSet<&str> = keys.iter().map(String::as_str).chain(RECORD).collect();
        assert_eq!(found.columns.iter().map(String::as_str).collect::<BTreeSet<_>>(), wanted, "{}", query.path);
        wrong.extend(disagreements(&query, &keys, &columns, &found, &expected(&catalogue, query.id)));
        // A case may be too small for a method; tests/known_answers follows those figures in the sample school.
        if found.rows.is_empty() && !expected(&catalogue, query.id).is_empty() {
            empty.push(query.id);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(empty, Vec::<&str>::new(), "cases without a record show nothing");
}

#[test]
fn the_records_make_the_figures_of_schools_of_another_policy_or_tool() {
    let catalogue = catalogue();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (variant, results) in variants() {
        let folder = cases().join("variants").join(variant);
        for query in results.iter().filter_map(|result| queries::lineage(result)) {
            let rows = rows_of(&folder.join(format!("{}.csv", query.id)));
            let keys = keys(&shape(&catalogue, query.id).expect("described"));
            let mut engine = engine_with(&folder.join("given.sql"));
            ask(&mut engine, &keys, &rows);
            let found = answer(&mut engine, &query);
            wrong.extend(disagreements(&query, &keys, &columns(&catalogue, query.id), &found, &rows));
            compared += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared >= 10, "{compared} answers compared");
}

#[test]
fn the_totals_behind_a_comparison_with_england_make_its_figures() {
    let catalogue = catalogue();
    let mut compared = 0;
    for variant in ["totals_of_the_year", "totals_by_term"] {
        for result in ["national_census", "national_daily"] {
            let query = queries::lineage(result).expect("there");
            let keys = keys(&shape(&catalogue, result).expect("described"));
            let mut engine = engine_with(&cases().join("variants").join(variant).join("given.sql"));
            let rows = derived_rows(&mut engine, result);
            ask(&mut engine, &keys, &rows);
            let found = answer(&mut engine, &query);
            let wrong = disagreements(&query, &keys, &columns(&catalogue, result), &found, &rows);
            assert!(wrong.is_empty(), "{variant}: {}", wrong.join("\n"));
            compared += rows.len();
        }
    }
    // Of the year: absence to the census, persistent absence to the census, absence to the daily series (illness is not
    // told by totals). By term: one of each.
    assert_eq!(compared, 3 + 2);
}

#[test]
fn a_record_too_few_is_noticed() {
    let query = queries::lineage("coverage").expect("there");
    let catalogue = catalogue();
    let keys = keys(&shape(&catalogue, query.id).expect("described"));
    let mut engine = engine_with(&given(case(&catalogue, query.id)));
    ask(&mut engine, &keys, &expected(&catalogue, query.id));
    let mut found = answer(&mut engine, &query);
    let part = found.column("part").expect("there");
    let first = found.rows.iter().position(|row| row[part].text() == Some("on_roll")).expect("somebody is on roll");
    found.rows.remove(first);
    let rows = expected(&catalogue, query.id);
    assert_eq!(disagreements(&query, &keys, &columns(&catalogue, query.id), &found, &rows).len(), 1);
}

#[test]
fn nothing_is_answered_where_nobody_is_asked_for() {
    let catalogue = catalogue();
    for query in queries::all(Folder::Lineage) {
        let found = answer(&mut engine_with(&given(case(&catalogue, query.id))), &query);
        assert!(found.rows.is_empty(), "{} answers for {} rows", query.path, found.rows.len());
    }
}

#[test]
fn every_record_is_of_a_known_table_and_names_known_columns() {
    let catalogue = catalogue();
    let tables = definition::load().expect("the tables are sound");
    // The name of a table in the store, and of the sheet that fills it.
    let sheets = [
        ("enrolment", "pupils"),
        ("screening", "screening"),
        ("attendance_mark", "attendance_marks"),
        ("attendance_summary", "attendance_summary"),
        ("intervention", "interventions"),
        ("intervention_session", "intervention_sessions"),
        ("suspension", "suspensions"),
        ("staff", "staff"),
        ("training", "training"),
        ("family_participant", "family_thrive"),
        ("plan", "plans"),
        ("incident", "incidents"),
        ("room_use", "room_use"),
        ("survey", "surveys"),
    ];
    for query in queries::all(Folder::Lineage) {
        let keys = keys(&shape(&catalogue, query.id).expect("described"));
        let mut engine = engine_with(&given(case(&catalogue, query.id)));
        ask(&mut engine, &keys, &expected(&catalogue, query.id));
        let found = answer(&mut engine, &query);
        let at = |name: &str| found.column(name).expect("there");
        for row in &found.rows {
            let table = row[at("source_table")].text().expect("a text");
            let (_, sheet) = sheets.iter().find(|(name, _)| *name == table).unwrap_or_else(|| panic!("{table}"));
            let sheet = tables.iter().find(|known| known.id == *sheet).expect("a table of the template");
            for cell in row[at("cells")].text().expect("a text").split(' ') {
                // The whole school is no column, and the child is found by whatever the sheet has.
                let known = cell == "child" || cell == "school" || sheet.column(cell).is_some();
                assert!(known, "{}: {} has no column {cell}", query.path, sheet.id);
            }
        }
    }
}
