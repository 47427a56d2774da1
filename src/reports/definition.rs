//! A report as data: its questions, tables, charts, lists and criteria. What the
//! keys mean is said at the top of `reports/governors.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::definition_check::check;
use super::error::ReportError;
use super::lists::ListEntry;
use super::model::Audience;
use super::shared::{Dimension, NoteEntry, Shared};
use super::wording::Wording;
use crate::measures::Catalogue;

/// A report's definition with the wording it uses.
#[derive(Clone, Debug)]
pub struct Definition {
    pub(super) report: ReportFile,
    pub(super) shared: Shared,
    pub(super) wording: Wording,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportFile {
    pub id: String,
    pub title: String,
    pub audience: Audience,
    pub classification: String,
    /// File formats besides the page and the workbook.
    #[serde(default)]
    pub formats: Vec<Format>,
    /// Whether its sections are short and need no pages of their own.
    #[serde(default)]
    pub compact: bool,
    #[serde(default)]
    pub headline: Vec<HeadlineEntry>,
    pub section: Vec<SectionEntry>,
    /// Identifiers of the notes at the end.
    pub notes: Vec<String>,
    /// Notes of the report's own.
    #[serde(default)]
    pub note: Vec<NoteEntry>,
}

/// A file format that not every report has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Printed, tagged.
    Pdf,
    /// For editing in Word.
    Docx,
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
    /// Measure that is taken in its place where it cannot be read: another view of the same thing.
    pub instead: Option<String>,
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
    /// Whether it stands in the annex.
    #[serde(default)]
    pub annex: bool,
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
    /// Lists of children or staff: only in a report for staff.
    #[serde(default)]
    pub list: Vec<ListEntry>,
    /// What the section's area of an application asks for.
    #[serde(default)]
    pub criterion: Vec<CriterionEntry>,
    /// Area of the application whose questions, pasted in by the school, belong here.
    pub area: Option<String>,
    #[serde(default)]
    pub unknowns: Vec<String>,
    #[serde(default)]
    pub questions: Vec<String>,
    /// In a change to another report: the section that this one follows.
    pub after: Option<String>,
}

/// One thing that an application asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CriterionEntry {
    /// Short reference, such as `RT1`.
    pub reference: String,
    /// What is asked, in plain English.
    pub text: String,
    /// Sentence that states the fact; none where only a person can answer.
    pub sentence: Option<String>,
    #[serde(default)]
    pub figures: BTreeMap<String, Pick>,
    /// The figure that decides, by its name among `figures`.
    pub decides: Option<String>,
    /// From this value on it is met; the school's policy may set another.
    pub at_least: Option<f64>,
    /// Up to this value it is met.
    pub at_most: Option<f64>,
    /// Evidence to put into the file, by people.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// What to collect where it is not met or not known.
    #[serde(default)]
    pub collect: String,
    /// Where it is known from that this matters.
    pub source: String,
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
    /// Columns that are followed by the ranges of their figures.
    #[serde(default)]
    pub intervals: Vec<String>,
    #[serde(default)]
    pub footnotes: Vec<String>,
    /// Said where there is nothing to show: which file would supply it.
    pub missing: String,
    /// Whether it stands in the annex, with its charts.
    #[serde(default)]
    pub annex: bool,
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
    Slope,
    Run,
    Funnel,
}

impl Drawing {
    /// How many measures it draws, where that is not one.
    pub(super) fn measures(self, parts: usize) -> usize {
        match self {
            Self::Stacked => parts,
            // Lines of several measures are told apart by the names of the parts.
            Self::Lines if parts > 0 => parts,
            Self::Slope => 2,
            // Value, average, both ends of the range, what stands out.
            Self::Run => 5,
            _ => 1,
        }
    }

    /// How many names of parts it needs.
    pub(super) fn parts(self) -> Option<usize> {
        match self {
            Self::Slope => Some(2),
            Self::Run => Some(3),
            _ => None,
        }
    }
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
    /// One measure, or one for each part of a stacked bar, each end of a slope; five for a run chart.
    pub measures: Vec<String>,
    /// Names of the parts of a stacked bar, of the ends of a slope, or of value, average and range of a run chart.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Draw only the rows of these keys.
    #[serde(default)]
    pub rows: Vec<String>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// Draw the whole school's value as a line with this label.
    pub reference: Option<String>,
    /// With dots: the measure of what was to be expected, marked beside each.
    pub expected: Option<String>,
}

impl Definition {
    /// The governors' report that comes with the program.
    #[cfg(test)]
    pub fn governors(catalogue: &Catalogue) -> Result<Self, ReportError> {
        Self::parse(include_str!("../../reports/governors.toml"), Wording::embedded()?, catalogue)
    }

    /// A report from its TOML text, checked.
    #[cfg(test)]
    pub fn parse(text: &str, wording: Wording, catalogue: &Catalogue) -> Result<Self, ReportError> {
        let report =
            toml::from_str(text).map_err(|source| ReportError::Toml { file: "report definition".into(), source })?;
        Self::checked(report, Shared::embedded()?, wording, catalogue)
    }

    /// A report, refused where it is not sound.
    pub(super) fn checked(
        report: ReportFile,
        shared: Shared,
        wording: Wording,
        catalogue: &Catalogue,
    ) -> Result<Self, ReportError> {
        let definition = Self { report, shared, wording };
        check(&definition, catalogue)?;
        Ok(definition)
    }

    /// File stem of the report.
    pub fn id(&self) -> &str {
        &self.report.id
    }

    /// Whom it is for.
    pub fn audience(&self) -> Audience {
        self.report.audience
    }

    /// Mark on every page, unless the school has its own.
    pub fn classification(&self) -> &str {
        &self.report.classification
    }

    /// File formats besides the page and the workbook.
    pub fn formats(&self) -> &[Format] {
        &self.report.formats
    }

    /// References of everything that an application asks for.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        let criteria = self.report.section.iter().flat_map(|section| &section.criterion);
        criteria.map(|criterion| criterion.reference.as_str())
    }

    pub(super) fn dimension(&self, key: &str) -> Option<&Dimension> {
        self.shared.dimension.iter().find(|dimension| dimension.key == key)
    }

    /// The notes at the end, in the report's order, its own last.
    pub(super) fn notes(&self) -> impl Iterator<Item = &NoteEntry> {
        let shared = self.report.notes.iter().filter_map(|id| self.shared.note.iter().find(|note| note.id == *id));
        shared.chain(&self.report.note)
    }
}

#[cfg(test)]
#[path = "definition_tests.rs"]
mod tests;
