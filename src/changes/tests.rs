//! Comparisons of packs made by hand.

use serde_json::{Value, json};

use super::*;

const SPRING: &str = "2025-26-spring";
const SUMMER: &str = "2025-26-summer";

fn figure(measure: &str, period: &str, group: &str, value: impl Into<Option<f64>>) -> Value {
    let value: Option<f64> = value.into();
    let status = if value.is_some() { "ok" } else { "suppressed" };
    json!({
        "measure": measure, "population": { "period": period, "year_group": group },
        "value": value, "unit": "percent", "status": status,
    })
}

fn week(first: &str, value: f64) -> Value {
    let mut figure = figure("attendance_week.rate", "2025-26", "Year 1", value);
    figure["population"]["week"] = json!(first);
    figure
}

struct Made {
    manifest: Value,
    governors: Vec<Value>,
    cohort: Option<Value>,
}

fn made(term: &str, as_of: &str, governors: Vec<Value>) -> Made {
    let end = if term == SPRING { "2026-03-27" } else { "2026-07-21" };
    let manifest = json!({
        "version": 1, "program": "thrive-report 1", "as_of": as_of, "term": term, "term_end": end,
        "policy": { "secure_min": 60.0, "disclosure": { "min_mean": 10 } }, "inputs": [],
        "definitions": { "attendance.rate": "a", "screening.below_share": "b" },
    });
    Made { manifest, governors, cohort: None }
}

impl Made {
    fn pack(&self) -> Pack {
        let bytes = |name: &str| {
            let value = match name {
                "manifest.json" => self.manifest.clone(),
                COHORT => self.cohort.clone()?,
                _ => json!({ "version": 1, "figures": self.governors }),
            };
            Some(value.to_string().into_bytes())
        };
        Pack::read(bytes, self.cohort.is_some()).expect("a pack")
    }
}

fn compared(old: &Made, new: &Made) -> Changes {
    compare(&old.pack(), &new.pack(), &Catalogue::embedded().expect("the catalogue"), false)
}

fn kinds(changes: &Changes) -> Vec<(Kind, &str, f64, f64)> {
    changes.figures.iter().map(|change| (change.kind, change.measure.as_str(), change.was, change.is)).collect()
}

#[test]
fn a_late_correction_is_told_apart_from_what_a_term_brought() {
    let rate = |period: &str, value: f64| figure("attendance.rate", period, "Year 1", value);
    let old = made(
        SPRING,
        "2026-03-27",
        vec![rate("2025-26-autumn", 95.0), rate(SPRING, 94.0), rate("2025-26", 94.5), week("2 March 2026", 93.0)],
    );
    let new = made(
        SUMMER,
        "2026-07-21",
        vec![
            rate("2025-26-autumn", 95.1),
            rate(SPRING, 94.2),
            rate(SUMMER, 93.0),
            rate("2025-26", 94.1),
            week("2 March 2026", 93.5),
            week("6 July 2026", 90.0),
        ],
    );
    assert_eq!(
        kinds(&compared(&old, &new)),
        [
            (Kind::Late, "attendance.rate", 95.0, 95.1),
            (Kind::Late, "attendance.rate", 94.0, 94.2),
            (Kind::Late, "attendance_week.rate", 93.0, 93.5),
            (Kind::Term, "attendance.rate", 94.0, 93.0),
            (Kind::GoneOn, "attendance.rate", 94.5, 94.1),
        ]
    );
    // A week that had not begun is no news.
    assert_eq!(compared(&old, &new).standing, []);
    // In the middle of the spring term its figure had yet to become what it is.
    let early = made(SPRING, "2026-02-01", vec![rate(SPRING, 94.0)]);
    assert_eq!(kinds(&compared(&early, &made(SUMMER, "2026-07-21", vec![rate(SPRING, 94.2)])))[0].0, Kind::GoneOn);
    // The same term on the same day, made again.
    let again = made(SUMMER, "2026-07-21", vec![rate("2025-26-autumn", 95.3), rate(SUMMER, 93.1)]);
    let found: Vec<Kind> = kinds(&compared(&new, &again)).iter().map(|change| change.0).collect();
    assert_eq!(found, [Kind::Late, Kind::Restated]);
}

#[test]
fn a_withheld_figure_has_no_value_and_no_difference() {
    let share = |term: &str, group: &str, value: Option<f64>| figure("screening.below_share", term, group, value);
    let mut hidden = share(SUMMER, "Year 2", None);
    // A file that says more than it may.
    hidden["value"] = json!(77.0);
    let old = made(SPRING, "2026-03-27", vec![share(SPRING, "Year 1", None), share(SPRING, "Year 2", Some(41.0))]);
    let new = made(SUMMER, "2026-07-21", vec![share(SUMMER, "Year 1", Some(63.0)), hidden]);
    let changes = compared(&old, &new);
    assert_eq!(kinds(&changes), []);
    let standing: Vec<(Standing, &str)> =
        changes.standing.iter().map(|change| (change.standing, change.population["year_group"].as_str())).collect();
    assert_eq!(standing, [(Standing::NowWithheld, "Year 2"), (Standing::NoLongerWithheld, "Year 1")]);
    for said in [text(&changes), serde_json::to_string(&changes).expect("JSON")] {
        assert!(["77", "41", "63"].iter().all(|value| !said.contains(value)), "{said}");
    }
}

