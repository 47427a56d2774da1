//! `run`: the inbox to packs.

use jiff::civil::Date;

use crate::cli;
use crate::dates::{self, DateReading};
use crate::diagnostic::Severity;
use crate::error::Error;
use crate::progress::Progress;
use crate::project::Project;
use crate::publish::SEALED;
use crate::reports::grouped;
use crate::run::{Outcome, Request};
use crate::sources::Isolation;

/// Runs the whole job on a project.
pub fn run(asked: &cli::Run, quiet: bool) -> Result<u8, Error> {
    let as_of = asked.as_of.as_deref().map(date).transpose()?;
    let project = Project::open(&asked.project)?;
    let seal = asked.seal.then(super::ask::passphrase).transpose()?;
    let isolation = Isolation::this_program()?;
    let request = Request {
        term: asked.term.clone(),
        as_of,
        new_ledger: asked.new_ledger,
        threads: asked.threads,
        seal,
        isolation,
        keep_readings: !asked.fresh,
        ..Request::default()
    };
    let progress = Progress::on_terminal(quiet);
    let progress = if asked.verbose { progress.timed() } else { progress };
    let outcome = crate::run::run(&project, &request, &progress)?;
    if !quiet {
        report(&outcome);
    }
    Ok(u8::from(outcome.diagnostics.need_attention()))
}

/// A date given on the command line.
pub(super) fn date(text: &str) -> Result<Date, Error> {
    match dates::read_date(text) {
        DateReading::Date(date) => Ok(date),
        _ => Err(Error::BadDate { text: text.into() }),
    }
}

/// What came of a run, in a few lines.
pub(super) fn report(outcome: &Outcome) {
    let packs = outcome.folder.display();
    super::show_problems(
        &outcome.diagnostics,
        &format!("see {}", outcome.folder.join("staff").join("data-quality.html").display()),
    );
    let (read, kept) = outcome.rows;
    super::print(&format!(
        "{}, as of {}: {} of {} rows used",
        outcome.term,
        dates::in_words(outcome.as_of),
        grouped(kept),
        grouped(read)
    ));
    let (errors, warnings) = (outcome.diagnostics.count(Severity::Error), outcome.diagnostics.count(Severity::Warning));
    if errors + warnings > 0 {
        super::print(&format!("; problems to correct: {errors}, to look at: {warnings} (staff/data-quality.html)"));
    }
    super::print(&format!("\nThe packs are in {packs}\n"));
    let leaving = [
        ("for governors", "governors/governor-report.html"),
        ("for the Ambassador application", "ambassador/ambassador-evidence.html"),
        ("for the public", "public/public-summary.html"),
    ];
    let staff = [
        ("for senior leaders", "staff/leaders/leaders-report.html"),
        ("for staff: plan for classes", "staff/whole-class-plan.html"),
        ("for staff: one-to-one support", "staff/one-to-one-impact.html"),
        ("for staff: children by name", "staff/pupil-lists.html"),
    ];
    let sealed = [("for staff: sealed", SEALED)];
    let staff: &[(&str, &str)] = if outcome.sealed { &sealed } else { &staff };
    for (readers, file) in leaving.iter().chain(staff) {
        super::print(&format!("  {readers:<31}{}\n", outcome.folder.join(file).display()));
    }
}
