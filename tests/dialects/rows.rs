//! What becomes of single rows and cells: kept, rejected, left out, and what is said about it.

use super::school::{self, Cell, Checked, Grid, check, csv, texts, xlsx};

/// The small school's pupil list and one more file.
fn with(name: &str, bytes: Vec<u8>) -> Checked {
    check(&[("pupils.csv", csv(&school::pupils())), (name, bytes)])
}

/// Rows below a header, written for the first child.
fn grid(header: &[&str], rows: &[&[&str]]) -> Grid {
    let upn = &school::children()[0].upn;
    let row = |cells: &&[&str]| cells.iter().map(|text| Cell::from(text.replace("UPN1", upn).as_str())).collect();
    std::iter::once(texts(header)).chain(rows.iter().map(row)).collect()
}

fn screening(rows: &[&[&str]]) -> Checked {
    with("screening.csv", csv(&grid(&["UPN", "Date", "Strand", "Score"], rows)))
}

fn marks(rows: &[&[&str]]) -> Checked {
    with("marks.csv", csv(&grid(&["UPN", "Date", "Session", "Mark"], rows)))
}

#[test]
fn a_date_with_the_month_first_is_never_guessed() {
    let checked = screening(&[
        &["UPN1", "05/13/2026", "Being", "50"],
        &["UPN1", "12/05/2026", "Being", "50"],
        &["UPN1", "2026-05-12", "Doing", "50"],
    ]);
    // 12/05 in the same column may be the fifth of December: only what can be read in one way is.
    assert_eq!((checked.rows("screening.csv"), checked.codes("screening.csv")), ([3, 1, 2, 0], vec!["T004"]));
    assert_eq!(checked.first("T004")["message"], "\"05/13/2026\" is not a date with the day first");
    let sound = screening(&[&["UPN1", "13/05/2026", "Being", "50"], &["UPN1", "12/05/2026", "Doing", "50"]]);
    assert_eq!((sound.rows("screening.csv"), sound.codes("screening.csv")), ([2, 2, 0, 0], vec![]));
    let both = screening(&[&["UPN1", "13/05/2026", "Being", "50"], &["UPN1", "05/14/2026", "Doing", "50"]]);
    assert_eq!(both.rows("screening.csv"), [2, 0, 2, 0]);
    assert_eq!(
        both.first("T004")["message"],
        "\"13/05/2026\" in B2 can only be read day first and \"05/14/2026\" in B3 only month first: the column's dates were \
         not used"
    );
}

#[test]
fn a_year_of_two_figures_is_of_this_century() {
    let checked = screening(&[&["UPN1", "3/9/25", "Being", "50"]]);
    assert_eq!(checked.sheet("screening.csv")["last_date"], "2025-09-03");
}

#[test]
fn totals_and_repeated_headings_are_left_out() {
    let rows: [&[&str]; 5] = [
        &["UPN1", "12/05/2026", "Being", "50"],
        &["UPN", "Date", "Strand", "Score"],
        &["UPN1", "12/05/2026", "Doing", "60"],
        &["Total", "", "", "110"],
        &["", "Average:", "", "55"],
    ];
    let checked = screening(&rows);
    assert_eq!((checked.rows("screening.csv"), checked.codes("screening.csv")), ([5, 2, 0, 3], vec!["T006", "T007"]));
}

#[test]
fn a_child_called_mean_is_no_total() {
    let mut list = school::pupils();
    list[1][2] = Cell::from("Mean");
    let checked = check(&[("pupils.csv", csv(&list))]);
    assert_eq!((checked.rows("pupils.csv"), checked.code), ([12, 12, 0, 0], 0));
}

#[test]
fn the_same_record_twice_counts_once() {
    let row: &[&str] = &["UPN1", "12/05/2026", "Being", "50"];
    let checked = screening(&[row, row, row]);
    assert_eq!(checked.rows("screening.csv"), [3, 3, 0, 0]);
    assert_eq!((checked.times("screening.csv", "T016"), checked.times("screening.csv", "T017")), (2, 0));
    assert_eq!(checked.sheet("screening.csv")["records_repeated"], 2);
    assert_eq!(checked.code, 0, "a repeat is for information");
}

#[test]
fn records_that_contradict_each_other_are_named() {
    let checked = screening(&[&["UPN1", "12/05/2026", "Being", "50"], &["UPN1", "12/05/2026", "Being", "55"]]);
    assert_eq!((checked.times("screening.csv", "T016"), checked.times("screening.csv", "T017")), (0, 1));
    assert_eq!(checked.first("T017")["place"]["row"], 2, "the upper row gives way");
    assert_eq!(checked.code, 1);
}

#[test]
fn scores_that_are_none() {
    let rows: [&[&str]; 5] = [
        &["UPN1", "12/05/2026", "Being", ""],
        &["UPN1", "12/05/2026", "Doing", "not assessed"],
        &["UPN1", "12/05/2026", "Thinking", "130"],
        &["UPN1", "12/05/2026", "Interdependence", "-5"],
        &["UPN1", "12/05/2026", "Power & Identity", "fifty"],
    ];
    let checked = screening(&rows);
    assert_eq!(checked.rows("screening.csv"), [5, 5, 0, 0], "the screening took place");
    assert_eq!((checked.times("screening.csv", "T010"), checked.times("screening.csv", "T003")), (2, 1));
    assert!(checked.times("screening.csv", "T011") >= 2);
    assert_eq!(checked.first("T010")["message"], "-5 is not on the scale from 0 to 100");
}

