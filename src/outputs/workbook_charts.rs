//! Native Excel charts over the cells of their table. Where the cells cannot
//! carry the chart honestly (Excel plots a withheld point as nought; intervals
//! have no cells of their own), the drawn picture stands in its place.

use rust_xlsxwriter::{
    Chart as Native, ChartAxisLabelPosition, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartRange, ChartSolidFill, ChartType, Color,
};

use super::alt_text;
use super::charts::palette;
use super::figure_text::readable;
use super::workbook_lines as lines;
use crate::disclosure::ProtectedFigure;
use crate::reports::model::{Bar, Chart, ChartKind, StackedBar, Table};

/// Width of a chart or picture in a sheet, in pixels.
pub(super) const WIDTH: u32 = 720;

/// Where a table's cells stand.
pub(super) struct Place<'a> {
    pub sheet: &'a str,
    /// Row of the first row of figures.
    pub first: u32,
    /// Sheet column of each column of the model.
    pub columns: &'a [u16],
}

/// The chart over `table`'s cells, if they can carry it, and its height in
/// pixels.
pub(super) fn native(chart: &Chart, table: &Table, place: &Place<'_>) -> Option<(Native, u32)> {
    // Excel draws a text cell as nought: a withheld bar would be empty, and
    // the part behind it would start where it should have ended.
    if !shown(&chart.kind) {
        return None;
    }
    let (mut native, height) = match &chart.kind {
        ChartKind::Bars { bars, max, suffix, .. } => bar_chart(bars, *max, suffix, table, place)?,
        ChartKind::Stacked { parts, bars } => stacked_chart(parts, bars, table, place)?,
        ChartKind::Lines { lines, min, max, .. } => lines::line_chart(lines, (*min, *max), table, place)?,
        ChartKind::Slope { lines, .. } => lines::slope_chart(lines, table, place)?,
        ChartKind::Run { values, usual, .. } => lines::run_chart(values, usual, table, place)?,
        // Excel has no such chart, or none that is as plain as the drawing.
        ChartKind::Heat { .. } | ChartKind::DotWhisker { .. } | ChartKind::Funnel { .. } => return None,
    };
    native.title().set_name(&words(&chart.title)).set_font(&font(12.0, true)).set_overlay(false);
    native.set_alt_text(alt_text::of(chart));
    native.set_width(WIDTH).set_height(height);
    Some((native, height))
}

/// The block of cells that holds a heat map, as first and last row and column
/// of the sheet.
pub(super) fn heat_cells(chart: &Chart, table: &Table, place: &Place<'_>) -> Option<[u32; 4]> {
    let ChartKind::Heat { rows, columns, .. } = &chart.kind else {
        return None;
    };
    let labels: Vec<&str> = rows.iter().map(|(label, _)| label.as_str()).collect();
    let (first, last) = row_span(table, &labels)?;
    let mut found = Vec::with_capacity(columns.len());
    for column in 0..columns.len() {
        let figures: Option<Vec<&ProtectedFigure>> = rows.iter().map(|(_, figures)| figures.get(column)).collect();
        found.push(column_of(table, &labels, &figures?, &found)?);
    }
    let (left, right) = (*found.iter().min()?, *found.iter().max()?);
    (right - left + 1 == found.len()).then_some(())?;
    let at = |index: usize| place.columns.get(index).map(|column| u32::from(*column));
    Some([place.first + first, at(left)?, place.first + last, at(right)?])
}

/// A name as nothing but words: the library takes `=[other.xlsx]Sheet!A1` or `Sheet!A1` for cells to be read.
pub(super) fn words(name: &str) -> String {
    if name.starts_with('=') || name.contains('!') { format!(" {name} ") } else { name.to_owned() }
}

fn bar_chart(bars: &[Bar], max: f64, suffix: &str, table: &Table, place: &Place<'_>) -> Option<(Native, u32)> {
    let labels: Vec<&str> = bars.iter().map(|bar| bar.label.as_str()).collect();
    let figures: Vec<&ProtectedFigure> = bars.iter().map(|bar| &bar.figure).collect();
    let span = row_span(table, &labels)?;
    let column = column_of(table, &labels, &figures, &[])?;
    let mut chart = horizontal(ChartType::Bar);
    let series = chart.add_series();
    series
        .set_categories(&place.range(span, 0))
        .set_values(&place.range(span, *place.columns.get(column)?))
        .set_name(&place.heading(*place.columns.get(column)?))
        .set_format(&mut fill(Color::RGB(palette::rgb(palette::MAIN))))
        .set_gap(45);
    let mut label = ChartDataLabel::new();
    label.show_value().set_font(&font(10.0, false));
    if suffix.starts_with('%') {
        label.set_num_format(format!("{}\"%\"", pattern(table, column)));
    }
    series.set_data_label(&label);
    value_axis(&mut chart, 0.0, max);
    chart.legend().set_hidden();
    Some((chart, height(bars.len())))
}

