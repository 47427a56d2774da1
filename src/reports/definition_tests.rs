//! Tests of the checks on a report's definition.

use super::*;

const REPORT: &str = r#"
id = "small"
title = "Small"
classification = "Governors"
dimension = []
note = []
[[headline]]
question = "How many?"
section = "one"
sentence = "development.school"
[headline.figures]
below = { measure = "screening.below_share" }
was = { measure = "screening.below_share", period = "previous", optional = true }
[[section]]
id = "one"
name = "One"
question = "How many?"
unknowns = []
questions = []
[[section.table]]
id = "t"
sheet = "T"
title = "T"
label_header = "Group"
rows = ["school"]
columns = ["screening.assessed", "screening.below_pupils", "screening.below_share"]
missing = "Nothing."
"#;

fn parse(text: &str) -> Result<Definition, ReportError> {
    let catalogue = Catalogue::embedded().expect("valid");
    Definition::parse(text, Wording::embedded()?, &catalogue)
}

fn refused(from: &str, to: &str) -> String {
    assert!(REPORT.contains(from), "{from}");
    parse(&REPORT.replace(from, to)).expect_err("refused").to_string()
}

#[test]
fn the_governors_report_is_sound() {
    let catalogue = Catalogue::embedded().expect("valid");
    let definition = Definition::governors(&catalogue).expect("valid");
    assert_eq!(definition.report.headline.len(), 6);
    assert!(parse(REPORT).is_ok());
}

#[test]
fn unknown_names_come_with_the_nearest_one() {
    let message = refused("\"screening.below_share\"]", "\"screening.below_shar\"]");
    assert_eq!(message, "table `t`: there is no measure `screening.below_shar`; did you mean `screening.below_share`?");
    let message = refused("sentence = \"development.school\"", "sentence = \"development.schol\"");
    assert!(message.contains("did you mean `development.school`"), "{message}");
    let message = refused("section = \"one\"", "section = \"onne\"");
    assert!(message.contains("did you mean `one`"), "{message}");
}

#[test]
fn a_share_without_its_count_or_its_base_is_refused() {
    let message = refused("\"screening.below_pupils\", ", "");
    assert!(message.contains("needs the column `screening.below_pupils`"), "{message}");
    let message = refused("\"screening.assessed\", ", "");
    assert!(message.contains("needs the column `screening.assessed`"), "{message}");
}

#[test]
fn a_sentence_must_be_given_its_figures() {
    let message = refused("below = {", "under = {");
    assert!(message.contains("speaks of `below`"), "{message}");
}

#[test]
fn sheet_names_are_short_and_plain() {
    assert!(refused("sheet = \"T\"", "sheet = \"Terms: 1/2\"").contains("cannot name a sheet"));
    let long = format!("sheet = \"{}\"", "x".repeat(32));
    assert!(refused("sheet = \"T\"", &long).contains("cannot name a sheet"));
}

#[test]
fn unknown_keys_are_refused() {
    assert!(refused("id = \"t\"", "id = \"t\"\ncolour = \"red\"").contains("colour"));
}
