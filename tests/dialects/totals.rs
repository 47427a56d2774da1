//! A school that gives totals of attendance and no marks: what can be compared with England, and what cannot be said.

use serde_json::Value;

use super::school::{self, csv};
use crate::binary::{TERM, project, say};

/// Eleven children miss 19 of 380 sessions, 12 of them with leave; the first child misses 76, 50 with leave.
fn totals() -> Vec<u8> {
    let mut text = String::from("UPN,From,To,Possible sessions,Attended,Authorised,Unauthorised\n");
    for (at, child) in school::children().iter().enumerate() {
        let (attended, with, without) = if at == 0 { (304, 50, 26) } else { (361, 12, 7) };
        text.push_str(&format!("{},02/09/2025,21/07/2026,380,{attended},{with},{without}\n", child.upn));
    }
    text.into_bytes()
}

#[test]
fn totals_are_set_beside_england_as_far_as_they_allow() {
    let folder = project(&[("pupils.csv", csv(&school::pupils())), ("totals.csv", totals())]);
    let path = folder.path().to_str().expect("a plain path");
    let said = say(["run", "--project", path, "--as-of", "2026-07-21"]);
    assert!(said.code < 2, "{said:?}");
    let results = std::fs::read_to_string(folder.path().join("packs").join(TERM).join("staff/results.json"));
    let results: Value = serde_json::from_str(&results.expect("there")).expect("JSON");
    let figures = results["figures"].as_array().expect("a list");
    let school = |series: &str, absence: &str| {
        let is = |figure: &&Value| {
            let who = &figure["population"];
            figure["measure"] == format!("{series}.school") && who["period"] == "2025-26" && who["absence"] == absence
        };
        figures.iter().find(is).map(|figure| (figure["value"].as_f64(), figure["n"].as_u64()))
    };
    let near = |found: Option<(Option<f64>, Option<u64>)>, expected: f64| {
        let (value, n) = found.expect("a figure");
        assert!(value.is_some_and(|value| (value - expected).abs() < 1e-9) && n == Some(12), "{value:?} {n:?}");
    };
    // 11 × 19 + 76 = 285 of 12 × 380 sessions; 182 with leave and 103 without; one child of twelve missed a tenth.
    near(school("national_daily", "Absence"), 28_500.0 / 4560.0);
    near(school("national_daily", "Authorised absence"), 18_200.0 / 4560.0);
    near(school("national_daily", "Unauthorised absence"), 10_300.0 / 4560.0);
    near(school("national_daily", "Pupils who missed a tenth or more"), 100.0 / 12.0);
    near(school("national_census", "Pupils who missed half or more"), 0.0);
    // Totals do not say what was illness, nor on which days: no such comparison, no windows.
    assert_eq!(school("national_daily", "Absence through illness"), None);
    let windows = |figure: &Value| figure["measure"].as_str().is_some_and(|id| id.starts_with("attendance_change"));
    assert!(!figures.iter().any(windows));
    // A governor of twelve children may see no more of them; senior leaders read the sentence.
    let page =
        std::fs::read_to_string(folder.path().join("packs").join(TERM).join("staff/leaders/leaders-report.html"));
    assert!(page.expect("there").contains("Beside schools of our phase in England"));
    let traced = say([
        "trace",
        "--project",
        path,
        "--as-of",
        "2026-07-21",
        "national_daily.school",
        "absence=Absence",
        "--rows",
    ]);
    assert_eq!(traced.code, 0, "{traced:?}");
    assert!(traced.stdout.contains("totals.csv"), "{}", traced.stdout);
}
