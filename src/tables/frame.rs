//! Canonical rows as polars columns: put in order, rid of repeats, and handed
//! on as an Arrow IPC stream. The one file that names polars.

use jiff::civil::Date;
use polars::prelude::{
    Column, CompatLevel, DataFrame, DataType, IntoColumn as _, IpcStreamWriter, NamedFrom as _, PolarsResult,
    SerWriter as _, Series, SortMultipleOptions, UniqueKeepStrategy,
};

use crate::dates::days_since_epoch;
use crate::error::Error;

/// A column under construction.
#[derive(Debug)]
pub enum Values {
    /// SQL BIGINT.
    Long(Vec<Option<i64>>),
    /// SQL INTEGER.
    Int(Vec<Option<i32>>),
    /// SQL DOUBLE.
    Real(Vec<Option<f64>>),
    /// SQL VARCHAR.
    Text(Vec<Option<String>>),
    /// SQL BOOLEAN.
    Bool(Vec<Option<bool>>),
    /// SQL DATE, as days since 1 January 1970.
    Date(Vec<Option<i32>>),
}

/// A value to append.
#[derive(Debug)]
pub enum Put {
    /// BIGINT.
    Long(Option<i64>),
    /// INTEGER.
    Int(Option<i32>),
    /// DOUBLE.
    Real(Option<f64>),
    /// VARCHAR.
    Text(Option<String>),
    /// BOOLEAN.
    Bool(Option<bool>),
    /// DATE.
    Date(Option<Date>),
}

impl From<i64> for Put {
    fn from(value: i64) -> Self {
        Put::Long(Some(value))
    }
}
impl From<i32> for Put {
    fn from(value: i32) -> Self {
        Put::Int(Some(value))
    }
}
impl From<f64> for Put {
    fn from(value: f64) -> Self {
        Put::Real(Some(value))
    }
}
impl From<bool> for Put {
    fn from(value: bool) -> Self {
        Put::Bool(Some(value))
    }
}
impl From<&str> for Put {
    fn from(value: &str) -> Self {
        Put::Text(Some(value.to_owned()))
    }
}
impl From<Date> for Put {
    fn from(value: Date) -> Self {
        Put::Date(Some(value))
    }
}
impl From<Option<&str>> for Put {
    fn from(value: Option<&str>) -> Self {
        Put::Text(value.map(str::to_owned))
    }
}
impl From<Option<i32>> for Put {
    fn from(value: Option<i32>) -> Self {
        Put::Int(value)
    }
}
impl From<Option<i64>> for Put {
    fn from(value: Option<i64>) -> Self {
        Put::Long(value)
    }
}
impl From<Option<f64>> for Put {
    fn from(value: Option<f64>) -> Self {
        Put::Real(value)
    }
}
impl From<Option<bool>> for Put {
    fn from(value: Option<bool>) -> Self {
        Put::Bool(value)
    }
}
impl From<Option<Date>> for Put {
    fn from(value: Option<Date>) -> Self {
        Put::Date(value)
    }
}

/// Rows of one canonical table under construction. The columns appear in the
/// order of the schema, named on the first row.
#[derive(Debug)]
pub struct FrameBuilder {
    name: &'static str,
    names: &'static [&'static str],
    columns: Vec<Values>,
    rows: usize,
}