fn stacked_chart(parts: &[String], bars: &[StackedBar], table: &Table, place: &Place<'_>) -> Option<(Native, u32)> {
    let labels: Vec<&str> = bars.iter().map(|bar| bar.label.as_str()).collect();
    let span = row_span(table, &labels)?;
    let mut used = Vec::with_capacity(parts.len());
    for part in 0..parts.len() {
        let figures: Option<Vec<&ProtectedFigure>> = bars.iter().map(|bar| bar.parts.get(part)).collect();
        used.push(column_of(table, &labels, &figures?, &used)?);
    }
    let mut chart = horizontal(ChartType::BarStacked);
    for (part, (column, shade)) in used.iter().zip(palette::shades(parts.len())).enumerate() {
        let mut edge = ChartLine::new();
        edge.set_color(Color::RGB(palette::rgb(palette::LINE))).set_width(0.5);
        let series = chart.add_series();
        series
            .set_categories(&place.range(span, 0))
            .set_values(&place.range(span, *place.columns.get(*column)?))
            .set_name(&words(parts.get(part)?))
            .set_format(fill(Color::RGB(palette::rgb(shade))).set_border(&edge))
            .set_gap(45)
            .set_overlap(100);
    }
    value_axis(&mut chart, 0.0, 100.0);
    chart.legend().set_position(ChartLegendPosition::Top).set_font(&font(10.0, false));
    Some((chart, height(bars.len())))
}

impl Place<'_> {
    pub(super) fn range(&self, (first, last): (u32, u32), column: u16) -> ChartRange {
        let (first, last) = (self.first + first, self.first + last);
        ChartRange::new_from_range(self.sheet, first, column, last, column)
    }

    pub(super) fn heading(&self, column: u16) -> ChartRange {
        let row = self.first - 1;
        ChartRange::new_from_range(self.sheet, row, column, row, column)
    }
}

/// First and last row of the table that hold these labels, one after another.
fn row_span(table: &Table, labels: &[&str]) -> Option<(u32, u32)> {
    let rows: Vec<&str> = table.rows.iter().map(|row| row.label.as_str()).collect();
    (!labels.is_empty()).then_some(())?;
    let start = rows.windows(labels.len()).position(|window| window == labels)?;
    Some((u32::try_from(start).ok()?, u32::try_from(start + labels.len() - 1).ok()?))
}

/// The column, not used yet, whose cells in these rows are the same figures.
fn column_of(table: &Table, labels: &[&str], figures: &[&ProtectedFigure], used: &[usize]) -> Option<usize> {
    let (start, _) = row_span(table, labels)?;
    let rows = table.rows.get(start as usize..)?;
    (0..table.columns.len()).filter(|column| !used.contains(column)).find(|column| {
        rows.iter().zip(figures).all(|(row, figure)| row.cells.get(*column).is_some_and(|cell| same(cell, figure)))
    })
}

pub(super) fn same(one: &ProtectedFigure, other: &ProtectedFigure) -> bool {
    one.measure() == other.measure()
        && one.value() == other.value()
        && one.status() == other.status()
        && one.n() == other.n()
}

/// Whether every figure of a chart may be read.
fn shown(kind: &ChartKind) -> bool {
    let read = |figure: &ProtectedFigure| readable(figure).is_some();
    match kind {
        ChartKind::Bars { bars, .. } => bars.iter().all(|bar| read(&bar.figure)),
        ChartKind::Stacked { bars, .. } => bars.iter().flat_map(|bar| &bar.parts).all(read),
        ChartKind::Lines { lines, .. } => lines.iter().flat_map(|(_, figures)| figures).all(read),
        ChartKind::Slope { lines, .. } => lines.iter().flat_map(|(_, ends)| ends).all(read),
        ChartKind::Run { values, usual, .. } => values.iter().chain(usual.iter().flatten()).all(read),
        // Drawn, whatever may be read.
        ChartKind::Heat { .. } | ChartKind::DotWhisker { .. } | ChartKind::Funnel { .. } => true,
    }
}

