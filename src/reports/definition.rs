//! A report as data: its questions, tables and charts. What the keys mean is
//! said at the top of `reports/governors.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::definition_check::check;
use super::error::ReportError;
use super::wording::Wording;
use crate::measures::Catalogue;

/// A report's definition with the wording it uses.
#[derive(Clone, Debug)]
pub struct Definition {
    pub(super) report: ReportFile,
    pub(super) wording: Wording,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportFile {
    pub id: String,
    pub title: String,
    pub classification: String,
    pub dimension: Vec<Dimension>,
    #[serde(default)]
    pub beside: Vec<BesideEntry>,
    pub headline: Vec<HeadlineEntry>,
    pub section: Vec<SectionEntry>,
    pub note: Vec<NoteEntry>,
}

/// A way to group pupils, and what to say where the school's files lack it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dimension {
    pub key: String,
    /// How a sentence names it: "by year group".
    pub phrase: String,
    pub missing: String,
}

/// What must stand beside every figure of some measures, wherever a table shows one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BesideEntry {
    /// Beginnings of the measures' identifiers.
    pub measures: Vec<String>,
    /// The footnote.
    pub text: String,
}

/// A period relative to the run's term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum When {
    /// The run's term.
    #[default]
    This,
    /// The academic year to date.
    ToDate,
    /// The term before the run's.
    Previous,
    /// All earlier terms, oldest first.
    Earlier,
}

/// Which figure, or which list of figures, a sentence speaks of.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pick {
    pub measure: String,
    #[serde(default)]
    pub period: When,
    /// Population keys that name one group; the whole where left out.
    #[serde(default)]
    pub keys: BTreeMap<String, String>,
    /// Population key whose groups are listed.
    pub over: Option<String>,
    /// Whether the sentence can do without it.
    #[serde(default)]
    pub optional: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeadlineEntry {
    pub question: String,
    pub section: String,
    pub sentence: String,
    pub figures: BTreeMap<String, Pick>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FindingEntry {
    pub sentence: String,
    /// Population key (`a+b` for pairs): one sentence for each of its groups, but not for the whole.
    pub each: Option<String>,
    pub figures: BTreeMap<String, Pick>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionEntry {
    pub id: String,
    pub name: String,
    pub question: String,
    #[serde(default)]
    pub finding: Vec<FindingEntry>,
    #[serde(default)]
    pub table: Vec<TableEntry>,
    #[serde(default)]
    pub chart: Vec<ChartEntry>,
    pub unknowns: Vec<String>,
    pub questions: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableEntry {
    pub id: String,
    pub sheet: String,
    pub title: String,
    pub label_header: String,
    /// Population keys, one after the other; `a+b` for pairs, `whole` for one row.
    pub rows: Vec<String>,
    /// Second key of each row: `strand`, `period`, `expected_strand`, or a key of the figures such as `week`.
    pub by: Option<String>,
    /// Spreads the one measure over columns, one for each strand or term.
    pub across: Option<Across>,
    /// With `across`: the count of the pupils in each row's group.
    pub pupils: Option<String>,
    #[serde(default = "this_term")]
    pub periods: Vec<When>,
    pub columns: Vec<String>,
    /// Columns that are left out where there is nothing in them.
    #[serde(default)]
    pub optional: Vec<String>,
    #[serde(default)]
    pub footnotes: Vec<String>,
    /// Said where there is nothing to show: which file would supply it.
    pub missing: String,
}

/// What the columns of a compact table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Across {
    /// A column for each strand.
    Strand,
    /// A column for each of the table's periods.
    Period,
}

impl Across {
    /// The population key that tells its columns apart.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Strand => "strand",
            Self::Period => "period",
        }
    }
}

fn this_term() -> Vec<When> {
    vec![When::This]
}

/// The kind of drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Drawing {
    Bars,
    Stacked,
    Heat,
    Lines,
    DotWhisker,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChartEntry {
    pub id: String,
    pub title: String,
    pub subtitle: String,
    pub kind: Drawing,
    /// Table whose figures are drawn.
    pub table: String,
    /// One measure, or one for each part of a stacked bar.
    pub measures: Vec<String>,
    /// Names of the parts of a stacked bar.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Draw only the rows of these keys.
    #[serde(default)]
    pub rows: Vec<String>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// Draw the whole school's value as a line with this label.
    pub reference: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteEntry {
    pub heading: String,
    #[serde(default)]
    pub entries: Vec<(String, String)>,
    /// Append the school's policy.
    #[serde(default)]
    pub policy: bool,
    /// Append the definition of each measure shown.
    #[serde(default)]
    pub definitions: bool,
}

impl Definition {
    /// The governors' report that comes with the program.
    pub fn governors(catalogue: &Catalogue) -> Result<Self, ReportError> {
        Self::parse(include_str!("../../reports/governors.toml"), Wording::embedded()?, catalogue)
    }

    /// A report from its TOML text, checked.
    pub fn parse(text: &str, wording: Wording, catalogue: &Catalogue) -> Result<Self, ReportError> {
        let report: ReportFile =
            toml::from_str(text).map_err(|source| ReportError::Toml { file: "report definition", source })?;
        let definition = Self { report, wording };
        check(&definition, catalogue)?;
        Ok(definition)
    }

    /// File stem of the report.
    pub fn id(&self) -> &str {
        &self.report.id
    }

    pub(super) fn dimension(&self, key: &str) -> Option<&Dimension> {
        self.report.dimension.iter().find(|dimension| dimension.key == key)
    }
}

#[cfg(test)]
#[path = "definition_tests.rs"]
mod tests;
