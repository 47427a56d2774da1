//! Lists that only staff may see, made as `reports/staff-lists.toml` says:
//! a query each, and the columns shown of it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::ReportError;
use super::plain::{PlainCell, PlainTable, StaffDocument};
use super::staff_lists::{StaffHeading, cell};
use crate::store::{ResultSet, Value};
use crate::tables::Roll;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListsFile {
    id: String,
    title: String,
    list: Vec<ListEntry>,
    #[serde(default)]
    note: Vec<NoteEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListEntry {
    query: String,
    sheet: String,
    title: String,
    about: String,
    when_empty: String,
    column: Vec<ColumnEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    head: String,
    from: String,
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
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Shown {
    /// As it is, or by its words.
    #[default]
    Itself,
    /// The name on the staff list of a staff number.
    StaffName,
    /// The surname of a pupil number.
    Surname,
    /// The forename of a pupil number.
    Forename,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteEntry {
    term: String,
    meaning: String,
}

/// Who is who: names never reach the store, so lists get them here.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The children.
    pub roll: &'a Roll,
    /// Names of staff by staff number.
    pub staff: &'a BTreeMap<String, String>,
}

/// The lists about staff and families.
///
/// # Errors
/// When `reports/staff-lists.toml` names a query or a column that is not there.
pub fn staff_tables(
    results: &BTreeMap<String, ResultSet>,
    names: Names<'_>,
    heading: &StaffHeading,
) -> Result<StaffDocument, ReportError> {
    made_of(include_str!("../../reports/staff-lists.toml"), results, names, heading)
}

fn made_of(
    text: &str,
    results: &BTreeMap<String, ResultSet>,
    names: Names<'_>,
    heading: &StaffHeading,
) -> Result<StaffDocument, ReportError> {
    let file: ListsFile = toml::from_str(text).map_err(|source| ReportError::Toml { file: "staff lists", source })?;
    let tables: Result<Vec<PlainTable>, ReportError> =
        file.list.iter().map(|entry| table(entry, results, names)).collect();
    Ok(StaffDocument {
        id: file.id,
        title: file.title,
        school: heading.school.clone(),
        period: heading.period.clone(),
        as_of: heading.as_of.clone(),
        classification: heading.classification.clone(),
        summary: Vec::new(),
        tables: tables?,
        notes: file.note.into_iter().map(|note| (note.term, note.meaning)).collect(),
    })
}

fn table(
    entry: &ListEntry,
    results: &BTreeMap<String, ResultSet>,
    names: Names<'_>,
) -> Result<PlainTable, ReportError> {
    let place = format!("list `{}`", entry.sheet);
    let Some(found) = results.get(&entry.query) else {
        return Err(ReportError::unknown(&place, "query", &entry.query, results.keys().map(String::as_str)));
    };
    let mut columns = Vec::new();
    for column in &entry.column {
        let Some(at) = found.column(&column.from) else {
            let known = found.columns.iter().map(String::as_str);
            return Err(ReportError::unknown(&place, "column", &column.from, known));
        };
        columns.push((column, at));
    }
    let shown = |row: &Vec<Value>| columns.iter().map(|(column, at)| column.cell(&row[*at], names)).collect();
    Ok(PlainTable {
        sheet: entry.sheet.clone(),
        title: entry.title.clone(),
        about: entry.about.clone(),
        columns: entry.column.iter().map(|column| column.head.clone()).collect(),
        rows: found.rows.iter().map(shown).collect(),
        when_empty: entry.when_empty.clone(),
    })
}

impl ColumnEntry {
    fn cell(&self, value: &Value, names: Names<'_>) -> PlainCell {
        let pupil = || value.int().and_then(|id| names.roll.pupils.get(usize::try_from(id - 1).ok()?));
        let name = match self.shown {
            Shown::StaffName => value.text().and_then(|id| names.staff.get(id)).cloned(),
            Shown::Surname => pupil().map(|pupil| pupil.surname.clone()),
            Shown::Forename => pupil().map(|pupil| pupil.forename.clone()),
            Shown::Itself if *value == Value::Null && !self.blank.is_empty() => Some(self.blank.clone()),
            Shown::Itself => match value.text().and_then(|code| self.words.get(code)) {
                Some(words) => Some(words.clone()),
                None => return cell(value, self.decimals),
            },
        };
        name.filter(|name| !name.is_empty()).map_or(PlainCell::Empty, PlainCell::Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = "id = 'l'\ntitle = 'L'\n[[list]]\nquery = 'q'\nsheet = 'S'\ntitle = 'T'\nabout = 'A'\n\
        when_empty = 'E'\ncolumn = [{ head = 'Name', from = 'who', as = 'staff_name' }, \
        { head = 'State', from = 'state', words = { short = 'too short' } }, \
        { head = 'Until', from = 'day', blank = 'no end' }, { head = 'Points', from = 'points', decimals = 1 }]\n";

    fn document(text: &str) -> Result<StaffDocument, ReportError> {
        let row = |who: &str, state: &str, points: f64| {
            vec![Value::Text(who.into()), Value::Text(state.into()), Value::Null, Value::Real(points)]
        };
        let columns = ["who", "state", "day", "points"].map(str::to_owned).into();
        let found = ResultSet { columns, rows: vec![row("7", "short", 2.5), row("8", "odd", 1.0)] };
        let staff = BTreeMap::from([("7".to_owned(), "Ms Seven".to_owned())]);
        let heading = StaffHeading {
            school: String::new(),
            period: String::new(),
            as_of: String::new(),
            classification: String::new(),
        };
        let names = Names { roll: &Roll::default(), staff: &staff };
        made_of(text, &BTreeMap::from([("q".to_owned(), found)]), names, &heading)
    }

    #[test]
    fn values_are_shown_by_their_words_and_people_by_their_names() {
        let rows = document(LISTS).expect("made").tables.remove(0).rows;
        let text = |text: &str| PlainCell::Text(text.into());
        assert_eq!(rows[0], [text("Ms Seven"), text("too short"), text("no end"), PlainCell::Number(2.5, 1)]);
        assert_eq!(rows[1], [PlainCell::Empty, text("odd"), text("no end"), PlainCell::Number(1.0, 1)]);
    }

    #[test]
    fn a_query_or_column_that_is_not_there_is_named() {
        for (right, wrong) in [("query = 'q'", "query = 'p'"), ("from = 'day'", "from = 'dya'")] {
            let error = document(&LISTS.replace(right, wrong)).expect_err("refused").to_string();
            assert!(error.contains(if wrong.contains('p') { "`p`" } else { "dya" }), "{error}");
        }
    }

    #[test]
    fn every_list_is_a_query_for_staff_only() {
        let file: ListsFile = toml::from_str(include_str!("../../reports/staff-lists.toml")).expect("valid");
        for list in file.list {
            let sql = std::fs::read_to_string(format!("queries/results/{}.sql", list.query)).expect("a result query");
            assert!(sql.starts_with("-- STAFF ONLY."), "{}", list.query);
            assert!(list.sheet.chars().count() <= 31, "{}", list.sheet);
        }
    }
}
