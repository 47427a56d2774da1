//! `export`: the canonical tables, for other engines.

use std::path::Path;

use crate::cli;
use crate::error::Error;
use crate::lake::{self, Lake, School};
use crate::progress::Progress;
use crate::project::{Project, TRUST_FILE, Trust};
use crate::run::{self, Request};
use crate::sources::Isolation;

/// Writes the lake of a school, or of every school of a trust.
pub fn export(asked: &cli::Export, quiet: bool) -> Result<u8, Error> {
    let request = Request {
        term: asked.term.clone(),
        as_of: asked.as_of.as_deref().map(super::run::date).transpose()?,
        isolation: Isolation::this_program()?,
        keep_readings: true,
        ..Request::default()
    };
    let schools = match asked.project.join(TRUST_FILE).exists() {
        true => Trust::open(&asked.project)?.schools,
        false => vec![asked.project.clone()],
    };
    let of_trust = asked.project.join(TRUST_FILE).exists();
    let progress = Progress::on_terminal(quiet);
    let mut lake = Lake::begin(&asked.parquet)?;
    let mut held_back = 0;
    for folder in &schools {
        let id = lake::school_id(&name_of(folder, &asked.project, of_trust));
        match put(&mut lake, &id, folder, &request, &progress) {
            Ok(()) => {}
            // One bad school stops no other: the lake keeps what it had of it.
            Err(error) if of_trust => {
                held_back += 1;
                eprintln!("error: {}: not exported: {error}", folder.display());
                if let Some(hint) = error.hint() {
                    eprintln!("  = what to do: {hint}");
                }
            }
            Err(error) => return Err(error),
        }
    }
    if held_back == schools.len() {
        let why = format!("none of {held_back} schools could be exported; the lake is as it was");
        return Err(Error::NothingToRollUp { why });
    }
    let written = lake.finish()?;
    progress.done();
    if !quiet {
        super::print(&format!("{} schools are in {}\n", schools.len() - held_back, written.display()));
    }
    Ok(u8::from(held_back > 0))
}

fn put(lake: &mut Lake, id: &str, folder: &Path, request: &Request, progress: &Progress) -> Result<(), Error> {
    let project = Project::open(folder)?;
    let (mut engine, scope) = run::stored(&project, request, lake.writes(), progress)?;
    progress.stage("Writing the tables");
    let school = School {
        name: project.school.name.clone(),
        as_of: scope.as_of.to_string(),
        term: scope.term.id.clone(),
        rows: std::collections::BTreeMap::new(),
    };
    lake.put(id, school, &mut engine)
}

/// The folder's name; of a trust's school its path below the trust.
fn name_of(folder: &Path, around: &Path, of_trust: bool) -> String {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    match folder.strip_prefix(around) {
        Ok(below) if of_trust => below.to_string_lossy().into_owned(),
        _ => whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
    }
}
