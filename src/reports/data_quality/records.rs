//! What the records cover: who was screened, which marks are there, where the register has gaps.

use std::collections::BTreeMap;

use super::{grouped, heads, text};
use crate::reports::plain::{PlainCell, PlainTable};
use crate::reports::staff_lists::cell;
use crate::store::{ResultSet, Value};

/// The answers of `queries/quality`, and the printed names of the terms.
pub struct Records<'r> {
    /// Answers by name of their query.
    pub results: &'r BTreeMap<String, ResultSet>,
    /// Printed names by identifier.
    pub terms: &'r BTreeMap<&'r str, &'r str>,
}

/// Rows by term and class.
type ByClass<'r> = BTreeMap<(String, Option<String>), &'r [Value]>;

impl Records<'_> {
    fn rows<'s>(&'s self, query: &str, columns: &[&str]) -> Vec<Vec<&'s Value>> {
        let Some(found) = self.results.get(query) else { return Vec::new() };
        let at: Vec<Option<usize>> = columns.iter().map(|column| found.column(column)).collect();
        let value = |row: &'s Vec<Value>, at: &Option<usize>| at.and_then(|at| row.get(at)).unwrap_or(&Value::Null);
        found.rows.iter().map(|row| at.iter().map(|at| value(row, at)).collect()).collect()
    }

    fn by_class<'s>(&'s self, query: &str) -> ByClass<'s> {
        let Some(found) = self.results.get(query) else { return ByClass::new() };
        let (Some(period), Some(class)) = (found.column("period"), found.column("class_name")) else {
            return ByClass::new();
        };
        let key =
            |row: &[Value]| (row[period].text().unwrap_or_default().to_owned(), row[class].text().map(str::to_owned));
        found.rows.iter().map(|row| (key(row), row.as_slice())).collect()
    }

    fn term(&self, id: &str) -> PlainCell {
        text(self.terms.get(id).copied().unwrap_or(id))
    }

    /// Screening and marks by term and class, latest term first.
    pub fn coverage(&self) -> PlainTable {
        let screening = self.by_class("screening_coverage");
        let marks = self.by_class("marks_coverage");
        let number = |row: Option<&&[Value]>, at: usize| row.and_then(|row| row.get(at)).and_then(Value::int);
        let mut keys: Vec<&(String, Option<String>)> = screening.keys().chain(marks.keys()).collect();
        // The terms stand in the order of their names' identifiers: 2025-26-autumn, -spring, -summer are in order of time.
        keys.sort_by(|a, b| b.0.cmp(&a.0).then((a.1.is_none(), &a.1).cmp(&(b.1.is_none(), &b.1))));
        keys.dedup();
        let count = |count: Option<i64>| count.map_or(PlainCell::Empty, |count| PlainCell::Number(count as f64, 0));
        let share = |part: Option<i64>, whole: Option<i64>| match part.zip(whole) {
            // Rounded down: 100 means that nothing is missing.
            Some((part, whole)) if whole > 0 => PlainCell::Number((1000 * part / whole) as f64 / 10.0, 1),
            _ => PlainCell::Empty,
        };
        let rows = keys.into_iter().map(|key| {
            // Columns as the queries have them: period, class, then the counts.
            let (screened, marked) = (screening.get(key), marks.get(key));
            let (on_roll, done) = (number(screened, 2), number(screened, 3));
            let (expected, made) = (number(marked, 3), number(marked, 4));
            vec![
                self.term(&key.0),
                text(key.1.as_deref().unwrap_or("class not known")),
                count(on_roll),
                count(done),
                share(done, on_roll),
                count(expected),
                count(made),
                share(made, expected),
            ]
        });
        PlainTable {
            sheet: "Coverage".into(),
            title: "Who was screened, and which marks are there".into(),
            about: "One row per term and class, the latest term first. The roll is that of the term's last day.".into(),
            columns: heads(&[
                "Term",
                "Class",
                "On roll",
                "Screened",
                "Screened (%)",
                "Marks that should be there",
                "Marks",
                "Marks (%)",
            ]),
            rows: rows.collect(),
            when_empty: "There is neither a screening nor a register.".into(),
        }
    }

    /// Days on which a class, or the whole school, has no marks.
    pub fn gaps(&self) -> PlainTable {
        let whole = self.rows("days_without_marks", &["period", "first_day", "last_day", "days"]);
        let classes = self.rows("register_gaps", &["period", "first_day", "last_day", "days", "class_name"]);
        let line = |row: Vec<&Value>| {
            let class = row.get(4).and_then(|class| class.text());
            let about = match class {
                Some(_) => "other classes have marks: the register is not complete",
                None => "a holiday, a bank holiday or a training day; else a part that was not exported",
            };
            vec![
                self.term(row[0].text().unwrap_or_default()),
                text(class.unwrap_or("the whole school")),
                cell(row[1], 0),
                cell(row[2], 0),
                cell(row[3], 0),
                text(about),
            ]
        };
        PlainTable {
            sheet: "Register gaps".into(),
            title: "Weekdays of the terms without marks".into(),
            about: "One row per class, or for the whole school, and run of days. Classes come first.".into(),
            columns: heads(&["Term", "Class", "From", "To", "School days", "What it may be"]),
            rows: classes.into_iter().chain(whole).map(line).collect(),
            when_empty: "There is none, or there is no register.".into(),
        }
    }

    /// Children screened by another adult than before.
    pub fn raters(&self) -> PlainTable {
        let rows = self.rows("rater_changes", &["period", "class_name", "screened_again", "by_another"]);
        let line = |row: Vec<&Value>| {
            let class = text(row[1].text().unwrap_or("class not known"));
            vec![self.term(row[0].text().unwrap_or_default()), class, cell(row[2], 0), cell(row[3], 0)]
        };
        PlainTable {
            sheet: "Who screened".into(),
            title: "Screened by somebody else than before".into(),
            about: "One row per term and class with a screening earlier in the year, where the sheets say who gave it. Another adult may see a child differently.".into(),
            columns: heads(&["Term", "Class", "Screened again", "By another adult"]),
            rows: rows.into_iter().map(line).collect(),
            when_empty: "No child was screened twice in a year with a name beside it.".into(),
        }
    }

    /// One sentence about registers that are not complete.
    pub fn in_words(&self) -> Option<String> {
        let gaps = self.rows("register_gaps", &["class_name", "days"]);
        let classes: std::collections::BTreeSet<&str> = gaps.iter().filter_map(|row| row[0].text()).collect();
        let days: i64 = gaps.iter().filter_map(|row| row[1].int()).sum();
        (days > 0).then(|| {
            let days = u64::try_from(days).unwrap_or_default();
            let noun = if days == 1 { "day" } else { "days" };
            format!(
                "The register has no marks of {} on {} school {noun} on which other classes have some.",
                classes.into_iter().collect::<Vec<_>>().join(", "),
                grouped(days)
            )
        })
    }
}
