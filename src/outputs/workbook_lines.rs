//! Native Excel charts of lines: over terms, between two ends, and week by week.

use rust_xlsxwriter::{
    Chart as Native, ChartAxisLabelPosition, ChartFormat, ChartLegendPosition, ChartLine, ChartRange, ChartType, Color,
};

use super::charts::palette;
use super::figure_text::readable;
use super::workbook_charts::{Place, font, grid, same, words};
use crate::disclosure::ProtectedFigure;
use crate::reports::model::Table;

/// Lines over terms or strands, each over its cells.
pub(super) fn line_chart(
    lines: &[(String, Vec<ProtectedFigure>)],
    (min, max): (f64, f64),
    table: &Table,
    place: &Place<'_>,
) -> Option<(Native, u32)> {
    let mut chart = Native::new(ChartType::Line);
    for (at, (name, figures)) in lines.iter().enumerate() {
        let (categories, values) = by_row(table, name, figures, place).or_else(|| by_column(table, figures, place))?;
        chart
            .add_series()
            .set_categories(&categories)
            .set_values(&values)
            .set_name(&words(name))
            .set_format(&mut stroke(at));
    }
    if min.is_finite() && max > min {
        chart.y_axis().set_min(min).set_max(max);
    }
    Some(with_line_axes(chart))
}

/// A line for each group between two cells of its row.
pub(super) fn slope_chart(
    lines: &[(String, [ProtectedFigure; 2])],
    table: &Table,
    place: &Place<'_>,
) -> Option<(Native, u32)> {
    let mut chart = Native::new(ChartType::Line);
    for (at, (name, ends)) in lines.iter().enumerate() {
        let (categories, values) = by_row(table, name, ends, place)?;
        chart
            .add_series()
            .set_categories(&categories)
            .set_values(&values)
            .set_name(&words(name))
            .set_format(&mut stroke(at));
    }
    Some(with_line_axes(chart))
}

/// A line each for the values, their average and the ends of the usual range, over whole columns.
pub(super) fn run_chart(
    values: &[ProtectedFigure],
    usual: &[Option<ProtectedFigure>; 3],
    table: &Table,
    place: &Place<'_>,
) -> Option<(Native, u32)> {
    let cells = |column: usize| table.rows.iter().filter_map(move |row| row.cells.get(column));
    let own = (0..table.columns.len())
        .find(|column| table.rows.len() == values.len() && cells(*column).zip(values).all(|(a, b)| same(a, b)))?;
    let level = usual.iter().flatten().map(|figure| {
        (0..table.columns.len()).find(|column| {
            let alike = |cell: &ProtectedFigure| cell.measure() == figure.measure() && readable(cell).is_some();
            cells(*column).all(alike)
        })
    });
    let columns: Vec<usize> = std::iter::once(Some(own)).chain(level).collect::<Option<_>>()?;
    let span = (0, u32::try_from(values.len()).ok()?.checked_sub(1)?);
    let mut chart = Native::new(ChartType::Line);
    for (at, column) in columns.iter().enumerate() {
        let column = *place.columns.get(*column)?;
        chart
            .add_series()
            .set_categories(&place.range(span, 0))
            .set_values(&place.range(span, column))
            .set_name(&place.heading(column))
            .set_format(&mut stroke(at));
    }
    let all = || values.iter().chain(usual.iter().flatten()).filter_map(readable);
    let (least, most) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    chart.y_axis().set_min((least - 0.5).floor()).set_max((most + 0.5).ceil());
    Some(with_line_axes(chart))
}

/// The look of a line, by its number.
fn stroke(at: usize) -> ChartFormat {
    let mut stroke = ChartLine::new();
    let colour = palette::LINES[at % palette::LINES.len()];
    stroke.set_color(Color::RGB(palette::rgb(colour))).set_width(2.25);
    let mut format = ChartFormat::new();
    format.set_line(&stroke);
    format
}

fn with_line_axes(mut chart: Native) -> (Native, u32) {
    chart.x_axis().set_font(&font(10.0, false)).set_label_position(ChartAxisLabelPosition::Low);
    chart.y_axis().set_font(&font(10.0, false)).set_major_gridlines_line(&grid());
    chart.legend().set_position(ChartLegendPosition::Right).set_font(&font(10.0, false));
    (chart, 340)
}

/// A line whose points stand side by side in one row.
fn by_row(
    table: &Table,
    name: &str,
    figures: &[ProtectedFigure],
    place: &Place<'_>,
) -> Option<(ChartRange, ChartRange)> {
    let row = table.rows.iter().position(|row| row.label == name)?;
    let cells = &table.rows[row].cells;
    let start =
        cells.windows(figures.len().max(1)).position(|window| window.iter().zip(figures).all(|(a, b)| same(a, b)))?;
    let (from, to) = (*place.columns.get(start)?, *place.columns.get(start + figures.len() - 1)?);
    (usize::from(to - from) + 1 == figures.len()).then_some(())?;
    let (row, head) = (place.first + u32::try_from(row).ok()?, place.first - 1);
    Some((
        ChartRange::new_from_range(place.sheet, head, from, head, to),
        ChartRange::new_from_range(place.sheet, row, from, row, to),
    ))
}

/// A line whose points stand below one another in one column.
fn by_column(table: &Table, figures: &[ProtectedFigure], place: &Place<'_>) -> Option<(ChartRange, ChartRange)> {
    (0..table.columns.len()).find_map(|column| {
        let cells: Vec<&ProtectedFigure> = table.rows.iter().filter_map(|row| row.cells.get(column)).collect();
        let start = cells
            .windows(figures.len().max(1))
            .position(|window| window.iter().zip(figures).all(|(a, b)| same(a, b)))?;
        let first = u32::try_from(start).ok()?;
        let span = (first, first + u32::try_from(figures.len()).ok()?.checked_sub(1)?);
        Some((place.range(span, 0), place.range(span, *place.columns.get(column)?)))
    })
}
