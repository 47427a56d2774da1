//! Canonical tables in an engine that answers SQL.
//!
//! The engine stands behind [`Engine`], so that the same query files can run
//! elsewhere; today it is DuckDB inside the program.

mod duck;
mod rows;
mod schedule;

pub use duck::Duck;
pub use rows::{ResultSet, Value};
pub use schedule::answer_all;

use std::path::Path;

use crate::error::Error;
use crate::queries::{self, Folder, Query};
use crate::tables::Frame;

/// What the stages after the store need of an engine.
pub trait Engine {
    /// Runs a statement that answers nothing.
    ///
    /// # Errors
    /// When the engine refuses it.
    fn execute(&mut self, query: &Query) -> Result<(), Error>;

    /// Appends rows (an Arrow IPC stream with the table's columns) to a table.
    ///
    /// # Errors
    /// When the engine refuses them.
    fn append(&mut self, table: &str, ipc: &[u8]) -> Result<(), Error>;

    /// Answers a query.
    ///
    /// # Errors
    /// When the engine refuses it.
    fn query(&mut self, query: &Query) -> Result<ResultSet, Error>;
}

/// An engine with the tables of the schema, all empty.
///
/// # Errors
/// When the engine cannot start.
pub fn empty(threads: usize) -> Result<Duck, Error> {
    let mut engine = Duck::open(threads)?;
    for query in queries::all(Folder::Schema) {
        engine.execute(&query)?;
    }
    Ok(engine)
}

/// The same, which may write Parquet files below one folder and nothing else.
///
/// # Errors
/// When the engine cannot start.
pub fn empty_for_export(folder: &Path) -> Result<Duck, Error> {
    let mut engine = Duck::open_for_export(folder)?;
    for query in queries::all(Folder::Schema) {
        engine.execute(&query)?;
    }
    Ok(engine)
}

/// Fills the tables.
///
/// # Errors
/// When the engine refuses a table.
pub fn fill(engine: &mut dyn Engine, frames: Vec<Frame>) -> Result<(), Error> {
    for frame in frames {
        let name = frame.name;
        let ipc = frame.into_ipc()?;
        if !ipc.is_empty() {
            engine.append(name, &ipc)?;
        }
    }
    Ok(())
}
