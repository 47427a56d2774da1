//! Sheets in no known layout: what is proposed, what is confirmed, and that a run uses nothing else. A project's own layouts
//! and screening tools.

use std::fs;
use std::path::Path;

use super::school::{self, Cell, Checked, Grid, check, check_path, csv, texts, xlsx};
use crate::binary::{TERM, project, run, said, say};

/// The small school's screening under headings that nobody knows.
fn unknown() -> Grid {
    let mut grid = school::screening_wide();
    grid[0] = texts(&[
        "Unique Pupil Nr (13)",
        "Date of the screenings",
        "Beeing",
        "Doinng",
        "Thinkingg",
        "Power and Identitty",
        "Skils and Structure",
        "Interdependance",
        "Shoe size",
    ]);
    for row in &mut grid[1..] {
        row.push(Cell::Number(31.0));
    }
    grid
}

fn project_with(name: &str, bytes: Vec<u8>) -> tempfile::TempDir {
    project(&[("pupils.csv", csv(&school::pupils())), (name, bytes), ("marks.csv", csv(&school::marks_long()))])
}

fn accept(folder: &Path) -> crate::binary::Said {
    say(["check".as_ref(), "--accept".as_ref(), folder.as_os_str()])
}

fn figures(folder: &Path) -> String {
    fs::read_to_string(folder.join("packs").join(TERM).join("staff/results.json")).expect("there")
}

#[test]
fn a_mapping_is_proposed_with_reasons_and_nothing_is_written() {
    let folder = project_with("scores.csv", csv(&unknown()));
    let before = fs::read(folder.path().join("school.toml")).expect("there");
    let checked = check_path(folder.path());
    assert_eq!(checked.codes("scores.csv"), ["R001"]);
    let proposal = &checked.json["proposals"][0];
    assert_eq!((&proposal["table"], &proposal["header_row"]), (&"screening".into(), &1.into()), "{proposal:#}");
    assert_eq!(proposal["unused"], serde_json::json!(["Shoe size"]));
    let means = |heading: &str| {
        let columns = proposal["columns"].as_array().expect("a list");
        columns.iter().find(|column| column["heading"] == heading).map(|column| column["means"].clone())
    };
    assert_eq!(means("Unique Pupil Nr (13)"), Some("upn".into()), "{proposal:#}");
    assert_eq!(means("Date of the screenings"), Some("date".into()));
    assert_eq!(means("Skils and Structure"), Some("Skills & Structure".into()));
    for column in proposal["columns"].as_array().expect("a list") {
        assert!(
            column["confidence"].as_u64() >= Some(60) && column["reason"].as_str().is_some_and(|why| why.len() > 10)
        );
    }
    let said = say(["check".as_ref(), folder.path().as_os_str()]);
    assert!(said.stdout.contains("could be screening, headings in row 1"), "{}", said.stdout);
    assert!(said.stdout.contains("12 of 12 values fit") && said.stdout.contains("check --accept"), "{}", said.stdout);
    for child in school::children() {
        assert!(!said.stdout.contains(child.surname) && !said.stdout.contains(&child.upn), "{}", said.stdout);
    }
    assert_eq!(fs::read(folder.path().join("school.toml")).expect("there"), before);
}

#[test]
fn a_run_uses_a_mapping_only_once_it_is_confirmed() {
    let folder = project_with("scores.csv", csv(&unknown()));
    // The guard: a proposal by itself changes nothing.
    assert_eq!(run(folder.path()).code, 1);
    assert!(!figures(folder.path()).contains("\"strand\": \"Being\""), "a proposal was used");
    let path = folder.path().join("school.toml");
    let before = fs::read_to_string(&path).expect("there");
    let said = accept(folder.path());
    assert!(said.stdout.contains("Written into school.toml"), "{said:?}");
    let after = fs::read_to_string(&path).expect("there");
    assert!(after.starts_with(&before) && after.len() > before.len(), "{after}");
    assert!(after.contains("[[mapping]]\ntable = \"screening\"\n[mapping.columns]\n"), "{after}");
    run(folder.path());
    let plain = project_with("screening.csv", csv(&school::screening_wide()));
    run(plain.path());
    assert!(figures(folder.path()) == figures(plain.path()), "the confirmed mapping gives other figures");
    // Asked again, there is nothing left to confirm.
    assert!(accept(folder.path()).stdout.contains("nothing to confirm"));
    assert_eq!(fs::read_to_string(&path).expect("there"), after);
}

