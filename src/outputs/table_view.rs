//! A table as readers see it: the model's columns, with an interval column
//! after each column whose interval a chart of the same table draws (nothing
//! in a chart is missing from its table) or the report asks for.

use super::labels::Labels;
use crate::disclosure::ProtectedFigure;
use crate::reports::model::{Chart, ChartKind, Table};

/// A column to print.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ViewColumn {
    /// The figures of the model's column.
    Value {
        /// Index into the model's columns.
        index: usize,
        /// Heading.
        header: String,
    },
    /// The 95 % intervals of the same figures.
    Interval {
        /// Index into the model's columns.
        index: usize,
    },
}

/// The columns of `table`, given the charts drawn beside it.
pub(super) fn columns(table: &Table, charts: &[Chart]) -> Vec<ViewColumn> {
    let dots: Vec<&ProtectedFigure> = charts
        .iter()
        .filter(|chart| chart.table.as_deref() == Some(table.id.as_str()))
        .filter_map(|chart| match &chart.kind {
            ChartKind::DotWhisker { dots, .. } => Some(dots.iter().map(|dot| &dot.figure)),
            _ => None,
        })
        .flatten()
        .collect();
    let mut view = Vec::with_capacity(table.columns.len());
    for (index, column) in table.columns.iter().enumerate() {
        view.push(ViewColumn::Value { index, header: column.header.clone() });
        let cells = || table.rows.iter().filter_map(|row| row.cells.get(index));
        let has_bounds = cells().any(|cell| cell.low().is_some() && cell.high().is_some());
        let is_drawn = cells().any(|cell| dots.iter().any(|dot| dot.measure() == cell.measure()));
        let is_asked_for = cells().any(|cell| table.intervals.iter().any(|measure| measure == cell.measure()));
        if has_bounds && (is_drawn || is_asked_for) {
            view.push(ViewColumn::Interval { index });
        }
    }
    view
}

/// Headings of `columns` as a page prints them.
pub(super) fn headers(columns: &[ViewColumn], labels: &Labels) -> Vec<String> {
    columns
        .iter()
        .map(|column| match column {
            ViewColumn::Value { header, .. } => header.clone(),
            ViewColumn::Interval { .. } => labels.interval.clone(),
        })
        .collect()
}
