//! A report as its readers see it, block by block: what the page in a browser
//! and the printed report both draw.

use std::collections::BTreeSet;

use serde::Serialize;

use super::labels::Labels;
use super::table_view::{self, ViewColumn};
use super::text_tables::{self, TextTable, text_table};
use super::{OutputError, charts, figure_text};
use crate::disclosure::ProtectedFigure;
use crate::reports::model::{Chart, Report, Section, Table};

/// A report, ready for a template.
#[derive(Serialize)]
pub(super) struct ReportView<'a> {
    pub title: &'a str,
    pub school: &'a str,
    pub period: &'a str,
    pub as_of: &'a str,
    pub classification: &'a str,
    /// Name of the governing board, or nothing.
    pub board: &'a str,
    /// Colours of the school's own.
    pub colour: Option<&'a str>,
    pub second: Option<&'a str>,
    /// What the crest shows, where there is one.
    pub logo_alt: Option<&'a str>,
    /// Whether sections follow one another on a printed page.
    pub compact: bool,
    pub headlines: Vec<HeadlineView<'a>>,
    /// How the areas of an application stand.
    pub overview: Option<TextTable>,
    pub sections: Vec<SectionView<'a>>,
    /// Sections that have more than fits their page: what else there is.
    pub annex: Vec<SectionView<'a>>,
    pub notes: Vec<NotesView>,
    pub labels: &'a Labels,
}

/// A question of the first page, and where its evidence is.
#[derive(Serialize)]
pub(super) struct HeadlineView<'a> {
    pub question: &'a str,
    pub answer: &'a str,
    pub anchor: Option<String>,
}

/// One question with its evidence.
#[derive(Serialize)]
pub(super) struct SectionView<'a> {
    pub anchor: String,
    pub name: &'a str,
    pub question: &'a str,
    pub findings: &'a [String],
    /// What an application asks for.
    pub checklist: Option<TextTable>,
    pub blocks: Vec<Block<'a>>,
    /// Lists of children or staff, in a report for staff.
    pub lists: Vec<TextTable>,
    pub unknowns: &'a [String],
    pub questions: &'a [String],
    /// Anchor of its part of the annex.
    pub more: Option<String>,
}

/// A chart with the table behind it, or either alone.
#[derive(Serialize)]
pub(super) struct Block<'a> {
    pub chart: Option<ChartView<'a>>,
    pub table: Option<TableView<'a>>,
}

/// A drawing.
#[derive(Serialize)]
pub(super) struct ChartView<'a> {
    /// File stem.
    pub id: &'a str,
    pub title: &'a str,
    /// What is shown, in words.
    pub alt: &'a str,
    pub svg: String,
}

/// A table as printed.
#[derive(Serialize)]
pub(super) struct TableView<'a> {
    pub anchor: String,
    pub title: &'a str,
    pub label_header: &'a str,
    pub headers: Vec<String>,
    pub rows: Vec<RowView<'a>>,
    pub footnotes: &'a [String],
}

/// A row as printed.
#[derive(Serialize)]
pub(super) struct RowView<'a> {
    pub label: &'a str,
    pub cells: Vec<String>,
}

/// Notes under one heading.
#[derive(Serialize)]
pub(super) struct NotesView {
    pub heading: String,
    pub entries: Vec<(String, String)>,
}

/// Everything that a printed or a browsed report shows, in reading order.
pub(super) fn report_view<'a>(report: &'a Report, labels: &'a Labels) -> Result<ReportView<'a>, OutputError> {
    let anchors: BTreeSet<&str> = report.sections.iter().map(|s| s.id.as_str()).collect();
    let headlines: Vec<HeadlineView<'_>> = report
        .headlines
        .iter()
        .map(|headline| HeadlineView {
            question: &headline.question,
            answer: &headline.answer,
            anchor: anchors.contains(headline.section.as_str()).then(|| anchor(&headline.section)),
        })
        .collect();
    let sections =
        report.sections.iter().map(|section| section_view(section, labels)).collect::<Result<Vec<_>, _>>()?;
    let annex = report.sections.iter().filter_map(|section| annex_view(section, labels).transpose());
    let annex = annex.collect::<Result<Vec<_>, _>>()?;
    let notes: Vec<NotesView> = labels
        .notes_with_symbols(&report.notes)
        .into_iter()
        .map(|group| NotesView { heading: group.heading, entries: group.entries })
        .collect();
    Ok(ReportView {
        title: &report.title,
        school: &report.school,
        period: &report.period,
        as_of: &report.as_of,
        classification: &report.classification,
        board: &report.board,
        colour: report.brand.colour.as_deref(),
        second: report.brand.second.as_deref(),
        logo_alt: report.brand.logo.as_ref().map(|logo| logo.alt.as_str()),
        compact: report.compact,
        headlines,
        annex,
        overview: text_tables::overview(report, labels).map(|table| text_table("overview", &table)),
        sections,
        notes,
        labels,
    })
}

