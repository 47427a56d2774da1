//! The run, from a project folder to finished packs: the table of contents of
//! the program. The one place that sees every stage.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(crate) mod audit;
mod computed;
mod form;
pub(crate) mod packs;
mod policy_notes;
mod release;
mod since;

use jiff::civil::Date;

pub(crate) use computed::{Computed, computed, links, stored};

use crate::diagnostic::Diagnostics;
use crate::disclosure::{ProtectedFigures, ReleaseRules, Shown};
use crate::error::Error;
use crate::ledger::Ledger;
use crate::manifest;
use crate::measures::{Catalogue, Figure, Members};
use crate::outputs;
use crate::place::Place;
use crate::progress::Progress;
use crate::project::Project;
use crate::publish;
use crate::readback::PackRead;
use crate::seal::{self, Passphrase};
use crate::sources::Isolation;
use crate::tables::Reference;

/// What to run.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Term by identifier or name; the one of the reporting date if none.
    pub term: Option<String>,
    /// Reporting date; the date of the last record if none.
    pub as_of: Option<Date>,
    /// Whether to set the ledger of earlier releases aside and begin a new one.
    pub new_ledger: bool,
    /// Threads of one statement of the engine; 0 for one. Statements run side by side in any case.
    pub threads: usize,
    /// Limits of the roll-up that this run is for, beside the school's own.
    pub roll_up: Option<ReleaseRules>,
    /// Seals the staff folder, where there is one.
    pub seal: Option<Passphrase>,
    /// Whether what was read of each file is kept, so that the next run opens only what is new.
    pub keep_readings: bool,
    /// Where the files are read. The program's commands always read them in processes of their own.
    pub isolation: Isolation,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// The folder with the packs.
    pub folder: PathBuf,
    /// The term they are about.
    pub term: String,
    /// The reporting date.
    pub as_of: Date,
    /// Rows read and kept.
    pub rows: (u64, u64),
    /// Whether the staff folder is a sealed archive.
    pub sealed: bool,
    /// Problems in the files.
    pub diagnostics: Diagnostics,
    /// What of the figures the packs outside the staff's hands show: all that a roll-up over schools may be made of.
    pub shown: Shown,
}

/// Runs the whole job on a project folder.
///
/// # Errors
/// When it cannot be finished; then nothing was written.
pub fn run(project: &Project, request: &Request, progress: &Progress) -> Result<Outcome, Error> {
    let _lock = publish::lock(&project.folder)?;
    // A ledger that cannot be relied on is found out before the slow work.
    let ledger = match request.new_ledger {
        true => Ledger::begin_anew(&project.folder)?,
        false => Ledger::open(&project.folder, &project.packs())?,
    };
    publish::keep_private(&project.folder)?;
    let own_reference = project.own_reference()?;
    let reference = Reference::with(&own_reference)?;
    let catalogue = Catalogue::embedded().map_err(|error| bad("reference/measures.toml", &error))?;
    // What a school changed in its reports is checked before anything is read.
    let own = project.own_reports()?;
    let reports = packs::library(project, &own, &catalogue)?;
    let logo = project.logo()?;

    let mut computed = computed(project, request, &reference, &catalogue, progress)?;
    let scope = computed.scope;
    let context = packs::context(project, logo, &computed, &reference);
    progress.stage("Protecting the figures");
    let mut released = release::release(project, &reports, &computed, &catalogue, &context, ledger)?;

    for fact in &released.governors.account.told_before {
        computed.canonical.diagnostics.add("A005", fact.as_str(), Place::file("ledger"));
    }

    progress.stage("Writing the packs");
    let mut files = packs::write(&reports, &computed, &released, &project.policy.leaders, &catalogue, &context)?;
    files.extend(since::cohort(&mut computed.engine, &computed.canonical.roll, scope)?);
    let inputs = manifest::manifest(
        project,
        scope,
        &catalogue,
        &computed.canonical,
        (&computed.hashes, &own, &own_reference),
        (&files, request.seal.is_some()),
    );
    files.insert("manifest.json".into(), inputs.into_bytes());
    progress.stage("Reading the packs back");
    audit::audit(project, &computed, &released, &catalogue, &files)?;
    let limits = request.roll_up.unwrap_or(project.policy.disclosure);
    let shown = Shown::of(&released.governors.figures, &computed.figures, &catalogue, &limits);
    let Computed { canonical, members, .. } = computed;
    // After the manifest: it is about this run alone, whatever packs lie beside it.
    let headings = (&packs::heading(&context), &packs::governors_heading(&context, &reports));
    let unlock = request.seal.as_ref();
    files.extend(since::what_changed(project, scope, &files, &catalogue, (&canonical.roll, unlock), headings)?);
    if let Some(passphrase) = &request.seal {
        progress.stage("Sealing the staff folder");
        seal::seal(&mut files, passphrase)?;
    }
    progress.stage("Saving the packs");
    // Before the packs: where it cannot be written (open in Excel, say), nothing was done yet.
    if let Some(review) = &canonical.review.file {
        write_review(&project.review(), review)?;
    }
    release::record(project, &mut released, &canonical.roll, &members, &scope.term.id, scope.as_of)?;
    let folder = publish::pack(&project.packs(), &scope.term.id, &files)?;
    progress.done();

    let rows = canonical
        .accounts
        .iter()
        .fold((0, 0), |(read, kept), account| (read + account.rows_read, kept + account.rows_kept));
    Ok(Outcome {
        folder,
        term: scope.term.name.clone(),
        as_of: scope.as_of,
        rows,
        sealed: request.seal.is_some(),
        diagnostics: canonical.diagnostics,
        shown,
    })
}