impl FrameBuilder {
    /// An empty table with columns by name.
    pub fn new(name: &'static str, names: &'static [&'static str]) -> Self {
        FrameBuilder { name, names, columns: Vec::new(), rows: 0 }
    }

    /// Appends a row. The types of the first row are those of the table.
    pub fn push<const N: usize>(&mut self, row: [Put; N]) {
        debug_assert_eq!(N, self.names.len(), "{}", self.name);
        if self.columns.is_empty() {
            self.columns = row.iter().map(empty_like).collect();
        }
        for (column, value) in self.columns.iter_mut().zip(row) {
            match (column, value) {
                (Values::Long(values), Put::Long(value)) => values.push(value),
                (Values::Int(values), Put::Int(value)) => values.push(value),
                (Values::Real(values), Put::Real(value)) => values.push(value),
                (Values::Text(values), Put::Text(value)) => values.push(value),
                (Values::Bool(values), Put::Bool(value)) => values.push(value),
                (Values::Date(values), Put::Date(value)) => values.push(value.map(days_since_epoch)),
                (_, value) => unreachable!("{}: a column changed its type at {value:?}", self.name),
            }
        }
        self.rows += 1;
    }

    /// Makes the frame: rows in the order of `order`, and of rows with the same
    /// `key` only the last in that order.
    ///
    /// # Errors
    /// When polars refuses, which is a fault of the program.
    pub fn finish(self, key: &[&str], order: &[&str]) -> Result<Frame, Error> {
        let name = self.name;
        let failed = |error: polars::prelude::PolarsError| Error::BadReference {
            what: format!("table {name}"),
            why: error.to_string(),
        };
        let rows = self.rows;
        if rows == 0 {
            return Ok(Frame { name, data: None, repeated: Vec::new(), contradicted: Vec::new() });
        }
        let mut columns: Vec<Column> = Vec::with_capacity(self.columns.len());
        for (values, column) in self.columns.into_iter().zip(self.names) {
            columns.push(series(column, values).map_err(failed)?.into_column());
        }
        let data = DataFrame::new(rows, columns).map_err(failed)?;
        let sorted = if order.is_empty() {
            data
        } else {
            data.sort(order.iter().copied(), SortMultipleOptions::default().with_maintain_order(true))
                .map_err(failed)?
        };
        if key.is_empty() {
            return Ok(Frame { name, data: Some(sorted), repeated: Vec::new(), contradicted: Vec::new() });
        }
        let last_of = |frame: &DataFrame, columns: Vec<String>| {
            frame.unique_stable(Some(&columns), UniqueKeepStrategy::Last, None)
        };
        let distinct = last_of(&sorted, key.iter().map(|column| (*column).to_owned()).collect()).map_err(failed)?;
        if distinct.height() == rows {
            return Ok(Frame { name, data: Some(distinct), repeated: Vec::new(), contradicted: Vec::new() });
        }
        // Alike in everything but where they stand: repeats. Alike only in the key: contradictions.
        let content =
            self.names.iter().filter(|column| !column.starts_with("source_")).map(|column| (*column).to_owned());
        let unlike = last_of(&sorted, content.collect()).map_err(failed)?;
        let repeated = left_out(&sorted, &unlike).map_err(failed)?;
        let contradicted = left_out(&unlike, &distinct).map_err(failed)?;
        Ok(Frame { name, data: Some(distinct), repeated, contradicted })
    }
}

/// Sheet and row of every record of `all` that is not in `kept`.
fn left_out(all: &DataFrame, kept: &DataFrame) -> PolarsResult<Vec<(i32, i32)>> {
    let places = |frame: &DataFrame| -> PolarsResult<Vec<(i32, i32)>> {
        let ids = frame.column("source_id")?.i32()?.iter();
        let rows = frame.column("source_row")?.i32()?.iter();
        Ok(ids.zip(rows).map(|(id, row)| (id.unwrap_or(0), row.unwrap_or(0))).collect())
    };
    let mut left_out = Vec::new();
    let mut remaining = std::collections::HashMap::new();
    for place in places(kept)? {
        *remaining.entry(place).or_insert(0_u32) += 1;
    }
    for place in places(all)? {
        match remaining.get_mut(&place) {
            Some(count) if *count > 0 => *count -= 1,
            _ => left_out.push(place),
        }
    }
    Ok(left_out)
}

fn empty_like(value: &Put) -> Values {
    match value {
        Put::Long(_) => Values::Long(Vec::new()),
        Put::Int(_) => Values::Int(Vec::new()),
        Put::Real(_) => Values::Real(Vec::new()),
        Put::Text(_) => Values::Text(Vec::new()),
        Put::Bool(_) => Values::Bool(Vec::new()),
        Put::Date(_) => Values::Date(Vec::new()),
    }
}

fn series(name: &str, values: Values) -> PolarsResult<Series> {
    Ok(match values {
        Values::Long(values) => Series::new(name.into(), values),
        Values::Int(values) => Series::new(name.into(), values),
        Values::Real(values) => Series::new(name.into(), values),
        Values::Text(values) => Series::new(name.into(), values),
        Values::Bool(values) => Series::new(name.into(), values),
        Values::Date(values) => Series::new(name.into(), values).cast(&DataType::Date)?,
    })
}

/// A finished canonical table.
#[derive(Debug)]
pub struct Frame {
    /// Name of the table in the store.
    pub name: &'static str,
    data: Option<DataFrame>,
    /// Sheet and row of every record left out as a repeat of another.
    pub repeated: Vec<(i32, i32)>,
    /// Sheet and row of every record left out because a later one contradicts it.
    pub contradicted: Vec<(i32, i32)>,
}

impl Frame {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.data.as_ref().map_or(0, DataFrame::height)
    }

    /// The rows as an Arrow IPC stream; empty when there are none.
    ///
    /// # Errors
    /// When polars refuses, which is a fault of the program.
    pub fn into_ipc(self) -> Result<Vec<u8>, Error> {
        let Some(mut data) = self.data else { return Ok(Vec::new()) };
        let mut bytes = Vec::new();
        IpcStreamWriter::new(&mut bytes)
            .with_compat_level(CompatLevel::newest())
            .finish(&mut data)
            .map_err(|error| Error::BadReference { what: format!("table {}", self.name), why: error.to_string() })?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_a_key_stays_and_the_others_are_named() {
        let mut builder = FrameBuilder::new("t", &["k", "v", "source_id", "source_row"]);
        for (key, value, source, row) in [("b", 1, 1, 9), ("a", 2, 2, 3), ("a", 3, 1, 4), ("a", 4, 2, 5)] {
            builder.push([key.into(), value.into(), source.into(), row.into()]);
        }
        let frame = builder.finish(&["k"], &["k", "source_id", "source_row"]).unwrap();
        assert_eq!(frame.rows(), 2);
        assert_eq!(frame.contradicted, [(1, 4), (2, 3)]);
        assert_eq!(frame.repeated, []);
    }
}