#[test]
fn figures_that_come_and_go_are_named_without_a_value() {
    let old = made(SPRING, "2026-03-27", vec![figure("attendance.rate", SPRING, "Year 1", 94.0)]);
    let new = made(SUMMER, "2026-07-21", vec![figure("attendance.rate", SUMMER, "Year 2", 93.0)]);
    let changes = compared(&old, &new);
    let standing: Vec<Standing> = changes.standing.iter().map(|change| change.standing).collect();
    assert_eq!(standing, [Standing::New, Standing::Gone]);
    assert!(!text(&changes).contains("94") && !text(&changes).contains("93"));
}

#[test]
fn definitions_policy_and_files_are_compared() {
    let rate = |value: f64| vec![figure("attendance.rate", "2025-26-autumn", "Year 1", value)];
    let (mut old, mut new) = (made(SPRING, "2026-03-27", rate(95.0)), made(SUMMER, "2026-07-21", rate(96.0)));
    new.manifest["definitions"] = json!({ "attendance.rate": "c", "roll.pupils": "d" });
    new.manifest["policy"]["disclosure"]["min_mean"] = json!(12);
    let input = |hash: &str, table: &str, rows: u64| json!({ "sha256": hash, "sheets": [{ "sheet": null, "table": table, "rows_read": rows }] });
    old.manifest["inputs"] = json!([input("a", "pupils", 200), input("b", "screening", 9), input("c", "plans", 1)]);
    new.manifest["inputs"] = json!([input("d", "pupils", 201), input("b", "screening", 9), input("e", "staff", 20)]);
    let changes = compared(&old, &new);
    assert_eq!(changes.definitions.changed, ["attendance.rate"]);
    assert_eq!((changes.definitions.added.len(), changes.definitions.removed.len()), (1, 1));
    assert!(changes.figures[0].definition_changed);
    let said = text(&changes);
    for line in [
        "disclosure.min_mean: 10 → 12\n",
        "changed a → d: pupils, 200 → 201 rows\n",
        "new e: staff, 20 rows\n",
        "gone c: plans, 1 rows\n",
        "95.0 % → 96.0 % – its definition changed\n",
    ] {
        assert!(said.contains(line), "{line}{said}");
    }
    assert_eq!(said.matches("screening").count(), 1, "only its definition went: {said}");
    // An older program does not say its definitions: nothing is made up.
    old.manifest["definitions"] = Value::Null;
    let changes = compared(&old, &new);
    assert!(changes.definitions.is_empty() && changes.notes.iter().any(|note| note.contains("cannot be told")));
}

#[test]
fn who_came_and_went_and_which_marks_are_others() {
    let child = |id: &str, on_roll: bool, week: &str| json!({ "id": id, "on_roll": on_roll, "analysed": true, "marks": { "2026-03-23": week } });
    let cohort = |as_of: &str, pupils: Vec<Value>| {
        Some(json!({ "version": 1, "as_of": as_of, "marks_from": "2024-09-01", "pupils": pupils }))
    };
    let mut old = made(SPRING, "2026-03-26", Vec::new());
    old.cohort = cohort("2026-03-26", vec![child("A", true, "/ \\ I I . . / \\ . ."), child("B", true, "/")]);
    let mut new = made(SUMMER, "2026-07-21", Vec::new());
    let now = vec![child("A", true, "/ \\ C I / . / \\ / \\"), child("B", false, "/"), child("C", true, "L")];
    new.cohort = cohort("2026-07-21", now);
    let people = compared(&old, &new).people.expect("both have children");
    assert_eq!((people.joined, people.left), (vec!["C".to_owned()], vec!["B".to_owned()]));
    let marks: Vec<String> = people
        .late_marks
        .iter()
        .map(|mark| format!("{} {} {} {:?} {:?}", mark.id, mark.date, mark.session, mark.was, mark.is))
        .collect();
    // Friday's marks came in the ordinary way, after the earlier report.
    assert_eq!(marks, ["A 2026-03-24 AM Some(\"I\") Some(\"C\")", "A 2026-03-25 AM None Some(\"/\")"]);
}

#[test]
fn the_same_pack_twice_has_no_change() {
    let pack = made(SUMMER, "2026-07-21", vec![figure("attendance.rate", SUMMER, "Year 1", 94.0)]);
    let changes = compared(&pack, &pack);
    assert!(changes.is_empty() && changes.notes.is_empty());
    assert!(text(&changes).contains("Nothing changed."));
}
