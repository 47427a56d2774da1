//! Tests of the checks on a report's definition.

use super::*;

const REPORT: &str = r#"
id = "small"
title = "Small"
audience = "governors"
classification = "Governors"
notes = []
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

const COLUMNS: &str = "columns = [\"screening.assessed\", \"screening.below_pupils\", \"screening.below_share\"]";
const ACROSS: &str = "across = \"period\"\nperiods = [\"earlier\", \"this\"]\npupils = \"screening.assessed\"\n\
    columns = [\"screening.below_share\"]\nfootnotes = [\"Out of the pupils with a result.\"]";

/// The small report with a compact table in place of its table, and charts.
fn compact(from: &str, to: &str, charts: &str) -> Result<Definition, ReportError> {
    assert!(REPORT.contains(COLUMNS) && ACROSS.contains(from), "{from}");
    let table = if from.is_empty() { ACROSS.to_owned() } else { ACROSS.replace(from, to) };
    parse(&format!("{}{charts}", REPORT.replace(COLUMNS, &table)))
}

#[test]
fn a_compact_table_needs_its_pupils_and_says_what_its_shares_are_of() {
    assert!(compact("", "", "").is_ok());
    for (from, to, problem) in [
        ("pupils = \"screening.assessed\"\n", "", "needs `pupils`"),
        ("\nfootnotes = [\"Out of the pupils with a result.\"]", "", "what the shares are out of"),
        ("[\"screening.below_share\"]", "[\"screening.below_share\", \"screening.at_share\"]", "one measure"),
        ("\"period\"", "\"strand\"", "is not told apart by `strand`"),
        ("\"period\"", "\"planet\"", "planet"),
        ("\"screening.assessed\"", "\"screening.asessed\"", "did you mean `screening.assessed`"),
        ("\"screening.assessed\"", "\"screening.coverage\"", "no count of pupils"),
        ("periods", "by = \"period\"\nperiods", "either `by` or `across`"),
        ("across = \"period\"\n", "", "belongs to a table with `across`"),
    ] {
        let message = compact(from, to, "").expect_err("refused").to_string();
        assert!(message.contains(problem), "{problem}: {message}");
    }
}

#[test]
fn a_compact_table_is_drawn_two_ways_and_no_section_has_four_charts() {
    let chart = |number: usize, kind: &str| {
        format!(
            "[[section.chart]]\nid = \"c{number}\"\ntitle = \"C\"\nsubtitle = \"C\"\nkind = \"{kind}\"\n\
             table = \"t\"\nmeasures = [\"screening.below_share\"]\n"
        )
    };
    let report = |charts: String| compact("", "", &charts);
    assert!(report(chart(1, "lines")).is_ok());
    let message = report(chart(1, "bars")).expect_err("refused").to_string();
    assert!(message.contains("\"heat\" or \"lines\""), "{message}");
    let four = (1..=4).map(|number| chart(number, "lines")).collect();
    assert!(report(four).expect_err("refused").to_string().contains("4 charts"));
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

#[test]
fn two_national_series_never_share_a_table_or_a_sentence() {
    let columns = "\"screening.assessed\", \"screening.below_pupils\", \"screening.below_share\"";
    let one = "\"national_daily.pupils\", \"national_daily.school\", \"national_daily.england\"";
    assert!(parse(&REPORT.replace(columns, one)).is_ok());
    let message = refused(columns, &format!("{one}, \"national_census.england\""));
    assert!(message.contains("table `t`: figures of the national series census and daily"), "{message}");
    let was = "was = { measure = \"screening.below_share\", period = \"previous\", optional = true }";
    let both = "was = { measure = \"national_census.england\" }\nbelow2 = { measure = \"national_daily.england\" }";
    let message = refused(was, both);
    assert!(message.contains("which do not compare"), "{message}");
}
