//! `check`: what would be used of some files, without writing anything.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli;
use crate::dates;
use crate::diagnostic::{Diagnostics, render};
use crate::error::Error;
use crate::manifest;
use crate::place::Place;
use crate::progress::Progress;
use crate::project::Project;
use crate::reports;
use crate::run;
use crate::sources::{self, InboxFile};
use crate::tables::{self, Links, Reference, SheetAccount};

/// Reads files, folders or projects and says what would be used.
pub fn check(asked: &cli::Check, quiet: bool) -> Result<u8, Error> {
    let reference = Reference::load()?;
    let progress = Progress::on_terminal(quiet);
    let mut years = Vec::new();
    let mut links = Links::default();
    let mut files: Vec<InboxFile> = Vec::new();
    for path in &asked.paths {
        let found = if path.join("school.toml").is_file() {
            let project = Project::open(path)?;
            years.extend(project.terms.iter().map(|term| term.academic_year));
            links = run::links(&project)?;
            let found = sources::list(&project.inbox())?;
            if found.is_empty() {
                return Err(Error::EmptyInbox { path: project.inbox() });
            }
            found
        } else {
            sources::list(path)?
        };
        // Two folders may hold files of one name: then the folder is part of it.
        let several = asked.paths.len() > 1 && path.is_dir();
        files.extend(found.into_iter().map(|file| if several { within(path, file) } else { file }));
    }
    if files.is_empty() {
        return Err(Error::EmptyInbox { path: asked.paths[0].clone() });
    }
    years.sort_unstable();
    years.dedup();
    progress.files("Reading", files.len());
    let readings = sources::read_all(&files, |_| progress.one())?;
    let mut canonical = tables::build(&readings, &reference, &years, None, &links)?;
    progress.done();
    let mut diagnostics = std::mem::take(&mut canonical.diagnostics);
    for reading in &readings {
        diagnostics.extend(reading.diagnostics.clone());
    }
    if canonical.roll.pupils.is_empty() {
        diagnostics = without_matches(diagnostics);
        diagnostics.add("P008", "there is no pupil list among the files", Place::file(&files[0].name));
    }
    if asked.json {
        super::print(&manifest::quality_json(&canonical.accounts, &diagnostics, &canonical.review, &BTreeMap::new()));
    } else if !quiet {
        summary(&canonical.accounts);
        if let Some(review) = reports::review_in_words(&canonical.review) {
            super::print(&format!("{review}\n\n"));
        }
        for diagnostic in diagnostics.iter() {
            super::print(&format!("{}\n\n", render(diagnostic)));
        }
    }
    Ok(u8::from(diagnostics.need_attention()))
}

/// Without a pupil list every row fails to match; saying so once is enough.
fn without_matches(diagnostics: Diagnostics) -> Diagnostics {
    let mut kept = Diagnostics::default();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.code != "P002") {
        kept.add_counted(diagnostic.code, diagnostic.message.clone(), diagnostic.place.clone(), diagnostic.count);
    }
    kept
}

fn within(folder: &Path, file: InboxFile) -> InboxFile {
    InboxFile { name: format!("{}/{}", folder.display(), file.name), ..file }
}

/// What became of each sheet, in a few lines.
fn summary(accounts: &[SheetAccount]) {
    for account in accounts {
        let place = Place { sheet: account.sheet.clone(), ..Place::file(&account.file) };
        let mut lines = format!("{place}\n");
        match &account.table {
            Some(table) => {
                lines.push_str(&format!(
                    "  read as {}: headings in row {}; {} rows, {} kept, {} rejected; {} records\n",
                    table.replace('_', " "),
                    account.header_row.unwrap_or_default(),
                    account.rows_read,
                    account.rows_kept,
                    account.rejected(),
                    account.records
                ));
                lines.push_str(&format!("  because {}\n", account.why));
                if let (Some(first), Some(last)) = (account.first_date, account.last_date) {
                    let (first, last) = (dates::in_figures(first), dates::in_figures(last));
                    let written = reports::dates_in_words(account);
                    lines.push_str(&format!("  dates from {first} to {last}: {written}\n"));
                }
                for (code, cells) in &account.rejected_at {
                    lines.push_str(&format!("  rejected [{code}]: {}\n", reports::few(&cells.addresses())));
                }
            }
            None => lines.push_str("  not recognised\n"),
        }
        super::print(&lines);
    }
    super::print("\n");
}
