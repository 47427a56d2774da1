//! The adults whom records name, as numbers: who screened, who gave support,
//! who led a course and which parent came to it. Their names stay beside the
//! store, as the children's do, for the lists of staff alone.

use std::collections::{BTreeMap, BTreeSet};

use super::sheet::Sheet;
use super::values::shown;
use crate::sources::Cell;

/// Columns that name one of the staff, in whatever spelling.
const STAFF: [&str; 3] = ["assessor", "practitioner", "leader"];
/// The column that names a parent or carer. A code is a code: its case counts.
const PARENT: &str = "participant_id";

/// Every adult of the records.
#[derive(Debug, Default)]
pub struct Adults {
    staff: BTreeMap<String, String>,
    parents: BTreeMap<String, String>,
    /// Names of staff by number, as a record has them.
    names: BTreeMap<String, String>,
}

impl Adults {
    /// Numbers the adults of all sheets in order of their names, so that the order of files changes nothing.
    pub(super) fn of(sheets: &[Sheet<'_>]) -> Adults {
        let staff: BTreeSet<String> = STAFF.iter().flat_map(|id| texts(sheets, id)).collect();
        let parents: BTreeSet<String> = texts(sheets, PARENT).collect();
        let mut adults = Adults::default();
        // Of several spellings the first in order is shown.
        for name in staff {
            let key = name.to_lowercase();
            adults.staff.entry(key).or_insert(name);
        }
        let spellings: Vec<String> = adults.staff.values().cloned().collect();
        for (at, (number, name)) in adults.staff.values_mut().zip(spellings).enumerate() {
            *number = format!("adult-{:05}", at + 1);
            adults.names.insert(number.clone(), name);
        }
        adults.parents = numbered(parents, "parent");
        adults
    }

    /// The number of one of the staff.
    pub(super) fn staff(&self, name: Option<&str>) -> Option<&str> {
        self.staff.get(&name?.to_lowercase()).map(String::as_str)
    }

    /// The number of a parent or carer.
    pub(super) fn parent(&self, code: &str) -> Option<&str> {
        self.parents.get(code).map(String::as_str)
    }

    /// Names of staff by number.
    pub fn names(&self) -> &BTreeMap<String, String> {
        &self.names
    }
}

fn numbered(names: BTreeSet<String>, kind: &str) -> BTreeMap<String, String> {
    names.into_iter().enumerate().map(|(at, name)| (name, format!("{kind}-{:05}", at + 1))).collect()
}

/// The cells of a column in every sheet that has it.
fn texts<'s>(sheets: &'s [Sheet<'_>], id: &'s str) -> impl Iterator<Item = String> + 's {
    sheets.iter().flat_map(move |sheet| {
        let position = sheet.definition.column(id);
        let mapped = position.and_then(|at| sheet.found.mapped.iter().find(|mapped| mapped.column == at));
        let rows = sheet.raw.rows().iter().filter(|row| row.number > sheet.found.header_row);
        mapped.into_iter().flat_map(move |mapped| {
            rows.clone().filter_map(move |row| match sheet.raw.cell(row, mapped.at) {
                Cell::Empty => None,
                cell => Some(shown(cell).into_owned()),
            })
        })
    })
}
