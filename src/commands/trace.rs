//! `trace`: from a figure to the cells it comes from.

use crate::cli;
use crate::error::Error;
use crate::progress::Progress;
use crate::project::Project;
use crate::run::Request;
use crate::sources::Isolation;
use crate::trace::Tracer;

/// Prints where a figure comes from.
pub fn trace(asked: &cli::Trace, quiet: bool) -> Result<u8, Error> {
    let as_of = asked.as_of.as_deref().map(super::run::date).transpose()?;
    let project = Project::open(&asked.project)?;
    let request =
        Request { term: asked.term.clone(), as_of, isolation: Isolation::this_program()?, ..Request::default() };
    let mut tracer = Tracer::open(&project, &request, &Progress::on_terminal(quiet))?;
    let figure = tracer.figure(&asked.measure, &asked.population)?.clone();
    super::print(&tracer.account(&figure, asked.rows)?);
    Ok(0)
}
