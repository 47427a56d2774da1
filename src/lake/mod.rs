//! The lake: canonical tables as Parquet, divided by school and academic year, for DuckDB, Spark and whatever else reads
//! Parquet. docs/lake.md describes it.
//!
//! A new state of the whole lake is written beside the old one and moved in at its end: a reader sees one or the other, and
//! a run that is cut off leaves the old one. Of schools that are not exported anew the files are linked, not copied.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::publish;
use crate::queries::{self, Folder, Query};
use crate::store::Duck;

/// Folder of the present layout inside the lake's: another layout gets another one.
const LAYOUT: &str = "v1";
/// What is in it.
const ACCOUNT: &str = "lake.json";
/// The table that only a trace fills.
const NOT_CANONICAL: &str = "traced";
/// Column by which dated tables are divided.
const ACADEMIC_YEAR: &str = "academic_year";

/// What the lake holds.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Account {
    version: u32,
    program: String,
    /// Columns in the order of the table: name and SQL type as the schema says.
    tables: BTreeMap<String, String>,
    /// By the value of `school`.
    schools: BTreeMap<String, School>,
}

/// One school in the lake.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct School {
    /// Its name.
    pub name: String,
    /// Reporting date of the export.
    pub as_of: String,
    /// Term of the export.
    pub term: String,
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
}

/// A new state of a lake while it is written.
#[derive(Debug)]
pub struct Lake {
    folder: PathBuf,
    unfinished: PathBuf,
    account: Account,
    _lock: publish::Lock,
}

impl Lake {
    /// Begins a new state, for its owner only: it holds children's records, without their names.
    ///
    /// # Errors
    /// When the folder cannot be written, another export is at work, or what is there is no lake of this layout.
    pub fn begin(folder: &Path) -> Result<Self, Error> {
        if !folder.is_dir() {
            publish::private_folder(folder)?;
        }
        let lock = publish::lock(folder)?;
        let unfinished = publish::begin(folder, LAYOUT)?;
        let tables = queries::all(Folder::Schema).into_iter().filter(|query| query.id != NOT_CANONICAL);
        let tables = tables.map(|query| (query.id.to_owned(), query.about())).collect();
        let program = concat!("thrive-report ", env!("CARGO_PKG_VERSION")).to_owned();
        let mut account = Account { version: 1, program, tables, schools: BTreeMap::new() };
        let there = folder.join(LAYOUT);
        if there.is_dir() {
            let path = there.join(ACCOUNT);
            let text = fs::read(&path).map_err(|source| Error::CannotRead { path: path.clone(), source })?;
            let old: Account = serde_json::from_slice(&text)
                .map_err(|error| Error::BadReference { what: path.display().to_string(), why: error.to_string() })?;
            account.schools = old.schools;
        }
        publish::private_folder(&unfinished)?;
        // The engine knows its folder by the path without links.
        let unfinished =
            unfinished.canonicalize().map_err(|source| Error::CannotRead { path: unfinished.clone(), source })?;
        Ok(Self { folder: folder.to_owned(), unfinished, account, _lock: lock })
    }

    /// Below which folder an engine must be able to write.
    pub fn writes(&self) -> &Path {
        &self.unfinished
    }

    /// Writes the tables of a school, in place of those that the lake has of it. `id` is its value of `school`.
    ///
    /// # Errors
    /// When a table cannot be written; then the lake is as it was.
    pub fn put(&mut self, id: &str, school: School, engine: &mut Duck) -> Result<(), Error> {
        let rows = self.write(id, engine).inspect_err(|_| {
            // Half of a school is none: what the lake had of it stays.
            for table in self.account.tables.keys() {
                let _ = fs::remove_dir_all(self.unfinished.join(table).join(format!("school={id}")));
            }
        })?;
        self.account.schools.insert(id.to_owned(), School { rows, ..school });
        Ok(())
    }

    fn write(&self, id: &str, engine: &mut Duck) -> Result<BTreeMap<String, u64>, Error> {
        let dated = queries::all(Folder::Lake);
        let mut rows = BTreeMap::new();
        for table in queries::all(Folder::Schema).into_iter().filter(|query| query.id != NOT_CANONICAL) {
            let place = self.unfinished.join(table.id).join(format!("school={id}"));
            fs::create_dir_all(&place).map_err(|source| Error::CannotWrite { path: place.clone(), source })?;
            let written = match dated.iter().find(|query| query.id == table.id) {
                Some(query) => engine.write_parquet(query, &place, Some(ACADEMIC_YEAR))?,
                None => engine.write_parquet(&whole(table.id)?, &place, None)?,
            };
            on_disk(&place)?;
            rows.insert(table.id.to_owned(), written);
        }
        Ok(rows)
    }

