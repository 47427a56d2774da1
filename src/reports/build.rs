//! Definition and protected figures to a report.

use std::collections::{BTreeMap, BTreeSet};

use super::charts::chart;
use super::criteria::{Criteria, FormQuestion, criteria};
use super::definition::{Definition, FindingEntry, SectionEntry, TableEntry};
use super::error::ReportError;
use super::grid::{About, Grid, GridColumn, grid};
use super::lists::ListSource;
use super::lookup::Lookup;
use super::model::{Audience, Brand, Column, Headline, NoteGroup, Report, Row, Section, Table};
use super::redesign::redesigned;
use super::sentences::{Stated, common, sentence};
use super::shared::NoteEntry;
use crate::disclosure::ProtectedFigures;
use crate::measures::{Catalogue, Kind, Measure, Population, Status, Unit};

/// A period by the identifier in the figures and its name in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Identifier, such as `2025-26-summer` or `2025-26`.
    pub id: String,
    /// Name, such as "Summer term 2025/26".
    pub name: String,
}

/// What a report needs to know besides the figures.
#[derive(Clone, Debug)]
pub struct ReportContext {
    /// School's name.
    pub school: String,
    /// The run's term.
    pub period: Period,
    /// The academic year to date.
    pub year_to_date: Option<Period>,
    /// Earlier terms, oldest first.
    pub previous: Vec<Period>,
    /// Reporting date in words.
    pub as_of: String,
    /// The school's policy: term and value, for the notes.
    pub policy: Vec<(String, String)>,
    /// Year group or phase, and the strand that the school expects at that age.
    pub expected_strands: Vec<(String, String)>,
    /// Questions of the Ambassador form that the school pasted in.
    pub form: Vec<FormQuestion>,
    /// Crest and colours.
    pub brand: Brand,
    /// Name of the governing board.
    pub board: String,
    /// Mark of the governors' pack, where the school has its own.
    pub governors_mark: Option<String>,
    /// The school's own thresholds of criteria, by reference.
    pub thresholds: BTreeMap<String, f64>,
}

/// Builds a report. Tables without any figure are left out, with a sentence
/// among the section's unknowns that says which file would supply them. Lists
/// are for staff alone: no other report is given rows to make them of.
///
/// # Errors
/// When the definition cannot be followed, or the figures are not protected
/// for the report's readers.
pub fn build(
    definition: &Definition,
    figures: &ProtectedFigures,
    lists: Option<ListSource<'_>>,
    catalogue: &Catalogue,
    context: &ReportContext,
) -> Result<Report, ReportError> {
    let for_staff = definition.audience() == Audience::Staff;
    if !for_staff && (figures.for_staff() || lists.is_some()) {
        let problem = "figures that are not protected, or rows, were given to a report that leaves the staff's hands";
        return Err(ReportError::invalid(definition.id(), problem));
    }
    let definition = redesigned(definition, figures);
    let definition = definition.as_ref();
    let lookup = Lookup { figures, catalogue, context, definition };
    let report = &definition.report;
    let words = common(lookup);
    let mut stated = Stated::new();
    let mut sections = Vec::new();
    for entry in &report.section {
        sections.push(section(lookup, entry, lists, &mut stated)?);
    }
    let mut headlines = Vec::new();
    for entry in &report.headline {
        headlines.push(Headline {
            question: entry.question.clone(),
            answer: sentence(lookup, &entry.sentence, &entry.figures, &BTreeMap::new(), &mut stated)?,
            section: entry.section.clone(),
        });
    }
    check_stated(&sections, &stated)?;
    let notes = definition
        .notes()
        .map(|entry| note(lookup, entry, &sections))
        .filter(|group| !group.entries.is_empty())
        .collect();
    let own_mark = context.governors_mark.clone().filter(|_| report.audience == Audience::Governors);
    let classification = own_mark.unwrap_or_else(|| report.classification.clone());
    let title = definition.wording.render(&report.id, &report.title, &words)?;
    Ok(Report {
        id: report.id.clone(),
        audience: report.audience,
        compact: report.compact,
        title,
        school: context.school.clone(),
        period: context.period.name.clone(),
        as_of: context.as_of.clone(),
        classification,
        board: if report.audience == Audience::Governors { context.board.clone() } else { String::new() },
        brand: context.brand.clone(),
        headlines,
        sections,
        notes,
    })
}

