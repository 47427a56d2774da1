//! A trust end to end: every school's packs, one bad school among good ones, and the roll-up against planted truths.

pub mod sample;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use crate::binary::{Said, files_in, hashes, say};
use sample::{Plan, TERM, YEARS, plans};

/// The sample trust with a fifth school that has no files, after `trust`: made once.
struct Trust {
    folder: PathBuf,
    said: Said,
}

fn trust() -> &'static Trust {
    static TRUST: OnceLock<Trust> = OnceLock::new();
    TRUST.get_or_init(|| {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let folder = tempfile::Builder::new().prefix("demo-trust-").tempdir_in(place).expect("a folder").keep();
        sample::write(&folder);
        let empty = Plan {
            folder: "cedar",
            name: "Cedar School",
            pupils: [0; 7],
            below: [0; 7],
            unscreened: [0; 7],
            absent: [0; 7],
        };
        sample::school(&folder.join("cedar"), &empty, 9);
        fs::remove_dir_all(folder.join("cedar/inbox")).expect("removed");
        let said = run(&folder, &[]);
        Trust { folder, said }
    })
}

fn run(folder: &Path, more: &[&str]) -> Said {
    let mut arguments = vec![
        "trust",
        "--project",
        folder.to_str().expect("a path of this test"),
        "--term",
        TERM,
        "--as-of",
        "2026-03-27",
    ];
    arguments.extend(more);
    say(arguments)
}

fn figures_of(path: &Path) -> BTreeMap<(String, String), Value> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let figures = value["figures"].as_array().expect("a list").iter();
    figures.map(|figure| ((figure["measure"].as_str().unwrap().into(), whom(figure)), figure.clone())).collect()
}

/// Whom a figure is about, as `year_group=Year 1`, sorted by key.
fn whom(figure: &Value) -> String {
    let keys = figure["population"].as_object().expect("an object");
    let mut keys: Vec<String> = keys.iter().map(|(key, value)| format!("{key}={}", value.as_str().unwrap())).collect();
    keys.sort();
    keys.join("|")
}

fn roll_up() -> BTreeMap<(String, String), Value> {
    figures_of(&trust().folder.join("packs").join(TERM).join("trust/results.json"))
}

fn of_school(plan: &Plan) -> BTreeMap<(String, String), Value> {
    figures_of(&trust().folder.join(plan.folder).join("packs").join(TERM).join("governors/results.json"))
}

fn figure<'f>(figures: &'f BTreeMap<(String, String), Value>, measure: &str, whom: &str) -> &'f Value {
    figures.get(&(measure.into(), whom.into())).unwrap_or_else(|| panic!("no {measure} of {whom}"))
}

