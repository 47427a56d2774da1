//! Columns of a result by name, with the types that a method needs.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::measures::compute::MeasureError;
use crate::store::{ResultSet, Value};

/// A result and the name of its query.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    query: &'a str,
    result: &'a ResultSet,
}

/// One row of it.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    table: Table<'a>,
    values: &'a [Value],
}

impl<'a> Table<'a> {
    /// A result at hand.
    pub fn new(query: &'a str, result: &'a ResultSet) -> Self {
        Table { query, result }
    }

    /// The result of a query.
    pub fn of(results: &'a BTreeMap<String, ResultSet>, query: &'a str) -> Result<Self, MeasureError> {
        match results.get(query) {
            Some(result) => Ok(Table { query, result }),
            None => Err(MeasureError::NoResult { measure: "a method".into(), query: query.into() }),
        }
    }

    /// Its rows in the query's order.
    pub fn rows(self) -> impl Iterator<Item = Row<'a>> {
        self.result.rows.iter().map(move |values| Row { table: self, values })
    }
}

impl<'a> Row<'a> {
    /// A value as it is.
    pub fn value(&self, column: &str) -> Result<&'a Value, MeasureError> {
        let position = self.table.result.column(column).and_then(|position| self.values.get(position));
        position.ok_or_else(|| MeasureError::NoColumn {
            measure: "a method".into(),
            query: self.table.query.into(),
            column: column.into(),
        })
    }

    fn typed<T>(
        &self,
        column: &str,
        wanted: &'static str,
        read: fn(&'a Value) -> Option<T>,
    ) -> Result<T, MeasureError> {
        let value = self.value(column)?;
        read(value).ok_or_else(|| MeasureError::BadValue {
            query: self.table.query.into(),
            column: column.into(),
            found: format!("{value:?}"),
            wanted,
        })
    }

    /// A text.
    pub fn text(&self, column: &str) -> Result<&'a str, MeasureError> {
        self.typed(column, "text", Value::text)
    }

    /// A number of people or sessions.
    pub fn count(&self, column: &str) -> Result<u64, MeasureError> {
        self.typed(column, "a whole number that is not negative", |value| u64::try_from(value.int()?).ok())
    }

    /// A whole number, if there is one.
    pub fn maybe_int(&self, column: &str) -> Result<Option<i64>, MeasureError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            _ => self.typed(column, "a whole number", Value::int).map(Some),
        }
    }

    /// A number, if there is one.
    pub fn maybe_real(&self, column: &str) -> Result<Option<f64>, MeasureError> {
        match self.value(column)? {
            Value::Null => Ok(None),
            _ => self.typed(column, "a number", Value::real).map(Some),
        }
    }

    /// A whole number, negative or not.
    pub fn int(&self, column: &str) -> Result<i64, MeasureError> {
        self.typed(column, "a whole number", Value::int)
    }

    /// A date.
    pub fn date(&self, column: &str) -> Result<Date, MeasureError> {
        self.typed(column, "a date", |value| match value {
            Value::Date(day) => Some(*day),
            _ => None,
        })
    }
}
