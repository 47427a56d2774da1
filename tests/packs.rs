//! The packs beside the governors' and staff's documents: each keeps what it must keep to itself, and follows what a
//! school puts into its `reports` folder.

use std::fs;
use std::path::Path;

use crate::binary::{TERM, by_key, figures, files_in, pack_file, pack_text, project, run, world};
use crate::dialects::school;
use crate::workbook_matches::page_tables::{Table, tables};

#[test]
fn packs_for_others_say_nothing_that_the_governors_pack_withholds() {
    let governors = by_key("governors");
    for pack in ["ambassador", "public"] {
        for (key, figure) in by_key(pack) {
            let Some(known) = governors.get(&key) else { continue };
            if known["status"] == "suppressed" {
                assert_eq!(figure["status"], "suppressed", "{pack}: {key}");
            }
            // What both show is the same, or rounder for the public.
            if pack == "ambassador" {
                for part in ["value", "n", "numerator", "denominator", "low", "high", "status"] {
                    assert_eq!(figure[part], known[part], "{key}");
                }
            }
        }
    }
}

#[test]
fn the_public_sees_whole_school_figures_of_children_in_fives() {
    let mut counted = 0;
    for figure in figures("public") {
        let population = figure["population"].as_object().expect("keys");
        assert!(population.keys().all(|key| ["period", "school"].contains(&key.as_str())), "{figure}");
        if figure["measure"].as_str().is_some_and(|measure| measure.starts_with("staff.")) {
            continue;
        }
        for part in ["n", "numerator", "denominator"] {
            if let Some(count) = figure[part].as_u64() {
                assert_eq!(count % 5, 0, "{figure}");
                counted += 1;
            }
        }
    }
    assert!(counted >= 8, "{counted}");
    // The sample school has 208 on roll, of whom 198 were screened and 138 of 197 are not below.
    let public = by_key("public");
    let value = |measure: &str| {
        let found = public.values().find(|figure| figure["measure"] == measure).expect("a figure");
        found["value"].as_f64().expect("a value")
    };
    assert_eq!(
        (value("roll.pupils"), value("screening.screened"), value("screening.at_or_above_share")),
        (210.0, 200.0, 70.0)
    );
}

#[test]
fn the_whole_class_plan_has_the_planted_priority_and_only_that() {
    let page = tables(&pack_text("staff/whole-class-plan.html"));
    let plan =
        page.iter().find(|table| table.caption.starts_with("Plan for the whole-class priorities")).expect("a plan");
    let filled: Vec<&Vec<String>> = plan.rows.iter().filter(|row| !row[1].is_empty()).collect();
    assert_eq!(filled.len(), 1);
    assert_eq!((filled[0][0].as_str(), filled[0][1].as_str()), ("Year 1", "Being"));
    assert_eq!(plan.rows.len(), 4, "room for more");
    // Nobody on the list of other needs is a child of Year 1 who works at Being.
    let others = page.iter().find(|table| table.caption.contains("pass by")).expect("a list");
    assert!(others.rows.len() > 20);
    assert!(others.rows.iter().all(|row| !(row[2] == "Year 1" && row[4] == "Being")));
    let known =
        |row: &Vec<String>| world().pupils.iter().any(|pupil| pupil.surname == row[0] && pupil.forename == row[1]);
    assert!(others.rows.iter().all(known));
}

#[test]
fn case_studies_name_nobody() {
    let page = tables(&pack_text("staff/one-to-one-impact.html"));
    let cases: Vec<&Table> = page
        .iter()
        .filter(|table| table.caption.contains("without names") || table.caption.starts_with("To be written"))
        .collect();
    assert_eq!(cases.len(), 2);
    let said = cases.iter().flat_map(|table| table.rows.iter().flatten()).cloned().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Child A") && said.contains("Child B"), "{said}");
    for pupil in &world().pupils {
        assert!(!said.contains(&pupil.surname) && !said.contains(&pupil.forename), "{said}");
    }
}

