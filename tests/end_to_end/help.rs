//! What helps a user who is new: init, template, explain, help, completions and the manual page.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::binary::say;
use crate::dialects::school;

/// The data file with the canonical tables.
fn tables() -> Vec<toml::Value> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("reference/tables.toml")).expect("there");
    let file: toml::Table = toml::from_str(&text).expect("TOML");
    file["table"].as_array().expect("a list").clone()
}

#[test]
fn init_makes_a_project_that_says_what_it_lacks() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let school = folder.path().join("Our School");
    let said = say(["init".as_ref(), school.as_os_str()]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    assert!(
        said.stdout.contains("inbox")
            && said.stdout.contains("school.toml")
            && said.stdout.contains("thrive-report run"),
        "{}",
        said.stdout
    );
    assert!(school.join("inbox").is_dir());
    let said = say(["check".as_ref(), school.as_os_str()]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("is empty"), "{}", said.stderr);
    // The settings it wrote are sound as they are.
    for (name, bytes) in school::inbox() {
        fs::write(school.join("inbox").join(name), bytes).expect("written");
    }
    let said = say(["run".as_ref(), "--project".as_ref(), school.as_os_str()]);
    assert_eq!(said.code, 0, "{}", said.stderr);
}

#[test]
fn every_sheet_of_the_template_is_recognised_as_its_own_table() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("thrive template.xlsx");
    let said = say(["template".as_ref(), file.as_os_str()]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("thrive template.xlsx"), "{}", said.stdout);
    let checked = school::check_path(&file);
    let read_as: BTreeMap<&str, &str> = checked.json["sheets"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|sheet| (sheet["sheet"].as_str().expect("a name"), sheet["table"].as_str().unwrap_or("nothing")))
        .collect();
    let tables = tables();
    let expected: BTreeMap<&str, &str> = tables
        .iter()
        .map(|table| (table["sheet"].as_str().expect("a name"), table["id"].as_str().expect("a name")))
        .collect();
    assert_eq!(read_as, expected);
    for sheet in checked.json["sheets"].as_array().expect("a list") {
        assert_eq!(sheet["ignored"].as_array().map(Vec::len), Some(0), "every heading is understood: {sheet}");
        assert_eq!(sheet["rows_read"], 0);
    }
    let empty: Vec<&str> = checked.json["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|found| found["code"] == "R003")
        .filter_map(|found| found["place"]["sheet"].as_str())
        .collect();
    assert_eq!(empty.len(), tables.len(), "each sheet is said to lack rows: {empty:?}");
    assert_eq!(checked.code, 1);
}

#[test]
fn explain_knows_codes_measures_and_audits() {
    for (topic, parts) in [
        ("T012", ["T012 (error): Not an attendance code", "What to do: "].as_slice()),
        ("t012", &["T012"]),
        ("attendance.rate", &["attendance.rate: ", "SQL: queries/", "ORDER BY"]),
        ("mark_unique", &["queries/checks/mark_unique.sql", "SELECT"]),
        ("support_session_in_block", &["queries/findings/", "SELECT"]),
    ] {
        let said = say(["explain", topic]);
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{topic}");
        for part in parts {
            assert!(said.stdout.contains(part), "{topic}: \"{part}\" is not in\n{}", said.stdout);
        }
    }
    let everything = say(["explain"]).stdout;
    for part in
        ["T012", "attendance.rate", "mark_unique", "strand_profile", "support_session_in_block", "class_screening"]
    {
        assert!(everything.contains(&format!("\n  {part} ")), "{part}");
    }
    assert_eq!(say(["explain", "list"]).stdout, everything);
}

#[test]
fn explain_says_all_of_a_measure() {
    let said = say(["explain", "screening.below_share"]).stdout;
    for part in [
        "Counted: pupils below the expected strand\n",
        "Out of: pupils with a result\n",
        "Unit: per cent, printed with 0 decimals\n",
        "How it is made: below ÷ assessed × 100: ",
        "n: pupils with a result (assessed)",
        "Take care: The expected strand",
        "Source: Thrive screening, pupil list\n",
        "For governors: Withheld for fewer than 6 children.",
        "SQL: queries/results/development.sql\n",
        "COUNT(*) FILTER (WHERE s.status = 'below') AS below",
        "It rests on the views period, pupil_period, population, class_screening, expectation, status ",
        "thrive-report trace screening.below_share --project DIR",
    ] {
        assert!(said.contains(part), "\"{part}\" is not in\n{said}");
    }
    // A result of a method has no SQL of its own: what it is made from is shown.
    let said = say(["explain", "whole_class.probability"]).stdout;
    for part in ["made by a method", "SQL: queries/results/strand_profile.sql", "SQL: queries/results/coverage.sql"] {
        assert!(said.contains(part), "\"{part}\" is not in\n{said}");
    }
}

#[test]
fn explain_prints_a_query_with_what_rests_on_it() {
    let said = say(["explain", "suspensions"]).stdout;
    for part in ["queries/results/suspensions.sql", "One row per period", "Measures made from it: suspensions.roll, "] {
        assert!(said.contains(part), "\"{part}\" is not in\n{said}");
    }
    for (topic, path) in [
        ("lineage/coverage", "queries/lineage/coverage.sql"),
        ("views/status", "queries/views/51_status.sql"),
        ("enrolment", "queries/schema/enrolment.sql"),
    ] {
        assert!(say(["explain", topic]).stdout.starts_with(path), "{topic}");
    }
    assert!(say(["explain", "strand_profil"]).stderr.contains("did you mean \"strand_profile\"?"));
}

#[test]
fn explain_answers_a_misspelt_name_with_the_nearest() {
    for (asked, nearest) in [("attendence.rate", "attendance.rate"), ("TO12", "T012")] {
        let said = say(["explain", asked]);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{asked}");
        assert!(said.stderr.contains(&format!("did you mean \"{nearest}\"?")), "{asked}: {}", said.stderr);
    }
    let said = say(["explain", "zzz"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("what to do"), "{}", said.stderr);
}

#[test]
fn the_help_of_every_command_has_an_example() {
    let help = say(["--help"]).stdout;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert_eq!(
        commands,
        [
            "demo",
            "init",
            "check",
            "run",
            "trust",
            "template",
            "explain",
            "trace",
            "export",
            "diff",
            "forget",
            "retain",
            "inventory",
            "audit",
            "completions",
            "man"
        ]
    );
    for command in commands {
        let said = say([command, "--help"]);
        assert_eq!(said.code, 0, "{command}");
        let (_, examples) = said.stdout.split_once("Example").unwrap_or_else(|| panic!("{command} has no example"));
        assert!(examples.contains(&format!("thrive-report {command}")), "{command}: {examples}");
    }
    for part in ["Exit codes", "0 clean", "thrive-report demo"] {
        assert!(help.contains(part), "{part}");
    }
    assert!(say(["--version"]).stdout.starts_with("thrive-report "));
}

#[test]
fn completions_and_the_manual_page_are_made_from_the_same_declaration() {
    for (shell, sign) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef"),
        ("fish", "complete -c"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let said = say(["completions", shell]);
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{shell}");
        assert!(said.stdout.contains(sign) && said.stdout.contains("as-of"), "{shell}");
    }
    let page = say(["man"]).stdout;
    assert!(page.contains(".TH thrive-report 1") && page.contains(".SH SYNOPSIS"), "{}", &page[..page.len().min(300)]);
}
