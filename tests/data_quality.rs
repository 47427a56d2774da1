//! The account of every file, sheet and row; and exports that come twice, or again with something changed.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::binary::{TERM, pack_json, pack_text, project, run, world};
use crate::dialects::school::{self, Cell, Grid, check, csv, texts, xlsx};
use crate::sample_school::calendar::{plus, slashed};

/// A sheet's counts must add up, and its cells must be as many as its counts.
fn balances(sheet: &Value) {
    let count = |key: &str| sheet[key].as_u64().unwrap_or_else(|| panic!("{key} of {sheet:#}"));
    let rejected: BTreeMap<String, u64> = serde_json::from_value(sheet["rows_rejected"].clone()).expect("counts");
    assert_eq!(
        count("rows_read"),
        count("rows_kept") + rejected.values().sum::<u64>() + count("rows_left_out"),
        "{sheet:#}"
    );
    let at =
        |cells: &Value| cells.as_array().expect("a list").iter().map(|cell| size(cell.as_str().expect("text"))).sum();
    if !sheet["table"].is_null() {
        for (code, rows) in &rejected {
            let cells: u64 = at(&sheet["rejected_at"][code]);
            assert_eq!(cells, *rows, "{code} of {sheet:#}");
        }
        let cells: u64 = at(&sheet["left_out_at"]);
        assert_eq!(cells, count("rows_left_out"), "{sheet:#}");
    }
    assert!(count("records_superseded") <= count("records_repeated"), "{sheet:#}");
}

/// How many rows an address stands for: `B14`, `B14:B20`, `row 3`, `rows 3 to 7`.
fn size(address: &str) -> u64 {
    let digits = |text: &str| -> u64 {
        text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or_else(|_| panic!("{address}"))
    };
    match address.split_once(':').or_else(|| address.split_once(" to ")) {
        Some((first, last)) => digits(last) - digits(first) + 1,
        None => 1,
    }
}

#[test]
fn addresses_are_counted() {
    for (address, rows) in [("B14", 1), ("AA9:AA12", 4), ("row 7", 1), ("rows 7 to 9", 3)] {
        assert_eq!(size(address), rows, "{address}");
    }
}

#[test]
fn every_sheet_of_the_sample_and_of_the_dialects_adds_up() {
    let account = pack_json("staff/data-quality.json");
    account["sheets"].as_array().expect("a list").iter().for_each(balances);
    // A sheet with a bit of everything: kept, rejected for two reasons, totals, headings again.
    let mut grid = school::marks_long();
    grid.insert(3, grid[0].clone());
    grid[5][3] = Cell::from("Ø");
    grid[6][3] = Cell::from("Ø");
    grid[9][1] = Cell::from("soon");
    grid.push(texts(&["Total", "", "", "120"]));
    for (name, bytes) in [("marks.csv", csv(&grid)), ("marks.xlsx", xlsx(&[("Marks", &grid)]))] {
        let checked = check(&[("pupils.csv", csv(&school::pupils())), (name, bytes)]);
        assert_eq!(checked.rows(name), [122, 117, 3, 2]);
        let sheet = checked.sheet(name);
        balances(sheet);
        assert_eq!(sheet["rejected_at"], serde_json::json!({ "T002": ["B10"], "T012": ["D6:D7"] }), "{sheet:#}");
        assert_eq!(sheet["left_out_at"], serde_json::json!(["row 4", "row 123"]));
    }
    for grid in [school::screening_long(), school::screening_wide(), school::marks_wide(), school::marks_week()] {
        let checked = check(&[("pupils.csv", csv(&school::pupils())), ("a.csv", csv(&grid))]);
        checked.json["sheets"].as_array().expect("a list").iter().for_each(balances);
    }
}

