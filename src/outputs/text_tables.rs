//! Tables of words: lists of a report for staff, the checklist of an
//! application, and the overview of its areas.

use serde::Serialize;

use super::figure_text;
use super::labels::Labels;
use super::view::slug;
use crate::reports::model::{Criterion, Report, Section, State};
use crate::reports::plain::{PlainCell, PlainTable};

/// A table of words as printed.
#[derive(Serialize)]
pub(super) struct TextTable {
    pub anchor: String,
    pub title: String,
    pub about: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<CellView>>,
    pub when_empty: String,
}

/// A cell as printed, and whether it stands right like a figure.
#[derive(Serialize)]
pub(super) struct CellView {
    pub text: String,
    pub number: bool,
}

/// A table as readers see it; `place` keeps anchors apart.
pub(super) fn text_table(place: &str, table: &PlainTable) -> TextTable {
    TextTable {
        anchor: format!("table-{place}-{}", slug(&table.sheet)),
        title: table.title.clone(),
        about: table.about.clone(),
        columns: table.columns.clone(),
        rows: table.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
        when_empty: table.when_empty.clone(),
    }
}

fn cell(cell: &PlainCell) -> CellView {
    match cell {
        PlainCell::Empty => CellView { text: String::new(), number: false },
        PlainCell::Text(text) => CellView { text: text.clone(), number: false },
        PlainCell::Number(value, decimals) => CellView { text: figure_text::number(*value, *decimals), number: true },
        PlainCell::Date(date) => {
            CellView { text: format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()), number: false }
        }
    }
}

/// The checklist of a section, if it has one.
pub(super) fn checklist(section: &Section, labels: &Labels) -> Option<PlainTable> {
    if section.criteria.is_empty() {
        return None;
    }
    let row = |criterion: &Criterion| {
        let evidence =
            criterion.evidence.iter().map(|slot| format!("[\u{a0}]\u{a0}{slot}")).collect::<Vec<_>>().join(";\n");
        let words = [
            &criterion.reference,
            &criterion.text,
            &criterion.answer,
            standing(criterion.state, labels),
            &evidence,
            &criterion.collect,
            &criterion.source,
        ];
        words.into_iter().map(|text| PlainCell::Text(text.clone())).collect()
    };
    let columns = [
        &labels.reference,
        &labels.asked,
        &labels.known,
        &labels.standing,
        &labels.to_file,
        &labels.to_collect,
        &labels.source,
    ];
    // A sheet name is at most 31 characters; the section's own name fits already.
    let sheet = format!("{} {}", labels.criteria, section.name);
    Some(PlainTable {
        sheet: sheet.chars().take(31).collect(),
        title: format!("{}: {}", labels.criteria, section.name),
        about: labels.criteria_about.clone(),
        columns: columns.into_iter().cloned().collect(),
        rows: section.criteria.iter().map(row).collect(),
        when_empty: String::new(),
    })
}

/// How the areas of an application stand, if the report has any.
pub(super) fn overview(report: &Report, labels: &Labels) -> Option<PlainTable> {
    let areas: Vec<&Section> = report.sections.iter().filter(|section| !section.criteria.is_empty()).collect();
    if areas.is_empty() {
        return None;
    }
    let row = |name: &str, sections: &[&Section]| {
        let count = |state: State| {
            let all = sections.iter().flat_map(|section| &section.criteria);
            PlainCell::Number(all.filter(|criterion| criterion.state == state).count() as f64, 0)
        };
        vec![PlainCell::Text(name.to_owned()), count(State::Met), count(State::NotYet), count(State::Person)]
    };
    let each = areas.iter().map(|section| row(&section.name, &[*section]));
    Some(PlainTable {
        sheet: labels.overview.clone(),
        title: labels.overview.clone(),
        about: labels.overview_about.clone(),
        columns: [&labels.area, &labels.met, &labels.not_yet, &labels.person].map(Clone::clone).into(),
        rows: each.chain([row(&labels.all_areas, &areas)]).collect(),
        when_empty: String::new(),
    })
}

fn standing(state: State, labels: &Labels) -> &String {
    match state {
        State::Met => &labels.met,
        State::NotYet => &labels.not_yet,
        State::Person => &labels.person,
    }
}