/// From the inbox to figures, and to what of them may leave the staff's hands.
pub(crate) fn released<'p>(
    project: &'p Project,
    request: &Request,
    progress: &Progress,
) -> Result<(Computed<'p>, release::Released), Error> {
    let reference = Reference::with(&project.own_reference()?)?;
    let catalogue = Catalogue::embedded().map_err(|error| bad("reference/measures.toml", &error))?;
    let reports = packs::library(project, &project.own_reports()?, &catalogue)?;
    let computed = computed(project, request, &reference, &catalogue, progress)?;
    let context = packs::context(project, None, &computed, &reference);
    progress.stage("Protecting the figures");
    let ledger = Ledger::open(&project.folder, &project.packs())?;
    let released = release::release(project, &reports, &computed, &catalogue, &context, ledger)?;
    Ok((computed, released))
}

/// What came of working out what packs tell together.
pub(crate) struct Audited {
    /// What could be worked out, in words that do not say it.
    pub told: Vec<String>,
    /// SHA-256 of each file of the inbox from which it was worked out.
    pub inputs: BTreeSet<String>,
}

/// What readers of packs that were read back could work out together with all other releases of the project, in words that
/// do not say it. The packs are those of one term.
///
/// # Errors
/// As [`run`].
pub(crate) fn audited(
    project: &Project,
    request: &Request,
    packs: &[PackRead],
    progress: &Progress,
) -> Result<Audited, Error> {
    let reference = Reference::with(&project.own_reference()?)?;
    let catalogue = Catalogue::embedded().map_err(|error| bad("reference/measures.toml", &error))?;
    let computed = computed(project, request, &reference, &catalogue, progress)?;
    let ledger = Ledger::open(&project.folder, &project.packs())?.without(&computed.scope.term.id);
    let before = release::told(project, &ledger, &computed.canonical.roll, &computed.members)?;
    progress.done();
    let told = audit::together(packs, &computed, &catalogue, &project.policy.disclosure, &before);
    Ok(Audited { told, inputs: computed.hashes.into_iter().collect() })
}

fn bad(what: &str, why: &dyn std::fmt::Display) -> Error {
    Error::BadReference { what: what.into(), why: why.to_string() }
}

fn unmade(what: &str) -> impl Fn(outputs::OutputError) -> Error + '_ {
    move |error| Error::CannotRender { what: what.into(), why: error.to_string() }
}

/// Writes the review file, for its owner alone; where nothing changed it is left as it is.
fn write_review(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if std::fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        publish::private_folder(folder)?;
    }
    publish::private_file(path, bytes)
}

/// Figures of a run, for the tests that compare them with a second path.
///
/// # Errors
/// As [`run`].
pub fn figures(project: &Project, request: &Request) -> Result<(Vec<Figure>, ProtectedFigures), Error> {
    let (computed, released) = released(project, request, &Progress::silent())?;
    Ok((computed.figures, released.governors.figures))
}

/// Figures of a run and the children behind them, for the tests that count them again.
///
/// # Errors
/// As [`run`].
pub fn members(project: &Project, request: &Request) -> Result<(Vec<Figure>, Members), Error> {
    let reference = Reference::with(&project.own_reference()?)?;
    let catalogue = Catalogue::embedded().map_err(|error| bad("reference/measures.toml", &error))?;
    let computed = computed(project, request, &reference, &catalogue, &Progress::silent())?;
    Ok((computed.figures, computed.members))
}
