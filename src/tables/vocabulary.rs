//! Closed sets of words: yes and no, year groups, sexes … Data:
//! `reference/vocabularies.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::error::Error;

/// A year group in school order.
#[derive(Clone, Debug, Deserialize)]
pub struct YearGroup {
    /// Nursery -1, Reception 0, Year 1 is 1.
    pub order: i32,
    /// Printed name.
    pub name: String,
    /// The phase it belongs to, of several year groups that follow one another.
    pub phase: String,
    spellings: Vec<String>,
}

/// All closed sets.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    sets: BTreeMap<String, BTreeMap<String, String>>,
    /// Year groups in school order.
    pub year_groups: Vec<YearGroup>,
    years: BTreeMap<String, i32>,
    missing: BTreeSet<String>,
    totals: BTreeSet<String>,
    notes: Vec<String>,
    errors: BTreeSet<String>,
}

impl Vocabulary {
    /// Reads the embedded sets.
    ///
    /// # Errors
    /// When the data file is wrong.
    pub fn load() -> Result<Self, Error> {
        let what = "reference/vocabularies.toml";
        let wrong = |why: String| Error::BadReference { what: what.into(), why };
        let mut file: toml::Table = toml::from_str(include_str!("../../reference/vocabularies.toml"))
            .map_err(|error| wrong(error.to_string()))?;
        let mut take = |name: &str| file.remove(name).ok_or_else(|| wrong(format!("{name} is missing")));
        let year_groups: Vec<YearGroup> =
            take("year_group")?.try_into().map_err(|error: toml::de::Error| wrong(error.to_string()))?;
        let missing = spellings(take("missing")?).ok_or_else(|| wrong("missing is no list".into()))?;
        let totals = spellings(take("totals")?).ok_or_else(|| wrong("totals is no list".into()))?;
        let notes = spellings(take("notes")?).ok_or_else(|| wrong("notes is no list".into()))?.into_iter().collect();
        let errors = spellings(take("errors")?).ok_or_else(|| wrong("errors is no list".into()))?;
        let mut sets = BTreeMap::new();
        for (name, value) in file {
            let set: BTreeMap<String, Vec<String>> =
                value.try_into().map_err(|error: toml::de::Error| wrong(format!("{name}: {error}")))?;
            let mut words = BTreeMap::new();
            for (canonical, spellings) in set {
                for spelling in spellings.into_iter().chain([canonical.to_lowercase()]) {
                    // The commonest spelling of a register is upper case: it is found without being normalised.
                    words.insert(spelling.to_uppercase(), canonical.clone());
                    words.insert(spelling, canonical.clone());
                }
            }
            sets.insert(name, words);
        }
        let mut years = BTreeMap::new();
        for year in &year_groups {
            years.insert(year.name.to_lowercase(), year.order);
            years.extend(year.spellings.iter().map(|spelling| (spelling.clone(), year.order)));
        }
        Ok(Vocabulary { sets, year_groups, years, missing, totals, notes, errors })
    }

    /// The canonical word for a spelling in a set.
    pub fn word(&self, set: &str, text: &str) -> Option<&str> {
        let words = self.sets.get(set)?;
        words.get(text).or_else(|| words.get(&normal(text))).map(String::as_str)
    }

    /// The order of a year group from its spelling.
    pub fn year_group(&self, text: &str) -> Option<i32> {
        self.years.get(&normal(text)).copied()
    }

    /// The printed name of a year group.
    pub fn year_group_name(&self, order: i32) -> Option<&str> {
        self.year_groups.iter().find(|year| year.order == order).map(|year| year.name.as_str())
    }

    /// Whether a text stands for "no value".
    pub fn is_missing(&self, text: &str) -> bool {
        // As for totals: a number, a date or a long text is told at a glance.
        let possible = text.len() <= 60 && !text.bytes().any(|byte| byte.is_ascii_digit());
        possible && self.missing.contains(&normal(text))
    }

    /// Whether a text is an error of a formula, as delimited text has it: `#N/A`.
    pub fn is_error(&self, text: &str) -> bool {
        text.len() > 1 && text.starts_with('#') && self.errors.contains(&text.to_lowercase())
    }

    /// Whether a text begins as remarks around a table do: `Printed on …`, `* provisional`.
    pub fn is_note(&self, text: &str) -> bool {
        let text = normal(text);
        self.notes.iter().any(|note| {
            let ends = |rest: &str| !note.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphabetic);
            text.strip_prefix(note.as_str()).is_some_and(ends)
        })
    }

    /// Whether a text marks a total or average row.
    pub fn is_total(&self, text: &str) -> bool {
        // No such word has a digit or is long: most cells of a register are told by that alone.
        let possible = text.len() <= 60 && !text.bytes().any(|byte| byte.is_ascii_digit());
        possible && self.totals.contains(normal(text).trim_end_matches(':').trim())
    }
}

/// Lower case, blanks inside collapsed; punctuation stays.
fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A list, or the lists of a table, as one set.
fn spellings(value: toml::Value) -> Option<BTreeSet<String>> {
    match value {
        toml::Value::Array(items) => items.iter().map(|item| item.as_str().map(str::to_lowercase)).collect(),
        toml::Value::Table(table) => {
            let lists: Option<Vec<BTreeSet<String>>> = table.into_iter().map(|(_, list)| spellings(list)).collect();
            Some(lists?.into_iter().flatten().collect())
        }
        _ => None,
    }
}
