//! Schools that screen with another tool than Thrive, or expect strands by age: what may be said of their scores.

use serde_json::Value;

use super::school::{self, SCREENED, check, csv};
use crate::binary::{TERM, project, run};
use crate::sample_school::calendar::slashed;
use crate::sample_school::settings::SCHOOL_TOML;

/// The small school's pupil list.
fn pupils() -> (&'static str, Vec<u8>) {
    ("pupils.csv", csv(&school::pupils()))
}

/// A screening of everybody on a day: headings after UPN and date, and the cells of each row.
fn screening(day: &str, headings: &str, cells: &str) -> Vec<u8> {
    let mut text = format!("UPN,Date,{headings}\n");
    for child in school::children() {
        text.push_str(&format!("{},{day},{cells}\n", child.upn));
    }
    text.into_bytes()
}

fn in_may() -> String {
    slashed(SCREENED)
}

/// Settings with other policy in place of instrument and expected strands.
fn settings(policy: &str) -> String {
    let (kept, _) = SCHOOL_TOML.split_once("# The strand we expect").expect("the sample says so");
    let kept = kept.replace("instrument = \"thrive\"\n", "");
    assert!(!kept.contains("instrument ="));
    format!("{kept}{policy}\n")
}

struct Packs {
    figures: Vec<Value>,
    page: String,
    codes: Vec<String>,
}

impl Packs {
    /// The figure of all pupils in the run's term.
    fn figure(&self, measure: &str, strand: Option<&str>) -> &Value {
        let is = |figure: &&Value| {
            let who = &figure["population"];
            figure["measure"] == measure
                && who["period"] == TERM
                && who["school"] == "All pupils"
                && who["strand"].as_str() == strand
        };
        self.figures.iter().find(is).unwrap_or_else(|| panic!("there is no {measure} of {strand:?}"))
    }
}

fn packs(policy: &str, files: &[(&str, Vec<u8>)]) -> Packs {
    let folder = project(files);
    std::fs::write(folder.path().join("school.toml"), settings(policy)).expect("written");
    let said = run(folder.path());
    assert!(said.code < 2, "{said:?}");
    let read = |name: &str| {
        std::fs::read_to_string(folder.path().join("packs").join(TERM).join(name)).expect("the pack has the file")
    };
    let json = |name: &str| -> Value { serde_json::from_str(&read(name)).expect("JSON") };
    let list = |value: &Value| value.as_array().expect("a list").clone();
    Packs {
        figures: list(&json("staff/results.json")["figures"]),
        page: read("governors/governor-report.html"),
        codes: list(&json("staff/data-quality.json")["diagnostics"])
            .iter()
            .filter_map(|found| found["code"].as_str().map(str::to_owned))
            .collect(),
    }
}

#[test]
fn percentiles_are_never_averaged() {
    let headings = "Tool,Feelings about school,Perceived learning capability";
    let packs = packs(
        "instrument = \"pass\"",
        &[
            pupils(),
            ("a.csv", screening("03/02/2026", headings, "PASS,20,40")),
            ("b.csv", screening(&in_may(), headings, "PASS,30,35")),
        ],
    );
    let strand = Some("Feelings about school");
    assert_eq!(packs.figure("strand.pairs", strand)["value"], 12.0);
    assert_eq!(packs.figure("strand.median", strand)["value"], 30.0);
    let change = packs.figure("strand.mean_change", strand);
    assert_eq!((&change["status"], &change["value"]), (&Value::from("not_available"), &Value::Null));
    assert!(packs.page.contains("its scores are percentiles"), "the notes say why");
}

#[test]
fn parents_and_teachers_are_not_mixed_and_a_fall_in_difficulties_is_for_the_better() {
    let headings = "Tool,Respondent,Conduct problems,Prosocial";
    let packs = packs(
        "instrument = \"sdq\"\nband_scheme = \"sdq-three-band-uk\"",
        &[
            pupils(),
            ("a.csv", screening("03/02/2026", headings, "SDQ,teacher,5,4")),
            ("b.csv", screening(&in_may(), headings, "SDQ,teacher,2,6")),
            ("c.csv", screening(&in_may(), headings, "SDQ,parent,9,0")),
        ],
    );
    // The teacher's 2 is "normal" (0 to 2), and down from 5; a parent's 9 would be "abnormal", and up.
    let conduct = Some("Conduct problems");
    assert_eq!(packs.figure("strand.mean_change", conduct)["value"], 3.0);
    assert_eq!(packs.figure("strand.below_pupils", conduct)["value"], 0.0);
    assert_eq!(packs.figure("strand.judged", conduct)["value"], 12.0);
    assert_eq!(packs.figure("strand.mean_change", Some("Prosocial"))["value"], 2.0);
    // Three bands of the teacher's form; everybody is in "normal", and no average is needed to say so.
    let band = |name: &str| {
        let is = |figure: &&Value| {
            let who = &figure["population"];
            figure["measure"] == "strand_band.pupils"
                && (&who["period"], &who["school"], &who["strand"], &who["band"])
                    == (&TERM.into(), &"All pupils".into(), &"Conduct problems".into(), &name.into())
        };
        packs.figures.iter().find(is).map(|figure| (figure["value"].as_f64(), figure["n"].as_u64()))
    };
    let of_twelve = |pupils: f64| Some((Some(pupils), Some(12)));
    assert_eq!([band("normal"), band("borderline"), band("abnormal")], [12.0, 0.0, 0.0].map(of_twelve));
    // Its scales are no steps: nobody is placed, and nobody is below.
    assert_eq!(packs.figure("screening.no_result", None)["value"], 12.0);
    assert!(packs.page.contains("A high score is worse on") && packs.page.contains("sdq-three-band-uk"));
    assert!(!packs.codes.iter().any(|code| ["Q011", "T017"].contains(&code.as_str())), "{:?}", packs.codes);
}