fn horizontal(kind: ChartType) -> Native {
    let mut chart = Native::new(kind);
    // Excel puts the first row at the foot; readers expect it on top.
    // In a bar chart its category axis is the upright one.
    chart.y_axis().set_reverse().set_font(&font(10.0, false)).set_major_gridlines(false);
    chart.x_axis().set_font(&font(10.0, false)).set_major_gridlines_line(&grid());
    chart
}

/// Height of a chart with so many bars.
fn height(bars: usize) -> u32 {
    (120 + 30 * bars.min(60) as u32).max(240)
}

fn value_axis(chart: &mut Native, min: f64, max: f64) {
    let axis = chart.x_axis();
    axis.set_label_position(ChartAxisLabelPosition::High);
    if max.is_finite() && max > min {
        axis.set_min(min).set_max(max);
    }
}

fn pattern(table: &Table, column: usize) -> String {
    match table.columns.get(column).map_or(0, |column| column.decimals) {
        0 => "0".to_owned(),
        places => format!("0.{}", "0".repeat(places.min(10))),
    }
}

fn fill(colour: Color) -> ChartFormat {
    let mut solid = ChartSolidFill::new();
    solid.set_color(colour);
    let mut format = ChartFormat::new();
    format.set_solid_fill(&solid);
    format
}

pub(super) fn grid() -> ChartLine {
    let mut line = ChartLine::new();
    line.set_color(Color::RGB(palette::rgb(palette::GRID))).set_width(0.75);
    line
}

pub(super) fn font(size: f64, bold: bool) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name("Arial").set_size(size).set_color(Color::RGB(palette::rgb(palette::INK)));
    if bold {
        font.set_bold();
    } else {
        font.unset_bold();
    }
    font
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::testing;
    use crate::outputs::sample;
    use crate::reports::model::Section;

    fn section(id: &str) -> Section {
        let mut sections = sample::report().sections.into_iter();
        sections.find(|section| section.id == id).expect("section")
    }

    fn place(columns: &[u16]) -> Place<'_> {
        Place { sheet: "Sheet", first: 4, columns }
    }

    #[test]
    fn bars_and_parts_find_their_columns_and_a_withheld_one_is_left_to_the_picture() {
        for id in ["below", "development"] {
            let mut section = section(id);
            let drawn =
                |section: &Section| native(&section.charts[0], &section.tables[0], &place(&[1, 2, 3])).is_some();
            assert!(!drawn(&section), "{id} has a withheld figure");
            let cells = section.tables[0].rows.iter_mut().flat_map(|row| &mut row.cells);
            cells.for_each(make_readable);
            match &mut section.charts[0].kind {
                ChartKind::Bars { bars, .. } => bars.iter_mut().for_each(|bar| make_readable(&mut bar.figure)),
                ChartKind::Stacked { bars, .. } => {
                    bars.iter_mut().flat_map(|bar| &mut bar.parts).for_each(make_readable);
                }
                _ => unreachable!("{id} is drawn as bars"),
            }
            assert!(drawn(&section), "{id}");
        }
    }

    fn make_readable(figure: &mut ProtectedFigure) {
        if readable(figure).is_none() {
            *figure = testing::figure(figure.measure(), 20.0, 28);
        }
    }

    #[test]
    fn a_line_with_a_withheld_point_is_left_to_the_picture() {
        let mut section = section("attendance");
        let columns = [1, 2, 3, 4, 5, 6];
        assert!(native(&section.charts[0], &section.tables[0], &place(&columns)).is_none());
        let readable = testing::figure("attendance.rate", 93.9, 40);
        section.tables[0].rows[1].cells[2] = readable.clone();
        if let ChartKind::Lines { lines, .. } = &mut section.charts[0].kind {
            lines[1].1[2] = readable;
        }
        assert!(native(&section.charts[0], &section.tables[0], &place(&columns)).is_some());
    }

    #[test]
    fn a_chart_of_other_figures_than_the_table_is_left_to_the_picture() {
        let section = section("below");
        let other = section_table_changed(&section);
        assert!(native(&section.charts[0], &other, &place(&[1, 2])).is_none());
    }

    fn section_table_changed(section: &Section) -> Table {
        let mut table = section.tables[0].clone();
        table.rows[0].cells[1] = testing::figure("development.below", 99.0, 28);
        table
    }

    #[test]
    fn a_heat_map_finds_its_block_of_cells() {
        let section = section("strands");
        let cells = heat_cells(&section.charts[0], &section.tables[0], &place(&[1, 2, 3, 4, 5, 6]));
        assert_eq!(cells, Some([4, 1, 10, 6]));
    }
}
