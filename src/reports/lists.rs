//! Lists for staff as data: a query's rows, and the columns shown of them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::ReportError;
use super::plain::{PlainCell, PlainTable};
use super::staff_lists::cell;
use crate::store::{ResultSet, Value};
use crate::tables::Roll;

/// A list: its query and its columns. The keys are described at the top of
/// `reports/staff-lists.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListEntry {
    pub query: String,
    pub sheet: String,
    pub title: String,
    pub about: String,
    pub when_empty: String,
    pub column: Vec<ColumnEntry>,
    /// Only rows with these values.
    #[serde(default)]
    only: BTreeMap<String, Only>,
    /// At most so many rows.
    limit: Option<usize>,
    /// So many empty rows at the end, to write in.
    #[serde(default)]
    blank_rows: usize,
    /// What stands first in an empty row: a row is named by its first cell.
    #[serde(default)]
    blank_label: String,
}

/// A value that a row must have.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Only {
    Flag(bool),
    Number(i64),
    Word(String),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnEntry {
    head: String,
    /// A column of the query; none for a column to write in.
    from: Option<String>,
    #[serde(default, rename = "as")]
    shown: Shown,
    #[serde(default)]
    decimals: usize,
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[serde(default)]
    blank: String,
}

/// How a value is shown.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Shown {
    /// As it is, or by its words.
    #[default]
    Itself,
    /// The name on the staff list of a staff number.
    StaffName,
    /// The name in a record of an adult's number in the store.
    AdultName,
    /// The surname of a pupil number.
    Surname,
    /// The forename of a pupil number.
    Forename,
    /// The number divided by a thousand: scores are kept in thousandths.
    Thousandths,
}

/// Who is who: names never reach the store, so lists get them here.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The children.
    pub roll: &'a Roll,
    /// Names of staff by staff number.
    pub staff: &'a BTreeMap<String, String>,
    /// Names of the staff whom records name, by their number in the store.
    pub adults: &'a BTreeMap<String, String>,
}

/// What lists are made of. Only reports for staff are given it.
#[derive(Clone, Copy, Debug)]
pub struct ListSource<'a> {
    /// Rows of every query by its name.
    pub results: &'a BTreeMap<String, ResultSet>,
    /// Who is who.
    pub names: Names<'a>,
    /// Identifier of the run's term, for lists of `only = { period = "this" }`.
    pub term: &'a str,
}

impl ListEntry {
    /// The list, filled in.
    pub(super) fn table(&self, source: ListSource<'_>) -> Result<PlainTable, ReportError> {
        let place = format!("list `{}`", self.sheet);
        let Some(found) = source.results.get(&self.query) else {
            let known = source.results.keys().map(String::as_str);
            return Err(ReportError::unknown(&place, "query", &self.query, known));
        };
        let at = |name: &str| {
            found
                .column(name)
                .ok_or_else(|| ReportError::unknown(&place, "column", name, found.columns.iter().map(String::as_str)))
        };
        let columns = self
            .column
            .iter()
            .map(|column| Ok((column, column.from.as_deref().map(at).transpose()?)))
            .collect::<Result<Vec<_>, ReportError>>()?;
        let only = self
            .only
            .iter()
            .map(|(name, wanted)| Ok((name.as_str(), at(name)?, wanted)))
            .collect::<Result<Vec<_>, ReportError>>()?;
        let kept = |row: &&Vec<Value>| {
            only.iter().all(|(name, at, wanted)| match wanted {
                Only::Flag(flag) => row[*at].boolean() == Some(*flag),
                Only::Number(number) => row[*at].int() == Some(*number),
                Only::Word(word) if *name == "period" && word == "this" => row[*at].text() == Some(source.term),
                Only::Word(word) => row[*at].text() == Some(word),
            })
        };
        let shown = |row: &Vec<Value>| -> Vec<PlainCell> {
            let cell = |(column, at): &(&ColumnEntry, Option<usize>)| {
                at.map_or(PlainCell::Empty, |at| column.cell(&row[at], source.names))
            };
            columns.iter().map(cell).collect()
        };
        let rows = found.rows.iter().filter(kept).take(self.limit.unwrap_or(usize::MAX)).map(shown);
        let mut empty = vec![PlainCell::Empty; self.column.len()];
        if let Some(first) = empty.first_mut() {
            *first = PlainCell::Text(self.blank_label.clone());
        }
        let blank = std::iter::repeat_n(empty, self.blank_rows);
        Ok(PlainTable {
            sheet: self.sheet.clone(),
            title: self.title.clone(),
            about: self.about.clone(),
            columns: self.column.iter().map(|column| column.head.clone()).collect(),
            rows: rows.chain(blank).collect(),
            when_empty: self.when_empty.clone(),
        })
    }
}

impl ColumnEntry {
    fn cell(&self, value: &Value, names: Names<'_>) -> PlainCell {
        let pupil = || value.int().and_then(|id| names.roll.pupils.get(usize::try_from(id - 1).ok()?));
        let name = match self.shown {
            Shown::StaffName => value.text().and_then(|id| names.staff.get(id)).cloned(),
            Shown::AdultName if *value != Value::Null => value.text().and_then(|id| names.adults.get(id)).cloned(),
            Shown::Surname => pupil().map(|pupil| pupil.surname.clone()),
            Shown::Forename => pupil().map(|pupil| pupil.forename.clone()),
            _ if *value == Value::Null && !self.blank.is_empty() => Some(self.blank.clone()),
            Shown::Thousandths => match value.int() {
                Some(score) => return PlainCell::Number(score as f64 / 1000.0, self.decimals),
                None => None,
            },
            Shown::AdultName => None,
            Shown::Itself => match value.text().and_then(|code| self.words.get(code)) {
                Some(words) => Some(words.clone()),
                None => return cell(value, self.decimals),
            },
        };
        name.filter(|name| !name.is_empty()).map_or(PlainCell::Empty, PlainCell::Text)
    }
}