fn section_view<'a>(section: &'a Section, labels: &Labels) -> Result<SectionView<'a>, OutputError> {
    let more = section.tables.iter().any(|table| table.annex) || !section.more.is_empty();
    Ok(SectionView {
        anchor: anchor(&section.id),
        name: &section.name,
        question: &section.question,
        findings: &section.findings,
        checklist: text_tables::checklist(section, labels).map(|table| text_table(&slug(&section.id), &table)),
        blocks: blocks(section, false, labels)?,
        lists: section.lists.iter().map(|list| text_table(&slug(&section.id), list)).collect(),
        unknowns: &section.unknowns,
        questions: &section.questions,
        more: more.then(|| annex_anchor(section)),
    })
}

/// What a section has in the annex, if anything.
fn annex_view<'a>(section: &'a Section, labels: &Labels) -> Result<Option<SectionView<'a>>, OutputError> {
    let blocks = blocks(section, true, labels)?;
    let view = SectionView {
        anchor: annex_anchor(section),
        name: &section.name,
        question: &section.question,
        findings: &section.more,
        checklist: None,
        blocks,
        lists: Vec::new(),
        unknowns: &[],
        questions: &[],
        more: None,
    };
    Ok((!view.blocks.is_empty() || !view.findings.is_empty()).then_some(view))
}

fn annex_anchor(section: &Section) -> String {
    format!("more-{}", slug(&section.id))
}

/// The charts and tables of a section that stand with its question, or those in the annex.
fn blocks<'a>(section: &'a Section, annex: bool, labels: &Labels) -> Result<Vec<Block<'a>>, OutputError> {
    let mut blocks = Vec::new();
    let drawn = |chart: &'a Chart| {
        charts::svg(chart).map(|svg| ChartView { id: &chart.id, title: &chart.title, alt: &chart.alt, svg })
    };
    let has_table = |chart: &Chart| section.tables.iter().any(|table| chart.table.as_ref() == Some(&table.id));
    for chart in section.charts.iter().filter(|chart| !annex && !has_table(chart)) {
        blocks.push(Block { chart: Some(drawn(chart)?), table: None });
    }
    // In the order of the tables, each behind the charts that draw it.
    for table in section.tables.iter().filter(|table| table.annex == annex) {
        let behind: Vec<&Chart> =
            section.charts.iter().filter(|chart| chart.table.as_ref() == Some(&table.id)).collect();
        for chart in behind.iter().rev().skip(1).rev() {
            blocks.push(Block { chart: Some(drawn(chart)?), table: None });
        }
        let chart = behind.last().map(|chart| drawn(chart)).transpose()?;
        blocks.push(Block { chart, table: Some(view_of(table, section, labels)) });
    }
    Ok(blocks)
}

fn view_of<'a>(table: &'a Table, section: &Section, labels: &Labels) -> TableView<'a> {
    let columns = table_view::columns(table, &section.charts);
    let rows = table
        .rows
        .iter()
        .map(|row| RowView {
            label: &row.label,
            cells: columns
                .iter()
                .map(|column| match column {
                    ViewColumn::Value { index, .. } => row.cells.get(*index).map(figure_text::cell).unwrap_or_default(),
                    ViewColumn::Interval { index } => {
                        row.cells.get(*index).map(|f| interval(f, labels)).unwrap_or_default()
                    }
                })
                .collect(),
        })
        .collect();
    TableView {
        anchor: format!("table-{}", slug(&table.id)),
        title: &table.title,
        label_header: &table.label_header,
        headers: table_view::headers(&columns, labels).iter().map(|h| unbroken(h)).collect(),
        rows,
        footnotes: &table.footnotes,
    }
}

/// A heading whose short brackets, such as "(% below)", stay on one line.
fn unbroken(header: &str) -> String {
    match (header.rfind('('), header.rfind(')')) {
        (Some(open), Some(close)) if open < close && close - open <= 14 => {
            let inside = header[open..close].replace(' ', "\u{a0}");
            format!("{}{inside}{}", &header[..open], &header[close..])
        }
        _ => header.to_owned(),
    }
}

fn interval(figure: &ProtectedFigure, labels: &Labels) -> String {
    match (figure_text::readable(figure), figure.low(), figure.high()) {
        (Some(_), Some(low), Some(high)) => {
            let write = |value| figure_text::number(value, figure.decimals());
            format!("{} {} {}", write(low), labels.range_to, write(high))
        }
        (Some(_), _, _) => "–".to_owned(),
        (None, _, _) => figure.text(),
    }
}

fn anchor(section: &str) -> String {
    format!("section-{}", slug(section))
}

/// A part of an anchor: letters and digits of ASCII.
pub(super) fn slug(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}
