//! `retain`: what is past the retention of the school's policy.

use crate::cli;
use crate::data_protection::{Expired, Inbox, Overview, drop_readings};
use crate::dates;
use crate::error::Error;
use crate::project::Project;
use crate::publish;
use crate::sources::Isolation;
use crate::tables::Reference;

/// Word that confirms.
const WORD: &str = "REMOVE";

/// Lists what is past its retention; answers 1 where something is.
pub fn retain(asked: &cli::Retain, quiet: bool) -> Result<u8, Error> {
    let day = super::run::date(&asked.as_of)?;
    let project = Project::open(&asked.project)?;
    let _lock = publish::lock(&project.folder)?;
    let inbox = Inbox::read(&project, &Reference::load()?, &Isolation::this_program()?)?;
    let found = Overview::of(&project, &inbox, day)?;
    if !quiet {
        super::print(&text(&project, &found));
    }
    let must_delete = u8::from(!found.inbox.is_empty());
    if !asked.remove {
        return Ok(must_delete.max(u8::from(!found.packs.is_empty())));
    }
    drop_readings(&project)?;
    if !found.packs.is_empty() {
        if !asked.yes && !super::ask::confirmed(WORD)? {
            super::print("Nothing was removed.\n");
            return Ok(1);
        }
        found.remove(&project, day)?;
        if !quiet {
            super::print("The packs above were removed. ledger/erasures.csv has a dated line.\n");
        }
    }
    Ok(must_delete)
}

fn text(project: &Project, found: &Overview) -> String {
    let kinds = project.policy.retention.kinds();
    let kinds: Vec<String> = kinds.iter().map(|(kind, years)| format!("{kind} {years}")).collect();
    let mut text = format!("Kept for, in years ([policy.retention] in school.toml): {}\n", kinds.join(", "));
    if found.packs.is_empty() && found.inbox.is_empty() {
        text.push_str("\nNothing is past its retention.\n");
    }
    if !found.packs.is_empty() {
        text.push_str("\nPast its retention, removed with --remove:\n");
        text.extend(found.packs.iter().map(line));
    }
    if !found.inbox.is_empty() {
        text.push_str("\nPast its retention in the inbox, which the program never changes. Delete by hand:\n");
        text.extend(found.inbox.iter().map(line));
    }
    if !found.undated.is_empty() {
        text.push_str("\nWithout a date to count from. A person must decide:\n");
        text.extend(found.undated.iter().map(|path| format!("  {path}\n")));
    }
    text
}

fn line(expired: &Expired) -> String {
    let (last, until) = (dates::in_words(expired.last), dates::in_words(expired.until));
    format!("  {}  ({}: last day {last}, kept until {until})\n", expired.path, expired.kind)
}
