//! Since last time: what two runs of a school differ in, on the screen and on the staff's page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::binary::{self, Said, TERM, demo, hashes, packs, say};
use crate::dialects::school;

const SPRING: &str = "2025-26-spring";

/// A copy of the sample school's project without packs.
fn sample() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    binary::copy(&demo().folder.join("inbox"), &folder.path().join("inbox"));
    fs::copy(demo().folder.join("school.toml"), folder.path().join("school.toml")).expect("copied");
    folder
}

fn run(project: &Path, term: &str) -> PathBuf {
    let said = say(["run".as_ref(), "--term".as_ref(), term.as_ref(), "--project".as_ref(), project.as_os_str()]);
    assert!(said.code < 2, "{said:?}");
    project.join("packs").join(term)
}

/// The sample school run for spring and then for summer, made once; nobody may write into it.
fn two_terms() -> &'static Path {
    static PROJECT: OnceLock<TempDir> = OnceLock::new();
    PROJECT
        .get_or_init(|| {
            let folder = sample();
            run(folder.path(), SPRING);
            run(folder.path(), TERM);
            folder
        })
        .path()
}

/// Packs without their ledger are refused: what was released goes with it.
fn copy_ledger(project: &Path) {
    binary::copy(&two_terms().join("ledger"), &project.join("ledger"));
    fs::copy(two_terms().join("secret.key"), project.join("secret.key")).expect("copied");
}

fn diff(old: &Path, new: &Path, options: &[&str]) -> Said {
    let mut command = binary::program();
    command.arg("diff").arg(old).arg(new).args(options);
    binary::said(&mut command)
}

fn json(old: &Path, new: &Path, options: &[&str]) -> Value {
    let said = diff(old, new, &[options, &["--json"]].concat());
    assert!(said.code < 2, "{said:?}");
    serde_json::from_str(&said.stdout).expect("JSON")
}

fn list<'v>(changes: &'v Value, key: &str) -> &'v Vec<Value> {
    changes[key].as_array().unwrap_or_else(|| panic!("{key} is a list"))
}

fn kinds(changes: &Value) -> BTreeSet<&str> {
    list(changes, "figures").iter().filter_map(|change| change["kind"].as_str()).collect()
}

/// Replaces text in a file of a project's inbox.
fn edit(project: &Path, file: &str, change: impl Fn(String) -> String) {
    let path = project.join("inbox").join(file);
    let bytes = fs::read(&path).expect("there");
    // Latin-1 both ways keeps every byte.
    let text = change(bytes.iter().map(|byte| char::from(*byte)).collect());
    fs::write(&path, text.chars().map(|c| u8::try_from(u32::from(c)).expect("one byte")).collect::<Vec<u8>>())
        .expect("written");
}

const MARKS: &str = "Attendance/marks 2024-25.csv";

#[test]
fn two_terms_differ_in_figures_and_in_nothing_else() {
    let packs = two_terms().join("packs");
    let said = diff(&packs.join(SPRING), &packs.join(TERM), &[]);
    assert_eq!((said.code, said.stderr.as_str()), (1, ""));
    for part in [
        "2025-26-spring (as at 2026-03-27) → 2025-26-summer (as at 2026-07-21)\n",
        "\nThis term against that term (",
        // As the governors' packs of the two terms print it.
        "  Share of pupils below the strand expected for their age, 2025-26-spring → 2025-26-summer, All pupils: 34 % → 30 % (−4)\n",
        "\nNow withheld (",
    ] {
        assert!(said.stdout.contains(part), "{part}{}", said.stdout);
    }
    for part in ["Late corrections", "Restated", "Policy", "Definitions", "Files", "Bear in mind", "roll", "Marks"] {
        let heading = |line: &str| line.starts_with(part) && line.ends_with(')');
        assert!(!said.stdout.lines().any(heading), "{part}");
    }
    assert_eq!(kinds(&json(&packs.join(SPRING), &packs.join(TERM), &[])), BTreeSet::from(["term", "gone_on"]));
}

