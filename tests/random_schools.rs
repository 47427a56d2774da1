//! Small schools with random scores, marks and support. Whatever they hold: the order of their rows, how they are spread
//! over files, what the files are called and how many threads there are changes no figure, and a whole is its weighted
//! parts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use thrive_report::measures::{Catalogue, Kind};

use crate::binary::{TERM, project, say};
use crate::dialects::school::{STRANDS, children, csv, pupils};
use crate::sample_school::calendar::{plus, slashed};
use crate::sample_school::chance::Chance;

/// One table: what its file is called, its headings, and its rows.
type Table = (&'static str, &'static str, Vec<String>);

const CODES: [&str; 14] = ["/", "/", "/", "/", "L", "I", "I", "O", "N", "V", "X", "D", "Y1", "U"];

/// The tables of a school, by its number.
fn school(number: u64) -> Vec<Table> {
    let mut chance = Chance::new(number);
    let list = String::from_utf8(csv(&pupils())).expect("UTF-8");
    let (head, rows) = list.split_once('\n').expect("a heading");
    let head: &'static str = Box::leak(head.to_owned().into_boxed_str());
    let mut tables = vec![("pupils", head, rows.lines().map(str::to_owned).collect::<Vec<_>>())];
    let (mut scores, mut marks, mut support) = (Vec::new(), Vec::new(), Vec::new());
    for child in children() {
        for day in ["03/02/2026", "12/05/2026"] {
            // A child may be away, and a score may be missing.
            if chance.is(0.15) {
                continue;
            }
            for strand in STRANDS {
                let score = if chance.is(0.05) { String::new() } else { (20 + chance.below(80)).to_string() };
                scores.push(format!("{},{day},Thrive,Class,{strand},{score}", child.upn));
            }
        }
        for session in 0..20 {
            let week = if session < 10 { 0 } else { 14 };
            let day = plus(jiff::civil::date(2026, 2, 2), session % 10 / 2 + 7 * week);
            let code = CODES[chance.below(CODES.len())];
            let half = if session % 2 == 0 { "AM" } else { "PM" };
            let code = if code == "/" && half == "PM" { "\\" } else { code };
            marks.push(format!("{},{},{half},{code}", child.upn, slashed(day)));
        }
        if chance.is(0.6) {
            let name = if chance.is(0.5) { "Calm" } else { "Talk" };
            let strand = STRANDS[chance.below(3)];
            let given = chance.below(11);
            support.push(format!("{},{name},One-to-one,{strand},09/02/2026,27/03/2026,10,{given},120", child.upn));
        }
    }
    tables.push(("screening", "UPN,Date,Tool,Profile type,Strand,Score", scores));
    tables.push(("marks", "UPN,Date,Session,Mark", marks));
    let head = "UPN,Intervention,Type,Target strand,Start date,End date,Planned sessions,Sessions attended,Cost";
    tables.push(("log", head, support));
    tables
}

/// The tables as files, as they are.
fn in_order(tables: &[Table]) -> Vec<(String, String)> {
    let file = |(name, head, rows): &Table| (format!("{name}.csv"), format!("{head}\n{}\n", rows.join("\n")));
    tables.iter().map(file).collect()
}

/// The same rows in another order, each table in one file or two, under other names.
fn in_disorder(tables: &[Table], chance: &mut Chance) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for (_, head, rows) in tables {
        let mut rows = rows.clone();
        chance.shuffle(&mut rows);
        let cut = if chance.is(0.5) && rows.len() > 1 { 1 + chance.below(rows.len() - 1) } else { rows.len() };
        for part in [&rows[..cut], &rows[cut..]].into_iter().filter(|part| !part.is_empty()) {
            let name = format!("{}/{:06}.csv", ["b", "a"][chance.below(2)], chance.below(1_000_000));
            files.push((name, format!("{head}\n{}\n", part.join("\n"))));
        }
    }
    files
}

/// The figures for staff and for governors.
fn figures(files: &[(String, String)], threads: u64) -> [String; 2] {
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = project(&files);
    let threads = threads.to_string();
    let path = folder.path().to_str().expect("a plain path");
    let said = say(["run", "--project", path, "--as-of", "2026-05-29", "--threads", &threads]);
    assert!(said.code < 2, "{said:?}");
    let read = |pack: &str| {
        let path = Path::new(path).join("packs").join(TERM).join(pack).join("results.json");
        std::fs::read_to_string(path).expect("there")
    };
    [read("staff"), read("governors")]
}