fn section(
    lookup: Lookup<'_>,
    entry: &SectionEntry,
    lists: Option<ListSource<'_>>,
    stated: &mut Stated,
) -> Result<Section, ReportError> {
    let mut tables = Vec::new();
    let mut grids: Vec<(&str, Grid)> = Vec::new();
    let mut unknowns: Vec<String> = Vec::new();
    let say = |text: &str, unknowns: &mut Vec<String>| {
        if !text.is_empty() && !unknowns.iter().any(|said| said == text) {
            unknowns.push(text.to_owned());
        }
    };
    for table_entry in &entry.table {
        let Some(grid) = grid(lookup, table_entry) else {
            say(&table_entry.missing, &mut unknowns);
            continue;
        };
        for axis in &grid.absent {
            if let Some(dimension) = lookup.definition.dimension(axis) {
                say(&dimension.missing, &mut unknowns);
            }
        }
        tables.push(table(lookup, table_entry, &grid)?);
        grids.push((&table_entry.id, grid));
    }
    let mut charts = Vec::new();
    for chart_entry in &entry.chart {
        let grid = grids.iter().find(|(id, _)| *id == chart_entry.table);
        if let Some((_, grid)) = grid
            && let Some(chart) = chart(lookup, chart_entry, grid)?
        {
            charts.push(chart);
        }
    }
    let mut findings: Vec<String> = Vec::new();
    let mut more: Vec<String> = Vec::new();
    for finding in &entry.finding {
        for keys in about(lookup, finding) {
            let mut figures = finding.figures.clone();
            figures.values_mut().for_each(|pick| pick.keys.extend(keys.clone()));
            let text = sentence(lookup, &finding.sentence, &figures, &keys, stated)?;
            if !text.is_empty() && !findings.contains(&text) && !more.contains(&text) {
                if finding.annex { &mut more } else { &mut findings }.push(text);
            }
        }
    }
    for unknown in &entry.unknowns {
        say(unknown, &mut unknowns);
    }
    let Criteria { criteria, figures } = criteria(lookup, entry, stated)?;
    tables.extend(figures);
    let lists = match lists {
        Some(source) => entry.list.iter().map(|list| list.table(source)).collect::<Result<_, _>>()?,
        None => Vec::new(),
    };
    Ok(Section {
        id: entry.id.clone(),
        name: entry.name.clone(),
        question: entry.question.clone(),
        findings,
        charts,
        tables,
        lists,
        criteria,
        unknowns,
        questions: entry.questions.clone(),
        more,
    })
}

/// The groups that a finding has a sentence for: none named, or each of a key
/// but the one that stands for the whole.
fn about(lookup: Lookup<'_>, finding: &FindingEntry) -> Vec<BTreeMap<String, String>> {
    let Some(axis) = &finding.each else {
        return vec![BTreeMap::new()];
    };
    let measures: Vec<String> = finding.figures.values().map(|pick| pick.measure.clone()).collect();
    let periods: BTreeSet<String> =
        finding.figures.values().flat_map(|pick| lookup.periods(pick.period)).map(|(id, _)| id).collect();
    let is_whole = |keys: &BTreeMap<String, String>| {
        let shapes = measures.iter().filter_map(|id| lookup.catalogue.shape(lookup.catalogue.get(id)?));
        shapes
            .into_iter()
            .any(|shape| !shape.total.is_empty() && shape.total.iter().all(|(key, value)| keys.get(key) == Some(value)))
    };
    let groups = lookup.groups(axis, &measures, &periods).into_iter().map(|(_, keys)| keys);
    groups.filter(|keys| !is_whole(keys)).collect()
}

