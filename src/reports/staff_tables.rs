//! Lists that only staff may see, made as `reports/staff-lists.toml` says:
//! a query each, and the columns shown of it.

use serde::Deserialize;

use super::error::ReportError;
use super::lists::{ListEntry, ListSource};
use super::plain::{PlainTable, StaffDocument};
use super::staff_lists::StaffHeading;

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
struct NoteEntry {
    term: String,
    meaning: String,
}

/// The lists about staff and families.
///
/// # Errors
/// When `reports/staff-lists.toml` names a query or a column that is not there.
pub fn staff_tables(source: ListSource<'_>, heading: &StaffHeading) -> Result<StaffDocument, ReportError> {
    made_of(include_str!("../../reports/staff-lists.toml"), source, heading)
}

fn made_of(text: &str, source: ListSource<'_>, heading: &StaffHeading) -> Result<StaffDocument, ReportError> {
    let file: ListsFile =
        toml::from_str(text).map_err(|source| ReportError::Toml { file: "staff lists".into(), source })?;
    let tables: Result<Vec<PlainTable>, ReportError> = file.list.iter().map(|entry| entry.table(source)).collect();
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::lists::Names;
    use super::super::plain::PlainCell;
    use super::*;
    use crate::store::{ResultSet, Value};
    use crate::tables::Roll;

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
        let names = Names { roll: &Roll::default(), staff: &staff, adults: &staff };
        let results = BTreeMap::from([("q".to_owned(), found)]);
        made_of(text, ListSource { results: &results, names, term: "t" }, &heading)
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
