//! What a query answers: named columns and rows of plain values.

use jiff::civil::Date;

/// One value of an answer. Integers are widened, decimals become `Real`.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// SQL NULL.
    Null,
    /// Any integer type.
    Int(i64),
    /// Any floating or decimal type.
    Real(f64),
    /// Text.
    Text(String),
    /// Boolean.
    Bool(bool),
    /// Calendar date.
    Date(Date),
}

/// The rows of one query, in the order its ORDER BY gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResultSet {
    /// Column names.
    pub columns: Vec<String>,
    /// Rows; each has one value for every column.
    pub rows: Vec<Vec<Value>>,
}

impl ResultSet {
    /// Position of a column by name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

impl Value {
    /// The integer, if it is one.
    pub fn int(&self) -> Option<i64> {
        match self {
            Value::Int(value) => Some(*value),
            _ => None,
        }
    }
    /// The number, integer or real.
    pub fn real(&self) -> Option<f64> {
        match self {
            Value::Int(value) => Some(*value as f64),
            Value::Real(value) => Some(*value),
            _ => None,
        }
    }
    /// The text, if it is text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(value) => Some(value),
            _ => None,
        }
    }
    /// The boolean, if it is one.
    pub fn boolean(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }
    /// The date, if it is one.
    pub fn date(&self) -> Option<Date> {
        match self {
            Value::Date(value) => Some(*value),
            _ => None,
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Null => out.write_str("–"),
            Value::Int(value) => write!(out, "{value}"),
            Value::Real(value) => write!(out, "{value}"),
            Value::Text(value) => out.write_str(value),
            Value::Bool(value) => write!(out, "{value}"),
            Value::Date(value) => write!(out, "{value}"),
        }
    }
}
