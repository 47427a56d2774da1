//! The commands, as a user types them: what they say, what they leave behind, how they end.

/// A child forgotten, what is past its retention, and what lies where.
mod data_protection;
/// What helps a user who is new: templates, explanations, help.
mod help;
/// Files, sheets and headings named after children.
mod named_files;
/// No child can be read out of what leaves the staff room, nor out of any message.
mod privacy;
/// The staff folder under seal, marked and for its owner only.
mod staff_folder;
/// From a figure to the cells it comes from.
mod trace;
/// Wrong usage ends in one message with a remedy.
mod usage;
/// A pack appears whole or not at all, and the school's files are never touched.
mod whole_or_not;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::binary::{self, demo, pack_json, packs, run, say};
use crate::dialects::school;

#[test]
fn the_demo_leaves_exactly_the_packs() {
    let made: BTreeSet<String> = binary::files_in(&packs()).into_keys().collect();
    let (charts, others): (BTreeSet<&str>, BTreeSet<&str>) =
        made.iter().map(String::as_str).partition(|name| name.contains("/charts/"));
    let expected = [
        "ambassador/ambassador-evidence.docx",
        "ambassador/ambassador-evidence.html",
        "ambassador/ambassador-evidence.pdf",
        "ambassador/ambassador-evidence.xlsx",
        "ambassador/results.json",
        "governors/governor-report.docx",
        "governors/governor-report.html",
        "governors/governor-report.pdf",
        "governors/governor-report.xlsx",
        "governors/results.json",
        "manifest.json",
        "public/public-summary.html",
        "public/public-summary.pdf",
        "public/public-summary.xlsx",
        "public/results.json",
        "staff/all-figures.xlsx",
        "staff/cohort.json",
        "staff/data-quality.html",
        "staff/data-quality.json",
        "staff/data-quality.xlsx",
        "staff/leaders/leaders-report.html",
        "staff/leaders/leaders-report.xlsx",
        "staff/one-to-one-impact.html",
        "staff/one-to-one-impact.pdf",
        "staff/one-to-one-impact.xlsx",
        "staff/pupil-lists.html",
        "staff/pupil-lists.xlsx",
        "staff/results.json",
        "staff/staff-lists.html",
        "staff/staff-lists.xlsx",
        "staff/whole-class-plan.html",
        "staff/whole-class-plan.pdf",
        "staff/whole-class-plan.xlsx",
    ];
    assert_eq!(others, BTreeSet::from(expected));
    let stems =
        |ending: &str| -> BTreeSet<&str> { charts.iter().filter_map(|name| name.strip_suffix(ending)).collect() };
    assert_eq!(stems(".svg"), stems(".png"), "each chart is there in both formats");
    assert_eq!(stems(".svg").len() * 2, charts.len(), "nothing else is among the charts");
    assert!(stems(".svg").len() >= 6, "the sample school has data for the charts: {charts:?}");
}

#[test]
fn the_demo_says_where_the_packs_are_and_that_its_problems_are_planted() {
    let said = &demo().said;
    assert!(said.stdout.contains("packs") && said.stdout.contains("governor-report.html"), "{}", said.stdout);
    assert!(said.stdout.contains("planted"), "{}", said.stdout);
    assert!(said.stdout.contains("Summer term 2025/26") && said.stdout.contains("21 July 2026"), "{}", said.stdout);
}