fn table(lookup: Lookup<'_>, entry: &TableEntry, grid: &Grid) -> Result<Table, ReportError> {
    let words = common(lookup);
    let wording = &lookup.definition.wording;
    let title = wording.render(&entry.id, &entry.title, &words)?;
    let beside = lookup.definition.shared.beside.iter().filter(|beside| {
        let mut measures = grid.columns.iter().map(|column| column.measure.as_str());
        measures.any(|measure| beside.measures.iter().any(|beginning| measure.starts_with(beginning.as_str())))
    });
    let footnotes = entry.footnotes.iter().chain(beside.map(|beside| &beside.text)).chain(&grid.left_out);
    let footnotes = footnotes.map(|note| wording.render(&entry.id, note, &words)).collect::<Result<_, _>>()?;
    let columns = grid.columns.iter().map(|column| head(lookup, column)).collect();
    Ok(Table {
        id: entry.id.clone(),
        sheet: entry.sheet.clone(),
        title,
        label_header: entry.label_header.clone(),
        columns,
        rows: grid
            .rows
            .iter()
            .filter(|row| !row.empty)
            .map(|row| Row { label: row.label(), cells: row.cells.clone() })
            .collect(),
        footnotes,
        intervals: entry.intervals.clone(),
        annex: entry.annex,
    })
}

fn head(lookup: Lookup<'_>, column: &GridColumn) -> Column {
    let measure = lookup.catalogue.get(&column.measure);
    let header = match &column.about {
        About::Measure => measure.map(|measure| measure.header.clone()).unwrap_or_default(),
        About::Pupils => lookup.definition.wording.label("pupils").to_owned(),
        About::Across(name) => name.clone(),
    };
    Column {
        header,
        decimals: measure.map_or(0, |measure| measure.decimals),
        percent: measure.is_some_and(|measure| measure.unit == Unit::Percent),
    }
}

/// Every figure that a sentence states must stand in a table, so that a reader
/// can find it with its n and results.json holds it.
fn check_stated(sections: &[Section], stated: &Stated) -> Result<(), ReportError> {
    let shown: BTreeSet<(&str, &Population)> = sections
        .iter()
        .flat_map(|section| &section.tables)
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells)
        .map(|cell| (cell.measure(), cell.population()))
        .collect();
    for (name, figure) in stated {
        if !shown.contains(&(figure.measure(), figure.population())) {
            let population: Vec<String> =
                figure.population().iter().map(|(key, value)| format!("{key} = {value}")).collect();
            return Err(ReportError::NotInTables {
                sentence: name.clone(),
                measure: figure.measure().to_owned(),
                population: population.join(", "),
            });
        }
    }
    Ok(())
}

fn note(lookup: Lookup<'_>, entry: &NoteEntry, sections: &[Section]) -> NoteGroup {
    let mut entries = entry.entries.clone();
    if entry.policy {
        entries.extend(lookup.context.policy.iter().cloned());
    }
    if entry.account {
        entries.extend(account(lookup, sections));
    }
    if entry.definitions {
        let shown: BTreeSet<&str> = sections
            .iter()
            .flat_map(|section| &section.tables)
            .flat_map(|table| &table.rows)
            .flat_map(|row| &row.cells)
            .map(|cell| cell.measure())
            .collect();
        let said_by_share = |count: &Measure| {
            count.kind == Kind::Count
                && lookup.catalogue.measures().iter().any(|share| {
                    share.kind == Kind::Share
                        && (&share.query, &share.numerator) == (&count.query, &count.numerator)
                        && shown.contains(share.id.as_str())
                })
        };
        for measure in lookup.catalogue.measures() {
            // The definition of a share says what its count counts.
            if shown.contains(measure.id.as_str()) && !said_by_share(measure) {
                let mut text = measure.definition.clone();
                if !measure.caveat.is_empty() {
                    text.push(' ');
                    text.push_str(&measure.caveat);
                }
                entries.push((measure.label.clone(), text));
            }
        }
    }
    NoteGroup { heading: entry.heading.clone(), entries }
}

/// What was done to protect children, in numbers.
fn account(lookup: Lookup<'_>, sections: &[Section]) -> Option<(String, String)> {
    let figures: BTreeMap<(&str, &Population), Status> = sections
        .iter()
        .flat_map(|section| &section.tables)
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells)
        .map(|cell| ((cell.measure(), cell.population()), cell.status()))
        .collect();
    let withheld = figures.values().filter(|status| **status == Status::Suppressed).count();
    let words =
        BTreeMap::from([("figures_withheld".to_owned(), withheld), ("figures_in_all".to_owned(), figures.len())]);
    let wording = &lookup.definition.wording;
    let said = wording.render("account", wording.label("account"), &words).ok()?;
    Some((wording.label("account_term").to_owned(), said))
}

#[cfg(test)]
#[path = "build_tests.rs"]
mod tests;
