//! `check`: what would be used of some files, without writing anything.

use std::path::Path;

use crate::cli;
use crate::diagnostic::{Diagnostics, render};
use crate::error::Error;
use crate::manifest;
use crate::place::Place;
use crate::progress::Progress;
use crate::project::Project;
use crate::sources::{self, InboxFile, Isolation};
use crate::tables::{self, Reference, SheetAccount};

/// Reads files, folders or projects and says what would be used.
pub fn check(asked: &cli::Check, quiet: bool) -> Result<u8, Error> {
    let reference = Reference::load()?;
    let progress = Progress::on_terminal(quiet);
    let mut years = Vec::new();
    let mut files: Vec<InboxFile> = Vec::new();
    for path in &asked.paths {
        let found = if path.join("school.toml").is_file() {
            let project = Project::open(path)?;
            years.extend(project.terms.iter().map(|term| term.academic_year));
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
    let readings = sources::read_all(&files, &Isolation::this_program()?, |_| progress.one())?;
    let mut canonical = tables::build(&readings, &reference, &years, None)?;
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
        super::print(&manifest::quality_json(&canonical.accounts, &diagnostics));
    } else if !quiet {
        summary(&canonical.accounts);
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

/// One line a sheet.
fn summary(accounts: &[SheetAccount]) {
    for account in accounts {
        let place = Place { sheet: account.sheet.clone(), ..Place::file(&account.file) };
        let line = match &account.table {
            Some(table) => format!(
                "{place}\n  read as {}: headings in row {}; {} rows, {} kept, {} rejected; {} records\n",
                table.replace('_', " "),
                account.header_row.unwrap_or_default(),
                account.rows_read,
                account.rows_kept,
                account.rejected(),
                account.records
            ),
            None => format!("{place}\n  not recognised\n"),
        };
        super::print(&line);
    }
    super::print("\n");
}