#[test]
fn why_a_sheet_was_read_so_and_how_its_dates_are_written() {
    let mut grid = school::screening_wide();
    grid.insert(0, texts(&["Exported on 20/05/2026"]));
    let checked = check(&[("pupils.csv", csv(&school::pupils())), ("screening.csv", csv(&grid))]);
    let sheet = checked.sheet("screening.csv");
    let why = sheet["why"].as_str().expect("text");
    assert_eq!(
        why,
        "row 2 has 2 known headings of screening: \"UPN\", \"Screening date\", and 6 that are strands or items"
    );
    assert_eq!(sheet["dates_written"], serde_json::json!({ "dd/mm/yyyy as text": 12 }));
    assert_eq!(
        (&sheet["up_to"], &sheet["titled"]),
        (&serde_json::json!("2026-05-12"), &serde_json::json!("2026-05-20"))
    );
    let checked = check(&[("pupils.csv", csv(&school::pupils())), ("a.xlsx", xlsx(&[("S", &grid)]))]);
    assert_eq!(checked.sheet("a.xlsx")["dates_written"], serde_json::json!({ "dates of the spreadsheet": 12 }));
}

/// Every file that a school of records can export twice, with a key or without.
fn exports() -> Vec<(&'static str, Grid)> {
    let upn = |at: usize| school::children()[at].upn.clone();
    let grid = |head: &[&str], rows: &[&[&str]]| -> Grid {
        std::iter::once(texts(head))
            .chain(rows.iter().map(|row| {
                row.iter()
                    .map(|cell| Cell::from(cell.replace("UPN1", &upn(0)).replace("UPN2", &upn(1)).as_str()))
                    .collect()
            }))
            .collect()
    };
    vec![
        ("pupils", school::pupils()),
        ("screening", school::screening_long()),
        ("marks", school::marks_long()),
        (
            "support",
            grid(
                &["UPN", "Intervention", "Type", "Start date", "End date"],
                &[&["UPN1", "Calm Start", "1:1", "13/04/2026", "15/05/2026"]],
            ),
        ),
        (
            "sessions",
            grid(
                &["UPN", "Intervention", "Date", "Minutes", "Attended"],
                &[&["UPN1", "Calm Start", "14/04/2026", "30", "Y"], &["UPN1", "Calm Start", "16/04/2026", "30", "Y"]],
            ),
        ),
        (
            "suspensions",
            grid(&["UPN", "Start date", "Sessions", "Type"], &[&["UPN2", "20/04/2026", "4", "Suspension"]]),
        ),
        (
            "incidents",
            grid(
                &["UPN", "Date", "Kind", "Place"],
                &[
                    &["UPN2", "20/04/2026", "Push", "Yard"],
                    &["UPN2", "20/04/2026", "Push", "Yard"],
                    &["UPN1", "21/04/2026", "Shout", "Hall"],
                ],
            ),
        ),
        (
            "room",
            grid(
                &["Date", "UPN", "Minutes", "Reason"],
                &[&["20/04/2026", "UPN2", "20", "upset"], &["20/04/2026", "UPN2", "20", "upset"]],
            ),
        ),
    ]
}

/// Figures and records of a run on these files.
fn ran(files: &[(&str, Vec<u8>)]) -> (String, Value) {
    let folder = project(files);
    let said = run(folder.path());
    assert!(said.code < 2, "{said:?}");
    let pack = folder.path().join(format!("packs/{TERM}/staff"));
    let figures = fs::read_to_string(pack.join("results.json")).expect("there");
    let account = fs::read_to_string(pack.join("data-quality.json")).expect("there");
    (figures, serde_json::from_str(&account).expect("JSON"))
}

fn sum(account: &Value, key: &str) -> u64 {
    account["sheets"].as_array().expect("a list").iter().filter_map(|sheet| sheet[key].as_u64()).sum()
}

#[test]
fn an_export_under_two_names_never_doubles_anything() {
    let exports = exports();
    let once: Vec<(String, Vec<u8>)> = exports.iter().map(|(name, grid)| (format!("{name}.csv"), csv(grid))).collect();
    let files: Vec<(&str, Vec<u8>)> = once.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let (figures, account) = ran(&files);
    assert_eq!((sum(&account, "records_repeated"), sum(&account, "records_superseded")), (0, 0), "{account:#}");
    for form in ["the same bytes", "another kind of file"] {
        let mut twice = files.clone();
        let copies: Vec<(String, Vec<u8>)> = exports
            .iter()
            .map(|(name, grid)| match form {
                "the same bytes" => (format!("copy of {name}.csv"), csv(grid)),
                _ => (format!("{name} again.xlsx"), xlsx(&[("Sheet1", grid)])),
            })
            .collect();
        twice.extend(copies.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())));
        let (again, account) = ran(&twice);
        assert_eq!(again, figures, "{form}: every figure is the same");
        // Pupils 12, screening 72, marks 120, support 1, sessions 2, suspension 1, incidents 3, room 2.
        assert_eq!(sum(&account, "records_repeated"), 213, "{form}: {:#}", account["sheets"]);
        assert_eq!(sum(&account, "records_superseded"), 0, "{form}: {:#}", account["diagnostics"]);
        account["sheets"].as_array().expect("a list").iter().for_each(balances);
    }
}

