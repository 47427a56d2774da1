//! The queries of the children behind each column, against the same cases worked by hand: there must be as many as
//! expect.csv says, and they must be the very children whom the query of the records names.

use std::collections::{BTreeMap, BTreeSet};

use thrive_report::measures::{Catalogue, Members, MethodRules, Population, compute, derive};
use thrive_report::queries::{self, Folder, Query};
use thrive_report::store::{Duck, ResultSet, Value};

use super::lineage::{ask, case, catalogue, children_of, expected, keys, shape};
use super::{answer, cases, engine_with, given};

/// Results about children of which nobody can say whom they count.
const NO_CHILDREN: [&str; 1] = [
    // Adults: two of them may come for one child, and a register need not name the child.
    "family_take_up",
];

/// The answers of every query that a run keeps, as the store hands them on.
fn answers(engine: &mut Duck) -> BTreeMap<String, ResultSet> {
    let mut answers = BTreeMap::new();
    for query in [queries::all(Folder::Analysis), queries::all(Folder::Results)].concat() {
        answers.insert(query.id.to_owned(), answer(engine, &query));
    }
    for query in queries::all(Folder::Members) {
        answers.insert(path(&query), answer(engine, &query));
    }
    answers
}

fn path(query: &Query) -> String {
    query.path.trim_end_matches(".sql").to_owned()
}

/// The children of one result, and the groups.
fn members(engine: &mut Duck, result: &str) -> Members {
    let nobody = ResultSet { columns: ["part", "pupil_id"].map(str::to_owned).to_vec(), rows: Vec::new() };
    let mut answers = BTreeMap::new();
    for query in queries::all(Folder::Members) {
        let asked = [result, "population"].contains(&query.id);
        answers.insert(path(&query), if asked { answer(engine, &query) } else { nobody.clone() });
    }
    Members::take(&mut answers).expect("the columns are there")
}

/// The population of a row of an expect.csv, as a figure has it.
fn population(row: &BTreeMap<String, String>, keys: &[String]) -> Population {
    let mut population: Population = keys
        .iter()
        .filter(|key| !["dimension", "grp"].contains(&key.as_str()))
        .map(|key| (key.clone(), row[key].clone()))
        .collect();
    if keys.iter().any(|key| key == "dimension") {
        population.insert(row["dimension"].clone(), row["grp"].clone());
    }
    population
}

/// Columns of a result that are answered for, of those that stand in its expect.csv.
fn known(members: &Members, query: &str, row: &BTreeMap<String, String>, keys: &[String]) -> Vec<String> {
    let columns = row.keys().filter(|column| !keys.contains(column));
    columns.filter(|column| members.column(query, column, &Population::new()).is_some()).cloned().collect()
}

#[test]
fn every_result_about_children_says_who_they_are() {
    let catalogue = catalogue();
    let files: BTreeSet<&str> = queries::all(Folder::Members).iter().map(|query| query.id).collect();
    for measure in catalogue.measures().iter().filter(|measure| measure.about_children) {
        let query = measure.query.as_str();
        let there = files.contains(query) || files.contains(catalogue.counts_of(measure));
        assert_ne!(there, NO_CHILDREN.contains(&query), "{}: write queries/members/{query}.sql", measure.id);
    }
    for file in files.into_iter().filter(|file| *file != "population") {
        let shape = shape(&catalogue, file).unwrap_or_else(|| panic!("queries/members/{file}.sql is of no result"));
        let found = answer(&mut engine_with(&given(case(&catalogue, file))), &of(file));
        let wanted: BTreeSet<&str> = shape.keys.iter().map(String::as_str).chain(["part", "pupil_id"]).collect();
        let columns = found.columns.iter().map(String::as_str).filter(|column| *column != "group_period");
        assert_eq!(columns.collect::<BTreeSet<_>>(), wanted, "queries/members/{file}.sql");
    }
}

fn of(file: &str) -> Query {
    queries::all(Folder::Members).into_iter().find(|query| query.id == file).expect("there")
}

