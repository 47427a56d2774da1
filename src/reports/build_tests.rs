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
    build(&definition, &protected, None, &catalogue, &context()).expect("built")
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
        "All support together: for 10 children scored before and after, scores were, on average, about 9.7 points \
         higher afterwards. The true figure is probably between 7.2 and 12.2 points higher. We cannot tell how much \
         would have happened anyway."
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
    // On roll, screened and its share, with a result; then below and the rest.
    // Year 2 has 3 below: hidden, and the rest of the year group with it.
    assert_eq!(printed("Year 2"), ["30", "29", "97", "29", "c", "c", "c", "c"]);
    // 33 − 18 − 12 would be Year 2's 3: the next smallest year group goes too.
    assert_eq!(printed("Year 1"), ["30", "29", "97", "29", "c", "c", "c", "c"]);
    assert_eq!(printed("Year 3"), ["30", "30", "100", "30", "12", "40", "18", "60"]);
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
    // Three classes, each with so many on roll and a third of them below.
    let with_classes = |sizes: [i64; 3]| {
        let mut school = school();
        if let Some(coverage) = school.get_mut("coverage") {
            coverage.rows.retain(|row| row[1] != text("class"));
        }
        for (order, (name, size)) in (1..).zip(["Oak", "Ash", "Elm"].into_iter().zip(sizes)) {
            let words = || [TERM, "class", name].map(text).into_iter();
            let counts = [order, size, size].map(Value::Int);
            let below = size / 3;
            let bands = [order, size, size, below, 10, size - below - 10, size - below, 0].map(Value::Int);
            if let Some(coverage) = school.get_mut("coverage") {
                coverage.rows.push(words().chain(counts).collect());
            }
            if let Some(development) = school.get_mut("development") {
                development.rows.push(words().chain(bands).collect());
            }
        }
        school
    };
    assert!(!has_classes(&report_of(&with_classes([30, 30, 30]))));
    assert!(has_classes(&report_of(&with_classes([20, 48, 20]))));
    // A year group of 30 and a class of 27 of the same children differ by three.
    assert!(!has_classes(&report_of(&with_classes([27, 40, 21]))));
}

#[test]
fn a_compact_table_has_a_column_for_each_strand_that_anybody_is_judged_on() {
    let mut full = full_school();
    // Nobody is judged on Doing.
    if let Some(profile) = full.get_mut("strand_profile") {
        let (strand, judged, below) = (3, 8, 9);
        for row in profile.rows.iter_mut().filter(|row| row[strand] == text("Doing")) {
            (row[judged], row[below]) = (Value::Int(0), Value::Int(0));
        }
    }
    let report = report_of(&full);
    let section = report.sections.iter().find(|section| section.id == "strands").expect("section");
    let heads = |table: usize| -> Vec<&str> {
        section.tables[table].columns.iter().map(|column| column.header.as_str()).collect()
    };
    let row = |table: usize, at: usize| -> Vec<String> {
        let row = &section.tables[table].rows[at];
        std::iter::once(row.label.clone()).chain(row.cells.iter().map(|cell| cell.text())).collect()
    };
    assert_eq!(heads(0), ["Pupils", "Being"]);
    let middle = section.tables.iter().position(|table| table.id == "strands-middle").expect("the middle scores");
    assert_eq!(heads(middle), ["Pupils", "Being", "Doing"]);
    // Screened: 380, and half of them; 120 of 300 is 40 %.
    assert_eq!((row(0, 0), row(0, 1)), (words("All pupils 380 40"), words("Year 1 190 40")));
    assert_eq!(row(middle, 0), words("All pupils 380 61 61"));
    let ChartKind::Heat { columns, rows, .. } = &section.charts[0].kind else { panic!("heat") };
    assert_eq!((columns.as_slice(), rows.len()), (&["Being".to_owned()][..], 3));
    // The base of each share is in results.json.
    assert_eq!(
        (section.tables[0].rows[0].cells[1].n(), section.tables[0].rows[0].cells[1].numerator()),
        (Some(300), Some(120))
    );
}

/// The label, which may have a space before a digit or "pupils", and the cells.
fn words(row: &str) -> Vec<String> {
    let mut parts: Vec<String> = row.split(' ').map(str::to_owned).collect();
    let second = parts.remove(1);
    parts[0] = format!("{} {second}", parts[0]);
    parts
}

#[test]
fn a_compact_table_has_a_column_for_each_term() {
    let report = report();
    let section = report.sections.iter().find(|section| section.id == "progress").expect("section");
    let table = &section.tables[0];
    let heads: Vec<&str> = table.columns.iter().map(|column| column.header.as_str()).collect();
    assert_eq!(heads, ["Pupils", "Spring term 2025/26", "Summer term 2025/26"]);
    let printed: Vec<(String, Vec<String>)> =
        table.rows.iter().map(|row| (row.label.clone(), row.cells.iter().map(|cell| cell.text()).collect())).collect();
    // Pupils of this term: 88, though 80 had a result in the term before.
    assert_eq!(printed[0], ("All pupils".to_owned(), ["88", "50", "38"].map(str::to_owned).to_vec()));
    assert_eq!(printed[1], ("Pupil premium".to_owned(), ["30", "–", "50"].map(str::to_owned).to_vec()));
    assert!(table.footnotes[0].contains("Summer term 2025/26") && !table.footnotes[0].contains("{{"));
}

