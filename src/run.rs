//! The run, from a project folder to finished packs: the table of contents of
//! the program. The one place that sees every stage.

use std::collections::BTreeMap;
use std::path::PathBuf;

mod policy_notes;
mod since;

use jiff::civil::Date;

use crate::dates;
use crate::diagnostic::{self, Diagnostics};
use crate::disclosure::{self, ProtectedFigures};
use crate::error::Error;
use crate::manifest;
use crate::measures::{self, Catalogue, Figure};
use crate::outputs::{self, charts, html, staff_workbook, workbook};
use crate::progress::Progress;
use crate::project::{Project, Term};
use crate::publish::{self, Files};
use crate::queries::{self, Folder};
use crate::reports::{self, Definition, ListedResults, Period, Report, ReportContext, StaffHeading};
use crate::sources::{self, Reading};
use crate::store::{self, Duck, Engine as _, ResultSet, Value};
use crate::tables::settings::{self, Scope};
use crate::tables::{self, Canonical, Reference};

/// What to run.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Term by identifier or name; the one of the reporting date if none.
    pub term: Option<String>,
    /// Reporting date; the date of the last record if none.
    pub as_of: Option<Date>,
    /// Threads of one statement of the engine; 0 for one. Statements run side by side in any case.
    pub threads: usize,
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
    /// Problems in the files.
    pub diagnostics: Diagnostics,
}

/// Runs the whole job on a project folder.
///
/// # Errors
/// When it cannot be finished; then nothing was written.
pub fn run(project: &Project, request: &Request, progress: &Progress) -> Result<Outcome, Error> {
    let _lock = publish::lock(&project.folder)?;
    let reference = Reference::load()?;
    let catalogue = Catalogue::embedded().map_err(|error| bad("reference/measures.toml", &error))?;
    let definition = Definition::governors(&catalogue).map_err(|error| bad("reports/governors.toml", &error))?;

    let Computed { hashes, canonical, scope, results, figures, protected, mut engine } =
        computed(project, request, &reference, &catalogue, progress)?;

    progress.stage("Writing the packs");
    let context = context(project, scope, &reference);
    let report = reports::build(&definition, &protected, &catalogue, &context)
        .map_err(|error| bad("reports/governors.toml", &error))?;
    // The packs share nothing but the figures: they are written side by side.
    let heading = heading(&context);
    let (charts, staff, kept, governors) = std::thread::scope(|threads| {
        let charts = threads.spawn(|| governors_charts(&report));
        let staff = threads.spawn(|| staff_pack(&figures, &catalogue, &results, &canonical, &context, &heading));
        let kept = threads.spawn(|| since::cohort(&mut engine, &canonical.roll, scope));
        let governors = governors_pack(&report);
        (charts.join(), staff.join(), kept.join(), governors)
    });
    let mut files = governors?;
    files.extend(staff.map_err(|_| bad("the staff pack", &"a fault of the program"))??);
    files.extend(charts.map_err(|_| bad("charts", &"a fault of the program"))??);
    files.extend(kept.map_err(|_| bad("staff/cohort.json", &"a fault of the program"))??);
    let inputs = manifest::manifest(project, scope, &catalogue, &canonical.accounts, &hashes, &files);
    files.insert("manifest.json".into(), inputs.into_bytes());
    // After the manifest: it is about this run alone, whatever packs lie beside it.
    let changed = since::what_changed(project, scope, &files, &catalogue, &canonical.roll, &heading)?;
    files.extend(changed);
    progress.stage("Saving the packs");
    let folder = publish::pack(&project.packs(), &scope.term.id, &files)?;
    progress.done();

    let rows = canonical
        .accounts
        .iter()
        .fold((0, 0), |(read, kept), account| (read + account.rows_read, kept + account.rows_kept));
    Ok(Outcome { folder, term: scope.term.name.clone(), as_of: scope.as_of, rows, diagnostics: canonical.diagnostics })
}

/// Everything that a run knows before it writes, and the engine that still holds the tables.
pub(crate) struct Computed<'p> {
    /// SHA-256 of each file of the inbox.
    pub hashes: Vec<String>,
    pub canonical: Canonical,
    pub scope: Scope<'p>,
    pub results: BTreeMap<String, ResultSet>,
    pub figures: Vec<Figure>,
    pub protected: ProtectedFigures,
    pub engine: Duck,
}

