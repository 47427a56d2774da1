//! Tests of the governors' report over a small school made by hand.

use super::super::sample_results::{TERM, context, full_school, school, text};
use super::*;
use crate::disclosure::{ReleaseRules, protect};
use crate::measures::compute;
use crate::reports::model::ChartKind;
use crate::reports::{figures_in, results_json};
use crate::store::{ResultSet, Value};
use std::collections::BTreeMap;

fn report_of(results: &BTreeMap<String, ResultSet>) -> Report {
    let catalogue = Catalogue::embedded().expect("valid");
    let figures = compute(&catalogue, results).expect("computed");
    let protected = protect(&figures, &catalogue, &ReleaseRules::default());
    let definition = Definition::governors(&catalogue).expect("valid");
    build(&definition, &protected, &catalogue, &context()).expect("built")
}

fn report() -> Report {
    report_of(&school())
}

fn answer(report: &Report, section: &str) -> String {
    report
        .headlines
        .iter()
        .find(|headline| headline.section == section)
        .map(|headline| headline.answer.clone())
        .expect("headline")
}

#[test]
fn headlines_answer_with_counts_and_the_verb_that_the_evidence_allows() {
    let report = report();
    assert_eq!(report.headlines.len(), 6);
    // 33 of 88 is 37.5 %, printed as 38; 40 of 80 is 50 %.
    assert_eq!(
        answer(&report, "development"),
        "33 of the 88 pupils with a result (38%) are below the strand we expect for their age. Last term it was 50%."
    );
    // 28,200 of 30,000 is 94.0 %; 15 of 90 is 16.7 %.
    assert_eq!(
        answer(&report, "attendance"),
        "Attendance is 94.0% for the year to date, and 15 of 90 pupils (17%) have missed a tenth or more of their sessions."
    );
    assert_eq!(
        answer(&report, "support"),
        "For 10 children screened before and after, scores were, on average, about 9.7 points higher afterwards. \
         We cannot tell how much would have happened anyway."
    );
    assert_eq!(answer(&report, "strands"), "There are no strand scores for this term yet, so we cannot say.");
}

#[test]
fn what_is_withheld_is_in_no_table_and_no_sentence() {
    let report = report();
    let table = report
        .sections
        .iter()
        .flat_map(|section| &section.tables)
        .find(|table| table.id == "development-year-groups")
        .expect("table");
    let printed = |label: &str| -> Vec<String> {
        let row = table.rows.iter().find(|row| row.label == label).expect("row");
        row.cells.iter().map(|cell| cell.text()).collect()
    };
    // Year 2 has 3 below: hidden, and with it the next smallest part (above, 11).
    assert_eq!(printed("Year 2"), ["29", "c", "c", "15", "52", "c", "c"]);
    // 33 − 18 − 12 would be Year 2's 3: the next smallest year group goes too,
    // and with it the next smallest of its own parts.
    assert_eq!(printed("Year 1"), ["29", "c", "c", "6", "21", "c", "c"]);
    assert_eq!(printed("Year 3"), ["30", "12", "40", "10", "33", "8", "27"]);
}

#[test]
fn a_dimension_without_data_is_left_out_with_the_file_that_would_supply_it() {
    let report = report();
    let groups = report.sections.iter().find(|section| section.id == "groups").expect("section");
    assert!(groups.unknowns.iter().any(|unknown| unknown.contains("\"SEN status\"")));
    assert!(!groups.unknowns.iter().any(|unknown| unknown.contains("\"Pupil premium\"")));
    let strands = report.sections.iter().find(|section| section.id == "strands").expect("section");
    assert!(strands.tables.is_empty() && strands.charts.is_empty());
    assert!(strands.unknowns[0].contains("would supply"));
}

#[test]
fn classes_that_are_the_year_groups_are_not_shown_twice() {
    let has_classes = |report: &Report| {
        let mut tables = report.sections.iter().flat_map(|section| &section.tables);
        tables.any(|table| table.id == "development-classes")
    };
    assert!(!has_classes(&report()));
    let mut other = school();
    if let Some(coverage) = other.get_mut("coverage") {
        coverage.rows.push(vec![text(TERM), text("class"), text("Fir"), Value::Int(4), Value::Int(30), Value::Int(30)]);
    }
    if let Some(development) = other.get_mut("development") {
        let numbers = [4, 30, 30, 10, 10, 10, 0].map(Value::Int);
        let words = [TERM, "class", "Fir"].map(text);
        development.rows.push(words.into_iter().chain(numbers).collect());
    }
    assert!(has_classes(&report_of(&other)));
}

