//! Who is behind each number: the children whom a figure's n counts, and those whom its numerator counts. Disclosure
//! control compares these sets; nothing prints them.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, Kind, Measure};
use super::compute::MeasureError;
use super::figure::{Figure, Population};
use super::pupil_set::PupilSet;
use crate::queries::{self, Folder};
use crate::store::{ResultSet, Value};

/// The query of the groups, which is about no result.
const GROUPS: &str = "population";
/// Columns of a query of members that are no keys of its result.
const NOT_KEYS: [&str; 3] = ["part", "pupil_id", "group_period"];

/// The children behind every number of a run.
#[derive(Clone, Debug, Default)]
pub struct Members {
    /// The children of the run, ascending: places of a [`PupilSet`] are places here.
    pupils: Vec<i64>,
    tables: BTreeMap<String, Table>,
    groups: BTreeMap<[String; 3], PupilSet>,
}

/// What one query answered.
#[derive(Clone, Debug)]
struct Table {
    keys: Vec<String>,
    /// By column of the result and the values of its keys. A column that counted nobody has no entry inside.
    parts: BTreeMap<String, BTreeMap<Vec<String>, Counted>>,
    /// Its text, which names every column that it answers for.
    sql: &'static str,
}

/// The children whom a column counts in the whole school.
#[derive(Clone, Debug, Default)]
struct Counted {
    pupils: PupilSet,
    /// The period whose groups are meant, where it is not that of the figure.
    group_period: Option<String>,
}

impl Members {
    /// Takes the answers of `queries/members/`, kept by their path without its ending, out of the results of a run.
    ///
    /// # Errors
    /// When one is missing or lacks a column: a fault of the query.
    pub fn take(results: &mut BTreeMap<String, ResultSet>) -> Result<Self, MeasureError> {
        let mut members = Self::default();
        let mut answers = Vec::new();
        for query in queries::all(Folder::Members) {
            let name = query.path.trim_end_matches(".sql");
            let Some(answer) = results.remove(name) else {
                return Err(MeasureError::NoResult { measure: "members".into(), query: name.into() });
            };
            answers.push((query, answer));
        }
        for (query, answer) in &answers {
            let at = column(query.path, answer, "pupil_id")?;
            for row in &answer.rows {
                members.pupils.push(pupil(query.path, &row[at])?);
            }
        }
        members.pupils.sort_unstable();
        members.pupils.dedup();
        for (query, answer) in &answers {
            if query.id == GROUPS {
                members.groups = members.read_groups(query.path, answer)?;
            } else {
                let table = members.read(query.path, query.sql, answer)?;
                members.tables.insert(query.id.to_owned(), table);
            }
        }
        Ok(members)
    }

    /// The children of the run by their number in the store, ascending.
    pub fn pupils(&self) -> &[i64] {
        &self.pupils
    }

    /// Whom a figure's n counts; of a share, whom its denominator counts. `None` where that is not known, or where the
    /// figure is not about children.
    pub fn base(&self, figure: &Figure, catalogue: &Catalogue) -> Option<PupilSet> {
        let measure = catalogue.get(&figure.measure)?;
        self.of(measure, base_column(measure)?, figure, catalogue)
    }

    /// Whom a figure's numerator counts. `None` where it counts no children or that is not known.
    pub fn counted(&self, figure: &Figure, catalogue: &Catalogue) -> Option<PupilSet> {
        let measure = catalogue.get(&figure.measure)?;
        self.of(measure, measure.numerator.as_deref()?, figure, catalogue)
    }

    fn of(&self, measure: &Measure, name: &str, figure: &Figure, catalogue: &Catalogue) -> Option<PupilSet> {
        if !measure.about_children {
            return None;
        }
        let own = self.column(&measure.query, name, &figure.population);
        own.or_else(|| self.column(catalogue.counts_of(measure), name, &figure.population))
    }

    /// Whom a column of a result counts in one of its rows: nobody where the result has no such row, `None` where no query
    /// of members answers for the column.
    pub fn column(&self, query: &str, column: &str, population: &Population) -> Option<PupilSet> {
        let table = self.tables.get(query).filter(|table| table.answers(column))?;
        let keys: Option<Vec<String>> = table.keys.iter().map(|key| population.get(key).cloned()).collect();
        let Some(counted) = table.parts.get(column).and_then(|rows| rows.get(&keys?)) else {
            return Some(PupilSet::default());
        };
        let mut own = population.iter().filter(|(key, _)| !table.keys.contains(key));
        let Some((dimension, group)) = own.next() else {
            return Some(counted.pupils.clone());
        };
        if own.next().is_some() {
            return None;
        }
        let period = counted.group_period.as_ref().or_else(|| population.get("period"))?;
        let group = self.groups.get(&[period.clone(), dimension.clone(), group.clone()]);
        Some(group.map(|group| group.intersection(&counted.pupils)).unwrap_or_default())
    }

