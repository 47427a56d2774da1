//! The canonical tables as a school sees them: columns, headings, types. Data:
//! `reference/tables.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

pub use super::headings::heading_key;
use crate::error::Error;

/// What a column's cells mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Free text.
    Text,
    /// Unique Pupil Number.
    Upn,
    /// Calendar date.
    Date,
    /// Whole number.
    Integer,
    /// Number.
    Decimal,
    /// Pounds and pence.
    Money,
    /// Yes or no; blank means no where the column never says no.
    YesNo,
    /// Sex.
    Sex,
    /// National curriculum year group.
    YearGroup,
    /// SEN provision.
    SenStatus,
    /// AM or PM.
    Session,
    /// Attendance mark.
    Mark,
    /// Screening instrument.
    Instrument,
    /// Strand of an instrument.
    Strand,
    /// Score on a strand.
    Score,
    /// Who answered.
    Respondent,
    /// Class, individual, home …
    ProfileType,
    /// One-to-one, group, class.
    SupportType,
    /// Kind of plan.
    PlanType,
    /// Suspension, permanent, lunchtime.
    SuspensionType,
    /// Present or absent at a session of a course.
    Attended,
}

/// One column of a table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnDefinition {
    /// Identifier.
    pub id: String,
    /// Heading in the template.
    pub name: String,
    /// What its cells mean.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// Whether a row without it is rejected.
    #[serde(default)]
    pub required: bool,
    /// Other headings seen for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// One sentence for the template.
    #[serde(default)]
    pub about: String,
    /// An example for the template.
    #[serde(default)]
    pub example: String,
    /// Whether the template has it.
    #[serde(default = "yes")]
    pub template: bool,
}

fn yes() -> bool {
    true
}

/// A shape in which one column is spread over many.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wide {
    /// What the headings say: `strand` or `date_session`.
    pub names: String,
    /// Column the cells belong to.
    pub value: String,
}

/// One canonical table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableDefinition {
    /// Identifier.
    pub id: String,
    /// Sheet name in the template.
    pub sheet: String,
    /// What one row is.
    pub about: String,
    /// Sets of columns of which one must be there in full.
    pub recognise: Vec<Vec<String>>,
    /// Its wide shape, if it has one.
    pub wide: Option<Wide>,
    /// Columns.
    #[serde(rename = "column")]
    pub columns: Vec<ColumnDefinition>,
    /// Heading key to column position.
    #[serde(skip)]
    pub headings: BTreeMap<String, usize>,
}

impl TableDefinition {
    /// Position of a column.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TablesFile {
    table: Vec<TableDefinition>,
}

/// Reads the embedded definitions.
///
/// # Errors
/// When a data file is wrong: it names the file and the entry.
pub fn load() -> Result<Vec<TableDefinition>, Error> {
    let wrong = |what: &str, why: String| Error::BadReference { what: what.into(), why };
    let file: TablesFile = toml::from_str(include_str!("../../reference/tables.toml"))
        .map_err(|error| wrong("reference/tables.toml", error.to_string()))?;
    let mut tables = file.table;
    for table in &mut tables {
        for (index, column) in table.columns.iter().enumerate() {
            for heading in std::iter::once(&column.name).chain(&column.aliases) {
                let before = table.headings.insert(heading_key(heading), index);
                if before.is_some_and(|before| before != index) {
                    let why = format!("\"{heading}\" of {} stands for two columns", table.id);
                    return Err(wrong("reference/tables.toml", why));
                }
            }
        }
    }
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recognising_column_exists() {
        for table in load().unwrap() {
            for id in table.recognise.iter().flatten() {
                assert!(table.column(id).is_some(), "{}: {id}", table.id);
            }
        }
    }
}