#[test]
fn a_bad_school_is_reported_and_stops_no_other() {
    let trust = trust();
    assert_eq!(trust.said.code, 1, "{}", trust.said.stderr);
    assert!(trust.said.stderr.contains("Cedar School: its packs are held back: the inbox"), "{}", trust.said.stderr);
    assert!(!trust.folder.join("cedar/packs").exists());
    for plan in plans() {
        let packs = trust.folder.join(plan.folder).join("packs").join(TERM);
        for file in
            ["governors/governor-report.html", "staff/results.json", "public/public-summary.xlsx", "manifest.json"]
        {
            assert!(packs.join(file).is_file(), "{} {file}", plan.name);
        }
        assert!(trust.said.stdout.contains(plan.name), "{}", trust.said.stdout);
    }
    let packs = trust.folder.join("packs").join(TERM);
    for file in ["trust-report.html", "trust-report.xlsx", "trust-report.pdf", "charts/trust-development-funnel.svg"] {
        assert!(packs.join("trust").join(file).is_file(), "{file}");
    }
    let manifest: Value = serde_json::from_slice(&fs::read(packs.join("manifest.json")).unwrap()).unwrap();
    let states: Vec<(&str, &str)> = manifest["schools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|school| (school["folder"].as_str().unwrap(), school["packs"].as_str().unwrap()))
        .collect();
    let expected = [("ash", "made"), ("brook", "made"), ("cedar", "held back"), ("elm", "made"), ("fern", "made")];
    assert_eq!(states, expected);
}

/// A school's packs are the same bytes whether it is run alone or in a trust.
#[test]
fn the_packs_of_a_school_are_those_of_run() {
    let alone = tempfile::tempdir().expect("a folder");
    sample::school(alone.path(), &plans()[0], 0);
    let said = say(["run", "--term", TERM, "--as-of", "2026-03-27", "--project", alone.path().to_str().unwrap()]);
    assert!(said.code < 2, "{}", said.stderr);
    let packs = |folder: &Path| hashes(&folder.join("packs").join(TERM));
    assert_eq!(packs(alone.path()), packs(&trust().folder.join("ash")));
}

#[test]
fn what_is_shown_of_a_school_is_planted_and_no_more_than_its_own_pack_shows() {
    let all = roll_up();
    let mut shown = 0;
    for plan in plans() {
        let own = of_school(&plan);
        let here = format!("member_school={}|period={TERM}", plan.name);
        let there = format!("period={TERM}|school=All pupils");
        let figure_here = figure(&all, "screening.below_share", &here);
        assert_eq!(figure_here["status"], figure(&own, "screening.below_share", &there)["status"], "{}", plan.name);
        if figure_here["status"] == "ok" {
            assert_eq!(figure_here["numerator"], plan.below.iter().sum::<usize>());
            assert_eq!(figure_here["denominator"], (0..7).map(|year| plan.with_result(year)).sum::<usize>());
            shown += 1;
        } else {
            for key in ["value", "n", "numerator", "denominator", "low", "high"] {
                assert!(figure_here[key].is_null(), "{}: {key}", plan.name);
            }
        }
    }
    assert_eq!(shown, 3, "Fern has three children below, and says so to nobody");
}

#[test]
fn totals_go_over_the_schools_that_show_them_and_give_nothing_away() {
    let all = roll_up();
    let own: Vec<_> = plans().into_iter().map(|plan| (of_school(&plan), plan)).collect();
    let mut withheld = 0;
    for (at, year) in YEARS.iter().enumerate() {
        let key = format!("period={TERM}|year_group={year}");
        let shows = |figures: &BTreeMap<(String, String), Value>| {
            figure(figures, "screening.below_share", &key)["status"] == "ok"
        };
        let has = |figures: &BTreeMap<(String, String), Value>| {
            figures.contains_key(&("screening.below_share".into(), key.clone()))
        };
        // Fern's year groups are so small that its own report has phases in their place.
        let own: Vec<_> = own.iter().filter(|(figures, _)| has(figures)).collect();
        assert_eq!(own.len(), 3, "{year}");
        let shown: Vec<&Plan> = own.iter().filter(|(figures, _)| shows(figures)).map(|(_, plan)| plan).collect();
        withheld += own.len() - shown.len();
        let total = figure(&all, "screening.below_share", &key);
        assert_eq!(total["numerator"], shown.iter().map(|plan| plan.below[at]).sum::<usize>(), "{year}");
        assert_eq!(total["denominator"], shown.iter().map(|plan| plan.with_result(at)).sum::<usize>(), "{year}");
        assert_eq!(figure(&all, "development.schools", &key)["value"], shown.len(), "{year}");
        // The truth over all four schools lies between the bounds.
        let with_result: usize = own.iter().map(|(_, plan)| plan.with_result(at)).sum();
        assert_eq!(figure(&all, "screening.assessed", &key)["value"], with_result, "{year}");
        let truth = 100.0 * own.iter().map(|(_, plan)| plan.below[at]).sum::<usize>() as f64 / with_result as f64;
        let bound = |measure: &str| figure(&all, measure, &key)["value"].as_f64().expect("a number");
        let (least, most) = (bound("development.least"), bound("development.most"));
        assert!(least <= truth + 0.5 && truth - 0.5 <= most, "{year}: {least} {truth} {most}");
        assert_eq!(least < most, shown.len() < own.len(), "{year}: {least} {most}");
    }
    assert!(withheld >= 2, "Brook's Year 5, and another so that it cannot be worked out: {withheld}");
}

/// Never a mean of means: attendance is all sessions added up.
#[test]
fn rates_are_pooled() {
    let all = roll_up();
    let (mut attended, mut possible, mut of_schools) = (0, 0, Vec::new());
    for plan in plans() {
        let absent: usize = plan.absent.iter().sum();
        let own = 170 * absent + 192 * (plan.all() - absent);
        of_schools.push(own as f64 / (200 * plan.all()) as f64);
        attended += own;
        possible += 200 * plan.all();
    }
    let rate = figure(&all, "attendance.rate", "period=2025-26|school=All schools");
    let pooled = 100.0 * attended as f64 / possible as f64;
    assert_eq!(rate["value"].as_f64().unwrap(), (pooled * 10.0).round() / 10.0);
    let mean_of_means = 100.0 * of_schools.iter().sum::<f64>() / of_schools.len() as f64;
    assert!((mean_of_means - pooled).abs() > 0.05, "the sample could not tell: {mean_of_means} {pooled}");
}

#[test]
fn the_planted_school_stands_out_and_comes_first() {
    let all = roll_up();
    let standing = |plan: &Plan| {
        let key = format!("member_school={}|period={TERM}", plan.name);
        all.get(&("development.standing".into(), key)).map(|figure| figure["word"].as_str().unwrap().to_owned())
    };
    let found: Vec<Option<String>> = plans().iter().map(standing).collect();
    // By hand: 266 of 691 in the three schools; Elm 124 of 206 is 6.4 standard errors above, Brook 78 of 286 3.9 below, Ash
    // 64 of 199 1.8 below.
    let words = |text: &str| Some(text.to_owned());
    assert_eq!(found[2], words("Far more below"));
    assert_eq!(found[1], words("Far fewer below"));
    assert_eq!(found[0], words("As chance would have it"));
    assert_eq!(found[3], None);
    let page = fs::read_to_string(trust().folder.join("packs").join(TERM).join("trust/trust-report.html")).unwrap();
    let order = page.split("Schools by their share below, drawn towards").nth(1).expect("the table is there");
    let place = |name: &str| order.find(name).expect("listed");
    assert!(place("Elm School") < place("Ash School") && place("Ash School") < place("Brook School"));
}

#[test]
fn the_roll_up_reads_back_clean_and_is_the_same_whatever_the_order_of_work() {
    let trust = trust();
    let said = say(["audit", trust.folder.join("packs").join(TERM).join("trust").to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let again = tempfile::tempdir().expect("a folder");
    crate::binary::copy(&trust.folder, again.path());
    for school in plans().map(|plan| plan.folder) {
        fs::remove_dir_all(again.path().join(school).join("packs")).unwrap();
        fs::remove_dir_all(again.path().join(school).join("ledger")).unwrap();
    }
    fs::remove_dir_all(again.path().join("packs")).unwrap();
    assert_eq!(run(again.path(), &["--memory", "1", "--at-once", "1"]).code, 1);
    let packs = |folder: &Path| hashes(&folder.join("packs"));
    assert_eq!(packs(again.path()), packs(&trust.folder));
    assert!(files_in(&again.path().join("packs")).keys().all(|name| name.starts_with(TERM)));
}

#[test]
fn schools_of_another_policy_or_term_are_left_out_and_named() {
    let folder = tempfile::tempdir().expect("a folder");
    sample::write(folder.path());
    let settings = folder.path().join("ash/school.toml");
    let text = fs::read_to_string(&settings).unwrap() + "[policy]\nsecure_min = 70\n";
    fs::write(&settings, text).unwrap();
    let said = run(folder.path(), &[]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert!(
        said.stderr.contains("Ash School: its screening cannot be compared: policy.secure_min differs"),
        "{}",
        said.stderr
    );
    let all = figures_of(&folder.path().join("packs").join(TERM).join("trust/results.json"));
    let whole = format!("period={TERM}|school=All schools");
    let expected: usize = plans()[1..3].iter().flat_map(|plan| plan.below).sum();
    assert_eq!(figure(&all, "screening.below_pupils", &whole)["value"], expected);
    // What no policy decides is in.
    let pupils: usize = plans().iter().map(Plan::all).sum();
    assert_eq!(figure(&all, "roll.pupils", &whole)["value"], pupils);
}

#[test]
fn a_folder_that_is_no_trust_is_refused_with_the_remedy() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = say(["trust", "--project", folder.path().to_str().unwrap()]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("trust.toml") && said.stderr.contains("what to do"), "{}", said.stderr);
}
