//! The run, from a project folder to finished packs: the table of contents of
//! the program. The one place that sees every stage.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(crate) mod audit;
mod form;
pub(crate) mod packs;
mod policy_notes;
mod release;
mod since;

use jiff::civil::Date;

use crate::dates;
use crate::diagnostic::{self, Diagnostics};
use crate::disclosure::{ProtectedFigures, ReleaseRules, Shown};
use crate::error::Error;
use crate::ledger::Ledger;
use crate::manifest;
use crate::measures::{self, Catalogue, Figure, Members};
use crate::outputs;
use crate::place::Place;
use crate::progress::Progress;
use crate::project::{Project, Term};
use crate::publish;
use crate::queries::{self, Folder};
use crate::readback::PackRead;
use crate::seal::{self, Passphrase};
use crate::sources::{self, InboxFile, Isolation, Reading};
use crate::store::{self, Duck, Engine as _, ResultSet, Value};
use crate::tables::settings::{self, Scope};
use crate::tables::{self, Canonical, Decisions, Links, Reference};

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

/// Everything that a run knows before it writes, and the engine that still holds the tables.
pub(crate) struct Computed<'p> {
    /// SHA-256 of each file of the inbox.
    pub hashes: Vec<String>,
    pub canonical: Canonical,
    pub scope: Scope<'p>,
    pub results: BTreeMap<String, ResultSet>,
    pub figures: Vec<Figure>,
    /// The children behind the figures.
    pub members: Members,
    pub engine: Duck,
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
) -> Result<Vec<String>, Error> {
    let reference = Reference::with(&project.own_reference()?)?;
    let catalogue = Catalogue::embedded().map_err(|error| bad("reference/measures.toml", &error))?;
    let computed = computed(project, request, &reference, &catalogue, progress)?;
    let ledger = Ledger::open(&project.folder, &project.packs())?.without(&computed.scope.term.id);
    let before = release::told(project, &ledger, &computed.canonical.roll, &computed.members)?;
    progress.done();
    Ok(audit::together(packs, &computed, &catalogue, &project.policy.disclosure, &before))
}

/// The canonical tables of a project, and its settings as tables, in an engine that may write below a folder.
///
/// # Errors
/// As [`run`].
pub(crate) fn stored<'p>(
    project: &'p Project,
    request: &Request,
    writes: &Path,
    progress: &Progress,
) -> Result<(Duck, Scope<'p>), Error> {
    let reference = Reference::with(&project.own_reference()?)?;
    let _lock = publish::lock(&project.folder)?;
    let readings = read_inbox(project, request, progress)?;
    progress.stage("Understanding the tables");
    let mut canonical = canonical_tables(project, request, &readings, &reference)?;
    drop(readings);
    let scope = scope(project, request, canonical.last_date)?;
    let mut engine = store::empty_for_export(writes)?;
    load(&mut engine, project, scope, &reference, &mut canonical)?;
    Ok((engine, scope))
}

/// Loads the store.
fn load(
    engine: &mut Duck,
    project: &Project,
    scope: Scope<'_>,
    reference: &Reference,
    canonical: &mut Canonical,
) -> Result<(), Error> {
    let mut frames = settings::settings(project, scope, reference, &canonical.sources)?;
    frames.append(&mut canonical.frames);
    store::fill(engine, frames)
}

/// From the inbox to figures.
pub(crate) fn computed<'p>(
    project: &'p Project,
    request: &Request,
    reference: &Reference,
    catalogue: &Catalogue,
    progress: &Progress,
) -> Result<Computed<'p>, Error> {
    // The engine starts while the files are read.
    let (engine, tables) = std::thread::scope(|scope| {
        let engine = scope.spawn(|| store::empty(request.threads));
        let tables = read_inbox(project, request, progress).and_then(|readings| {
            progress.stage("Understanding the tables");
            let canonical = canonical_tables(project, request, &readings, reference)?;
            // The cells as read are not needed again; a school's marks are tens of megabytes of them.
            // What could not be opened has no hash.
            let hashes = readings.into_iter().map(|reading| reading.sha256).filter(|hash| !hash.is_empty());
            Ok((hashes.collect(), canonical))
        });
        (engine.join(), tables)
    });
    let (hashes, mut canonical) = tables?;
    let scope = scope(project, request, canonical.last_date)?;
    let mut engine = engine.map_err(|_| bad("the store", &"a fault of the program"))??;
    let mut results = answers(&mut engine, project, scope, reference, &mut canonical, progress)?;
    progress.stage("Protecting the figures");
    let members = Members::take(&mut results).map_err(|error| bad("measures", &error))?;
    let derived =
        measures::derive(&results, &project.policy.method_rules()).map_err(|error| bad("measures", &error))?;
    // Thousands of rows that only the methods needed.
    for query in queries::all(Folder::Analysis) {
        results.remove(query.id);
    }
    results.extend(derived);
    let mut figures = measures::compute(catalogue, &results).map_err(|error| bad("measures", &error))?;
    // Nobody can be protected by sets that are not the children behind a figure.
    if let Some(first) = members.disagreements(&figures, catalogue).first() {
        return Err(bad("queries/members", first));
    }
    let tool = reference.instruments.instrument(&project.policy.instrument);
    if tool.is_some_and(|tool| tool.why_no_average().is_some()) {
        measures::refuse_averages(&mut figures, catalogue);
    }
    Ok(Computed { hashes, canonical, scope, results, figures, members, engine })
}

fn bad(what: &str, why: &dyn std::fmt::Display) -> Error {
    Error::BadReference { what: what.into(), why: why.to_string() }
}

