//! `trust`: every school's packs, and the roll-up over them.

use crate::cli;
use crate::dates;
use crate::diagnostic::Severity;
use crate::error::Error;
use crate::progress::Progress;
use crate::project::Trust;
use crate::reports::grouped;
use crate::sources::Isolation;
use crate::trust::{Outcome, Request};

/// Runs every school of a trust.
pub fn trust(asked: &cli::Trust, quiet: bool) -> Result<u8, Error> {
    let as_of = asked.as_of.as_deref().map(super::run::date).transpose()?;
    let trust = Trust::open(&asked.project)?;
    let request = Request {
        term: asked.term.clone(),
        as_of,
        seal: asked.seal.then(super::ask::passphrase).transpose()?,
        isolation: Isolation::this_program()?,
        keep_readings: !asked.fresh,
        memory: asked.memory.saturating_mul(1_000_000),
        at_once: asked.at_once,
    };
    let progress = Progress::on_terminal(quiet);
    let progress = if asked.verbose { progress.timed() } else { progress };
    let outcome = crate::trust::trust(&trust, &request, &progress)?;
    report(&outcome, quiet);
    let attention = u8::from(outcome.needs_attention());
    outcome.roll_up.map(|_| attention)
}

/// A line for each school; what was held back is said even where nothing else is.
fn report(outcome: &Outcome, quiet: bool) {
    for school in &outcome.schools {
        match &school.made {
            Ok(made) if !quiet => {
                let (read, kept) = made.outcome.rows;
                let count = |severity| made.outcome.diagnostics.count(severity);
                super::print(&format!(
                    "{}: {}, as of {}; {} of {} rows used; problems to correct: {}, to look at: {}\n",
                    school.name,
                    made.outcome.term,
                    dates::in_words(made.outcome.as_of),
                    grouped(kept),
                    grouped(read),
                    count(Severity::Error),
                    count(Severity::Warning),
                ));
            }
            Ok(_) => {}
            Err(error) => {
                eprintln!("error: {}: its packs are held back: {error}", school.name);
                if let Some(hint) = error.hint() {
                    eprintln!("  = what to do: {hint}");
                }
            }
        }
    }
    for left_out in &outcome.left_out {
        eprintln!("warning: {}: {}", left_out.school, left_out.why);
    }
    if let (Ok((folder, term)), false) = (&outcome.roll_up, quiet) {
        super::print(&format!("{term}: the roll-up is in {}\n", folder.display()));
    }
}
