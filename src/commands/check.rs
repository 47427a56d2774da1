//! `check`: what would be used of some files, without writing anything; with `--accept`, the mappings it proposes are
//! written into school.toml.

use std::path::Path;

use crate::cli;
use crate::dates;
use crate::diagnostic::{Diagnostics, render};
use crate::error::Error;
use crate::manifest;
use crate::place::Place;
use crate::progress::Progress;
use crate::project::{OwnReference, Project};
use crate::reports;
use crate::run;
use crate::sources::{self, InboxFile, Isolation, Reading};
use crate::tables::propose::{self, Proposal};
use crate::tables::{self, Canonical, Links, Reference, SheetAccount};

/// Reads files, folders or projects and says what would be used.
pub fn check(asked: &cli::Check, quiet: bool) -> Result<u8, Error> {
    let progress = Progress::on_terminal(quiet);
    let asked_for = files(asked)?;
    let Asked { files, years, links, project } = &asked_for;
    // Whether the project's own layouts are sound is said before anything is read.
    let mut reference = Reference::with(&own_reference(project.as_ref())?)?;
    progress.files("Reading", files.len());
    let readings = sources::read_all(files, &Isolation::this_program()?, |_| progress.one())?;
    let mut proposals = propose::proposals(&readings, &reference);
    if asked.accept {
        let project = project.as_ref().ok_or(Error::NothingToAcceptInto)?;
        if !proposals.is_empty() {
            project.accept(&propose::blocks(&proposals))?;
            // What is confirmed now is read as confirmed.
            reference = Reference::with(&Project::open(&project.folder)?.own_reference()?)?;
        }
    }
    let mut canonical = tables::build(&readings, &reference, years, None, links)?;
    progress.done();
    let diagnostics = diagnostics(&mut canonical, &readings, &files[0].name);
    if asked.accept && !quiet && !asked.json {
        super::print(&accepted(&proposals));
        proposals.clear();
    }
    if asked.json {
        super::print(&manifest::check_json(&canonical.accounts, &diagnostics, &canonical.review, &proposals));
    } else if !quiet {
        summary(&canonical.accounts);
        if let Some(review) = reports::review_in_words(&canonical.review) {
            super::print(&format!("{review}\n\n"));
        }
        for diagnostic in diagnostics.iter() {
            super::print(&format!("{}\n\n", render(diagnostic)));
        }
        super::print(&proposed(&proposals, project.as_ref(), &canonical));
    }
    Ok(u8::from(diagnostics.need_attention()))
}

/// What a command line asks for.
struct Asked {
    files: Vec<InboxFile>,
    /// Academic years of the projects' calendars.
    years: Vec<i16>,
    /// What the project says of links between rows and children.
    links: Links,
    /// The project, where one is asked for.
    project: Option<Project>,
}

fn files(asked: &cli::Check) -> Result<Asked, Error> {
    let mut years = Vec::new();
    let mut files: Vec<InboxFile> = Vec::new();
    let mut projects = Vec::new();
    for path in &asked.paths {
        let found = if path.join("school.toml").is_file() {
            let project = Project::open(path)?;
            years.extend(project.terms.iter().map(|term| term.academic_year));
            let found = sources::list(&project.inbox())?;
            if found.is_empty() {
                return Err(Error::EmptyInbox { path: project.inbox() });
            }
            projects.push(project);
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
    // What one school has confirmed says nothing of another's files.
    let project = if projects.len() == 1 { projects.pop() } else { None };
    let isolation = Isolation::this_program()?;
    let links = project.as_ref().map(|project| run::links(project, &isolation)).transpose()?.unwrap_or_default();
    Ok(Asked { files, years, links, project })
}

fn own_reference(project: Option<&Project>) -> Result<OwnReference, Error> {
    project.map_or_else(|| Ok(OwnReference::default()), Project::own_reference)
}

fn diagnostics(canonical: &mut Canonical, readings: &[Reading], first: &str) -> Diagnostics {
    for reading in readings {
        canonical.report(reading.diagnostics.clone());
    }
    let mut diagnostics = std::mem::take(&mut canonical.diagnostics);
    if canonical.roll.pupils.is_empty() {
        diagnostics = without_matches(diagnostics);
        let place = canonical.shown.place(&Place::file(first));
        diagnostics.add("P008", "there is no pupil list among the files", place);
    }
    diagnostics
}

/// The proposals for a person, with how to confirm them.
fn proposed(proposals: &[Proposal], project: Option<&Project>, canonical: &Canonical) -> String {
    if proposals.is_empty() {
        return String::new();
    }
    let mut text = String::from("Proposed mappings. Nothing is used until you have confirmed it.\n\n");
    for proposal in proposals {
        let place = Place { sheet: proposal.sheet.clone(), ..Place::file(&proposal.file) };
        text.push_str(&proposal.in_words(&canonical.shown.place(&place).to_string()));
        text.push('\n');
    }
    match project {
        Some(project) => {
            text.push_str("If all of that is right, this writes it into school.toml:\n");
            text.push_str(&format!("  thrive-report check --accept \"{}\"\n", project.folder.display()));
            text.push_str("If some of it is not, write these lines there yourself, corrected:\n\n");
        }
        None => text.push_str("To confirm, write these lines into the project's school.toml:\n\n"),
    }
    for line in propose::blocks(proposals).lines() {
        text.push_str(&format!("  {line}\n"));
    }
    text
}

/// What was written into school.toml.
fn accepted(proposals: &[Proposal]) -> String {
    if proposals.is_empty() {
        return "There was nothing to confirm: school.toml is as it was.\n\n".into();
    }
    let mut text = String::from("Written into school.toml:\n\n");
    for line in propose::blocks(proposals).lines() {
        text.push_str(&format!("  {line}\n"));
    }
    text.push('\n');
    text
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
                    "  read as {}{}: headings in row {}; {} rows, {} kept, {} rejected; {} records\n",
                    table.replace('_', " "),
                    account.layout.as_ref().map(|system| format!(", {system}")).unwrap_or_default(),
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
            None if account.hidden => lines.push_str("  hidden, not read\n"),
            None => lines.push_str("  not recognised\n"),
        }
        super::print(&lines);
    }
    super::print("\n");
}