#[test]
fn charts_say_what_they_show() {
    let report = report();
    let charts: BTreeMap<&str, &super::super::model::Chart> =
        report.sections.iter().flat_map(|section| &section.charts).map(|chart| (chart.id.as_str(), chart)).collect();
    let dots = charts["change-year-groups-chart"];
    assert_eq!(
        dots.alt,
        "Dots with ranges: Average change on the strand expected for the year group. Year 1: Being \
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
fn every_measure_that_is_printed_is_defined_in_the_notes() {
    let catalogue = Catalogue::embedded().expect("valid");
    let report = report_of(&full_school());
    let notes: Vec<&(String, String)> = report.notes.iter().flat_map(|note| &note.entries).collect();
    let defined = |measure: &Measure| {
        notes.iter().any(|(label, text)| *label == measure.label && text.starts_with(&measure.definition))
    };
    let printed: std::collections::BTreeSet<&str> = figures_in(&report).iter().map(|figure| figure.measure()).collect();
    assert!(printed.len() > 30, "{} measures", printed.len());
    for id in printed {
        let measure = catalogue.get(id).expect("known");
        // A count may be told by the share that has it as its numerator and says so.
        let by_share = catalogue.measures().iter().any(|share| {
            share.kind == Kind::Share
                && measure.kind == Kind::Count
                && (&share.query, &share.numerator) == (&measure.query, &measure.numerator)
                && defined(share)
        });
        assert!(defined(measure) || by_share, "{id} is printed and not defined");
    }
}

#[test]
fn a_school_that_supplied_everything_gets_every_table_chart_and_sentence() {
    let report = report_of(&full_school());
    let count = |of: fn(&Section) -> usize| report.sections.iter().map(of).sum::<usize>();
    assert_eq!(count(|section| section.tables.len()), 31);
    assert_eq!(count(|section| section.charts.len()), 13);
    for section in &report.sections {
        assert!(!section.findings.is_empty(), "{}", section.id);
        for unknown in &section.unknowns {
            assert!(!unknown.contains("would supply"), "{unknown}");
        }
    }
    let findings: Vec<&str> = report
        .sections
        .iter()
        .flat_map(|section| section.findings.iter().chain(&section.more))
        .map(String::as_str)
        .collect();
    for expected in [
        "Nurture (Being): between two class screenings the scores of 15 children came out about 4.0 points higher, \
         where about 1.0 points higher was to be expected of them anyway. That is about 3.0 points more than expected; \
         the true figure is probably between 1.0 and 5.0 points more.",
        "The same pupils, compared with their screening before: Being about 1.0 points lower; Doing about 1.0 points lower.",
        "This year 1 plan for a whole class was opened; 0 have been closed, and 0 are past their date for review.",
        "Of 340 pupils with a result this term and at their screening before, 120 moved up to a later strand, \
         140 stayed on theirs and 80 moved down.",
        "40 of 400 pupils have been suspended this year, 80 times in all.",
        "30 of 40 staff in post (75%) have completed Thrive training, among them 3 of 4 senior leaders.",
        "1 member of staff has a current Thrive licence; 2 have held one at some time.",
        "Family Thrive: 10 adults started a course and 8 completed it.",
        "This year 20 children have been given one-to-one support, with 200 sessions so far out of 240 planned.",
        "The support that began this year costs £4,300 in all, of which £4,000 so far; that is £215 for each child.",
        "4 practitioners gave this support, with 5.0 blocks each on average; none of them had more than 7 children.",
        "Of the 20 children given support this year, 8 have a parent or carer with a place on a Family Thrive course.",
        "The one current licence runs out before the next term.",
        "The one member of staff with a current licence has the continuing professional development (CPD) that the school asks for.",
        "30 of 40 staff in post (75%) have had the training that the school gives to all staff, within the time for which it counts.",
        // s² = (45 − 15² / 10) / 9 = 2.5; t(9) = 2.262157.
        "The 10 adults who answered the school's survey before and after Family Thrive gave answers that were, on \
         average, about 1.5 points higher afterwards. The true figure is probably between 0.4 and 2.6 points \
         higher. There is no group of families to compare them with.",
        "Scores rose over 5 blocks of support, stayed the same over 5 and fell over 5.",
        "The share below the expected strand is 44%, as it was last term.",
        "Week by week, these weeks stand out of the usual ups and downs: 12 January 2026 (unusually low). This says that \
         something changed, not what.",
        "Beside schools of our phase in England (daily series): Absence, 2024/25: 6.0% here, 5.0% in England; Pupils who missed \
         a tenth or more, 2024/25: 10.0% here, 14.0% in England.",
        "Attendance after support began, beside the children's own year groups on the same days. All one-to-one support: \
         6 school weeks, about 7.0 points higher; taken together, higher in every window. Nurture: 6 school weeks, about \
         7.0 points higher; taken together, higher in every window. This does not show that the support made the \
         difference.",
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
        // Plans for whole classes are no children.
        for finding in section.findings.iter().filter(|text| about_children && !text.contains("a whole class")) {
            assert!(!finding.contains(|letter: char| letter.is_ascii_digit()), "{finding}");
        }
        assert!(section.charts.is_empty() || !about_children, "{}", section.id);
    }
}

#[test]
fn figures_that_are_not_protected_are_refused_by_every_report_but_the_staffs() {
    let catalogue = Catalogue::embedded().expect("valid");
    let results = crate::measures::compute(&catalogue, &school()).expect("computed");
    let open = crate::disclosure::for_staff(&results, &catalogue);
    for definition in crate::reports::library(&BTreeMap::new(), &catalogue).expect("sound") {
        let made = build(&definition, &open, None, &catalogue, &context());
        assert_eq!(made.is_ok(), definition.audience() == Audience::Staff, "{}", definition.id());
        // The guard is on the figures themselves: the same ones, protected, are taken.
        let protected = crate::disclosure::protect(&results, &catalogue, &Default::default());
        assert!(build(&definition, &protected, None, &catalogue, &context()).is_ok(), "{}", definition.id());
    }
}
