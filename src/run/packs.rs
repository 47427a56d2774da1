//! From figures to files: every report in its formats, each in the folder of
//! its readers, and the documents that only staff see.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::release::Released;
use super::{Computed, bad, form, policy_notes, unmade};
use crate::dates;
use crate::disclosure::{self, ReleaseRules};
use crate::error::Error;
use crate::manifest;
use crate::measures::{Catalogue, Figure};
use crate::outputs::charts::Pictures;
use crate::outputs::{charts, docx, html, pdf, staff_workbook, workbook};
use crate::project::{Logo, Project, Term};
use crate::publish::Files;
use crate::reports::{
    self, Audience, Definition, Format, ListSource, ListedResults, OwnReports, Period, Report, ReportContext,
    StaffHeading,
};
use crate::store::ResultSet;
use crate::tables::{Canonical, Reference};

/// The reports of a project. A fault in the program's own files is the program's; in the school's, the school's.
pub(super) fn library(project: &Project, own: &OwnReports, catalogue: &Catalogue) -> Result<Vec<Definition>, Error> {
    let library = reports::library(own, catalogue).map_err(|error| match own.is_empty() {
        true => bad("reports", &error),
        false => Error::BadReport { folder: project.reports(), why: error.to_string() },
    })?;
    let known: BTreeSet<&str> = library.iter().flat_map(Definition::references).collect();
    match project.policy.ambassador.keys().find(|reference| !known.contains(reference.as_str())) {
        Some(reference) => Err(Error::BadProject {
            path: project.folder.join("school.toml"),
            line: None,
            why: format!("policy.ambassador has a line for \"{reference}\", which no checklist has"),
            remedy: format!("the points are {}", known.into_iter().collect::<Vec<_>>().join(", ")),
        }),
        None => Ok(library),
    }
}

/// What the reports need to know besides the figures.
pub(super) fn context(
    project: &Project,
    logo: Option<Logo>,
    computed: &Computed<'_>,
    reference: &Reference,
) -> ReportContext {
    let form = form::questions(computed);
    let scope = computed.scope;
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
            policy_notes::small_years(policy.phases_below),
            ("Limits for the public".into(), policy_notes::public(&policy.public)),
        ]
        .into_iter()
        .chain(policy.staff.in_words())
        .chain(policy_notes::screening(policy, reference))
        .collect(),
        expected_strands: policy_notes::expected_of_groups(project, scope, reference),
        form,
        thresholds: policy.ambassador.clone(),
        brand: reports::Brand {
            logo: logo.map(|logo| reports::Logo { png: logo.png, size: logo.size, alt: logo.alt }),
            colour: project.branding.colour.clone(),
            second: project.branding.second_colour.clone(),
        },
        board: project.branding.board.clone(),
        governors_mark: project.branding.governors_mark.clone(),
    }
}

/// Every file of every pack.
pub(super) fn write(
    definitions: &[Definition],
    computed: &Computed<'_>,
    released: &Released,
    leaders: &ReleaseRules,
    catalogue: &Catalogue,
    context: &ReportContext,
) -> Result<Files, Error> {
    let Computed { canonical, results, figures, .. } = computed;
    let for_staff = disclosure::for_staff(figures, catalogue);
    let for_leaders = disclosure::protect(figures, catalogue, leaders);
    let lists = lists_of(results, canonical, context);
    let mut made: Vec<(Report, &[Format])> = Vec::new();
    for definition in definitions {
        let (figures, lists) = match definition.audience() {
            Audience::Governors | Audience::Ambassador | Audience::Trust => (&released.governors.figures, None),
            Audience::Public => (&released.public, None),
            Audience::Leaders => (&for_leaders, None),
            Audience::Staff => (&for_staff, Some(lists)),
        };
        let report = reports::build(definition, figures, lists, catalogue, context);
        let report = report.map_err(|error| bad(definition.id(), &error))?;
        made.push((report, definition.formats()));
    }
    let drawn = drawn(&made)?;
    let mut jobs: Vec<Job<'_>> = vec![Box::new(|| staff_documents(figures, catalogue, results, canonical, context))];
    jobs.extend(jobs_of(&made, &drawn));
    Ok(side_by_side(jobs)?.into_iter().flatten().collect())
}