#[test]
fn the_ambassador_pack_counts_what_is_met_and_what_needs_a_person() {
    let page = tables(&pack_text("ambassador/ambassador-evidence.html"));
    let areas = page.iter().find(|table| table.caption.starts_with("The five areas")).expect("an overview");
    // The five areas, and all of them: what is still open for a School of Excellence.
    assert_eq!(areas.rows.len(), 6);
    for column in 1..4 {
        let number = |row: &Vec<String>| row[column].parse::<u32>().expect("a number");
        assert_eq!(number(&areas.rows[5]), areas.rows[..5].iter().map(number).sum::<u32>());
    }
    let lists: Vec<&Table> = page.iter().filter(|table| table.caption.starts_with("Checklist")).collect();
    assert_eq!(lists.len(), 5);
    for (area, list) in areas.rows.iter().zip(&lists) {
        assert!(list.caption.contains(&area[0]), "{} {}", list.caption, area[0]);
        for (at, state) in ["Met", "Not yet", "Needs a person"].into_iter().enumerate() {
            let counted = list.rows.iter().filter(|row| row[3] == state).count();
            assert_eq!(area[at + 1], counted.to_string(), "{} {state}", area[0]);
        }
    }
    // Every fact has its date, and what it rests on.
    let facts = lists.iter().flat_map(|list| &list.rows).filter(|row| row[2].contains("As at"));
    let dated = facts.filter(|row| row[2].contains("As at 21 July 2026, n = ")).count();
    assert!(dated >= 10, "{dated}");
    let standing = |reference: &str| {
        let mut rows = lists.iter().flat_map(|list| &list.rows);
        rows.find(|row| row[0] == reference).unwrap_or_else(|| panic!("{reference}"))[3].clone()
    };
    // By the planted truth: 20 of 23 staff trained (80 asked), two licences run out (none asked), 198 of 208 screened (90).
    assert_eq!([standing("L2"), standing("L3"), standing("RT1")], ["Met", "Not yet", "Met"]);
    // Few suspensions cannot be shown, so a person must look.
    assert_eq!(standing("E2"), "Needs a person");
}

fn csv(rows: &[[&str; 7]]) -> String {
    rows.iter().map(|row| row.join(",") + "\n").collect()
}

#[test]
fn the_forms_questions_are_answered_and_a_childs_name_does_not_leave() {
    let form = csv(&[
        ["Form year", "Area", "Reference", "Question", "Measure", "Narrative", "Evidence file"],
        ["2026", "Right Time", "Q1", "How many pupils are there?", "roll.pupils", "", "roll.pdf"],
        ["2026", "Right-time", "Q2", "What did you do?", "", "Zelda Ambleforth now joins in.", ""],
        ["2026", "Leadership", "Q3", "Who leads?", "roll.pupil", "", ""],
        ["2026", "Leadership", "Q4", "Why?", "", "", ""],
    ]);
    let folder = project(&[
        ("pupils.csv", school::csv(&school::pupils())),
        ("marks.csv", school::csv(&school::marks_long())),
        ("form.csv", form.into_bytes()),
    ]);
    let said = run(folder.path());
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stderr.contains("Q012") && !said.stderr.contains("Ambleforth"), "{said:?}");
    let packs = folder.path().join("packs").join(TERM);
    let page = fs::read_to_string(packs.join("ambassador/ambassador-evidence.html")).expect("there");
    let rows: Vec<Vec<String>> = tables(&page).into_iter().flat_map(|table| table.rows).collect();
    let row = |reference: &str| rows.iter().find(|row| row[0] == reference && row.len() == 7).expect("a question");
    assert!(row("Q1")[2].contains("12"), "{:?}", row("Q1"));
    assert!(row("Q1")[4].contains("roll.pdf"));
    assert!(row("Q2")[2].contains("names a child"), "{:?}", row("Q2"));
    assert!(row("Q3")[2].contains("did you mean `roll.pupils`?"), "{:?}", row("Q3"));
    assert_eq!(row("Q4")[3], "Not yet");
    for (name, bytes) in files_in(&packs.join("ambassador")) {
        let bytes = String::from_utf8_lossy(&bytes);
        assert!(!bytes.contains("Ambleforth"), "{name}");
    }
}

fn with_reports(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder =
        project(&[("pupils.csv", school::csv(&school::pupils())), ("marks.csv", school::csv(&school::marks_long()))]);
    fs::create_dir(folder.path().join("reports")).expect("made");
    for (name, text) in files {
        fs::write(folder.path().join("reports").join(name), text).expect("written");
    }
    folder
}

fn made(folder: &Path, name: &str) -> Option<String> {
    fs::read_to_string(folder.join("packs").join(TERM).join(name)).ok()
}