#[test]
fn line_ends_and_the_rest_of_school_toml_are_kept() {
    let folder = project_with("scores.csv", csv(&unknown()));
    let path = folder.path().join("school.toml");
    let windows = fs::read_to_string(&path).expect("there").trim_end().replace('\n', "\r\n") + "\r\n# our last line";
    fs::write(&path, &windows).expect("written");
    assert_eq!(accept(folder.path()).stderr, "");
    let after = fs::read_to_string(&path).expect("there");
    assert!(after.starts_with(&windows) && after.contains("[[mapping]]\r\n"), "{after:?}");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
}

#[test]
fn the_only_column_of_dates_is_proposed_for_the_date_that_is_missing() {
    let mut grid = school::screening_wide();
    grid[0][1] = Cell::from("When?");
    let folder = project_with("scores.csv", csv(&grid));
    let checked = check_path(folder.path());
    assert_eq!(checked.rows("scores.csv"), [12, 0, 12, 0], "a row needs its date");
    let columns = checked.json["proposals"][0]["columns"].as_array().expect("a list");
    let when = columns.iter().find(|column| column["heading"] == "When?").expect("it is proposed");
    assert_eq!((&when["means"], &when["confidence"]), (&"date".into(), &65.into()));
    accept(folder.path());
    assert_eq!(check_path(folder.path()).rows("scores.csv"), [12, 12, 0, 0]);
    // Two columns of dates: which one is not guessed.
    for row in &mut grid {
        row.push(row[1].clone());
    }
    grid[0].pop();
    grid[0].push(Cell::from("Since?"));
    let folder = project_with("scores.csv", csv(&grid));
    assert_eq!(check_path(folder.path()).json["proposals"], serde_json::json!([]));
}

#[test]
fn accepting_needs_one_project() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("scores.csv"), csv(&unknown())).expect("written");
    let said = accept(folder.path());
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("--accept needs one project folder"), "{said:?}");
}

#[test]
fn two_columns_that_could_be_the_same_are_not_guessed() {
    let mut grid = unknown();
    grid[0][8] = Cell::from("Beeing");
    let folder = project_with("scores.csv", csv(&grid));
    let checked = check_path(folder.path());
    let proposal = &checked.json["proposals"][0];
    assert!(proposal["unclear"].as_array().is_some_and(|unclear| unclear.contains(&"Beeing".into())), "{proposal:#}");
}

#[test]
fn a_sheet_about_something_else_gets_no_proposal() {
    for text in [
        "Monday,Tuesday\npie,curry\n",
        "Room,Key,Height\nHall,17,3.5\nLibrary,18,2.9\n",
        "x\n",
        "Pie chart\n1\n2\n",
        "UPN,Name,Year,Test,Maths,Spelling,Tester\nA123456789012,x,1,2,3,4,5\n",
    ] {
        let checked = check(&[("pupils.csv", csv(&school::pupils())), ("other.csv", text.as_bytes().to_vec())]);
        assert_eq!(checked.json["proposals"], serde_json::json!([]), "{text}");
    }
}

/// The small school with a mapping in its school.toml, checked.
fn settled(mapping: &str, name: &str, text: &str) -> Checked {
    let upn = &school::children()[0].upn;
    let folder = project_with(name, text.replace("UPN1", upn).into_bytes());
    let path = folder.path().join("school.toml");
    let school = fs::read_to_string(&path).expect("there");
    fs::write(&path, format!("{school}\n{mapping}\n")).expect("written");
    check_path(folder.path())
}

