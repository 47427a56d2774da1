//! The command line: arguments in, exit code out.

use std::process::ExitCode;

use clap::Parser as _;
use thrive_report::cli::Cli;
use thrive_report::commands;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match commands::dispatch(cli) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("error: {error}");
            if let Some(hint) = error.hint() {
                eprintln!("  = what to do: {hint}");
            }
            ExitCode::from(error.exit_code())
        }
    }
}
