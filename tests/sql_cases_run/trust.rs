//! The results of a roll-up over schools, each against a case worked by hand.

use std::collections::BTreeSet;
use std::fs;

use thrive_report::queries::{self, Folder, Query};
use thrive_report::store::{Duck, Engine as _};

use super::{answer, cases, differences, text_of};

fn engine(sql: &'static str) -> Duck {
    let mut engine = Duck::open(2).expect("the engine starts");
    let mut run = |query: &Query| engine.execute(query).unwrap_or_else(|error| panic!("{}: {error}", query.path));
    queries::all(Folder::TrustSchema).iter().for_each(&mut run);
    run(&Query { id: "given", path: "given", sql });
    queries::all(Folder::TrustViews).iter().for_each(&mut run);
    engine
}

#[test]
fn every_result_of_a_roll_up_is_as_worked_by_hand() {
    let folder = cases().join("trust");
    let given: &'static str = Box::leak(text_of(&folder.join("given.sql")).into_boxed_str());
    let mut engine = engine(given);
    let mut wrong = Vec::new();
    for query in queries::all(Folder::TrustResults) {
        let expected = text_of(&folder.join(format!("{}.csv", query.id)));
        let found = differences(&answer(&mut engine, &query), &expected);
        wrong.extend(found.into_iter().map(|difference| format!("{}: {difference}", query.path)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let results: BTreeSet<String> =
        queries::all(Folder::TrustResults).iter().map(|query| query.id.to_owned()).collect();
    let files = fs::read_dir(folder).expect("there").map(|entry| entry.expect("listed").path());
    let csv = files.filter(|path| path.extension().is_some_and(|extension| extension == "csv"));
    assert_eq!(
        csv.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect::<BTreeSet<_>>(),
        results
    );
}

#[test]
fn a_roll_up_invents_no_rows() {
    let mut engine = engine("SELECT 1 AS nothing");
    for query in queries::all(Folder::TrustResults).into_iter().filter(|query| query.id != "quality") {
        assert!(answer(&mut engine, &query).rows.is_empty(), "{}", query.path);
    }
}