fn unmade(what: &str) -> impl Fn(outputs::OutputError) -> Error + '_ {
    move |error| Error::CannotRender { what: what.into(), why: error.to_string() }
}

/// Reads every file of the inbox, on as many threads as there are cores.
fn read_inbox(project: &Project, request: &Request, progress: &Progress) -> Result<Vec<Reading>, Error> {
    let inbox = project.inbox();
    if !inbox.is_dir() {
        return Err(Error::EmptyInbox { path: inbox });
    }
    let files = sources::list(&inbox)?;
    if files.is_empty() {
        return Err(Error::EmptyInbox { path: inbox });
    }
    progress.files("Reading", files.len());
    let cache = request.keep_readings.then(|| sources::Cache::of(&project.readings()));
    let readings = sources::read_all_kept(&files, &request.isolation, cache.as_ref(), |_| progress.one())?;
    if let Some(cache) = cache {
        cache.prune();
    }
    Ok(readings)
}

fn canonical_tables(
    project: &Project,
    request: &Request,
    readings: &[Reading],
    reference: &Reference,
) -> Result<Canonical, Error> {
    let mut years: Vec<i16> = project.terms.iter().map(|term| term.academic_year).collect();
    years.dedup();
    let as_of_year = request.as_of.map(dates::academic_year);
    let mut canonical = tables::build(readings, reference, &years, as_of_year, &links(project, &request.isolation)?)?;
    for reading in readings {
        canonical.report(reading.diagnostics.clone());
    }
    if canonical.roll.pupils.is_empty() {
        return Err(Error::NoPupils { path: project.inbox() });
    }
    Ok(canonical)
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

/// The school's thresholds for links between rows and children, and what people decided about single ones.
///
/// # Errors
/// When the review file is there and cannot be read: a run would write over what was decided.
pub(crate) fn links(project: &Project, isolation: &Isolation) -> Result<Links, Error> {
    let path = project.review();
    let mut links = Links { policy: project.policy.matching, ..Links::default() };
    if path.is_file() {
        let file = InboxFile { path: path.clone(), name: tables::REVIEW_FILE.into(), unusable: None };
        let readings = sources::read_all(&[file], isolation, |_| ())?;
        let Some(table) = readings.iter().flat_map(|reading| &reading.tables).next() else {
            return Err(Error::BadProject {
                path,
                line: None,
                why: "it cannot be read as a table, so nobody can tell what was decided".into(),
                remedy: "save it from Excel as CSV under its own name, or take it away: then everything is asked again"
                    .into(),
            });
        };
        links.decisions = Decisions::read(table);
    }
    Ok(links)
}

/// The reporting date and term: as asked, else those of the last record.
fn scope<'p>(project: &'p Project, request: &Request, last_date: Option<Date>) -> Result<Scope<'p>, Error> {
    let asked: Option<&Term> = request.term.as_deref().map(|term| project.term(term)).transpose()?;
    let last = last_date.or_else(|| project.terms.last().map(|term| term.end)).unwrap_or(dates::OPEN_END);
    let as_of = match (request.as_of, asked) {
        (Some(day), _) => day,
        (None, Some(term)) => last.min(term.end).max(term.start),
        // A mistyped year in one record must not move the report out of the calendar.
        (None, None) => {
            project.terms.last().map_or(last, |term| last.min(dates::academic_year_span(term.academic_year).1))
        }
    };
    if let Some(last) = project.terms.last()
        && dates::academic_year(as_of) > last.academic_year
    {
        return Err(Error::AfterCalendar { day: dates::in_words(as_of), last: dates::in_words(last.end) });
    }
    let term = match asked {
        // A term that had not begun by the reporting date has no figures.
        Some(term) if as_of < term.start => {
            let (day, start) = (dates::in_words(as_of), dates::in_words(term.start));
            return Err(Error::TermNotBegun { day, term: term.name.clone(), start });
        }
        Some(term) => term,
        None => project.term_on(as_of).ok_or_else(|| Error::BeforeCalendar {
            day: dates::in_words(as_of),
            first: project.terms.first().map(|term| dates::in_words(term.start)).unwrap_or_default(),
        })?,
    };
    Ok(Scope { as_of, term })
}

/// Loads the store, audits it and answers every result query.
fn answers(
    engine: &mut Duck,
    project: &Project,
    scope: Scope<'_>,
    reference: &Reference,
    canonical: &mut Canonical,
    progress: &Progress,
) -> Result<BTreeMap<String, ResultSet>, Error> {
    progress.stage("Loading the tables");
    load(engine, project, scope, reference, canonical)?;
    progress.stage("Computing the figures");
    // The audits run beside the results; nothing is used before all have passed.
    let results = store::answer_all(engine)?;
    findings(engine, canonical)?;
    Ok(results)
}

/// Problems that only show when the records are put together.
fn findings(engine: &mut Duck, canonical: &mut Canonical) -> Result<(), Error> {
    for query in queries::all(Folder::Findings) {
        let found = engine.query(&query)?;
        for row in &found.rows {
            let get = |name: &str| found.column(name).map(|at| &row[at]);
            let kind = get("code").and_then(Value::text).and_then(|code| diagnostic::catalogue().get(code));
            let Some(kind) = kind else {
                return Err(bad(query.path, &"the code is not in reference/diagnostics.toml"));
            };
            let number = |name: &str| get(name).and_then(Value::int).unwrap_or_default();
            let place = canonical.place(number("source_id") as i32).at_row(number("source_row") as u32);
            let problem = get("problem").and_then(Value::text).unwrap_or(&kind.title);
            canonical.diagnostics.add(&kind.code, problem, place);
        }
    }
    Ok(())
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
