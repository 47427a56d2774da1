//! DuckDB inside the program: the one file that names duckdb and arrow.
//!
//! Extensions are never installed or loaded, nothing outside the process can
//! be reached, and the configuration is locked after connecting.

use std::path::Path;

use arrow::ipc::reader::StreamReader;
use duckdb::types::ValueRef;
use duckdb::{Config, Connection};
use jiff::civil::date;

use super::Engine;
use super::rows::{ResultSet, Value};
use crate::error::Error;
use crate::fault::without_values;
use crate::queries::Query;

/// An in-memory DuckDB.
pub struct Duck {
    connection: Connection,
}

impl Duck {
    /// Opens an empty, locked-down database. `threads` of 0 gives one thread to
    /// a statement: statements run side by side, and a school's tables are too
    /// small to be worth dividing.
    ///
    /// # Errors
    /// When the engine cannot start.
    pub fn open(threads: usize) -> Result<Self, Error> {
        Self::connect(threads, None)
    }

    /// The same, which may also write below one folder that is there.
    ///
    /// # Errors
    /// When the engine cannot start.
    pub fn open_for_export(folder: &Path) -> Result<Self, Error> {
        Self::connect(1, Some(folder))
    }

    fn connect(threads: usize, writes: Option<&Path>) -> Result<Self, Error> {
        let connect = || -> duckdb::Result<Connection> {
            let mut config = Config::default().enable_autoload_extension(false)?;
            // A folder can be allowed only before everything outside is shut off.
            config = config.enable_external_access(writes.is_some())?;
            config = config.with("autoinstall_known_extensions", "false")?;
            config = config.threads(threads.max(1) as i64)?;
            let connection = Connection::open_in_memory_with_flags(config)?;
            if let Some(folder) = writes {
                let folder = quoted(folder);
                connection
                    .execute_batch(&format!("SET allowed_directories=[{folder}]; SET enable_external_access=false;"))?;
            }
            // As the portable SQL rules ask: nulls sort as on a cluster, division by zero is an error.
            connection.execute_batch(
                "SET default_null_order='nulls_first_on_asc_last_on_desc';
                 SET ieee_floating_point_ops=false;
                 SET lock_configuration=true;",
            )?;
            Ok(connection)
        };
        let connection = connect().map_err(|error| failed("connect", &error))?;
        Ok(Duck { connection })
    }
}

impl Duck {
    /// Writes what a query answers as Parquet below a folder, divided by the values of a column, or into one file of it.
    /// Answers the rows.
    ///
    /// # Errors
    /// When the engine refuses it, or the files cannot be written.
    pub fn write_parquet(&mut self, query: &Query, folder: &Path, divided_by: Option<&str>) -> Result<u64, Error> {
        // The statement is the query's own; what is put around it are a path and a name of the program's.
        let (target, divided) = match divided_by {
            Some(column) => (quoted(folder), format!(", PARTITION_BY ({column}), FILENAME_PATTERN 'part-{{i}}'")),
            None => (quoted(&folder.join("part-0.parquet")), String::new()),
        };
        let statement = format!("COPY ({}) TO {target} (FORMAT parquet, COMPRESSION zstd{divided})", query.sql);
        let rows = self.connection.execute(&statement, []).map_err(|error| failed(query.path, &error))?;
        Ok(rows as u64)
    }

    /// A second connection to the same database, for another thread.
    ///
    /// # Errors
    /// When the engine refuses it.
    pub fn again(&self) -> Result<Self, Error> {
        let connection = self.connection.try_clone().map_err(|error| failed("connect", &error))?;
        Ok(Duck { connection })
    }
}

/// A path as a text of SQL.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.to_string_lossy().replace('\'', "''"))
}

fn failed(id: &str, error: &dyn std::fmt::Display) -> Error {
    Error::QueryFailed { id: id.into(), why: without_values(&error.to_string()) }
}

impl Engine for Duck {
    fn execute(&mut self, query: &Query) -> Result<(), Error> {
        self.connection.execute_batch(query.sql).map_err(|error| failed(query.path, &error))
    }

    fn append(&mut self, table: &str, ipc: &[u8]) -> Result<(), Error> {
        let batches = StreamReader::try_new(ipc, None).map_err(|error| failed(table, &error))?;
        let mut appender = self.connection.appender(table).map_err(|error| failed(table, &error))?;
        for batch in batches {
            let batch = batch.map_err(|error| failed(table, &error))?;
            appender.append_record_batch(batch).map_err(|error| failed(table, &error))?;
        }
        // Dropping the appender would swallow an error.
        appender.flush().map_err(|error| failed(table, &error))
    }

    fn query(&mut self, query: &Query) -> Result<ResultSet, Error> {
        let wrong = |error: duckdb::Error| failed(query.path, &error);
        let mut statement = self.connection.prepare(query.sql).map_err(wrong)?;
        let mut found = statement.query([]).map_err(wrong)?;
        let mut rows = Vec::new();
        let mut columns: Vec<String> = Vec::new();
        if let Some(statement) = found.as_ref() {
            columns = statement.column_names().into_iter().map(|name| name.to_string()).collect();
        }
        while let Some(row) = found.next().map_err(wrong)? {
            let mut values = Vec::with_capacity(columns.len());
            for (index, column) in columns.iter().enumerate() {
                let value = row.get_ref(index).map_err(wrong)?;
                values.push(
                    plain(value)
                        .ok_or_else(|| failed(query.path, &format!("column {column} has an unexpected type")))?,
                );
            }
            rows.push(values);
        }
        Ok(ResultSet { columns, rows })
    }
}

/// A value of the engine as a plain one; none for types that no query returns.
fn plain(value: ValueRef<'_>) -> Option<Value> {
    Some(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Boolean(value) => Value::Bool(value),
        ValueRef::TinyInt(value) => Value::Int(value.into()),
        ValueRef::SmallInt(value) => Value::Int(value.into()),
        ValueRef::Int(value) => Value::Int(value.into()),
        ValueRef::BigInt(value) => Value::Int(value),
        ValueRef::HugeInt(value) => Value::Int(i64::try_from(value).ok()?),
        ValueRef::UTinyInt(value) => Value::Int(value.into()),
        ValueRef::USmallInt(value) => Value::Int(value.into()),
        ValueRef::UInt(value) => Value::Int(value.into()),
        ValueRef::UBigInt(value) => Value::Int(i64::try_from(value).ok()?),
        ValueRef::Float(value) => Value::Real(value.into()),
        ValueRef::Double(value) => Value::Real(value),
        ValueRef::Text(bytes) => Value::Text(std::str::from_utf8(bytes).ok()?.to_owned()),
        ValueRef::Date32(days) => Value::Date(date(1970, 1, 1).checked_add(jiff::Span::new().days(days)).ok()?),
        _ => return None,
    })
}