/// Every file of reports that are about no single school.
pub(crate) fn roll_up(made: &[(Report, &[Format])]) -> Result<Files, Error> {
    let drawn = drawn(made)?;
    Ok(side_by_side(jobs_of(made, &drawn))?.into_iter().flatten().collect())
}

/// Something that makes files.
type Job<'a> = Box<dyn FnOnce() -> Result<Files, Error> + Send + 'a>;

/// The charts of each report as pictures: each is drawn once for all the files that hold it.
fn drawn(made: &[(Report, &[Format])]) -> Result<Vec<Pictures>, Error> {
    side_by_side(made.iter().map(|(report, _)| move || charts::pictures(report).map_err(unmade(&report.id))).collect())
}

/// What makes the files of reports. They share nothing: as many are written side by side as there are cores.
fn jobs_of<'a>(made: &'a [(Report, &[Format])], drawn: &'a [Pictures]) -> Vec<Job<'a>> {
    let mut jobs: Vec<Job<'a>> = Vec::new();
    // The longest first.
    for (report, _) in made.iter().filter(|(_, formats)| formats.contains(&Format::Pdf)) {
        jobs.push(Box::new(|| printed_report(report)));
    }
    for ((report, formats), pictures) in made.iter().zip(drawn) {
        jobs.push(Box::new(|| page_and_workbook(report, pictures)));
        jobs.push(Box::new(|| drawings(report, pictures)));
        if formats.contains(&Format::Docx) {
            jobs.push(Box::new(|| editable_report(report, pictures)));
        }
    }
    jobs.push(Box::new(|| results_of(made)));
    jobs
}

/// Runs jobs on as many threads as there are cores; their answers in the jobs' order, or the first fault of that order.
fn side_by_side<T: Send, J: FnOnce() -> Result<T, Error> + Send>(jobs: Vec<J>) -> Result<Vec<T>, Error> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let answers: Vec<Mutex<Option<Result<T, Error>>>> = jobs.iter().map(|_| Mutex::new(None)).collect();
    let waiting = Mutex::new(jobs.into_iter().enumerate());
    let work = || {
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((at, job)) = next else { break };
            let answer = job();
            *answers[at].lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(work);
        }
    });
    let fault = || bad("the packs", &"a fault of the program");
    let answered = |answer: Mutex<Option<_>>| answer.into_inner().unwrap_or_else(PoisonError::into_inner);
    answers.into_iter().map(|answer| answered(answer).ok_or_else(fault)?).collect()
}

fn place(report: &Report) -> String {
    format!("{}/{}", report.audience.folder(), report.id)
}

fn page_and_workbook(report: &Report, pictures: &Pictures) -> Result<Files, Error> {
    let name = place(report);
    let page = html::report_page(report).map_err(unmade(&name))?;
    let book = workbook::report_workbook(report, pictures).map_err(unmade(&name))?;
    Ok(Files::from([(format!("{name}.html"), page.into_bytes()), (format!("{name}.xlsx"), book)]))
}

fn printed_report(report: &Report) -> Result<Files, Error> {
    let name = place(report);
    let printed = pdf::report_pdf(report).map_err(unmade(&name))?;
    Ok(Files::from([(format!("{name}.pdf"), printed)]))
}

fn editable_report(report: &Report, pictures: &Pictures) -> Result<Files, Error> {
    let name = place(report);
    let document = docx::report_docx(report, pictures).map_err(unmade(&name))?;
    Ok(Files::from([(format!("{name}.docx"), document)]))
}