#[test]
fn an_updated_export_wins_whatever_its_name() {
    // The older one to Friday; the newer one corrects Monday and goes on for a week.
    let old = school::marks_long();
    let mut new = school::marks_long();
    new[1][3] = Cell::from("L");
    let next = new[1..].to_vec();
    for mut row in next {
        let Cell::Day(day) = row[1] else { panic!("a date") };
        row[1] = Cell::Day(plus(day, 7));
        new.push(row);
    }
    let (alone, _) = ran(&[("pupils.csv", csv(&school::pupils())), ("marks.csv", csv(&new))]);
    for (first, second) in [("a.csv", "b.csv"), ("b.csv", "a.csv")] {
        let (figures, account) =
            ran(&[("pupils.csv", csv(&school::pupils())), (first, csv(&old)), (second, csv(&new))]);
        assert_eq!(figures, alone, "the newer one is {second}");
        let sheet =
            account["sheets"].as_array().expect("a list").iter().find(|sheet| sheet["file"] == first).expect("there");
        assert_eq!(
            (&sheet["records_repeated"], &sheet["records_superseded"]),
            (&serde_json::json!(120), &serde_json::json!(1))
        );
        let found = account["diagnostics"].as_array().expect("a list").iter().find(|found| found["code"] == "T026");
        let message = found.expect("it is said")["message"].as_str().expect("text").to_owned();
        assert_eq!(message, format!("{second} counts instead: it goes up to 22/05/2026, this one up to 15/05/2026"));
    }
}

#[test]
fn exports_of_the_same_day_that_differ_are_not_decided_silently() {
    let mut other = school::marks_long();
    other[1][3] = Cell::from("L");
    let files = |title: Option<&str>| {
        let mut titled = other.clone();
        if let Some(title) = title {
            titled.insert(0, texts(&[title]));
        }
        [("pupils.csv", csv(&school::pupils())), ("a.csv", csv(&school::marks_long())), ("b.csv", csv(&titled))]
    };
    let checked = check(&files(None));
    assert_eq!(checked.times("a.csv", "T017") + checked.times("b.csv", "T017"), 1);
    assert!(checked.first("T017")["message"].as_str().is_some_and(|said| said.contains("both go up to 15/05/2026")));
    assert_eq!(checked.code, 1, "a person should look");
    // The date in the title tells.
    let checked = check(&files(Some("Printed 18/05/2026")));
    assert_eq!((checked.times("a.csv", "T026"), checked.code), (1, 0), "{:#}", checked.json["diagnostics"]);
}

#[test]
fn a_new_pupil_list_supersedes_the_old_one() {
    let mut old = school::pupils();
    let mut new = school::pupils();
    for (grid, start) in [(&mut old, "01/09/2025"), (&mut new, "01/09/2025")] {
        for (at, row) in grid.iter_mut().enumerate() {
            row.extend(if at == 0 { texts(&["Start date", "Leaving date"]) } else { texts(&[start, ""]) });
        }
    }
    // One child has left, one has changed class, one has joined.
    let last = new[1].len() - 1;
    new[3][last] = Cell::from("27/02/2026");
    new[5][7] = Cell::from("Beech");
    let mut joined = new[6].clone();
    joined[0] = Cell::from(crate::sample_school::people::upn("999941700779").as_str());
    (joined[1], joined[2], joined[last - 1]) = (Cell::from("000999"), Cell::from("Newman"), Cell::from("12/01/2026"));
    new.push(joined);
    let marks = csv(&school::marks_long());
    let (alone, _) = ran(&[("list.csv", csv(&new)), ("marks.csv", marks.clone())]);
    for (first, second) in [("a list.csv", "b list.csv"), ("b list.csv", "a list.csv")] {
        let (figures, account) = ran(&[(first, csv(&old)), (second, csv(&new)), ("marks.csv", marks.clone())]);
        assert_eq!(figures, alone, "the newer one is {second}");
        let sheet =
            account["sheets"].as_array().expect("a list").iter().find(|sheet| sheet["file"] == first).expect("there");
        assert_eq!(
            (&sheet["records_repeated"], &sheet["records_superseded"]),
            (&serde_json::json!(12), &serde_json::json!(2))
        );
    }
}

