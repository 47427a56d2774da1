//! The fixed headings of pages and workbooks, read from `reports/labels.json`
//! so that wording stays out of Rust.

use serde::{Deserialize, Serialize};

use super::OutputError;
use crate::reports::model::NoteGroup;

const FILE: &str = "reports/labels.json";

/// Headings and standing phrases shared by every output.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Labels {
    pub skip: String,
    pub school: String,
    pub period: String,
    pub as_of: String,
    pub classification: String,
    pub board: String,
    pub at_a_glance: String,
    pub question: String,
    pub answer: String,
    pub evidence: String,
    pub n_means: String,
    pub contents: String,
    pub sheet: String,
    pub what_it_shows: String,
    pub findings: String,
    pub unknowns: String,
    pub questions: String,
    pub notes: String,
    pub term: String,
    pub meaning: String,
    pub topic: String,
    pub summary: String,
    pub sheets: String,
    pub table: String,
    pub chart: String,
    pub show: String,
    pub chart_and_table: String,
    pub interval: String,
    pub interval_from: String,
    pub interval_to: String,
    pub range_to: String,
    pub range_from: String,
    pub range_up_to: String,
    pub expected: String,
    pub limit_inner: String,
    pub limit_outer: String,
    pub group_size: String,
    pub annex: String,
    pub more_figures: String,
    pub one_table: String,
    pub row: String,
    pub rows: String,
    pub page: String,
    pub page_of: String,
    pub back_to_top: String,
    pub part_withheld: String,
    pub notes_about: String,
    pub slide: String,
    pub overview: String,
    pub overview_about: String,
    pub area: String,
    pub all_areas: String,
    pub criteria: String,
    pub criteria_about: String,
    pub reference: String,
    pub asked: String,
    pub known: String,
    pub standing: String,
    pub to_file: String,
    pub to_collect: String,
    pub source: String,
    pub met: String,
    pub not_yet: String,
    pub person: String,
    pub symbols: String,
    pub symbol_entries: Vec<(String, String)>,
}

impl Labels {
    /// The labels built into the program.
    pub(super) fn load() -> Result<Self, OutputError> {
        serde_json::from_str(include_str!("../../reports/labels.json"))
            .map_err(|error| OutputError::BuiltIn { file: FILE, reason: error.to_string() })
    }

    /// A report's notes, with the symbols explained last unless the report
    /// explains them itself.
    pub(super) fn notes_with_symbols(&self, notes: &[NoteGroup]) -> Vec<NoteGroup> {
        let mut all = notes.to_vec();
        if !notes.iter().any(|group| group.heading.to_lowercase().contains("symbol")) {
            all.push(NoteGroup { heading: self.symbols.clone(), entries: self.symbol_entries.clone() });
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_explained_once() {
        let labels = Labels::load().expect("labels");
        let none = labels.notes_with_symbols(&[]);
        assert_eq!(none.len(), 1);
        let own = NoteGroup { heading: "Symbols used".into(), entries: vec![] };
        assert_eq!(labels.notes_with_symbols(&[own]).len(), 1);
    }
}