/// Every chart, for slides and letters.
fn drawings(report: &Report, pictures: &Pictures) -> Result<Files, Error> {
    let mut files = Files::new();
    for chart in report.sections.iter().flat_map(|section| &section.charts) {
        let name = format!("{}/charts/{}", report.audience.folder(), chart.id);
        files.insert(format!("{name}.svg"), charts::svg(chart).map_err(unmade(&name))?.into_bytes());
        files.extend(pictures.get(&chart.id).map(|picture| (format!("{name}.png"), picture.clone())));
    }
    Ok(files)
}

/// `results.json` of each folder that leaves the staff's hands: the figures of all its reports. Staff have all figures,
/// unrounded, in theirs.
fn results_of(made: &[(Report, &[Format])]) -> Result<Files, Error> {
    let mut files = Files::new();
    for audience in [Audience::Governors, Audience::Ambassador, Audience::Public, Audience::Trust] {
        let reports: Vec<&Report> =
            made.iter().map(|(report, _)| report).filter(|report| report.audience == audience).collect();
        if reports.is_empty() {
            continue;
        }
        let figures = reports.into_iter().flat_map(reports::figures_in);
        let text = reports::results_json(audience.folder(), figures).map_err(|error| bad("results.json", &error))?;
        files.insert(format!("{}/results.json", audience.folder()), text.into_bytes());
    }
    Ok(files)
}

fn lists_of<'a>(
    results: &'a BTreeMap<String, ResultSet>,
    canonical: &'a Canonical,
    context: &'a ReportContext,
) -> ListSource<'a> {
    let names =
        reports::Names { roll: &canonical.roll, staff: &canonical.staff_names, adults: canonical.adults.names() };
    ListSource { results, names, term: &context.period.id }
}

/// What every staff document says about itself.
pub(super) fn heading(context: &ReportContext) -> StaffHeading {
    StaffHeading {
        school: context.school.clone(),
        period: context.period.name.clone(),
        as_of: context.as_of.clone(),
        classification: reports::STAFF_ONLY.into(),
    }
}

/// The same for governors, with the mark of their report.
pub(super) fn governors_heading(context: &ReportContext, definitions: &[Definition]) -> StaffHeading {
    let own = context.governors_mark.clone();
    let report = definitions.iter().find(|definition| definition.audience() == Audience::Governors);
    let mark = own.or_else(|| report.map(|report| report.classification().to_owned()));
    // Without a report for governors the strictest mark stands.
    StaffHeading { classification: mark.unwrap_or_else(|| reports::STAFF_ONLY.into()), ..heading(context) }
}

/// Every file that only staff may see.
fn staff_documents(
    figures: &[Figure],
    catalogue: &Catalogue,
    results: &BTreeMap<String, ResultSet>,
    canonical: &Canonical,
    context: &ReportContext,
) -> Result<Files, Error> {
    let heading = heading(context);
    let none = ResultSet::default();
    let result = |name: &str| results.get(name).unwrap_or(&none);
    let listed = ListedResults { below: result("children_below"), class_plans: result("class_plan_list") };
    let mut files = Files::new();
    let lists = reports::pupil_lists(listed, &canonical.roll, &heading);
    let staff = reports::staff_tables(lists_of(results, canonical, context), &heading)
        .map_err(|error| bad("reports/staff-lists.toml", &error))?;
    let names =
        context.previous.iter().chain([&context.period]).map(|period| (period.id.as_str(), period.name.as_str()));
    let terms = names.collect();
    let quality = reports::data_quality(canonical, results, &terms, &heading);
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
    let everything = reports::all_figures(&figures, catalogue, &heading);
    for document in [&lists, &staff, &quality, &everything] {
        let book = staff_workbook::staff_workbook(document).map_err(unmade(&document.id))?;
        files.insert(format!("staff/{}.xlsx", document.id), book);
    }
    let Canonical { accounts, diagnostics, review, .. } = canonical;
    let account = manifest::quality_json(accounts, diagnostics, review, results);
    files.insert("staff/data-quality.json".into(), account.into_bytes());
    files.insert("staff/results.json".into(), manifest::staff_results(&figures).into_bytes());
    Ok(files)
}