#[test]
fn scores_of_nothing_but_0_and_1_are_refused() {
    let checked = screening(&[&["UPN1", "12/05/2026", "Being", "0"], &["UPN1", "12/05/2026", "Doing", "1"]]);
    assert_eq!(checked.codes("screening.csv"), ["T008"]);
    assert_eq!(checked.code, 1);
    let shares = screening(&[
        &["UPN1", "12/05/2026", "Being", "0"],
        &["UPN1", "12/05/2026", "Doing", "0.5"],
        &["UPN1", "12/05/2026", "Thinking", "1"],
    ]);
    assert_eq!((shares.codes("screening.csv"), shares.code), (vec!["T009"], 0));
    let tens = screening(&[
        &["UPN1", "12/05/2026", "Being", "0"],
        &["UPN1", "12/05/2026", "Doing", "0.5"],
        &["UPN1", "12/05/2026", "Thinking", "61"],
    ]);
    assert_eq!((tens.codes("screening.csv"), tens.code), (Vec::<&str>::new(), 0), "one score above 1 shows the scale");
}

#[test]
fn cells_with_an_error_of_excel() {
    let mut wide = school::screening_wide();
    wide[1][3] = Cell::Error;
    wide[2][4] = Cell::Error;
    let checked = with("formulas.xlsx", xlsx(&[("Sheet1", &wide)]));
    assert_eq!((checked.rows("formulas.xlsx"), checked.times("formulas.xlsx", "T005")), ([12, 12, 0, 0], 2));
    let mut long = school::screening_long();
    long[1][1] = Cell::Error;
    let checked = with("formulas.xlsx", xlsx(&[("Sheet1", &long)]));
    assert_eq!(
        (checked.rows("formulas.xlsx"), checked.codes("formulas.xlsx")),
        ([72, 71, 1, 0], vec!["T005"]),
        "a row needs its date"
    );
}

#[test]
fn a_code_means_what_it_meant_on_its_day() {
    let rows: [&[&str]; 7] = [
        &["UPN1", "10/07/2024", "AM", "J"],
        &["UPN1", "10/09/2024", "AM", "J"],
        &["UPN1", "10/07/2024", "PM", "J1"],
        &["UPN1", "10/09/2024", "PM", "J1"],
        &["UPN1", "18/08/2024", "AM", "Y"],
        &["UPN1", "19/08/2024", "AM", "Y"],
        &["UPN1", "11/09/2024", "AM", "i"],
    ];
    let checked = marks(&rows);
    let rows_of = |code: &str| -> Vec<u64> {
        let found =
            checked.json["diagnostics"].as_array().expect("a list").iter().filter(|found| found["code"] == code);
        let mut rows: Vec<u64> = found
            .flat_map(|found| std::iter::once(&found["place"]).chain(found["also"].as_array().expect("a list")))
            .filter_map(|place| place["row"].as_u64())
            .collect();
        rows.sort_unstable();
        rows
    };
    assert_eq!(rows_of("T013"), [3], "J was withdrawn on 19 August 2024");
    assert_eq!(rows_of("T012"), [4, 7], "J1 came and Y went on that day");
    assert_eq!(checked.rows("marks.csv"), [7, 5, 2, 0]);
}

#[test]
fn a_blank_mark_is_no_absence() {
    let checked = marks(&[
        &["UPN1", "12/05/2026", "AM", ""],
        &["UPN1", "12/05/2026", "PM", "-"],
        &["UPN1", "13/05/2026", "AM", "/"],
    ]);
    assert_eq!((checked.times("marks.csv", "T014"), checked.code), (2, 0));
    assert_eq!(checked.sheet("marks.csv")["records"], 1);
}

#[test]
fn a_week_of_marks_that_is_none() {
    let week = |start: &str, marks: &str| {
        with("week.csv", csv(&grid(&["UPN", "Week commencing", "Marks"], &[&["UPN1", start, marks]])))
    };
    let good = r"/\/\LN/\/\";
    assert_eq!(week("11/05/2026", good).rows("week.csv"), [1, 1, 0, 0]);
    for (start, marks) in [("12/05/2026", good), ("11/05/2026", r"/\/\"), ("11/05/2026", r"\/\/\/\/\/")] {
        assert_eq!(week(start, marks).codes("week.csv"), ["T002"], "{start} {marks}");
    }
}

#[test]
fn one_problem_on_many_rows_is_said_once_with_its_places() {
    let upn = &school::children()[0].upn;
    let days: Vec<String> = (0..40)
        .map(|at| crate::sample_school::calendar::slashed(crate::sample_school::calendar::plus(school::MONDAY, at)))
        .collect();
    let rows: Vec<[&str; 4]> = days.iter().map(|day| [upn.as_str(), day.as_str(), "AM", "Ø"]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 4]>::as_slice).collect();
    let checked = marks(&rows);
    let found = checked.first("T012");
    assert_eq!((&found["count"], found["also"].as_array().map(Vec::len)), (&serde_json::json!(40), Some(5)));
    assert_eq!(
        checked.json["diagnostics"].as_array().expect("a list").iter().filter(|found| found["code"] == "T012").count(),
        1
    );
    assert_eq!(checked.rows("marks.csv"), [40, 0, 40, 0]);
}

#[test]
fn unknown_columns_are_reported_and_not_lost() {
    let file = grid(
        &["UPN", "Date", "Strand", "Score", "Mood", "Shoe size"],
        &[&["UPN1", "12/05/2026", "Being", "50", "blue", "31"]],
    );
    let checked = with("screening.csv", csv(&file));
    assert_eq!(checked.first("R002")["message"], "not used: \"Mood\", \"Shoe size\"");
    assert_eq!(checked.sheet("screening.csv")["ignored"], serde_json::json!(["Mood", "Shoe size"]));
    assert_eq!(checked.code, 0);
}
