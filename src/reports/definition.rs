//! A report as data: its questions, tables and charts, checked against the
//! measure catalogue before anything is computed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::error::ReportError;
use super::wording::Wording;
use crate::measures::{Catalogue, Kind};

/// Most questions on the first page.
const MAX_HEADLINES: usize = 6;
/// Longest sheet name that spreadsheet programs accept.
const MAX_SHEET: usize = 31;

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
    /// Second key of each row: `strand`, `period` or `expected_strand`.
    pub by: Option<String>,
    #[serde(default = "this_term")]
    pub periods: Vec<When>,
    pub columns: Vec<String>,
    #[serde(default)]
    pub footnotes: Vec<String>,
    /// Said where there is nothing to show: which file would supply it.
    pub missing: String,
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
        definition.check(catalogue)?;
        Ok(definition)
    }

    /// File stem of the report.
    pub fn id(&self) -> &str {
        &self.report.id
    }

    pub(super) fn dimension(&self, key: &str) -> Option<&Dimension> {
        self.report.dimension.iter().find(|dimension| dimension.key == key)
    }

    fn check(&self, catalogue: &Catalogue) -> Result<(), ReportError> {
        let report = &self.report;
        if report.headline.len() > MAX_HEADLINES {
            return Err(ReportError::invalid(
                &report.id,
                format!("{} headlines; the first page holds {MAX_HEADLINES}", report.headline.len()),
            ));
        }
        let mut names = BTreeSet::new();
        let mut sheets = BTreeSet::new();
        for section in &report.section {
            let place = format!("section `{}`", section.id);
            unique(&mut names, &place, &section.id)?;
            check_sheet(&place, &section.name)?;
            for finding in &section.finding {
                self.check_sentence(&place, &finding.sentence, &finding.figures, catalogue)?;
            }
            for table in &section.table {
                let place = format!("table `{}`", table.id);
                unique(&mut names, &place, &table.id)?;
                unique(&mut sheets, &place, &table.sheet.to_lowercase())?;
                check_sheet(&place, &table.sheet)?;
                check_table(&place, table, catalogue)?;
            }
            for chart in &section.chart {
                let place = format!("chart `{}`", chart.id);
                unique(&mut names, &place, &chart.id)?;
                check_chart(&place, chart, section)?;
            }
        }
        let sections: Vec<&str> = report.section.iter().map(|section| section.id.as_str()).collect();
        for headline in &report.headline {
            let place = format!("headline \"{}\"", headline.question);
            if !sections.contains(&headline.section.as_str()) {
                let known = sections.iter().copied();
                return Err(ReportError::unknown(&place, "section", &headline.section, known));
            }
            self.check_sentence(&place, &headline.sentence, &headline.figures, catalogue)?;
        }
        Ok(())
    }

    fn check_sentence(
        &self,
        place: &str,
        name: &str,
        figures: &BTreeMap<String, Pick>,
        catalogue: &Catalogue,
    ) -> Result<(), ReportError> {
        let Some(variants) = self.wording.sentence(name) else {
            return Err(ReportError::unknown(place, "sentence", name, self.wording.names()));
        };
        for pick in figures.values() {
            check_measure(place, &pick.measure, catalogue)?;
            if pick.period == When::Earlier {
                return Err(ReportError::invalid(
                    place,
                    "a sentence speaks of one period: write this, to_date or previous",
                ));
            }
        }
        for template in variants.all() {
            for variable in self.wording.variables(name, template)? {
                let given = figures.contains_key(&variable) || super::sentences::COMMON.contains(&variable.as_str());
                if !given {
                    return Err(ReportError::invalid(
                        place,
                        format!("sentence `{name}` speaks of `{variable}`, which is not among its figures"),
                    ));
                }
            }
        }
        Ok(())
    }
}

fn unique(seen: &mut BTreeSet<String>, place: &str, name: &str) -> Result<(), ReportError> {
    if seen.insert(name.to_owned()) {
        Ok(())
    } else {
        Err(ReportError::invalid(place, format!("the name `{name}` is used twice")))
    }
}

fn check_sheet(place: &str, name: &str) -> Result<(), ReportError> {
    let forbidden = ['[', ']', ':', '*', '?', '/', '\\'];
    if name.is_empty() || name.chars().count() > MAX_SHEET || name.contains(forbidden) {
        return Err(ReportError::invalid(
            place,
            format!("`{name}` cannot name a sheet: 1 to {MAX_SHEET} characters, none of [ ] : * ? / \\"),
        ));
    }
    Ok(())
}

fn check_measure(place: &str, id: &str, catalogue: &Catalogue) -> Result<(), ReportError> {
    if catalogue.get(id).is_some() {
        return Ok(());
    }
    let known = catalogue.measures().iter().map(|measure| measure.id.as_str());
    Err(ReportError::unknown(place, "measure", id, known))
}

/// A share must stand beside what it is a share of, and every value beside the
/// number of people it rests on: both are what results.json prints too.
fn check_table(place: &str, table: &TableEntry, catalogue: &Catalogue) -> Result<(), ReportError> {
    for id in &table.columns {
        check_measure(place, id, catalogue)?;
        let Some(measure) = catalogue.get(id) else {
            continue;
        };
        let mut needed = vec![measure.n.as_ref().or(measure.denominator.as_ref())];
        if measure.kind == Kind::Share {
            needed.push(measure.numerator.as_ref());
        }
        if matches!(measure.kind, Kind::Share | Kind::Count) {
            needed.push(measure.denominator.as_ref());
        }
        for column in needed.into_iter().flatten() {
            let Some(count) = catalogue.count_of(&measure.query, column) else {
                return Err(ReportError::invalid(
                    place,
                    format!("no measure counts `{column}`, on which `{id}` rests"),
                ));
            };
            if !table.columns.contains(&count.id) {
                return Err(ReportError::invalid(place, format!("`{id}` needs the column `{}` beside it", count.id)));
            }
        }
    }
    Ok(())
}

fn check_chart(place: &str, chart: &ChartEntry, section: &SectionEntry) -> Result<(), ReportError> {
    let Some(table) = section.table.iter().find(|table| table.id == chart.table) else {
        let known = section.table.iter().map(|table| table.id.as_str());
        return Err(ReportError::unknown(place, "table", &chart.table, known));
    };
    for measure in &chart.measures {
        if !table.columns.contains(measure) {
            let known = table.columns.iter().map(String::as_str);
            return Err(ReportError::unknown(place, "column", measure, known));
        }
    }
    let wanted = if chart.kind == Drawing::Stacked { chart.parts.len() } else { 1 };
    if chart.measures.len() != wanted {
        return Err(ReportError::invalid(place, format!("{} measures where {wanted} belong", chart.measures.len())));
    }
    let by = table.by.as_deref();
    if matches!(chart.kind, Drawing::Heat | Drawing::Lines) && !matches!(by, Some("strand" | "period")) {
        return Err(ReportError::invalid(
            place,
            "this kind of chart needs a table with `by` = \"strand\" or \"period\"",
        ));
    }
    Ok(())
}

#[cfg(test)]
#[path = "definition_tests.rs"]
mod tests;
