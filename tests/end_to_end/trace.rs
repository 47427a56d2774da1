//! `trace`: what it says, what it keeps to itself, and what it answers when there is no such figure.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::privacy::{found_in, names};
use crate::binary::{self, Said, demo, say};
use crate::dialects::school;

fn trace(project: &Path, arguments: &[&str]) -> Said {
    let project = project.to_string_lossy().into_owned();
    say(["trace", "--project", &project].iter().chain(arguments))
}

fn of_demo(arguments: &[&str]) -> String {
    let said = trace(&demo().folder, arguments);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{arguments:?}");
    said.stdout
}

/// A command line as a shell takes it apart; double quotes hold words together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().expect("one word at least").push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn the_examples_of_the_document_are_what_the_program_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/trace.md");
    let text = fs::read_to_string(path).expect("there");
    let examples =
        text.split("```\n$ thrive-report ").skip(1).map(|rest| rest.split("\n```").next().unwrap_or_default());
    let mut seen = 0;
    for example in examples {
        let (command, expected) = example.split_once('\n').expect("a command and what it says");
        let folder = demo().folder.to_string_lossy().into_owned();
        let arguments: Vec<String> = words(command)
            .into_iter()
            .map(|word| if word == "sample-school" { folder.clone() } else { word })
            .collect();
        let said = say(&arguments);
        let all = format!("{}{}", said.stdout, said.stderr);
        assert_eq!(all.trim_end(), expected.trim_end(), "{command}\nsays now:\n{all}");
        seen += 1;
    }
    assert!(seen >= 3, "{seen} examples");
}

#[test]
fn it_says_first_and_last_that_it_is_for_staff() {
    for arguments in [["screening.below_share"].as_slice(), &["attendance.severe_pupils", "period=2025-26", "--rows"]] {
        let said = of_demo(arguments);
        for line in [said.lines().next(), said.lines().last()] {
            assert!(line.is_some_and(|line| line.starts_with("For staff only")), "{said}");
        }
    }
}

#[test]
fn it_names_no_child() {
    let names = names();
    for arguments in [
        ["screening.below_pupils", "year_group=Year 1", "--rows"].as_slice(),
        &["attendance.severe_pupils", "period=2025-26", "--rows"],
        &["support.given", "period=2025-26", "--rows"],
        &["support.mean_change", "period=2025-26"],
        &["suspensions.count", "period=2025-26", "--rows"],
        &["family.completers", "--rows"],
    ] {
        assert_eq!(found_in(&of_demo(arguments), &names), BTreeSet::new(), "{arguments:?}");
    }
}

#[test]
fn it_says_what_each_pack_has_of_the_figure() {
    let said = of_demo(&["attendance.persistent_share", "year_group=Year 4"]);
    assert!(said.contains("Published in packs/2025-26-summer, as of 2026-07-21\n  ambassador  not in this pack\n  governors   withheld"), "{said}");
    let said = of_demo(&["screening.no_result"]);
    assert!(
        said.contains("  governors   not in this pack\n  public      not in this pack\n  staff       1; n = 198"),
        "{said}"
    );
    assert!(!said.contains("has changed since"), "{said}");
    // The school's own decisions make the figure as much as the records do; others are not told.
    assert!(said.contains("  secure_min          60\n") && said.contains("Reception Power & Identity"), "{said}");
    assert!(!said.contains("pair_window_days"), "{said}");
}

#[test]
fn it_notices_that_the_inbox_is_not_that_of_the_packs() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    binary::copy(&demo().folder, folder.path());
    let file = folder.path().join("inbox/Behaviour/suspensions.csv");
    let text = fs::read_to_string(&file).expect("there");
    let (shorter, _) = text.trim_end().rsplit_once('\n').expect("several lines");
    fs::write(&file, shorter).expect("written");
    let said = trace(folder.path(), &["suspensions.count", "period=2025-26"]).stdout;
    assert!(said.contains("has changed since"), "{said}");
    let said = trace(folder.path(), &["screening.screened", "--as-of", "2026-07-20"]).stdout;
    assert!(said.contains("as of another day"), "{said}");
    assert_eq!(trace(folder.path(), &["screening.screened"]).stdout.matches("changed since").count(), 0);
}

#[test]
fn it_needs_no_pack_and_writes_nothing() {
    let folder = binary::project(&school::inbox());
    let before = binary::hashes(folder.path());
    let said = trace(folder.path(), &["roll.pupils"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{}", said.stdout);
    assert!(said.stdout.contains("no pack of 2025-26-summer has been made yet"), "{}", said.stdout);
    assert_eq!(binary::hashes(folder.path()), before);
}

#[test]
fn what_is_not_there_is_answered_with_what_is() {
    for (arguments, parts) in [
        (["screening.below_shares"].as_slice(), ["did you mean \"screening.below_share\"?"].as_slice()),
        (&["screening.below_share", "yeargroup=Year 1"], &["did you mean \"year_group\"?"]),
        (&["screening.below_share", "year_group=Year1"], &["did you mean \"Year 1\"?", "Reception, Year 1"]),
        (&["screening.below_share", "period=2019-20-summer"], &["2024-25-autumn", "2025-26-summer"]),
        (&["screening.below_share", "Year 1"], &["KEY=VALUE"]),
        (&["strand.scored"], &["say which strand: Being, Doing, Thinking"]),
        (&["screening.below_share", "--term", "2025-26-sumer"], &["2025-26-summer"]),
        (&["screening.below_share", "--as-of", "soon"], &["17/07/2026"]),
    ] {
        let said = trace(&demo().folder, arguments);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{arguments:?}");
        for part in parts {
            assert!(said.stderr.contains(part), "{arguments:?}: \"{part}\" is not in\n{}", said.stderr);
        }
    }
}