#[test]
fn what_is_never_guessed_the_school_can_say() {
    let scores = "UPN,Date,Being,Doing\nUPN1,12/05/2026,0,1\n";
    assert_eq!(settled("", "a.csv", scores).codes("a.csv"), ["T008"]);
    assert_eq!(settled("[[mapping]]\nfile = \"a.csv\"\nscores = \"0-1\"", "a.csv", scores).codes("a.csv"), ["T009"]);
    assert_eq!(
        settled("[[mapping]]\nfile = \"a.csv\"\nscores = \"0-100\"", "a.csv", scores).codes("a.csv"),
        Vec::<&str>::new()
    );
    assert_eq!(
        settled("[[mapping]]\nfile = \"b.csv\"\nscores = \"0-100\"", "a.csv", scores).codes("a.csv"),
        ["T008"],
        "it is about another file"
    );

    let dates = "UPN,Date,Strand,Score\nUPN1,05/13/2026,Being,50\nUPN1,05/12/2026,Doing,60\n";
    assert_eq!(settled("", "a.csv", dates).rows("a.csv"), [2, 0, 2, 0]);
    let checked = settled("[[mapping]]\nfile = \"a.csv\"\ndates = \"month-first\"", "a.csv", dates);
    assert_eq!(checked.rows("a.csv"), [2, 2, 0, 0]);
    assert_eq!(checked.sheet("a.csv")["first_date"], "2026-05-12");
    let checked = settled("[[mapping]]\nfile = \"a.csv\"\ndates = \"day-first\"", "a.csv", dates);
    assert_eq!((checked.rows("a.csv"), checked.codes("a.csv")), ([2, 1, 1, 0], vec!["T004"]));

    let sdq = "UPN,Date,Conduct problems,Prosocial\nUPN1,12/05/2026,3,4\n";
    assert_eq!(settled("", "a.csv", sdq).codes("a.csv"), ["T023"]);
    let fixed = "[[mapping]]\nfile = \"a.csv\"\n[mapping.fixed]\nrespondent = \"parent\"";
    assert_eq!(settled(fixed, "a.csv", sdq).rows("a.csv"), [1, 1, 0, 0]);

    // A birthday is part of the way to a child: its order of day and month is settled like any other date's.
    let by_name = "Surname,Forename,DOB,Date,Strand,Score\nEntwhistle,Violetta,03/17/2020,2026-05-12,Being,50\n";
    assert_eq!(settled("", "a.csv", by_name).codes("a.csv"), ["P010", "T004"]);
    let checked = settled("[[mapping]]\nfile = \"a.csv\"\ndates = \"month-first\"", "a.csv", by_name);
    assert_eq!((checked.rows("a.csv"), checked.codes("a.csv")), ([1, 1, 0, 0], vec!["P004"]));

    // A file of one child, who is nowhere in it.
    let of_one = "Date,Being,Doing\n12/05/2026,50,60\n";
    let upn = &school::children()[4].upn;
    let fixed = format!("[[mapping]]\nfile = \"a.csv\"\n[mapping.fixed]\nupn = \"{upn}\"");
    assert_eq!(settled(&fixed, "a.csv", of_one).rows("a.csv"), [1, 1, 0, 0]);
}

#[test]
fn a_mapping_that_cannot_be_is_refused_with_its_remedy() {
    for (mapping, words) in [
        ("[[mapping]]\nscores = \"0-1\"", "does not say which files"),
        ("[[mapping]]\ntable = \"screenin\"\n[mapping.columns]\n\"Nr\" = \"upn\"", "did you mean \"screening\"?"),
        ("[[mapping]]\ntable = \"screening\"\n[mapping.columns]\n\"Nr\" = \"unp\"", "did you mean \"upn\"?"),
        ("[[mapping]]\ntable = \"screening\"\n[mapping.strands]\n\"B\" = \"Flying\"", "is not a strand"),
        ("[[mapping]]\nfile = \"a.csv\"\nscores = \"0-10\"", "not a known value"),
        ("[[mapping]]\nfile = \"a.csv\"\n[mapping.fixed]\nwho = \"parent\"", "no table has a column \"who\""),
    ] {
        let folder = project_with("a.csv", csv(&school::screening_wide()));
        let path = folder.path().join("school.toml");
        let school = fs::read_to_string(&path).expect("there");
        fs::write(&path, format!("{school}\n{mapping}\n")).expect("written");
        for command in ["check", "run"] {
            let mut program = crate::binary::program();
            let said = match command {
                "check" => said(program.arg("check").arg(folder.path())),
                _ => said(program.args(["run", "--project"]).arg(folder.path())),
            };
            assert_eq!(said.code, 2, "{mapping}: {said:?}");
            assert!(said.stderr.contains(words), "{mapping}: {said:?}");
        }
    }
}

