//! The commands, one a file.

mod ask;
mod audit;
mod check;
mod demo;
mod diff;
mod explain;
mod export;
mod forget;
mod init;
mod inventory;
mod retain;
mod run;
mod template;
mod trace;
mod trust;

use std::io::Write as _;

use clap::CommandFactory as _;

use crate::cli::{Cli, Command};
use crate::diagnostic::{Diagnostics, Severity, render};
use crate::error::Error;

/// Does what was asked; answers the exit code.
///
/// # Errors
/// When it cannot be done.
pub fn dispatch(cli: Cli) -> Result<u8, Error> {
    match cli.command {
        Command::Demo(asked) => demo::demo(&asked, cli.quiet),
        Command::Init(asked) => init::init(&asked, cli.quiet),
        Command::Check(asked) => check::check(&asked, cli.quiet),
        Command::Run(asked) => run::run(&asked, cli.quiet),
        Command::Trust(asked) => trust::trust(&asked, cli.quiet),
        Command::Template(asked) => template::template(&asked, cli.quiet),
        Command::Explain(asked) => explain::explain(&asked),
        Command::Trace(asked) => trace::trace(&asked, cli.quiet),
        Command::Export(asked) => export::export(&asked, cli.quiet),
        Command::Diff(asked) => diff::diff(&asked),
        Command::Forget(asked) => forget::forget(&asked, cli.quiet),
        Command::Retain(asked) => retain::retain(&asked, cli.quiet),
        Command::Inventory(asked) => inventory::inventory(&asked, cli.quiet),
        Command::Audit(asked) => audit::audit(&asked, cli.quiet),
        Command::ReadUntrusted => {
            crate::sources::serve();
            Ok(0)
        }
        Command::Completions(asked) => {
            let mut script = Vec::new();
            clap_complete::generate(asked.shell, &mut Cli::command(), "thrive-report", &mut script);
            print(&String::from_utf8_lossy(&script));
            Ok(0)
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Cli::command())
                .render(&mut page)
                .map_err(|error| Error::CannotRender { what: "the manual page".into(), why: error.to_string() })?;
            print(&String::from_utf8_lossy(&page));
            Ok(0)
        }
    }
}

/// Writes to standard output. A reader that has gone away is no error.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Most problems shown on a screen; the rest stands in the data-quality report.
const SHOWN: usize = 12;

/// Problems worth a look, worst first, to standard error.
fn show_problems(diagnostics: &Diagnostics, where_all: &str) {
    let mut worth: Vec<_> = diagnostics.iter().filter(|found| found.severity < Severity::Note).collect();
    worth.sort_by_key(|found| (found.severity, found.code));
    for diagnostic in worth.iter().take(SHOWN) {
        eprintln!("{}\n", render(diagnostic));
    }
    if worth.len() > SHOWN {
        eprintln!("… and {} more: {where_all}", worth.len() - SHOWN);
    }
}
