//! What was asked and what went in: definitions, policy and files of two runs.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::read::{Input, Manifest};

/// Measures whose meaning differs between two runs.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Definitions {
    /// Whether both runs say their definitions.
    pub known: bool,
    /// Measures with other words or another query.
    pub changed: Vec<String>,
    /// Measures that came.
    pub added: Vec<String>,
    /// Measures that went.
    pub removed: Vec<String>,
}

impl Definitions {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.added.is_empty() && self.removed.is_empty()
    }

    pub(super) fn any_changed(&self) -> bool {
        !self.changed.is_empty()
    }

    pub(super) fn touch(&self, measure: &str) -> bool {
        self.changed.iter().any(|changed| changed == measure)
    }
}

/// One setting of the policy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PolicyChange {
    /// Its key in `manifest.json`, such as `disclosure.min_mean`.
    pub setting: String,
    /// Before.
    pub was: Value,
    /// Now.
    pub is: Value,
}

/// A file of the inbox that came, went or has other contents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FileChange {
    /// Fingerprint before.
    pub was: Option<String>,
    /// Fingerprint now.
    pub is: Option<String>,
    /// Its sheets with their rows; a manifest does not name files.
    pub sheets: Vec<SheetRows>,
}

/// Rows of one sheet before and now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SheetRows {
    /// Name; none for delimited text.
    pub sheet: Option<String>,
    /// What it was read as.
    pub table: Option<String>,
    /// Filled rows before.
    pub was: Option<u64>,
    /// Filled rows now.
    pub is: Option<u64>,
}

pub(super) fn definitions(old: &Manifest, new: &Manifest) -> Definitions {
    let (Some(before), Some(now)) = (&old.definitions, &new.definitions) else { return Definitions::default() };
    let missing = |from: &BTreeMap<String, String>, in_: &BTreeMap<String, String>| -> Vec<String> {
        in_.keys().filter(|id| !from.contains_key(*id)).cloned().collect()
    };
    let differs = |(id, print): (&String, &String)| now.get(id).is_some_and(|other| other != print).then(|| id.clone());
    Definitions {
        known: true,
        changed: before.iter().filter_map(differs).collect(),
        added: missing(before, now),
        removed: missing(now, before),
    }
}

/// Settings that differ, down to the single key.
pub(super) fn policy(old: &Value, new: &Value) -> Vec<PolicyChange> {
    let mut changes = Vec::new();
    walk("", old, new, &mut changes);
    changes
}

fn walk(at: &str, old: &Value, new: &Value, changes: &mut Vec<PolicyChange>) {
    if let (Value::Object(before), Value::Object(now)) = (old, new) {
        let keys: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
        for key in keys {
            let path = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
            walk(&path, before.get(key).unwrap_or(&Value::Null), now.get(key).unwrap_or(&Value::Null), changes);
        }
    } else if old != new {
        changes.push(PolicyChange { setting: at.to_owned(), was: old.clone(), is: new.clone() });
    }
}

/// Files that differ. A file keeps its sheets when it is exported again: what went and what came are taken for one file
/// where their sheets are the same.
pub(super) fn files(old: &[Input], new: &[Input]) -> Vec<FileChange> {
    let hashes = |inputs: &[Input]| -> BTreeSet<String> { inputs.iter().map(|input| input.sha256.clone()).collect() };
    let (before, now) = (hashes(old), hashes(new));
    let mut gone: Vec<&Input> = old.iter().filter(|input| !now.contains(&input.sha256)).collect();
    let mut changes = Vec::new();
    for input in new.iter().filter(|input| !before.contains(&input.sha256)) {
        // The likest in size first: two registers have the same shape.
        let likest = gone
            .iter()
            .enumerate()
            .filter(|(_, other)| shape(other) == shape(input) && !input.sheets.is_empty())
            .min_by_key(|(_, other)| rows(other).abs_diff(rows(input)))
            .map(|(at, _)| at);
        changes.push(file(likest.map(|at| gone.remove(at)), Some(input)));
    }
    changes.extend(gone.into_iter().map(|input| file(Some(input), None)));
    changes
}

fn shape(input: &Input) -> Vec<(&Option<String>, &Option<String>)> {
    input.sheets.iter().map(|sheet| (&sheet.table, &sheet.sheet)).collect()
}

fn rows(input: &Input) -> u64 {
    input.sheets.iter().map(|sheet| sheet.rows_read).sum()
}

fn file(was: Option<&Input>, is: Option<&Input>) -> FileChange {
    let hash = |input: Option<&Input>| input.map(|input| input.sha256.clone());
    let shown = is.or(was).map(|input| input.sheets.as_slice()).unwrap_or_default();
    let count =
        |input: Option<&Input>, at: usize| input.and_then(|input| input.sheets.get(at)).map(|sheet| sheet.rows_read);
    let sheets = shown.iter().enumerate().map(|(at, sheet)| SheetRows {
        sheet: sheet.sheet.clone(),
        table: sheet.table.clone(),
        was: count(was, at),
        is: count(is, at),
    });
    FileChange { was: hash(was), is: hash(is), sheets: sheets.collect() }
}
