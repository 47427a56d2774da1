//! Canonical tables in an engine that answers SQL.
//!
//! The engine stands behind [`Engine`], so that the same query files can run
//! elsewhere; today it is DuckDB inside the program.

mod duck;
mod rows;

pub use duck::Duck;
pub use rows::{ResultSet, Value};

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

/// Fills the tables, and makes the views that rest on them.
///
/// # Errors
/// When the engine refuses a statement or a table.
pub fn fill(engine: &mut dyn Engine, frames: Vec<Frame>) -> Result<(), Error> {
    for frame in frames {
        let name = frame.name;
        let ipc = frame.into_ipc()?;
        if !ipc.is_empty() {
            engine.append(name, &ipc)?;
        }
    }
    for query in queries::all(Folder::Views) {
        engine.execute(&query)?;
    }
    Ok(())
}

/// Runs every audit.
///
/// # Errors
/// When an audit returns a row: then no figure is to be trusted.
pub fn audit(engine: &mut dyn Engine) -> Result<(), Error> {
    for check in queries::all(Folder::Checks) {
        let found = engine.query(&check)?;
        if let Some(first) = found.rows.first() {
            let words: Vec<String> =
                found.columns.iter().zip(first).map(|(column, value)| format!("{column} {value}")).collect();
            return Err(Error::AuditFailed { id: check.id.into(), rows: found.rows.len(), first: words.join(", ") });
        }
    }
    Ok(())
}