    /// Takes over the schools that were not put, and moves the new state in. Answers its folder.
    ///
    /// # Errors
    /// When it cannot be; then the lake is as it was.
    pub fn finish(self) -> Result<PathBuf, Error> {
        let there = self.folder.join(LAYOUT);
        for id in self.account.schools.keys() {
            for table in self.account.tables.keys() {
                let (old, new) =
                    [&there, &self.unfinished].map(|at| at.join(table).join(format!("school={id}"))).into();
                if old.is_dir() && !new.exists() {
                    link(&old, &new)?;
                }
            }
        }
        let mut text = serde_json::to_vec_pretty(&self.account).unwrap_or_default();
        text.push(b'\n');
        publish::private_file(&self.unfinished.join(ACCOUNT), &text)?;
        publish::move_in(&self.folder, LAYOUT)
    }
}

/// The rows of a table in the order in which it was filled, which is that of its key.
fn whole(table: &'static str) -> Result<Query, Error> {
    let all = UNDATED.iter().find(|(name, _)| *name == table);
    let missing = || Error::BadReference { what: format!("table {table}"), why: "the lake does not know it".into() };
    all.map(|(name, sql)| Query { id: name, path: name, sql }).ok_or_else(missing)
}

macro_rules! undated {
    ($($table:literal),* $(,)?) => { [$(($table, concat!("SELECT * FROM ", $table))),*] };
}

/// Tables that belong to no year: settings, reference data, and who is there.
const UNDATED: [(&str, &str); 24] = undated![
    "all_staff_course",
    "ambassador_question",
    "attendance_code",
    "attendance_params",
    "band",
    "enrolment",
    "expected_at_age",
    "expected_strand",
    "family_participant",
    "instrument",
    "national_attendance",
    "pupil",
    "run_params",
    "scale",
    "screening_norm",
    "screening_policy",
    "secure_score",
    "source",
    "staff",
    "staff_policy",
    "strand",
    "strand_scale",
    "year_group",
    "year_phase",
];

/// Waits until every file below a folder is on the disk.
fn on_disk(folder: &Path) -> Result<(), Error> {
    let failed = |source| Error::CannotWrite { path: folder.into(), source };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            on_disk(&path)?;
        } else {
            File::open(&path).and_then(|file| file.sync_all()).map_err(failed)?;
        }
    }
    Ok(())
}

/// The same files in another place: linked where the disk can do that.
fn link(old: &Path, new: &Path) -> Result<(), Error> {
    let failed = |source| Error::CannotWrite { path: new.into(), source };
    fs::create_dir_all(new).map_err(failed)?;
    for entry in fs::read_dir(old).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let (from, to) = (entry.path(), new.join(entry.file_name()));
        if from.is_dir() {
            link(&from, &to)?;
        } else if fs::hard_link(&from, &to).is_err() {
            fs::copy(&from, &to).map_err(failed)?;
        }
    }
    Ok(())
}

/// The value of `school` for a folder: letters, digits and hyphens, so that every reader understands the path.
pub fn school_id(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "school".into() } else { parts.join("-") }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_canonical_table_is_dated_or_not() {
        let schema: BTreeSet<&str> = queries::all(Folder::Schema).iter().map(|query| query.id).collect();
        let dated = queries::all(Folder::Lake);
        let known: BTreeSet<&str> =
            dated.iter().map(|query| query.id).chain(UNDATED.iter().map(|(table, _)| *table)).collect();
        assert_eq!(&known | &BTreeSet::from([NOT_CANONICAL]), schema);
        assert_eq!(known.len(), dated.len() + UNDATED.len(), "none is both");
    }

    #[test]
    fn a_school_has_a_plain_name_in_paths() {
        assert_eq!(school_id("primary/St Mary's (Hill)"), "primary-st-mary-s-hill");
        assert_eq!(school_id("../.."), "school");
    }
}
