//! From a figure back to its definition, its SQL and the cells of the school's files. Like the run it sees every stage:
//! it works the figures out as a run does, and then asks the store which records are behind one of them.

mod choose;
mod places;
mod policy;
mod published;
mod records;
mod text;

pub use records::Part;

use std::collections::BTreeMap;

use crate::disclosure::ProtectedFigures;
use crate::error::Error;
use crate::measures::{Catalogue, Figure, Measure, Population};
use crate::progress::Progress;
use crate::project::Project;
use crate::queries::{self, Query};
use crate::run::{self, Computed, Request};
use crate::store::{Engine as _, Value};
use crate::tables::settings;

/// The figures of a run, with the records they rest on within reach.
pub struct Tracer<'p> {
    project: &'p Project,
    catalogue: Catalogue,
    computed: Computed<'p>,
    protected: ProtectedFigures,
}

impl<'p> Tracer<'p> {
    /// Works out the figures of a run. Writes nothing.
    ///
    /// # Errors
    /// As a run.
    pub fn open(project: &'p Project, request: &Request, progress: &Progress) -> Result<Self, Error> {
        let catalogue = Catalogue::embedded().map_err(|error| bad("reference/measures.toml", &error))?;
        let (computed, released) = run::released(project, request, progress)?;
        progress.done();
        Ok(Tracer { project, catalogue, computed, protected: released.governors.figures })
    }

    /// Every figure of the run.
    pub fn figures(&self) -> &[Figure] {
        &self.computed.figures
    }

    /// The figure that is meant by a measure and `KEY=VALUE` pairs. Where a key is left out, the run's term and the whole
    /// school are meant.
    ///
    /// # Errors
    /// When there is no such figure, or more than one: it names what there is.
    pub fn figure(&self, measure: &str, pairs: &[String]) -> Result<&Figure, Error> {
        choose::figure(&self.catalogue, &self.computed.figures, &self.computed.scope.term.id, measure, pairs)
    }

    /// The account of a figure for people; with `rows`, every row of the files by itself.
    ///
    /// # Errors
    /// As [`Tracer::behind`], and when a pack on disk cannot be read.
    pub fn account(&mut self, figure: &Figure, rows: bool) -> Result<String, Error> {
        let behind = self.behind(&figure.measure, &figure.population)?;
        let published = published::published(self.project, &self.computed.scope.term.id, figure)?;
        let measure = self.measure(&figure.measure)?;
        Ok(text::account(self, measure, figure, &published, &behind, rows))
    }

    /// The records behind every column that a figure rests on, with the query that finds them.
    ///
    /// # Errors
    /// When they do not add up to the figure: then the query is wrong and nothing is claimed.
    pub fn behind(&mut self, measure: &str, population: &Population) -> Result<Vec<(Query, Vec<Part>)>, Error> {
        let measure = self.measure(measure)?.clone();
        let keys = self.keys(&measure, population);
        self.ask(&keys)?;
        let mut found = Vec::new();
        for query in lineages(&self.catalogue, &measure) {
            let answer = self.computed.engine.query(&query)?;
            let mut parts = records::parts(&answer, &self.computed.canonical).map_err(|why| bad(query.path, &why))?;
            let row = self.row(query.id, &keys);
            // A column of which nothing was counted has no record, and is told of all the same.
            for column in measure.columns() {
                let is_part = names_part(&self.catalogue, &measure, &query, column);
                if is_part && row.contains_key(column) && !parts.iter().any(|part| part.column == column) {
                    parts.push(Part::empty(column));
                }
            }
            // What a method takes from a second query has no column in the measure.
            let own = |part: &Part| measure.columns().contains(&part.column.as_str());
            if parts.iter().any(own) {
                parts.retain(own);
            }
            for part in &parts {
                agrees(part, row.get(part.column.as_str()).copied()).map_err(|why| bad(query.path, &why))?;
            }
            found.push((query, parts));
        }
        Ok(found)
    }

    fn measure(&self, id: &str) -> Result<&Measure, Error> {
        self.catalogue.get(id).ok_or_else(|| Error::UnknownTopic {
            asked: id.into(),
            nearest: self.catalogue.nearest(id).map(str::to_owned),
        })
    }

    /// The columns of a result that say who a row is about, with their values.
    fn keys(&self, measure: &Measure, population: &Population) -> BTreeMap<String, String> {
        let own = self.catalogue.shape(measure).map(|shape| shape.keys.clone()).unwrap_or_default();
        let mut keys = BTreeMap::new();
        for (key, value) in population {
            if own.contains(key) {
                keys.insert(key.clone(), value.clone());
            } else {
                keys.insert("dimension".to_owned(), key.clone());
                keys.insert("grp".to_owned(), value.clone());
            }
        }
        keys
    }

    /// Puts the population into the table that the queries of the records read.
    fn ask(&mut self, keys: &BTreeMap<String, String>) -> Result<(), Error> {
        let engine = &mut self.computed.engine;
        if let Some(table) = queries::find("schema/traced") {
            engine.execute(&table)?;
        }
        let frame = settings::traced(std::slice::from_ref(keys))?;
        engine.append("traced", &frame.into_ipc()?)
    }

    /// The row of a result for these keys: column and value. Keys that the result does not have say nothing.
    fn row(&self, query: &str, keys: &BTreeMap<String, String>) -> BTreeMap<&str, &Value> {
        let Some(result) = self.computed.results.get(query) else { return BTreeMap::new() };
        let wanted: Vec<(usize, &str)> =
            keys.iter().filter_map(|(key, value)| Some((result.column(key)?, value.as_str()))).collect();
        let fits = |row: &&Vec<Value>| wanted.iter().all(|(at, value)| row[*at].text() == Some(value));
        let row = result.rows.iter().find(fits);
        row.map(|row| result.columns.iter().map(String::as_str).zip(row).collect()).unwrap_or_default()
    }
}

/// The queries of the records behind a measure: that of its own result, or those of the results it is derived from.
fn lineages(catalogue: &Catalogue, measure: &Measure) -> Vec<Query> {
    match queries::lineage(&measure.query) {
        Some(own) => vec![own],
        None => catalogue.queries_behind(measure).into_iter().filter_map(queries::lineage).collect(),
    }
}

/// Whether a query of records answers for a column. What a method works out, such as who is similar to whom, is none of
/// the parts of its query: it rests on those that are.
pub fn names_part(catalogue: &Catalogue, measure: &Measure, query: &Query, column: &str) -> bool {
    let derived = catalogue.shape(measure).is_some_and(|shape| !shape.derived_from.is_empty());
    !derived || query.sql.contains(&format!("'{column}'"))
}

/// Whether the records of a column add up to what the result says.
fn agrees(part: &Part, value: Option<&Value>) -> Result<(), String> {
    let said = match value {
        Some(Value::Int(number)) => *number,
        Some(Value::Real(number)) if number.fract() == 0.0 => *number as i64,
        // Not recorded for every child, so no figure.
        _ => return Ok(()),
    };
    let found = part.total();
    if found == said { Ok(()) } else { Err(format!("its records give {found} for {}, the result {said}", part.column)) }
}

fn bad(what: &str, why: &dyn std::fmt::Display) -> Error {
    Error::BadReference { what: what.into(), why: why.to_string() }
}
