//! Every rule by which a row or a cell is rejected, left out or reported has a file in `fixtures/fail/` that breaks it, called
//! like the rule's code. Each stands beside the pupil list and the staff list of that folder, and beside a second export
//! (`T026 later.csv`) or the review file (`P014 matches.csv`) where the rule needs one.

use std::collections::BTreeSet;
use std::fs;

use thrive_report::project::OwnReference;
use thrive_report::tables::REVIEW_FILE;

use super::quirks::{built, built_after, files, folder};

/// Codes of rules about rows and cells: those about what stands in tables (T) and about whose it is (P). The others are about
/// files (S), sheets (R) or what only shows when records are put together (Q).
fn rules() -> BTreeSet<String> {
    let codes = thrive_report::diagnostic::catalogue().keys();
    let rules = codes.filter(|code| code.starts_with('T') || code.starts_with('P'));
    // No pupil list at all is about the whole inbox.
    rules.filter(|code| *code != "P008").cloned().collect()
}

#[test]
fn every_row_rule_has_a_file_that_breaks_it() {
    let fixtures = files(&folder("fail"), ".csv");
    let named: BTreeSet<String> = fixtures
        .keys()
        .filter(|name| !["pupils", "staff"].contains(&name.as_str()) && !name.contains(' '))
        .cloned()
        .collect();
    assert_eq!(named, rules());
    let beside =
        |name: &str| (format!("{name}.csv"), fs::read(folder("fail").join(format!("{name}.csv"))).expect("there"));
    for rule in named {
        let file = format!("{rule}.csv");
        let mut inbox = vec![beside("pupils"), beside("staff"), beside(&rule)];
        inbox
            .extend(Some(format!("{rule} later")).filter(|name| fixtures.contains_key(name)).map(|name| beside(&name)));
        let canonical = match fixtures.contains_key(&format!("{rule} matches")) {
            true => built_after(&inbox, &beside(&format!("{rule} matches")).1),
            false => built(&inbox, &OwnReference::default()),
        };
        let about = canonical
            .diagnostics
            .iter()
            .filter(|found| [file.as_str(), REVIEW_FILE].contains(&found.place.file.as_str()));
        let said: Vec<&str> = about.map(|found| found.code).collect();
        assert!(said.contains(&rule.as_str()), "{rule} was not said, but {said:?}");
        for account in &canonical.accounts {
            assert!(account.balances(), "{account:?}");
        }
        // The rule is about this file: with the sound lists alone nothing is said.
        let quiet = built(&[beside("pupils"), beside("staff")], &OwnReference::default());
        assert_eq!(quiet.diagnostics.iter().count(), 0);
    }
}
