//! The recipes of `docs/cookbook.md`, run as they are printed there.

use std::fs;
use std::path::Path;

use thrive_report::measures::Catalogue;

use crate::binary::{TERM, copy, demo, run};

const COOKBOOK: &str = include_str!("../docs/cookbook.md");

/// The blocks of a kind below a heading, up to the next one.
fn blocks(heading: &str, kind: &str) -> Vec<String> {
    let (_, rest) = COOKBOOK.split_once(&format!("# {heading}\n")).unwrap_or_else(|| panic!("{heading}"));
    let part = rest.split("\n## ").next().unwrap_or_default().split("\n### ").next().unwrap_or_default();
    part.split(&format!("```{kind}\n"))
        .skip(1)
        .map(|block| block.split("```").next().unwrap_or_default().to_owned())
        .collect()
}

/// The sample school without its packs.
fn sample_school() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&demo().folder.join("inbox"), &folder.path().join("inbox"));
    fs::copy(demo().folder.join("school.toml"), folder.path().join("school.toml")).expect("copied");
    fs::create_dir(folder.path().join("reports")).expect("made");
    folder
}

#[test]
fn the_recipes_without_a_build_make_what_they_say() {
    let folder = sample_school();
    let write = |name: &str, text: &str| fs::write(folder.path().join("reports").join(name), text).expect("written");
    let change = blocks("Leave a section out, and change the title", "toml").concat();
    write("governors.toml", &format!("{change}\n{}", blocks("Add a section", "toml").concat()));
    write("wording.toml", &blocks("Add or change a sentence", "toml").concat());
    write("support-team.toml", &blocks("Add a report", "toml").concat());
    let said = run(folder.path());
    assert!(said.code <= 1, "{said:?}");
    let packs = folder.path().join("packs").join(TERM);
    let page = |name: &str| fs::read_to_string(packs.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let governors = page("governors/governor-report.html");
    for part in [
        "Wellbeing report to the governing board",
        "How many children are here, and how many were screened?",
        "208 children are on roll, and 198 of them were screened.",
    ] {
        assert!(governors.contains(part), "{part}");
    }
    assert!(!governors.contains("section-people"));
    let team = page("staff/support-team.html");
    assert!(team.contains("Children without a plan or one-to-one support"));
    assert!(packs.join("staff/support-team.xlsx").is_file());
}

/// What the program says where a file of the sample school's reports has a slip.
fn refusal(name: &str, text: &str) -> String {
    let folder = sample_school();
    fs::write(folder.path().join("reports").join(name), text).expect("written");
    let said = run(folder.path());
    assert_eq!(said.code, 2, "{said:?}");
    said.stderr
}

/// The sentence of an error, without the folder that it is in.
fn problem(text: &str) -> String {
    let line = text.lines().find(|line| line.starts_with("error: ")).unwrap_or(text);
    line.split_once("reports: ").map_or(line, |(_, rest)| rest).trim().to_owned()
}

#[test]
fn slips_are_answered_as_the_cookbook_prints() {
    let printed = blocks("Leave a section out, and change the title", "");
    let change = "extends = \"governor-report\"\nwithout = [\"poeple\"]\n";
    let said = refusal("governors.toml", change);
    assert!(COOKBOOK.contains(&problem(&said)), "{said}\n{printed:?}");
    let claim = blocks("Add or change a sentence", "toml")
        .concat()
        .replace("children are on roll", "children made a difference");
    let said = refusal("wording.toml", &claim);
    assert!(COOKBOOK.contains(&problem(&said)), "{said}");
}

#[test]
fn the_new_measure_is_one_that_the_catalogue_takes() {
    let embedded = include_str!("../reference/measures.toml");
    let recipe = blocks("New measure", "toml");
    assert!(
        Catalogue::parse(&format!("{embedded}\n{}", recipe[0]))
            .is_ok_and(|all| all.get("attendance.missed_each").is_some())
    );
    // A slip in it is refused.
    let slip = recipe[0].replace("sum = \"absence\"", "");
    assert!(Catalogue::parse(&format!("{embedded}\n{slip}")).is_err());
    // Its columns are those of the query.
    let query = include_str!("../queries/results/attendance.sql");
    assert!(query.contains("AS pupils") && query.contains("AS absence"));
}

/// The names in a table of TOML, in order.
fn keys(table: &toml::Table) -> Vec<&String> {
    table.keys().collect()
}

#[test]
fn the_new_layout_and_the_new_comparator_have_the_shape_of_the_others() {
    let layout: toml::Table = toml::from_str(&blocks("New layout", "toml").concat()).expect("TOML");
    let known: toml::Table = toml::from_str(include_str!("../reference/layouts/arbor-pupils.toml")).expect("TOML");
    assert_eq!(keys(&layout), keys(&known));
    let tables: toml::Table = toml::from_str(include_str!("../reference/tables.toml")).expect("TOML");
    let tables = tables["table"].as_array().expect("a list");
    let table = tables.iter().find(|table| table["id"] == layout["table"]).expect("a table");
    let columns = table["column"].as_array().expect("a list");
    for (heading, column) in layout["aliases"].as_table().expect("aliases") {
        assert!(columns.iter().any(|known| known["id"] == *column), "{heading} = {column}");
    }
    let csv = include_str!("../reference/national-attendance-census.csv");
    let mut lines = csv.lines().filter(|line| !line.starts_with('#'));
    let head = lines.next().expect("a heading");
    let row = blocks("New comparator", "csv").concat();
    let count = |line: &str| {
        let mut quoted = false;
        line.chars()
            .filter(|c| {
                quoted ^= *c == '"';
                *c == ',' && !quoted
            })
            .count()
    };
    assert_eq!(count(row.trim()), count(head), "{row}");
    let kind = |line: &str| line.split(',').next().unwrap_or_default().to_owned();
    assert!(lines.any(|line| kind(line) == kind(&row)), "{row}");
    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/national_attendance.rs").is_file());
}