/// From the inbox to protected figures.
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
        let tables = read_inbox(project, progress).and_then(|readings| {
            progress.stage("Understanding the tables");
            let canonical = canonical_tables(project, request, &readings, reference)?;
            // The cells as read are not needed again; a school's marks are tens of megabytes of them.
            Ok((readings.into_iter().map(|reading| reading.sha256).collect(), canonical))
        });
        (engine.join(), tables)
    });
    let (hashes, mut canonical) = tables?;
    let scope = scope(project, request, canonical.last_date)?;
    let mut engine = engine.map_err(|_| bad("the store", &"a fault of the program"))??;
    let mut results = answers(&mut engine, project, scope, reference, &mut canonical, progress)?;
    progress.stage("Protecting the figures");
    let derived =
        measures::derive(&results, &project.policy.method_rules()).map_err(|error| bad("measures", &error))?;
    // Thousands of rows that only the methods needed.
    for query in queries::all(Folder::Analysis) {
        results.remove(query.id);
    }
    results.extend(derived);
    let mut figures = measures::compute(catalogue, &results).map_err(|error| bad("measures", &error))?;
    let tool = reference.instruments.instrument(&project.policy.instrument);
    if tool.is_some_and(|tool| tool.why_no_average().is_some()) {
        measures::refuse_averages(&mut figures, catalogue);
    }
    let protected = disclosure::protect(&figures, catalogue, &project.policy.disclosure);
    Ok(Computed { hashes, canonical, scope, results, figures, protected, engine })
}

fn bad(what: &str, why: &dyn std::fmt::Display) -> Error {
    Error::BadReference { what: what.into(), why: why.to_string() }
}

fn unmade(what: &str) -> impl Fn(outputs::OutputError) -> Error + '_ {
    move |error| Error::CannotRender { what: what.into(), why: error.to_string() }
}