#[test]
fn the_planted_oddities_are_found_where_they_stand() {
    let account = pack_json("staff/data-quality.json");
    let found = |code: &str, file: &str, sheet: Option<&str>, row: u64| {
        account["diagnostics"].as_array().expect("a list").iter().any(|diagnostic| {
            let place = &diagnostic["place"];
            let place_fits = place["file"] == file && place["sheet"].as_str() == sheet;
            let rows = std::iter::once(place).chain(diagnostic["also"].as_array().into_iter().flatten());
            diagnostic["code"] == code && place_fits && rows.into_iter().any(|place| place["row"] == row)
        })
    };
    let summer = "Thrive/screening 2025-26 summer.xlsx";
    let register = "Attendance/Register 2025-26.xlsx";
    assert!(found("P001", summer, Some("Maple"), 14), "the mistyped UPN");
    assert!(found("P010", summer, Some("Maple"), 14), "a name without a date of birth is not enough");
    assert!(found("T011", summer, Some("Hazel"), 8), "the blank score before the expected strand");
    assert!(found("T011", summer, Some("Rowan"), 12), "the blank score of the expected strand");
    assert!(found("T012", register, Some("Marks 2025-26"), 127), "the unknown mark");
    assert!(found("T013", register, Some("Marks 2025-26"), 64), "the withdrawn code");
    assert!(found("T016", "Thrive/screening 2025-26 spring.xlsx", Some("Birch"), 7), "the row that stands twice");
    let marks = "Attendance/marks 2024-25.csv";
    assert!(found("T016", marks, None, 26_488) || found("T016", marks, None, 26_489), "the mark that stands twice");
    // Nothing else is wrong with the sample: a new error or warning is a fault of the program.
    let mut worse: Vec<&str> = account["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|diagnostic| diagnostic["severity"] != "note")
        .filter_map(|diagnostic| diagnostic["code"].as_str())
        .collect();
    worse.sort_unstable();
    assert_eq!(worse, ["P001", "P010", "T012", "T013"]);
}

#[test]
fn every_row_is_kept_or_rejected_or_left_out() {
    let account = pack_json("staff/data-quality.json");
    let sheets = account["sheets"].as_array().expect("a list");
    assert!(sheets.len() > 45, "six screenings of seven tabs and the rest: {}", sheets.len());
    let mut read = 0;
    for sheet in sheets {
        let count = |key: &str| sheet[key].as_u64().unwrap_or_else(|| panic!("{key} of {sheet}"));
        let rejected: u64 =
            sheet["rows_rejected"].as_object().expect("a table").values().filter_map(Value::as_u64).sum();
        assert_eq!(count("rows_read"), count("rows_kept") + rejected + count("rows_left_out"), "{sheet:#}");
        read += count("rows_read");
    }
    // Counted in the files themselves, from the sample's own records.
    let world = binary::world();
    let spells = 239;
    let in_files = spells
        + world.screenings.len()
        + world.profiles.len() * 6
        + world.questionnaires.len()
        + world.marks.iter().filter(|mark| mark.date < jiff::civil::date(2025, 9, 1)).count()
        + world
            .marks
            .iter()
            .filter(|mark| mark.date >= jiff::civil::date(2025, 9, 1))
            .map(|mark| mark.pupil)
            .collect::<BTreeSet<_>>()
            .len()
        + world.blocks.len()
        + world.sessions.len()
        + world.plans.len()
        + world.suspensions.len()
        + world.staff.len()
        + world.training.len()
        + world.families.len();
    assert_eq!(read as usize, in_files, "every row of every file was read");
}

#[test]
fn a_run_reports_problems_like_a_compiler_and_ends_with_1() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    binary::copy(&demo().folder.join("inbox"), &folder.path().join("inbox"));
    std::fs::copy(demo().folder.join("school.toml"), folder.path().join("school.toml")).expect("copied");
    let said = run(folder.path());
    assert_eq!(said.code, 1, "{}", said.stderr);
    for part in [
        "error[P010]: ",
        "--> Thrive/screening 2025-26 summer.xlsx · sheet \"Maple\" · B14 (column \"UPN\")",
        "error[T012]: \"A\" is not an attendance code",
        "= what to do: ",
    ] {
        assert!(said.stderr.contains(part), "{part} is not in\n{}", said.stderr);
    }
    assert!(
        said.stdout.contains("governor-report.html") && said.stdout.contains("pupil-lists.html"),
        "{}",
        said.stdout
    );
    for line in said.stderr.lines() {
        let known = ["error[", "warning[", "  --> ", "  = ", "… and "].iter().any(|start| line.starts_with(start));
        assert!(line.is_empty() || known, "a line that belongs to no diagnostic: {line}");
    }
}

#[test]
fn clean_files_end_with_0_and_silence() {
    let folder = binary::project(&school::inbox());
    let said = run(folder.path());
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{}", said.stdout);
}

#[test]
fn quiet_says_nothing() {
    let folder = binary::project(&school::inbox());
    let path = folder.path().as_os_str();
    let said = say(["run".as_ref(), "--quiet".as_ref(), "--project".as_ref(), path]);
    assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (0, "", ""));
    let said = say(["check".as_ref(), "-q".as_ref(), path]);
    assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (0, "", ""));
}

#[test]
fn no_progress_is_drawn_where_nobody_watches() {
    for text in [&demo().said.stdout, &demo().said.stderr] {
        assert!(!text.contains(['\u{1b}', '\r']), "{text:?}");
    }
}

#[test]
fn the_term_and_date_asked_for_are_those_of_the_packs() {
    let folder = binary::project(&school::inbox());
    let path = folder.path().as_os_str();
    let said = say([
        "run".as_ref(),
        "--project".as_ref(),
        path,
        "--term".as_ref(),
        "2025-26-summer".as_ref(),
        "--as-of".as_ref(),
        "13/05/2026".as_ref(),
    ]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let manifest: Value = serde_json::from_slice(
        &std::fs::read(folder.path().join("packs/2025-26-summer/manifest.json")).expect("there"),
    )
    .expect("JSON");
    assert_eq!((&manifest["as_of"], &manifest["term"]), (&Value::from("2026-05-13"), &Value::from("2025-26-summer")));
    // The printed name of a term will do as well.
    let said = say(["run".as_ref(), "--project".as_ref(), path, "--term".as_ref(), "summer term 2025/26".as_ref()]);
    assert_eq!(said.code, 0, "{}", said.stderr);
}

#[test]
fn the_manifest_lists_what_went_in_and_what_came_out() {
    let manifest = pack_json("manifest.json");
    assert_eq!(manifest["version"], 1);
    let inputs: BTreeSet<String> = manifest["inputs"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|input| input["sha256"].as_str())
        .map(str::to_owned)
        .collect();
    let inbox: BTreeSet<String> = binary::hashes(&demo().folder.join("inbox")).into_values().collect();
    assert_eq!(inputs, inbox);
    let outputs: BTreeSet<(String, String)> = manifest["outputs"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|output| {
            (output["path"].as_str().expect("a path").to_owned(), output["sha256"].as_str().expect("a hash").to_owned())
        })
        .collect();
    let packs = binary::hashes(&packs()).into_iter();
    let packs: BTreeSet<(String, String)> =
        packs.filter(|(path, _)| path != "manifest.json" && !path.starts_with("staff/data-quality.")).collect();
    assert_eq!(outputs, packs);
}
