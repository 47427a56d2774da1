//! Reads back what a run left: manifest, figures, and for staff the children. Whatever is missing, damaged or of
//! another version is named, and never half used.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::cohort::Cohort;
use crate::measures::{Population, Status, Unit};

/// Version of the contracts that is understood.
const VERSION: u64 = 1;

/// What is compared of a pack.
#[derive(Clone, Debug)]
pub struct Pack {
    /// What went in.
    pub manifest: Manifest,
    /// The figures as governors see them.
    pub governors: Vec<Entry>,
    /// What only staff may see, where it was asked for.
    pub staff: Option<StaffPart>,
}

/// What the staff folder of a pack says.
#[derive(Clone, Debug)]
pub struct StaffPart {
    /// The figures, unrounded.
    pub figures: Vec<Entry>,
    /// The children; an older program left none.
    pub cohort: Option<Cohort>,
}

/// What is compared of a manifest.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Manifest {
    /// Name and version of the program.
    #[serde(default)]
    pub program: String,
    /// Reporting date.
    pub as_of: Date,
    /// Identifier of the term.
    pub term: String,
    /// Last day of the term; an older program did not say it.
    #[serde(default)]
    pub term_end: Option<Date>,
    /// The policy, defaults filled in.
    #[serde(default)]
    pub policy: Value,
    /// Files of the inbox.
    #[serde(default)]
    pub inputs: Vec<Input>,
    /// Fingerprints of the measures; an older program left none.
    #[serde(default)]
    pub definitions: Option<BTreeMap<String, String>>,
}

impl Manifest {
    /// Period key of the year to date: the year that a term's identifier begins with.
    pub fn year(&self) -> &str {
        self.term.get(..7).unwrap_or(&self.term)
    }
}

/// One file of an inbox.
#[derive(Clone, Debug, Deserialize)]
pub struct Input {
    /// Fingerprint.
    pub sha256: String,
    /// Its sheets.
    #[serde(default)]
    pub sheets: Vec<Sheet>,
}

/// One sheet of a file.
#[derive(Clone, Debug, Deserialize)]
pub struct Sheet {
    /// Name; none for delimited text.
    pub sheet: Option<String>,
    /// What it was read as.
    pub table: Option<String>,
    /// Filled rows.
    #[serde(default)]
    pub rows_read: u64,
}

/// One figure of a pack.
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    /// Identifier of the measure.
    pub measure: String,
    /// Whom it is about.
    pub population: Population,
    /// What the value counts.
    pub unit: Unit,
    /// Whether it may be read.
    pub status: Status,
    #[serde(default)]
    value: Option<f64>,
    #[serde(default)]
    word: Option<String>,
}

impl Entry {
    /// The value, where it may be read. A withheld figure has none, whatever the file says.
    pub fn value(&self) -> Option<f64> {
        self.value.filter(|_| self.status == Status::Ok)
    }

    /// The word that the value stands for, where it may be read.
    pub fn word(&self) -> Option<&str> {
        self.word.as_deref().filter(|_| self.status == Status::Ok)
    }
}

/// Why a pack cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The file, below the pack.
    pub file: String,
    /// What is wrong with it, to follow its name.
    pub why: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.file, self.why)
    }
}

#[derive(Deserialize)]
struct Results {
    figures: Vec<Entry>,
}

impl Pack {
    /// Reads a pack folder. The staff folder is opened only if `staff` is asked for.
    ///
    /// # Errors
    /// When a file is missing, damaged or of another version.
    pub fn open(folder: &Path, staff: bool) -> Result<Pack, Unreadable> {
        let bytes = |name: &str| {
            let path = name.split('/').fold(folder.to_owned(), |folder, part| folder.join(part));
            std::fs::read(path).ok()
        };
        Self::read(bytes, staff)
    }

    /// Reads a pack from wherever its files are: `bytes` gives one by its path below the pack.
    ///
    /// # Errors
    /// As [`Pack::open`].
    pub fn read(bytes: impl Fn(&str) -> Option<Vec<u8>>, staff: bool) -> Result<Pack, Unreadable> {
        let manifest = file(&bytes, "manifest.json")?;
        let governors: Results = file(&bytes, "governors/results.json")?;
        let staff = match staff {
            false => None,
            true => {
                let results: Results = file(&bytes, "staff/results.json")?;
                // Packs of older programs have no such file; that is said, and no failure.
                let cohort = bytes(COHORT).map(|_| file(&bytes, COHORT)).transpose()?;
                Some(StaffPart { figures: results.figures, cohort })
            }
        };
        Ok(Pack { manifest, governors: governors.figures, staff })
    }
}

/// Path of the children's file below a pack.
pub const COHORT: &str = "staff/cohort.json";

fn file<T: DeserializeOwned>(bytes: &impl Fn(&str) -> Option<Vec<u8>>, name: &str) -> Result<T, Unreadable> {
    let bad = |why: String| Unreadable { file: name.to_owned(), why };
    let bytes = bytes(name).ok_or_else(|| bad("is not there or cannot be read".into()))?;
    // The parser's own message may quote the file, and the file may be about children: only the place is said.
    let damaged = |error: serde_json::Error| bad(format!("is damaged (line {})", error.line()));
    let value: Value = serde_json::from_slice(&bytes).map_err(damaged)?;
    match value.get("version").and_then(Value::as_u64) {
        Some(VERSION) => serde_json::from_value(value).map_err(|_| bad("does not hold what is expected of it".into())),
        Some(other) => Err(bad(format!("has version {other}; this program reads version {VERSION}"))),
        None => Err(bad("does not say its version".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"{"version":1,"program":"p 1","as_of":"2026-03-27","term":"2025-26-spring"}"#;

    fn read(manifest: &str, results: &str) -> Result<Pack, Unreadable> {
        let bytes = |name: &str| match name {
            "manifest.json" => Some(manifest.as_bytes().to_vec()),
            "governors/results.json" => Some(results.as_bytes().to_vec()),
            _ => None,
        };
        Pack::read(bytes, false)
    }

    #[test]
    fn a_pack_of_an_older_program_is_read_as_far_as_it_goes() {
        let pack = read(MANIFEST, r#"{"version":1,"figures":[]}"#).unwrap();
        assert_eq!((pack.manifest.year(), &pack.manifest.definitions), ("2025-26", &None));
    }

    #[test]
    fn what_is_wrong_is_named_and_nothing_is_quoted() {
        let why = |manifest, results| read(manifest, results).unwrap_err().to_string();
        assert_eq!(why(MANIFEST, "{\"Secret"), "governors/results.json is damaged (line 1)");
        assert_eq!(
            why(MANIFEST, r#"{"version":2}"#),
            "governors/results.json has version 2; this program reads version 1"
        );
        assert_eq!(why(MANIFEST, r#"{"version":1}"#), "governors/results.json does not hold what is expected of it");
        assert_eq!(why("[]", "{}"), "manifest.json does not say its version");
    }

    #[test]
    fn a_withheld_figure_has_no_value_whatever_the_file_says() {
        let figure = r#"{"measure":"a","population":{},"unit":"pupils","status":"suppressed","value":3,"word":"x"}"#;
        let pack = read(MANIFEST, &format!(r#"{{"version":1,"figures":[{figure}]}}"#)).unwrap();
        assert_eq!((pack.governors[0].value(), pack.governors[0].word()), (None, None));
    }
}
