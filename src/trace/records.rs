//! What a query of the records behind a figure answers, column by column of the result.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::store::{ResultSet, Value};
use crate::tables::Canonical;

/// The records behind one column of a result.
#[derive(Clone, Debug)]
pub struct Part {
    /// The column.
    pub column: String,
    /// Canonical table and its records, in order of sheet and row.
    pub records: BTreeMap<String, Vec<Record>>,
    counted: BTreeSet<String>,
    amount: i64,
}

/// A record: where it stands.
#[derive(Clone, Debug)]
pub struct Record {
    /// Number of the sheet.
    pub source_id: i32,
    /// Row in the sheet, from 1.
    pub row: u32,
    /// Positions of the columns used among those of the sheet.
    pub columns: Rc<[usize]>,
}

impl Part {
    /// A column without a record.
    pub fn empty(column: &str) -> Self {
        Part { column: column.to_owned(), records: BTreeMap::new(), counted: BTreeSet::new(), amount: 0 }
    }

    /// What the records make: each child (or block, or person) once, or the sum of what they add.
    pub fn total(&self) -> i64 {
        self.counted.len() as i64 + self.amount
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.values().map(Vec::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// How many children, blocks or people are counted; none where amounts are added up.
    pub fn counted(&self) -> Option<usize> {
        (!self.counted.is_empty()).then_some(self.counted.len())
    }
}

/// Sheet, kinds of cells and item whose columns were looked up.
type Asked<'a> = (i32, &'a str, Option<&'a str>);

/// The columns and their records, in the order of the answer.
///
/// # Errors
/// When the answer lacks a column or a value: a fault of the query.
pub(super) fn parts(answer: &ResultSet, canonical: &Canonical) -> Result<Vec<Part>, String> {
    let column = |name: &str| answer.column(name).ok_or_else(|| format!("it has no column {name}"));
    let at = [column("part")?, column("source_table")?, column("item")?, column("cells")?, column("counted")?];
    let [part, table, item, cells, counted] = at;
    let (id, row, amount) = (column("source_id")?, column("source_row")?, column("amount")?);
    let mut parts: Vec<Part> = Vec::new();
    // Thousands of marks stand in the same few columns.
    let mut used: BTreeMap<Asked<'_>, Rc<[usize]>> = BTreeMap::new();
    for values in &answer.rows {
        let text = |at: usize| values[at].text();
        let number = |at: usize, name: &str| values[at].int().ok_or_else(|| format!("{name} is {:?}", values[at]));
        let name = text(part).ok_or("part is not a text")?;
        let source_id = number(id, "source_id")? as i32;
        let named = (source_id, text(cells).unwrap_or_default(), text(item));
        let columns = used.entry(named).or_insert_with(|| {
            let source = canonical.source(source_id);
            source.map(|source| source.used(named.1, named.2)).unwrap_or_default().into()
        });
        let record = Record { source_id, row: number(row, "source_row")? as u32, columns: Rc::clone(columns) };
        let position = parts.iter().position(|known| known.column == name).unwrap_or_else(|| {
            parts.push(Part::empty(name));
            parts.len() - 1
        });
        let part = &mut parts[position];
        match (text(counted), &values[amount]) {
            (Some(counted), Value::Null) => {
                if !part.counted.contains(counted) {
                    part.counted.insert(counted.to_owned());
                }
            }
            (None, Value::Null) => {}
            (None, value) => {
                part.amount += value.int().ok_or_else(|| format!("amount is {value:?}"))?;
            }
            (Some(_), _) => return Err("a record is counted and added up at once".to_owned()),
        }
        let table = text(table).ok_or("source_table is not a text")?;
        match part.records.get_mut(table) {
            Some(records) => records.push(record),
            None => drop(part.records.insert(table.to_owned(), vec![record])),
        }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(rows: &[(&str, i64, Value, Value)]) -> ResultSet {
        let columns = ["part", "source_table", "source_id", "source_row", "item", "cells", "counted", "amount"];
        let row = |(part, at, counted, amount): &(&str, i64, Value, Value)| {
            let text = |text: &str| Value::Text(text.into());
            vec![
                text(part),
                text("t"),
                Value::Int(1),
                Value::Int(*at),
                Value::Null,
                text("a"),
                counted.clone(),
                amount.clone(),
            ]
        };
        ResultSet { columns: columns.map(str::to_owned).to_vec(), rows: rows.iter().map(row).collect() }
    }

    #[test]
    fn a_child_counts_once_and_amounts_add_up() {
        let child = || Value::Text("7".into());
        let rows =
            [("n", 2, child(), Value::Null), ("n", 3, child(), Value::Null), ("sum", 2, Value::Null, Value::Int(5))];
        let parts = parts(&answer(&rows), &Canonical::default()).expect("sound");
        assert_eq!(parts.iter().map(|part| (part.total(), part.len())).collect::<Vec<_>>(), [(1, 2), (5, 1)]);
    }

    #[test]
    fn a_faulty_answer_is_refused() {
        let both = answer(&[("n", 2, Value::Text("7".into()), Value::Int(1))]);
        assert!(parts(&both, &Canonical::default()).unwrap_err().contains("at once"));
        let mut lacking = answer(&[]);
        lacking.columns.pop();
        assert_eq!(parts(&lacking, &Canonical::default()).unwrap_err(), "it has no column amount");
    }
}