#[test]
fn a_school_changes_a_report_adds_one_and_words_it_without_building() {
    let own = "id = 'roll-only'\ntitle = 'Our roll'\naudience = 'governors'\nclassification = 'Governors'\nnotes = []\n\
        [[section]]\nid = 'roll'\nname = 'Roll'\nquestion = 'How many of us?'\n[[section.table]]\nid = 'roll-table'\n\
        sheet = 'Roll'\ntitle = 'Roll'\nlabel_header = 'School'\nrows = ['school']\ncolumns = ['roll.pupils']\nmissing = ''\n";
    let wording = "[sentence.'headline.attendance']\nok = 'In school: {{ rate.value }} in a hundred.'\n\
        suppressed = 'Not shown.'\nnot_available = 'Nothing.'\n";
    let folder = with_reports(&[
        ("governors.toml", "\u{feff}extends = 'governor-report'\nwithout = ['people']\ntitle = 'To our governors'\n"),
        ("roll.toml", own),
        ("wording.toml", wording),
        ("read me.txt", "not a report"),
    ]);
    let said = run(folder.path());
    assert!(said.code <= 1, "{said:?}");
    let page = made(folder.path(), "governors/governor-report.html").expect("a page");
    assert!(page.contains("To our governors") && page.contains("in a hundred."));
    assert!(!page.contains("section-people"));
    assert!(made(folder.path(), "governors/roll-only.html").expect("a page").contains("How many of us?"));
}

#[test]
fn a_slip_in_a_schools_report_is_named_and_nothing_is_written() {
    let folder = with_reports(&[("ours.toml", "extends = 'governor-report'\nwithout = ['peeple']\n")]);
    let said = run(folder.path());
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("ours.toml") && said.stderr.contains("did you mean `people`?"), "{said:?}");
    assert!(!folder.path().join("packs").exists());
}

#[test]
fn a_school_puts_its_crest_colours_and_names_on_its_packs() {
    let folder = with_reports(&[]);
    let settings = fs::read_to_string(folder.path().join("school.toml")).expect("there");
    let brand = |colour: &str| {
        format!(
            "{settings}\n[branding]\nlogo = 'crest.png'\nlogo_alt = 'Crest of an oak'\ncolour = '{colour}'\n\
             board = 'Full governing board'\ngovernors_mark = 'CONFIDENTIAL: governors'\n"
        )
    };
    fs::write(folder.path().join("crest.png"), pack_file("governors/charts/staff-chart.png")).expect("written");
    fs::write(folder.path().join("school.toml"), brand("#5b2a86")).expect("written");
    let said = run(folder.path());
    assert!(said.code <= 1, "{said:?}");
    let page = made(folder.path(), "governors/governor-report.html").expect("a page");
    for part in
        ["alt=\"Crest of an oak\"", "img-src data:", "#5b2a86", "Full governing board", "CONFIDENTIAL: governors"]
    {
        assert!(page.contains(part), "{part}");
    }
    let public = made(folder.path(), "public/public-summary.html").expect("a page");
    assert!(public.contains("Crest of an oak") && !public.contains("Full governing board"));
    // The guard: pale letters are refused before anything is written.
    fs::remove_dir_all(folder.path().join("packs")).expect("removed");
    fs::write(folder.path().join("school.toml"), brand("#ffdd00")).expect("written");
    let said = run(folder.path());
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("contrast") && !folder.path().join("packs").exists(), "{said:?}");
}

#[test]
fn a_schools_own_line_decides_and_one_for_no_point_is_refused() {
    let standing = |line: &str| {
        let folder = project(&[
            ("pupils.csv", school::csv(&school::pupils())),
            ("screening.csv", school::csv(&school::screening_long())),
        ]);
        let path = folder.path().join("school.toml");
        let settings = fs::read_to_string(&path).expect("there");
        fs::write(&path, format!("{settings}\n[policy.ambassador]\n{line}\n")).expect("written");
        let said = run(folder.path());
        let page = made(folder.path(), "ambassador/ambassador-evidence.html");
        let rows = page.map(|page| tables(&page).into_iter().flat_map(|table| table.rows).collect::<Vec<_>>());
        let row = rows.and_then(|rows| rows.into_iter().find(|row| row[0] == "RT1" && row.len() == 7));
        (said, row.map(|row| row[3].clone()))
    };
    // All twelve children are screened: 100 percent.
    assert_eq!(standing("RT1 = 100").1.as_deref(), Some("Met"));
    assert_eq!(standing("RT1 = 100.5").1.as_deref(), Some("Not yet"));
    let (said, row) = standing("RT9 = 5");
    assert_eq!((said.code, row), (2, None), "{said:?}");
    assert!(said.stderr.contains("RT9") && said.stderr.contains("RT1"), "{said:?}");
}

#[test]
fn the_published_samples_are_what_the_program_makes() {
    let samples = files_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sample"));
    let mut seen = 0;
    let published = |name: &str| [".html", ".pdf", ".xlsx"].iter().any(|ending| name.ends_with(ending));
    for (name, bytes) in samples.iter().filter(|(name, _)| published(name)) {
        assert!(pack_file(name) == *bytes, "{name} is of an older program: bash docs/sample/make");
        seen += 1;
    }
    assert_eq!(seen, 15);
}