#[test]
fn charts_say_what_they_show() {
    let report = report();
    let charts: BTreeMap<&str, &super::super::model::Chart> =
        report.sections.iter().flat_map(|section| &section.charts).map(|chart| (chart.id.as_str(), chart)).collect();
    let dots = charts["change-year-groups-chart"];
    assert_eq!(
        dots.alt,
        "Dots with ranges: Average change on the strand expected for the year group. Year 1: Being: \
         9.7 points higher, probably between 7.2 and 12.2 points higher."
    );
    let ChartKind::DotWhisker { min, max, .. } = &dots.kind else {
        panic!("dots");
    };
    assert_eq!((*min, *max), (0.0, 15.0));
    let lines = charts["below-over-terms-chart"];
    assert!(lines.alt.contains("All pupils: 50% in Spring term 2025/26, 38% in Summer term 2025/26."), "{}", lines.alt);
    for chart in charts.values() {
        assert!(!chart.alt.is_empty() && !chart.title.contains("{{"), "{}", chart.id);
    }
}

#[test]
fn an_empty_school_still_has_a_report_that_reads_well() {
    let catalogue = Catalogue::embedded().expect("valid");
    let empty = catalogue.queries().into_iter().map(|query| (query.to_owned(), ResultSet::default())).collect();
    let report = report_of(&empty);
    for headline in &report.headlines {
        assert!(headline.answer.ends_with('.') && !headline.answer.contains('–'), "{}", headline.answer);
    }
    for section in &report.sections {
        assert!(section.tables.is_empty() && section.charts.is_empty(), "{}", section.id);
        assert!(!section.unknowns.is_empty());
    }
    assert!(results_json("governors", figures_in(&report)).expect("written").contains("\"figures\": []"));
}

#[test]
fn results_hold_what_the_pack_prints_and_nothing_else() {
    let report = report();
    let text = results_json("governors", figures_in(&report)).expect("written");
    assert!(text.contains("\"attendance.rate\"") && text.contains("\"value\": 94.0"));
    // Not in the report: the pupils without a result, the sessions behind a rate.
    assert!(!text.contains("screening.no_result") && !text.contains("28200"));
    assert_eq!(text, results_json("governors", figures_in(&report)).expect("written"));
}

#[test]
fn notes_state_the_policy_and_define_what_is_shown() {
    let report = report();
    let entries = |heading: &str| -> &Vec<(String, String)> {
        &report.notes.iter().find(|note| note.heading == heading).expect("note").entries
    };
    assert!(entries("Policy used")[0].1.contains("Thrive publishes no cut-off scores"));
    assert_eq!(entries("Policy used")[1].0, "Secure score");
    let defined: Vec<&str> = entries("What the figures count").iter().map(|entry| entry.0.as_str()).collect();
    assert!(defined.contains(&"Attendance") && !defined.contains(&"Suspensions"));
}

#[test]
fn a_school_that_supplied_everything_gets_every_table_chart_and_sentence() {
    let report = report_of(&full_school());
    let count = |of: fn(&Section) -> usize| report.sections.iter().map(of).sum::<usize>();
    assert_eq!(count(|section| section.tables.len()), 17);
    assert_eq!(count(|section| section.charts.len()), 14);
    for section in &report.sections {
        assert!(!section.findings.is_empty(), "{}", section.id);
        for unknown in &section.unknowns {
            assert!(!unknown.contains("would supply"), "{unknown}");
        }
    }
    let findings: Vec<&str> =
        report.sections.iter().flat_map(|section| &section.findings).map(String::as_str).collect();
    for expected in [
        // 15,000 thousandths over 15 pairs; s² = (900 − 15) / 14; t(14) = 2.144787.
        "For 15 children screened before and after, scores were, on average, about 1.0 points higher afterwards. \
         The true figure is probably between 3.4 points lower and 5.4 points higher, so there may be no change at \
         all. We cannot tell how much would have happened anyway.",
        "The same pupils, compared with their screening before: Being about 1.0 points lower; Doing about 1.0 points lower.",
        "40 of 400 pupils have been suspended this year, 80 times in all.",
        "30 of 40 staff in post (75%) have completed Thrive training, among them 3 of 4 senior leaders.",
        "1 member of staff has a current Thrive licence; 2 have held one at some time.",
        "Family Thrive: 10 adults started a course and 8 completed it.",
        "This year 20 children have been given one-to-one support, with 200 sessions so far out of 240 planned.",
        "Scores rose over 5 blocks of support, stayed the same over 5 and fell over 5.",
        "The share below the expected strand is 44%, as it was last term.",
    ] {
        assert!(findings.contains(&expected), "{expected}\nnot in {findings:#?}");
    }
}

#[test]
fn a_very_small_school_gets_sentences_without_any_figure() {
    let mut small = full_school();
    for result in small.values_mut() {
        let orders: Vec<bool> = result.columns.iter().map(|column| column.ends_with("_order")).collect();
        for row in &mut result.rows {
            for (cell, is_order) in row.iter_mut().zip(&orders) {
                if let (Value::Int(number), false) = (cell, is_order) {
                    *number = (*number).clamp(0, 4);
                }
            }
        }
    }
    let report = report_of(&small);
    for section in &report.sections {
        let about_children = section.id != "people";
        for finding in section.findings.iter().filter(|_| about_children) {
            assert!(!finding.contains(|letter: char| letter.is_ascii_digit()), "{finding}");
        }
        assert!(section.charts.is_empty() || !about_children, "{}", section.id);
    }
}
