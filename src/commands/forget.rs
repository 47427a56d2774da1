//! `forget`: a child erased from everything the program keeps.

use crate::cli;
use crate::data_protection::{Child, Erasure, Holds, Inbox, drop_readings};
use crate::error::Error;
use crate::project::Project;
use crate::publish;
use crate::sources::Isolation;
use crate::tables::Reference;

/// Word that confirms.
const WORD: &str = "ERASE";

/// Erases a child, after a look at what that means. Answers 1 while a person must still delete something.
pub fn forget(asked: &cli::Forget, quiet: bool) -> Result<u8, Error> {
    let day = asked.as_of.as_deref().map(super::run::date).transpose()?;
    let project = Project::open(&asked.project)?;
    let reference = Reference::load()?;
    let number = super::ask::pupil(asked.pupil_file.as_deref())?;
    let _lock = publish::lock(&project.folder)?;
    let inbox = Inbox::read(&project, &reference, &Isolation::this_program()?)?;
    let child = Child::find(&number, &inbox.canonical.roll, &reference).map_err(|count| Error::BadAnswer {
        why: format!("{count} children on the pupil list have that pupil number"),
        remedy: "give the UPN, which is one child's alone".into(),
    })?;
    let erasure = Erasure::plan(&project, &child)?;
    let places = inbox.places(&child);
    if child.pupil().is_none() && places.is_empty() && !known(&erasure) {
        return Err(Error::BadAnswer {
            why: "nobody by that number is in the inbox, in a pack or in the ledger".into(),
            remedy: "check the number; a child without one can be found by neither, and has to be deleted by hand"
                .into(),
        });
    }
    let mut text = match inbox.class_of(&child, &reference) {
        Some(class) => format!("The child is on the pupil list ({class}).\n"),
        None => "The child is on no pupil list of the inbox.\n".to_owned(),
    };
    text.push_str(&ours(&erasure));
    if project.readings().exists() {
        text.push_str("  cache/  (what was read of the inbox; it goes in any case, and the next run makes it anew)\n");
    }
    text.push_str(&in_the_inbox(&places, &inbox.unreadable()));
    if asked.dry_run {
        super::print(&format!("{text}\nNothing was removed (--dry-run).\n"));
        return Ok(u8::from(!places.is_empty()));
    }
    if !quiet || !places.is_empty() {
        super::print(&text);
    }
    let Some(day) = day.filter(|_| !erasure.is_empty()) else {
        drop_readings(&project)?;
        return Ok(u8::from(!places.is_empty()));
    };
    if !asked.yes && !super::ask::confirmed(WORD)? {
        super::print("Nothing was removed.\n");
        return Ok(1);
    }
    drop_readings(&project)?;
    erasure.carry_out(day)?;
    if !quiet {
        super::print("Done. ledger/erasures.csv has a dated line that does not say who it was.\n");
        super::print("Copies elsewhere (backups, e-mails, printed lists, the Recycle Bin) are beyond the program.\n");
    }
    Ok(u8::from(!places.is_empty()))
}

/// Whether something says that the child was ever known here.
fn known(erasure: &Erasure) -> bool {
    erasure.tokens() > 0 || !erasure.reviews.is_empty() || erasure.packs.values().any(|holds| *holds == Holds::TheChild)
}

/// What the program will remove of its own.
fn ours(erasure: &Erasure) -> String {
    if erasure.is_empty() {
        return "\nNothing that the program wrote holds the child.\n".to_owned();
    }
    let mut text = "\nWhat is removed:\n".to_owned();
    for (path, holds) in &erasure.packs {
        let why = match holds {
            Holds::TheChild => "has the child",
            Holds::Sealed => "sealed: nobody can tell, so it goes",
            Holds::CannotTell => "does not say whom it is about, so it goes",
            Holds::Unfinished => "left unfinished by a run that was cut off",
        };
        text.push_str(&format!("  {path}  ({why})\n"));
    }
    for (path, rest) in &erasure.reviews {
        let how = if rest.is_some() { "the child's lines" } else { "the whole file" };
        text.push_str(&format!("  {path}  ({how})\n"));
    }
    if erasure.tokens() > 0 {
        text.push_str("  ledger/pupils.csv  (the child's line: the ledger's token then leads to nobody)\n");
    }
    if !erasure.packs.is_empty() {
        text.push_str("Make the staff folders again with run, once the child is out of the inbox.\n");
    }
    text
}

/// What a person must delete, and what could not be looked into.
fn in_the_inbox(places: &[crate::data_protection::Found], unreadable: &[String]) -> String {
    let mut text = String::new();
    if places.is_empty() {
        text.push_str("\nThe inbox does not hold the child.\n");
    } else {
        text.push_str(
            "\nThe inbox still holds the child. The program never changes it: delete there and at the source:\n",
        );
    }
    for found in places {
        let sheet = found.sheet.as_ref().map(|sheet| format!(" · sheet \"{sheet}\"")).unwrap_or_default();
        let name = if found.named { " · its name names the child" } else { "" };
        let cells = found.cells_in_words();
        let cells = if cells.is_empty() { cells } else { format!(" · {cells}") };
        text.push_str(&format!("  inbox/{}{sheet}{cells}{name}\n", found.file));
    }
    if !unreadable.is_empty() {
        text.push_str("These files could not be looked into; a person must:\n");
        text.extend(unreadable.iter().map(|file| format!("  inbox/{file}\n")));
    }
    text
}