#[test]
fn another_informant_or_other_norms_make_no_pair() {
    let headings = "Tool,Respondent,Norm version,Conduct problems,Prosocial";
    let pairs = |earlier: &str, later: &str| {
        let packs = packs(
            "instrument = \"sdq\"",
            &[
                pupils(),
                ("a.csv", screening("03/02/2026", headings, earlier)),
                ("b.csv", screening(&in_may(), headings, later)),
            ],
        );
        let number = |measure: &str| packs.figure(measure, None)["value"].as_f64().expect("a number");
        let flow = [number("flow.screened_twice"), number("flow.comparable"), number("flow.left_out")];
        (flow, packs.codes.contains(&"Q011".to_owned()))
    };
    assert_eq!(pairs("SDQ,teacher,,5,4", "SDQ,teacher,,2,6"), ([12.0, 12.0, 0.0], false));
    assert_eq!(pairs("SDQ,,,5,4", "SDQ,teacher,UK,2,6"), ([12.0, 12.0, 0.0], false), "what is usual, said or not");
    assert_eq!(pairs("SDQ,teacher,,5,4", "SDQ,parent,,2,6"), ([12.0, 0.0, 12.0], true));
    assert_eq!(pairs("SDQ,teacher,1997,5,4", "SDQ,teacher,,2,6"), ([12.0, 0.0, 12.0], true));
}

#[test]
fn strands_that_two_tools_share_need_the_tool() {
    let strands = "Is emotionally secure,Accommodates to others";
    let without = screening(&in_may(), strands, "3,4");
    let checked = check(&[("pupils.csv", csv(&school::pupils())), ("a.csv", without)]);
    assert_eq!(checked.rows("a.csv"), [12, 0, 12, 0], "{:?}", checked.codes("a.csv"));
    assert!(checked.codes("a.csv").contains(&"T020"));
    let packs = packs(
        "instrument = \"boxall-young-people\"",
        &[pupils(), ("a.csv", screening(&in_may(), &format!("Tool,{strands}"), "Boxall Young People,3,4"))],
    );
    assert_eq!(packs.figure("strand.scored", Some("Is emotionally secure"))["value"], 12.0);
}

#[test]
fn by_age_and_by_year_group_agree_where_they_say_the_same() {
    // Six children are six years old and in Year 1, six are nine and in Year 4.
    let files = [pupils(), ("a.csv", csv(&school::screening_long()))];
    let by_year = packs(
        "[policy.expected_strand]\n\"Year 1\" = \"Power & Identity\"\n\"Year 4\" = \"Skills & Structure\"",
        &files,
    );
    let ages = "expected_by = \"age\"\n\
        [[policy.expected_at_age]]\nfrom_months = 48\nstrand = \"Power & Identity\"\n\
        [[policy.expected_at_age]]\nfrom_months = 96\nstrand = \"Skills & Structure\"\n";
    let by_age = packs(ages, &files);
    assert_eq!(by_year.figures, by_age.figures);
    assert!(by_year.page.contains("Strand expected, by year group"));
    assert!(
        by_age.page.contains("by age in completed months")
            && by_age.page.contains("Skills &amp; Structure from 8 years")
    );
    // From the summer on, all are expected further: more are below.
    let later = format!("{ages}valid_to = 2026-03-31\n").replace(
        "from_months = 48\nstrand = \"Power & Identity\"",
        "from_months = 48\nstrand = \"Being\"\n[[policy.expected_at_age]]\nfrom_months = 48\n\
         strand = \"Interdependence\"\nvalid_from = 2026-04-01",
    );
    let later = packs(&later, &files);
    assert!(
        later.figure("screening.below_pupils", None)["value"].as_f64()
            > by_age.figure("screening.below_pupils", None)["value"].as_f64()
    );
}

#[test]
fn settings_about_tools_that_cannot_be_are_refused() {
    for (policy, said) in [
        ("instrument = \"pass\"\nband_scheme = \"mine\"", "is not a banding scheme"),
        ("secure_score = { Flying = 3 }", "\"Flying\" is not a strand of Thrive"),
        ("instrument = \"sdq\"\n[policy.expected_strand]\n\"Year 1\" = \"Prosocial\"", "are no steps"),
        ("[policy.expected_strand]\n\"Year 1\" = \"Being\"\n\"Y1\" = \"Doing\"", "names \"Year 1\" twice"),
        ("expected_by = \"age\"", "there is no age"),
    ] {
        let folder = project(&[pupils(), ("a.csv", csv(&school::screening_long()))]);
        std::fs::write(folder.path().join("school.toml"), settings(policy)).expect("written");
        let found = run(folder.path());
        assert_eq!(found.code, 2, "{policy}: {found:?}");
        assert!(found.stderr.contains(said), "{policy}: {found:?}");
    }
}