    /// Figures whose numbers are not those of the children behind them, in words: then a query is wrong, and nothing that
    /// rests on who is behind a figure can be trusted.
    pub fn disagreements(&self, figures: &[Figure], catalogue: &Catalogue) -> Vec<String> {
        let mut wrong = Vec::new();
        for figure in figures {
            let Some(measure) = catalogue.get(&figure.measure) else { continue };
            let (base, counted) = (self.base(figure, catalogue), self.counted(figure, catalogue));
            let mut note = |what: &str, said: Option<u64>, found: &Option<PupilSet>| {
                if let (Some(said), Some(found)) = (said, found)
                    && said != found.len() as u64
                {
                    let (id, who) = (&figure.measure, &figure.population);
                    wrong
                        .push(format!("{id} of {who:?}: {what} is {said}, the children behind it are {}", found.len()));
                }
            };
            note("n", figure.n, &base);
            note("the numerator", figure.numerator, &counted);
            if matches!(measure.kind, Kind::Count | Kind::Share)
                && let (Some(base), Some(counted)) = (&base, &counted)
                && !counted.is_subset(base)
            {
                wrong.push(format!(
                    "{} of {:?}: it counts children who are not in n",
                    figure.measure, figure.population
                ));
            }
        }
        wrong
    }

    fn place(&self, pupil: i64) -> Option<usize> {
        self.pupils.binary_search(&pupil).ok()
    }

    fn read_groups(&self, path: &str, answer: &ResultSet) -> Result<BTreeMap<[String; 3], PupilSet>, MeasureError> {
        let names = ["period", "dimension", "grp"];
        let mut at = Vec::new();
        for name in names {
            at.push(column(path, answer, name)?);
        }
        let pupil_at = column(path, answer, "pupil_id")?;
        let mut groups = BTreeMap::new();
        for rows in answer.rows.chunk_by(|one, other| at.iter().all(|at| one[*at] == other[*at])) {
            let key = [text(path, names[0], &rows[0][at[0]])?, text(path, names[1], &rows[0][at[1]])?];
            let [period, dimension] = key;
            let group = text(path, names[2], &rows[0][at[2]])?;
            groups.insert([period, dimension, group], self.set(path, rows, pupil_at)?);
        }
        Ok(groups)
    }

    fn read(&self, path: &str, sql: &'static str, answer: &ResultSet) -> Result<Table, MeasureError> {
        let keys: Vec<String> =
            answer.columns.iter().filter(|name| !NOT_KEYS.contains(&name.as_str())).cloned().collect();
        let mut at = Vec::new();
        for key in &keys {
            at.push(column(path, answer, key)?);
        }
        let (part, pupil_at) = (column(path, answer, "part")?, column(path, answer, "pupil_id")?);
        let group_period = answer.column("group_period");
        let mut table = Table { keys, parts: BTreeMap::new(), sql };
        // Rows of one set stand together: its keys are read once.
        let same = |one: &Vec<Value>, other: &Vec<Value>| {
            one[part] == other[part] && at.iter().all(|at| one[*at] == other[*at])
        };
        for rows in answer.rows.chunk_by(same) {
            let mut values = Vec::new();
            for (key, at) in table.keys.iter().zip(&at) {
                values.push(text(path, key, &rows[0][*at])?);
            }
            let group_period = group_period.map(|at| text(path, "group_period", &rows[0][at])).transpose()?;
            let counted = Counted { pupils: self.set(path, rows, pupil_at)?, group_period };
            table.parts.entry(text(path, "part", &rows[0][part])?).or_default().insert(values, counted);
        }
        Ok(table)
    }

    fn set(&self, path: &str, rows: &[Vec<Value>], at: usize) -> Result<PupilSet, MeasureError> {
        let mut set = PupilSet::default();
        for row in rows {
            set.extend(self.place(pupil(path, &row[at])?));
        }
        Ok(set)
    }
}

impl Table {
    /// Whether the query answers for a column, be it that nobody is counted in it.
    fn answers(&self, column: &str) -> bool {
        self.parts.contains_key(column) || self.sql.contains(&format!("'{column}'"))
    }
}

/// The column of the children whom a measure rests on.
fn base_column(measure: &Measure) -> Option<&str> {
    measure.n.as_deref().or(measure.denominator.as_deref())
}

fn column(path: &str, answer: &ResultSet, name: &str) -> Result<usize, MeasureError> {
    answer.column(name).ok_or_else(|| MeasureError::NoColumn {
        measure: "members".into(),
        query: path.into(),
        column: name.into(),
    })
}

fn text(path: &str, column: &str, value: &Value) -> Result<String, MeasureError> {
    value.text().map(str::to_owned).ok_or_else(|| bad(path, column, value, "text"))
}

fn pupil(path: &str, value: &Value) -> Result<i64, MeasureError> {
    value.int().ok_or_else(|| bad(path, "pupil_id", value, "a whole number"))
}

fn bad(path: &str, column: &str, found: &Value, wanted: &'static str) -> MeasureError {
    MeasureError::BadValue { query: path.into(), column: column.into(), found: format!("{found:?}"), wanted }
}
