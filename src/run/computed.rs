//! From the inbox to figures: reading, understanding, loading, computing.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use super::{Request, bad};
use crate::dates;
use crate::diagnostic;
use crate::error::Error;
use crate::measures::{self, Catalogue, Figure, Members};
use crate::progress::Progress;
use crate::project::{Project, Term};
use crate::publish;
use crate::queries::{self, Folder};
use crate::sources::{self, InboxFile, Isolation, Reading};
use crate::store::{self, Duck, Engine as _, ResultSet, Value};
use crate::tables::settings::{self, Scope};
use crate::tables::{self, Canonical, Decisions, Links, Reference};

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
