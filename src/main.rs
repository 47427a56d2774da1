//! The command line: arguments in, exit code out.

use std::process::ExitCode;

use clap::Parser as _;
use thrive_report::cli::Cli;
use thrive_report::{commands, fault};

/// A run is short and touches much memory: this allocator reuses pages that the system's would give back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    fault::install();
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