/// Measures whose groups of one dimension make the whole, of which something is wrong.
fn not_pooled(results: &str) -> (usize, Vec<String>) {
    let results: Value = serde_json::from_str(results).expect("JSON");
    let catalogue = Catalogue::embedded().expect("sound");
    let mut wholes = BTreeMap::new();
    let mut parts: BTreeMap<_, Vec<&Value>> = BTreeMap::new();
    for figure in results["figures"].as_array().expect("a list") {
        let id = figure["measure"].as_str().expect("an id");
        let mut who: BTreeMap<String, String> =
            serde_json::from_value(figure["population"].clone()).expect("names of groups");
        // Every child of these schools has a year group and a sex.
        for dimension in ["school", "year_group", "sex"] {
            if who.remove(dimension).is_some() {
                match dimension {
                    "school" => drop(wholes.insert((id.to_owned(), who.clone()), figure)),
                    dimension => parts.entry((id.to_owned(), who.clone(), dimension)).or_default().push(figure),
                }
            }
        }
    }
    let number = |figure: &Value, key: &str| figure[key].as_f64().unwrap_or(0.0);
    let sum = |figures: &[&Value], key: &str| figures.iter().map(|figure| number(figure, key)).sum::<f64>();
    let (mut compared, mut wrong) = (0, Vec::new());
    for ((id, who, dimension), groups) in &parts {
        let Some(whole) = wholes.get(&(id.clone(), who.clone())) else { continue };
        let measure = catalogue.get(id).expect("known");
        let said: BTreeSet<&str> = groups.iter().filter_map(|figure| figure["status"].as_str()).collect();
        let weight = match measure.kind {
            Kind::Share | Kind::Ratio => "denominator",
            Kind::MeanChange => "n",
            Kind::Count => "numerator",
            _ => continue,
        };
        // A group with too little data has no value to weigh.
        if whole["status"] != "ok" || said.contains("not_enough_data") {
            continue;
        }
        let pooled = match measure.kind {
            Kind::Count => sum(groups, "numerator"),
            _ => {
                groups.iter().map(|figure| number(figure, "value") * number(figure, weight)).sum::<f64>()
                    / sum(groups, weight)
            }
        };
        compared += 1;
        if (pooled - number(whole, "value")).abs() > 1e-9 || (sum(groups, weight) - number(whole, weight)).abs() > 1e-9
        {
            wrong.push(format!("{id} {who:?} by {dimension}: {whole} is not the whole of {groups:?}"));
        }
    }
    (compared, wrong)
}

/// A few schools, the same in every run.
fn for_some_schools(cases: u32, check: impl Fn(u64, u64) -> Result<(), TestCaseError>) {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    if let Err(found) = runner.run(&(0..100_000_u64, 0..100_000_u64), |(number, disorder)| check(number, disorder)) {
        panic!("{found}");
    }
}

#[test]
fn no_order_of_rows_files_or_threads_changes_a_figure() {
    for_some_schools(6, |number, disorder| {
        let tables = school(number);
        let mut chance = Chance::new(disorder);
        let once = figures(&in_order(&tables), 1);
        let again = figures(&in_disorder(&tables, &mut chance), 1 + disorder % 4);
        for (one, other) in once.iter().zip(&again) {
            let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
            prop_assert!(one == other, "school {number} in disorder {disorder}: {differs:?}");
        }
        Ok(())
    });
}

#[test]
fn a_whole_is_its_weighted_parts() {
    for_some_schools(6, |number, _| {
        let (compared, wrong) = not_pooled(&figures(&in_order(&school(number)), 2)[0]);
        prop_assert!(wrong.is_empty(), "school {number}: {}", wrong.join("\n"));
        prop_assert!(compared > 100, "school {number}: {compared} wholes compared");
        Ok(())
    });
}

/// An average of the groups' percentages is what the check would let through if it did not weigh.
#[test]
fn an_average_of_percentages_is_noticed() {
    let [staff, _] = figures(&in_order(&school(1)), 1);
    let mut results: Value = serde_json::from_str(&staff).expect("JSON");
    let list = results["figures"].as_array_mut().expect("a list");
    let whole = list
        .iter_mut()
        .find(|figure| figure["measure"] == "attendance.rate" && figure["population"]["school"] == "All pupils");
    let whole = whole.expect("there is attendance");
    whole["value"] = Value::from(whole["value"].as_f64().expect("a rate") + 0.01);
    let (_, wrong) = not_pooled(&results.to_string());
    // Against year groups and against sexes.
    assert_eq!(wrong.len(), 2, "{wrong:?}");
}
