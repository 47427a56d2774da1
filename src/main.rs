//! The command line: arguments in, exit code out.

use std::process::ExitCode;

use clap::Parser as _;
use thrive_report::cli::Cli;
use thrive_report::commands;

/// A run is short and touches much memory: this allocator reuses pages that the system's would give back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // A panic's own message may quote a cell, and a cell may hold a child's name.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
        eprintln!("error: a fault of the program at {place}");
        eprintln!("  = what to do: nothing was written; please report this line");
    }));
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