#[test]
fn the_children_behind_every_case_are_as_many_as_worked_by_hand() {
    let catalogue = catalogue();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for query in queries::all(Folder::Members).into_iter().filter(|query| query.id != "population") {
        let keys = keys(&shape(&catalogue, query.id).expect("described"));
        let members = members(&mut engine_with(&given(case(&catalogue, query.id))), query.id);
        for row in expected(&catalogue, query.id) {
            let who = population(&row, &keys);
            for column in known(&members, query.id, &row, &keys).iter().filter(|column| !row[*column].is_empty()) {
                let found = members.column(query.id, column, &who).expect("known").len();
                if row[column] != found.to_string() {
                    wrong.push(format!("queries/{}: {column} of {who:?} is {}, not {found}", query.path, row[column]));
                }
                compared += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 500, "{compared} columns compared");
}

#[test]
fn they_are_the_children_whom_the_records_name() {
    let catalogue = catalogue();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for query in queries::all(Folder::Members) {
        let Some(lineage) = queries::lineage(query.id) else { continue };
        let keys = keys(&shape(&catalogue, query.id).expect("described"));
        let mut engine = engine_with(&given(case(&catalogue, query.id)));
        let members = members(&mut engine, query.id);
        let rows = expected(&catalogue, query.id);
        ask(&mut engine, &keys, &rows);
        let named = children_of(&answer(&mut engine, &lineage), &keys);
        for row in &rows {
            let who: Vec<String> = keys.iter().map(|key| row[key].clone()).collect();
            for column in known(&members, query.id, row, &keys) {
                let Some(named) = named.get(&(who.clone(), column.clone())) else { continue };
                let found = members.column(query.id, &column, &population(row, &keys)).expect("known");
                let found: BTreeSet<String> = found.iter().map(|at| members.pupils()[at].to_string()).collect();
                if found != *named {
                    wrong.push(format!("queries/{}: {column} of {who:?} are {found:?}, not {named:?}", query.path));
                }
                compared += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 300, "{compared} sets compared");
}

/// Figures of a case and the children behind them, with what a test does to the answers of the members first.
fn disagreements(change: impl Fn(&mut BTreeMap<String, ResultSet>)) -> Vec<String> {
    let catalogue = Catalogue::embedded().expect("sound");
    let mut answers = answers(&mut engine_with(&cases().join("shared").join("two_years.sql")));
    answers.extend(derive(&answers, &MethodRules::default()).expect("the columns are there"));
    let figures = compute(&catalogue, &answers).expect("the columns are there");
    change(&mut answers);
    Members::take(&mut answers).expect("the columns are there").disagreements(&figures, &catalogue)
}

#[test]
fn a_child_too_few_or_too_many_is_noticed() {
    assert_eq!(disagreements(|_| {}), Vec::<String>::new());
    let without_one = |answers: &mut BTreeMap<String, ResultSet>| {
        drop(answers.get_mut("members/coverage").expect("there").rows.remove(0));
    };
    let found = disagreements(without_one);
    assert!(found.iter().any(|wrong| wrong.starts_with("roll.pupils")), "{found:?}");
    // The same number of other children: no count notices it, but screened children are on roll.
    let another = |answers: &mut BTreeMap<String, ResultSet>| {
        let coverage = answers.get_mut("members/coverage").expect("there");
        let (part, pupil) = (coverage.column("part").expect("there"), coverage.column("pupil_id").expect("there"));
        let screened = coverage.rows.iter_mut().find(|row| row[part].text() == Some("screened")).expect("somebody");
        screened[pupil] = Value::Int(999_999);
    };
    assert!(!disagreements(another).is_empty());
}

#[test]
fn a_missing_answer_is_refused() {
    let mut answers = answers(&mut engine_with(&cases().join("shared").join("groups.sql")));
    answers.remove("members/coverage");
    assert!(Members::take(&mut answers).is_err());
}