/// A project with the example of an own tool and an own layout, and the files of a school that tests reading and mathematics.
fn tested_school() -> tempfile::TempDir {
    let children = school::children();
    let mut screening: Grid = vec![texts(&["UPN", "Name", "Year", "Test Date", "Reading SS", "Maths SS", "Tester"])];
    for (at, child) in children.iter().enumerate() {
        // A space behind some numbers, "Abs" for a child who was away, and years written as in no other list.
        let upn = if at == 3 { format!("{} ", child.upn) } else { child.upn.clone() };
        let mut row = texts(&[&upn, &format!("{}, {}", child.surname, child.forename), "Y1"]);
        row.push(Cell::Day(school::SCREENED));
        row.push(if at == 5 { Cell::from("Abs") } else { Cell::Number(84.0 + at as f64) });
        row.push(if at == 6 { Cell::Blank } else { Cell::Number(100.0) });
        row.push(Cell::from("T07"));
        screening.push(row);
    }
    let mut register: Grid = vec![texts(&["Attendance marks - Example - 11/05/2026 to 15/05/2026"]), vec![], vec![]];
    register[1] = vec![Cell::Blank; 4];
    register[2] = texts(&["UPN", "Name", "Year", "Reg"]);
    for session in 0..10 {
        // The date stands above the morning alone.
        let day = crate::sample_school::calendar::plus(school::MONDAY, session / 2);
        register[1].push(if session % 2 == 0 { Cell::Day(day) } else { Cell::Blank });
        register[2].push(Cell::from(if session % 2 == 0 { "AM" } else { "PM" }));
    }
    for (at, child) in children.iter().enumerate() {
        let mut row = texts(&[&child.upn, &format!("{}, {}", child.surname, child.forename), "1", "Willow"]);
        row.extend(texts(&school::marks(at)));
        register.push(row);
    }
    let support: Grid = vec![
        texts(&["Intervention register - Example - 2025/26"]),
        vec![],
        texts(&["UPN", "Name", "Year", "Intervention", "Start Date", "End Date", "Sessions Delivered", "Lead"]),
        texts(&[&children[0].upn, "x", "Year 1", "Calm Start", "13/04/2026", "15/05/2026", "12", "T07"]),
    ];
    let folder = project(&[
        ("roster.csv", csv(&school::pupils())),
        ("screening.xlsx", xlsx(&[("Summer", &screening)])),
        ("attendance_wide.xlsx", xlsx(&[("Register", &register)])),
        ("interventions.xlsx", xlsx(&[("Interventions", &support)])),
    ]);
    crate::binary::copy(&super::quirks::folder("own-reference"), &folder.path().join("reference"));
    folder
}

#[test]
fn a_school_adds_its_own_tool_and_layout_as_data() {
    let folder = tested_school();
    let checked = check_path(folder.path());
    let sheet = checked.sheet("screening.xlsx");
    assert_eq!((&sheet["table"], &sheet["layout"]), (&"screening".into(), &"Test results".into()), "{sheet:#}");
    assert_eq!(
        (checked.rows("screening.xlsx"), checked.codes("screening.xlsx")),
        ([12, 12, 0, 0], vec!["R002", "T011"])
    );
    assert_eq!(checked.times("screening.xlsx", "T011"), 2, "Abs and a blank are missing scores");
    assert_eq!(checked.sheet("attendance_wide.xlsx")["records"], 120);
    assert_eq!(checked.rows("attendance_wide.xlsx"), [12, 12, 0, 0]);
    assert_eq!(checked.rows("interventions.xlsx"), [1, 1, 0, 0]);
    // The threshold is data too: 84 to 95 without 89 (away) in reading, of which 84 to 88 are below 90.
    let path = folder.path().join("school.toml");
    let school = fs::read_to_string(&path).expect("there");
    let (kept, _) = school.split_once("# The strand we expect").expect("the sample says so");
    let policy = "instrument = \"standardised-scores\"\nband_scheme = \"age-expectation\"\n";
    fs::write(&path, kept.replace("instrument = \"thrive\"\n", policy)).expect("written");
    let ran = run(folder.path());
    assert!(ran.code <= 1, "{ran:?}");
    let figures: serde_json::Value = serde_json::from_str(&figures(folder.path())).expect("JSON");
    let below = figures["figures"].as_array().expect("a list").iter().find(|figure| {
        figure["measure"] == "strand.below_pupils"
            && figure["population"]["school"] == "All pupils"
            && figure["population"]["strand"] == "Reading"
            && figure["population"]["period"] == TERM
    });
    assert_eq!(below.map(|figure| &figure["value"]), Some(&serde_json::json!(5.0)));
}

#[test]
fn an_own_file_that_is_not_sound_is_named_with_its_line() {
    for (file, text, words) in [
        ("layouts/mine.toml", "id = \"x\"\ntabel = \"pupils\"\n", "mine.toml, line 2"),
        ("layouts/mine.toml", "not toml", "mine.toml, line 1"),
        ("instruments/mine.toml", "id = \"x\"\nname = 3\n", "mine.toml, line 2"),
    ] {
        let folder = tested_school();
        fs::write(folder.path().join("reference").join(file), text).expect("written");
        let said = run(folder.path());
        assert_eq!(said.code, 2, "{file}: {said:?}");
        assert!(said.stderr.contains(words), "{file}: {said:?}");
        assert!(!folder.path().join("packs").exists(), "something was written");
    }
}