/// Reads every file of the inbox, on as many threads as there are cores.
fn read_inbox(project: &Project, progress: &Progress) -> Result<Vec<Reading>, Error> {
    let inbox = project.inbox();
    if !inbox.is_dir() {
        return Err(Error::EmptyInbox { path: inbox });
    }
    let files = sources::list(&inbox)?;
    if files.is_empty() {
        return Err(Error::EmptyInbox { path: inbox });
    }
    progress.files("Reading", files.len());
    sources::read_all(&files, |_| progress.one())
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
    let mut canonical = tables::build(readings, reference, &years, as_of_year)?;
    for reading in readings {
        canonical.diagnostics.extend(reading.diagnostics.clone());
    }
    if canonical.roll.pupils.is_empty() {
        return Err(Error::NoPupils { path: project.inbox() });
    }
    Ok(canonical)
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
    let mut frames = settings::settings(project, scope, reference, &canonical.sources)?;
    frames.append(&mut canonical.frames);
    store::fill(engine, frames)?;
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

fn context(project: &Project, scope: Scope<'_>, reference: &Reference) -> ReportContext {
    let period = |term: &Term| Period { id: term.id.clone(), name: term.name.clone() };
    let policy = &project.policy;
    let year = dates::academic_year_name(scope.term.academic_year);
    let rules = &policy.disclosure;
    let tool = reference.instruments.instrument(&policy.instrument);
    ReportContext {
        school: project.school.name.clone(),
        period: period(scope.term),
        year_to_date: Some(Period { id: year.replace('/', "-"), name: format!("{year} to date") }),
        previous: project.terms.iter().take_while(|term| term.start < scope.term.start).map(period).collect(),
        as_of: dates::in_words(scope.as_of),
        policy: [
            ("Screening tool".into(), tool.map_or_else(|| policy.instrument.clone(), |tool| tool.name.clone())),
            policy_notes::expected(project, scope, reference),
            ("A strand is secure from".into(), format!("{} %", policy.secure_min)),
            ("Family Thrive is completed with".into(), format!("{} of 6 sessions", policy.family_min_sessions)),
            ("A score before support may be".into(), format!("{} days old at most", policy.pair_window_days)),
            ("Whole-class work is a priority from".into(), policy_notes::whole_class(&policy.whole_class)),
            ("Attendance before and after support".into(), policy_notes::attendance_change(&policy.attendance_change)),
            (
                "Expected change, where fewer than 20 pupils show it".into(),
                format!("{} % of a distance from the average lasts", 100.0 * policy.impact.usual_rho),
            ),
            (
                "A finding counts as luck above".into(),
                format!(
                    "{} % among kinds of support, {} % among other strands",
                    policy.impact.luck_percent, policy.impact.luck_strands_percent
                ),
            ),
            ("Places drawn by lot".into(), policy_notes::drawn_by_lot(&policy.impact.drawn_by_lot)),
            ("No figure for fewer than".into(), format!("{} children", rules.min_cohort)),
            ("No average or percentage of fewer than".into(), format!("{} children", rules.min_mean)),
            ("No count from 1 to".into(), rules.small_count.to_string()),
        ]
        .into_iter()
        .chain(policy.staff.in_words())
        .chain(policy_notes::screening(policy, reference))
        .collect(),
        expected_strands: policy_notes::expected_strands(project, scope, reference),
    }
}

/// Page, workbook and results of the governors' pack, from protected figures alone.
fn governors_pack(report: &Report) -> Result<Files, Error> {
    let mut files = Files::new();
    let page = html::report_page(report).map_err(unmade("governor-report.html"))?;
    files.insert("governors/governor-report.html".into(), page.into_bytes());
    let book = workbook::report_workbook(report).map_err(unmade("governor-report.xlsx"))?;
    files.insert("governors/governor-report.xlsx".into(), book);
    let results =
        reports::results_json("governors", reports::figures_in(report)).map_err(|error| bad("results.json", &error))?;
    files.insert("governors/results.json".into(), results.into_bytes());
    Ok(files)
}

/// Every chart of the governors' pack, for slides and letters.
fn governors_charts(report: &Report) -> Result<Files, Error> {
    let mut files = Files::new();
    for chart in report.sections.iter().flat_map(|section| &section.charts) {
        let name = format!("governors/charts/{}", chart.id);
        files.insert(format!("{name}.svg"), charts::svg(chart).map_err(unmade(&name))?.into_bytes());
        files.insert(format!("{name}.png"), charts::png(chart).map_err(unmade(&name))?);
    }
    Ok(files)
}

fn heading(context: &ReportContext) -> StaffHeading {
    StaffHeading {
        school: context.school.clone(),
        period: context.period.name.clone(),
        as_of: context.as_of.clone(),
        classification: reports::STAFF_ONLY.into(),
    }
}

/// Every file that only staff may see.
fn staff_pack(
    figures: &[Figure],
    catalogue: &Catalogue,
    results: &BTreeMap<String, ResultSet>,
    canonical: &Canonical,
    context: &ReportContext,
    heading: &StaffHeading,
) -> Result<Files, Error> {
    let none = ResultSet::default();
    let result = |name: &str| results.get(name).unwrap_or(&none);
    let listed = ListedResults {
        below: result("pupils_below"),
        whole_class: result("whole_class"),
        class_plans: result("class_plan_list"),
        term: &context.period.id,
    };
    let mut files = Files::new();
    let lists = reports::pupil_lists(listed, &canonical.roll, heading);
    let names = reports::Names { roll: &canonical.roll, staff: &canonical.staff_names };
    let staff =
        reports::staff_tables(results, names, heading).map_err(|error| bad("reports/staff-lists.toml", &error))?;
    let quality = reports::data_quality(&canonical.accounts, &canonical.diagnostics, heading);
    for document in [&lists, &staff, &quality] {
        let page = html::staff_page(document).map_err(unmade(&document.id))?;
        files.insert(format!("staff/{}.html", document.id), page.into_bytes());
    }
    // The term and the year so far; earlier terms are in their own packs.
    let wanted = |period: &String| {
        *period == context.period.id || context.year_to_date.as_ref().is_some_and(|year| year.id == *period)
    };
    let now = |figure: &&Figure| figure.population.get("period").is_none_or(wanted);
    let figures: Vec<Figure> = figures.iter().filter(now).cloned().collect();
    let everything = reports::all_figures(&figures, catalogue, heading);
    for document in [&lists, &staff, &quality, &everything] {
        let book = staff_workbook::staff_workbook(document).map_err(unmade(&document.id))?;
        files.insert(format!("staff/{}.xlsx", document.id), book);
    }
    let account = manifest::quality_json(&canonical.accounts, &canonical.diagnostics);
    files.insert("staff/data-quality.json".into(), account.into_bytes());
    files.insert("staff/results.json".into(), manifest::staff_results(&figures).into_bytes());
    Ok(files)
}

/// Figures of a run, for the tests that compare them with a second path.
///
/// # Errors
/// As [`run`].
pub fn figures(project: &Project, request: &Request) -> Result<(Vec<Figure>, ProtectedFigures), Error> {
    let reference = Reference::load()?;
    let catalogue = Catalogue::embedded().map_err(|error| bad("reference/measures.toml", &error))?;
    let computed = computed(project, request, &reference, &catalogue, &Progress::silent())?;
    Ok((computed.figures, computed.protected))
}