#[test]
fn coverage_is_what_was_planted() {
    let account = pack_json("staff/data-quality.json");
    let rows = |query: &str| account["records"][query].as_array().unwrap_or_else(|| panic!("{query}")).clone();
    // fixtures/README.md: Maple in spring 2025/26: 20 of 30; Hazel 28 of 31.
    for (class, on_roll, screened) in [("Maple", 30, 20), ("Hazel", 31, 28)] {
        let found = rows("screening_coverage")
            .into_iter()
            .find(|row| row["period"] == "2025-26-spring" && row["class_name"] == class);
        let found = found.expect("there");
        assert_eq!((&found["on_roll"], &found["screened"]), (&on_roll.into(), &screened.into()), "{class}");
    }
    // Marks of 2025/26, added up from what was invented.
    let mut made: BTreeMap<String, i64> = BTreeMap::new();
    for mark in &world().marks {
        let on_roll = world().pupils[mark.pupil].spell_on(mark.date);
        let term = world().terms.iter().find(|term| term.start <= mark.date && mark.date <= term.end);
        if let (Some(spell), Some(term)) = (on_roll, term)
            && mark.date >= jiff::civil::date(2025, 9, 1)
            && !mark.code.is_empty()
            && mark.code != "A"
        {
            *made.entry(format!("{} {}", term.id, spell.class)).or_default() += 1;
        }
    }
    let found: BTreeMap<String, i64> = rows("marks_coverage")
        .iter()
        .filter(|row| row["period"].as_str().is_some_and(|period| period.starts_with("2025-26")))
        .map(|row| {
            let key =
                format!("{} {}", row["period"].as_str().expect("a term"), row["class_name"].as_str().expect("a class"));
            (key, row["made"].as_i64().expect("a count"))
        })
        .collect();
    assert_eq!(found, made);
    assert_eq!(rows("register_gaps"), Vec::<Value>::new(), "no class of the sample has a gap");
}

#[test]
fn a_class_without_marks_on_a_school_day_is_a_gap() {
    // Beech (children 6 to 11) has no marks on Wednesday and Thursday.
    let mut marks = school::marks_long();
    let beech: Vec<String> = school::children()[6..].iter().map(|child| child.upn.clone()).collect();
    let gap = [plus(school::MONDAY, 2), plus(school::MONDAY, 3)];
    marks.retain(|row| {
        let of_beech = matches!(&row[0], Cell::Text(upn) if beech.contains(upn));
        !(of_beech && matches!(row[1], Cell::Day(day) if gap.contains(&day)))
    });
    let (_, account) = ran(&[("pupils.csv", csv(&school::pupils())), ("marks.csv", csv(&marks))]);
    let gaps = &account["records"]["register_gaps"];
    assert_eq!(gaps.as_array().map(Vec::len), Some(1), "{gaps:#}");
    let found = &gaps[0];
    assert_eq!((&found["class_name"], &found["days"], &found["children"]), (&"Beech".into(), &2.into(), &6.into()));
    assert_eq!((&found["first_day"], &found["last_day"]), (&gap[0].to_string().into(), &gap[1].to_string().into()));
    let marks = account["records"]["marks_coverage"].as_array().expect("a list").clone();
    let of = |class: &str| {
        marks.iter().find(|row| row["class_name"] == class).map(|row| (row["expected"].clone(), row["made"].clone()))
    };
    assert_eq!(of("Beech"), Some((60.into(), 36.into())));
    assert_eq!(of("Willow"), Some((60.into(), 60.into())));
}

#[test]
fn the_page_says_all_of_it() {
    let page = pack_text("staff/data-quality.html");
    for part in [
        "Rows that were not used, and where they stand",
        "How the rows found their children",
        "Who was screened, and which marks are there",
        "Weekdays of the terms without marks",
        "Screened by somebody else than before",
        "B14",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains(&slashed(world().pupils[0].born)), "no birthday");
}