#[test]
fn a_figure_withheld_in_one_of_two_packs_is_never_printed_with_a_value() {
    let packs = two_terms().join("packs");
    let (old, new) = (packs.join(SPRING), packs.join(TERM));
    let statuses = |pack: &Path| -> BTreeMap<(String, String), String> {
        let bytes = fs::read(pack.join("governors/results.json")).expect("there");
        let results: Value = serde_json::from_slice(&bytes).expect("JSON");
        let key = |figure: &Value| (figure["measure"].to_string(), figure["population"].to_string());
        let status = |figure: &Value| figure["status"].as_str().expect("a status").to_owned();
        list(&results, "figures").iter().map(|figure| (key(figure), status(figure))).collect()
    };
    let (before, now) = (statuses(&old), statuses(&new));
    assert!(before.values().chain(now.values()).any(|status| status == "suppressed"));
    let changes = json(&old, &new, &[]);
    for change in list(&changes, "figures") {
        let with = |period: &Value| {
            let mut population: BTreeMap<String, Value> =
                serde_json::from_value(change["population"].clone()).expect("an object");
            if !period.is_null() {
                population.insert("period".into(), period.clone());
            }
            (change["measure"].to_string(), serde_json::to_value(population).expect("JSON").to_string())
        };
        assert_eq!(before[&with(&change["old_period"])], "ok", "{change}");
        assert_eq!(now[&with(&change["period"])], "ok", "{change}");
    }
    let standing = list(&changes, "standing");
    assert!(standing.iter().any(|change| change["standing"] == "now_withheld"));
    for change in standing {
        let keys: Vec<&String> = change.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["standing", "measure", "label", "period", "population"]);
    }
    let said = diff(&old, &new, &[]).stdout;
    let (_, came_and_went) = said.split_once("\nNow withheld (").expect("some are");
    assert!(!came_and_went.contains('→'), "{came_and_went}");
}

#[test]
fn one_mark_of_an_earlier_term_is_named_for_staff_and_nothing_else() {
    let folder = sample();
    let before = "T999941718001,06/09/2024,AM,I";
    edit(folder.path(), MARKS, |text| {
        assert!(text.contains(before));
        text.replace(before, "T999941718001,06/09/2024,AM,/")
    });
    let pack = run(folder.path(), TERM);
    let said = diff(&packs(), &pack, &["--staff"]);
    let (_, changes) = said.stdout.split_once("For staff only.\n").expect("a heading");
    let (files, marks) = changes.split_once("\nMarks corrected late (1)\n").unwrap_or_else(|| panic!("{changes}"));
    assert_eq!(marks, "  T999941718001, 2024-09-06 AM: I → /\n");
    assert!(files.starts_with("\nFiles of the inbox (1)\n  changed "), "{files}");
    assert_eq!(files.lines().count(), 3, "{files}");
    // The governors' comparison knows of the file alone.
    let said = diff(&packs(), &pack, &[]);
    assert_eq!(said.code, 1);
    assert!(said.stdout.ends_with(files) && !said.stdout.contains("T999941718001"), "{}", said.stdout);
}

#[test]
fn a_day_of_an_earlier_term_is_a_late_correction_of_its_figures_alone() {
    let folder = sample();
    edit(folder.path(), MARKS, |text| {
        let all_away = |line: &str| match line.split(',').collect::<Vec<&str>>()[..] {
            [upn, "13/01/2025", session, _] => format!("{upn},13/01/2025,{session},O"),
            _ => line.to_owned(),
        };
        text.lines().map(|line| all_away(line) + "\r\n").collect()
    });
    let pack = run(folder.path(), TERM);
    let changes = json(&packs(), &pack, &[]);
    for change in list(&changes, "figures") {
        // Windows before support reach back to the same half-term a year ago, and so rest on that day too.
        let window = change["population"]["support_window"] == "Same half-term last year";
        let expected = if window { ("restated", "2025-26") } else { ("late", "2024-25-spring") };
        assert_eq!((&change["kind"], &change["period"]), (&expected.0.into(), &expected.1.into()), "{change}");
    }
    assert!(list(&changes, "figures").iter().any(|change| change["measure"] == "attendance.rate"), "{changes}");
    assert!(diff(&packs(), &pack, &[]).stdout.contains("\nLate corrections: figures of a time"));
}

#[test]
fn a_changed_policy_is_named() {
    let folder = sample();
    let settings = folder.path().join("school.toml");
    let text = fs::read_to_string(&settings).expect("there").replace("secure_min = 60", "secure_min = 62");
    fs::write(settings, text).expect("written");
    let pack = run(folder.path(), TERM);
    let changes = json(&packs(), &pack, &[]);
    let policy: Vec<String> = list(&changes, "policy").iter().map(Value::to_string).collect();
    assert_eq!(policy, [r#"{"setting":"secure_min","was":60.0,"is":62.0}"#]);
    assert!(
        list(&changes, "notes")[0].as_str().is_some_and(|note| note.starts_with("settings or definitions changed"))
    );
    assert!(list(&changes, "files").is_empty() && changes["people"].is_null());
}

#[test]
fn a_pupil_added_is_named_for_staff_only() {
    let school = |children: usize| {
        let mut pupils = school::pupils();
        pupils.truncate(children + 1);
        let mut inbox = school::inbox();
        inbox[0].1 = school::csv(&pupils);
        binary::project(&inbox)
    };
    let (before, now) = (school(11), school(12));
    let (old, new) = (run(before.path(), TERM), run(now.path(), TERM));
    let children = school::children();
    let added = &children[11].upn;
    for options in [&[][..], &["--json"]] {
        let said = diff(&old, &new, options);
        assert_eq!(said.code, 1);
        assert!(children.iter().all(|child| !said.stdout.contains(&child.upn)), "{}", said.stdout);
    }
    let changes = json(&old, &new, &["--staff"]);
    assert_eq!(changes["people"]["joined"], serde_json::json!([added]));
    assert!(list(&changes["people"], "left").is_empty() && list(&changes["people"], "late_marks").is_empty());
    // In one project, the page is about the pack of the same term that is replaced; staff see the name.
    fs::copy(now.path().join("inbox/pupils.csv"), before.path().join("inbox/pupils.csv")).expect("copied");
    let pack = run(before.path(), TERM);
    let page = fs::read_to_string(pack.join("staff/what-changed.html")).expect("there");
    assert!(page.contains(added.as_str()) && page.contains(children[11].surname), "the joiner is named");
    assert!(!page.contains(children[10].surname), "nobody else is");
    for (name, bytes) in binary::files_in(&pack.join("governors")) {
        assert!(!String::from_utf8_lossy(&bytes).contains(added.as_str()), "{name}");
    }
}

#[test]
fn the_page_of_a_term_is_about_the_term_before_and_repeats_to_the_byte() {
    let folder = sample();
    binary::copy(&two_terms().join("packs"), &folder.path().join("packs"));
    copy_ledger(folder.path());
    let first = hashes(&folder.path().join("packs").join(TERM));
    assert_eq!(hashes(&run(folder.path(), TERM)), first);
    assert!(!folder.path().join("packs").join(SPRING).join("staff/what-changed.html").exists(), "it was the first");
    // Beside what is new in it, a pack is the same whatever packs lie beside it.
    let mut alone = first.clone();
    for page in [
        "staff/what-changed.html",
        "staff/what-changed.xlsx",
        "governors/what-changed.html",
        "governors/what-changed.xlsx",
    ] {
        assert!(alone.remove(page).is_some(), "{page}");
    }
    assert_eq!(alone, hashes(&packs()));
    let page =
        fs::read_to_string(folder.path().join("packs").join(TERM).join("staff/what-changed.html")).expect("there");
    assert!(page.contains("OFFICIAL-SENSITIVE") && page.contains("Spring term 2025"), "{page}");
    // Governors have theirs: their own figures, and nothing about a child, a mark of a day or a file.
    let page =
        fs::read_to_string(folder.path().join("packs").join(TERM).join("governors/what-changed.html")).expect("there");
    assert!(page.contains("For governors: not for publication") && page.contains("Figures of the whole school"));
    for word in ["OFFICIAL-SENSITIVE", "Joined the roll", "corrected late:", "Fingerprint"] {
        assert!(!page.contains(word), "{word}");
    }
    for pupil in &binary::world().pupils {
        assert!(!page.contains(&pupil.upn) && !page.contains(&pupil.surname), "{}", pupil.upn);
    }
}

#[test]
fn an_earlier_pack_that_is_damaged_or_older_stops_no_run() {
    let folder = sample();
    let spring = folder.path().join("packs").join(SPRING);
    binary::copy(&two_terms().join("packs").join(SPRING), &spring);
    copy_ledger(folder.path());
    fs::write(spring.join("governors/results.json"), "{\"figures\": [").expect("written");
    let page = |pack: &Path| fs::read_to_string(pack.join("staff/what-changed.html")).expect("there");
    let said = page(&run(folder.path(), TERM));
    assert!(said.contains("could not be compared: governors") && said.contains("results.json is damaged"), "{said}");
    // A pack of a program that kept neither children nor definitions.
    binary::copy(&two_terms().join("packs").join(SPRING), &spring);
    fs::remove_file(spring.join("staff/cohort.json")).expect("removed");
    let mut manifest: Value =
        serde_json::from_slice(&fs::read(spring.join("manifest.json")).expect("there")).expect("JSON");
    manifest.as_object_mut().expect("an object").remove("definitions");
    fs::write(spring.join("manifest.json"), manifest.to_string()).expect("written");
    let said = page(&run(folder.path(), TERM));
    assert!(said.contains("Whether one changed cannot be told") || said.contains("whether one changed cannot be told"));
    assert!(said.contains("who joined or left cannot be told") && said.contains("Figures of the whole school"));
    fs::remove_dir_all(&spring).expect("removed");
    fs::create_dir(&spring).expect("made");
    assert!(page(&run(folder.path(), TERM)).contains("manifest.json is not there"));
}

#[test]
fn the_same_pack_ends_with_0_and_no_pack_with_2() {
    let said = diff(&packs(), &packs(), &["--staff"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    assert!(said.stdout.ends_with("\nNothing changed.\n"), "{}", said.stdout);
    let said = diff(&packs(), &demo().folder, &[]);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""));
    assert!(
        said.stderr.contains("manifest.json is not there") && said.stderr.contains("packs/2025-26-spring"),
        "{said:?}"
    );
    let said = diff(&packs().join("nowhere"), &packs(), &[]);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""));
}
