//! A dot with its 95 % interval for each category, against a line at zero.

use super::bars::{is_whole, labels};
use super::rows::Rows;
use super::scale::Scale;
use super::sketch::{Anchor, Ink, MARGIN, SMALL, STUB, Sketch, WIDTH};
use super::{palette, text};
use crate::disclosure::ProtectedFigure;
use crate::measures::Status;
use crate::outputs::figure_text::{change, number, readable};
use crate::reports::model::Bar;

const VALUE_SIZE: f64 = SMALL;

/// How values are written and where the axis runs.
pub(super) struct Style<'a> {
    pub min: f64,
    pub max: f64,
    pub decimals: usize,
    /// Between the ends of an interval: " to ".
    pub join: &'a str,
    /// Before what was to be expected: "expected".
    pub expected: &'a str,
}

/// Height of a row with one line of values, and with two.
const ROW: f64 = 36.0;
const TALL_ROW: f64 = 46.0;

pub(super) fn lay_out(
    sketch: &mut Sketch,
    dots: &[Bar],
    expected: Option<&(String, Vec<ProtectedFigure>)>,
    style: &Style<'_>,
) {
    let usual = |row: usize| {
        let figure = expected.and_then(|(_, figures)| figures.get(row))?;
        Some((readable(figure)?, figure))
    };
    if let Some((name, _)) = expected.filter(|_| (0..dots.len()).any(|row| usual(row).is_some())) {
        mark_of_expected(sketch, MARGIN + 8.0, sketch.y + 8.0);
        sketch.text(name, MARGIN + 20.0, sketch.y + 8.0, Ink::new(SMALL));
        sketch.y += 28.0;
    }
    let row_height = if expected.is_some() { TALL_ROW } else { ROW };
    let rows = Rows::new(&labels(dots), 220.0);
    let values: Vec<String> = dots.iter().map(|dot| value_text(dot, style)).collect();
    let second: Vec<Option<String>> = (0..dots.len())
        .map(|row| {
            let (value, figure) = usual(row)?;
            Some(format!("{} {}", style.expected, change(value, style.decimals.min(figure.decimals()))))
        })
        .collect();
    let widest = values
        .iter()
        .map(|value| text::width(value, VALUE_SIZE, true))
        .chain(second.iter().flatten().map(|words| text::width(words, VALUE_SIZE, false)))
        .fold(STUB, f64::max);
    let column = WIDTH - MARGIN - widest;
    let scale = Scale::new(style.min, style.max, rows.right + 8.0, column - 18.0);
    let top = sketch.y;
    let heights: f64 = (0..dots.len()).map(|row| rows.height(row, row_height)).sum();
    let (ticks, decimals) = scale.ticks();
    for tick in &ticks {
        let x = scale.place(*tick);
        let (colour, width) = if *tick == 0.0 { (palette::INK, 2) } else { (palette::GRID, 1) };
        sketch.line((x, top), (x, top + heights), colour, width);
        let ink = Ink::new(SMALL).colour(palette::QUIET).at(Anchor::Middle);
        sketch.text(&change(*tick, decimals), x, top + heights + 14.0, ink);
    }
    for (row, (dot, value)) in dots.iter().zip(&values).enumerate() {
        let height = rows.height(row, row_height);
        let middle = sketch.y + height / 2.0;
        rows.draw(sketch, row, middle);
        match (readable(&dot.figure), dot.figure.status()) {
            (Some(mean), _) => {
                if let Some((value, _)) = usual(row).filter(|(value, _)| scale.holds(*value)) {
                    mark_of_expected(sketch, scale.place(value), middle);
                }
                whisker(sketch, &scale, middle, dot);
                let fill = if is_whole(dot) { palette::STRONG } else { palette::MAIN };
                sketch.disc(scale.place(mean), middle, 7.0, fill);
                let above = if second[row].is_some() { 8.0 } else { 0.0 };
                sketch.text(value, column, middle - above, Ink::new(VALUE_SIZE).bold());
                if let Some(words) = &second[row] {
                    sketch.text(words, column, middle + 9.0, Ink::new(VALUE_SIZE).colour(palette::QUIET));
                }
            }
            (None, Status::Suppressed) => {
                sketch.hatch(column, middle - 10.0, STUB, 20.0);
                sketch.area(column + 9.0, middle - 8.0, 16.0, 16.0, palette::PAPER);
                let ink = Ink::new(VALUE_SIZE).bold().at(Anchor::Middle);
                sketch.text(value, column + STUB / 2.0, middle, ink);
            }
            (None, _) => sketch.text(value, column, middle, Ink::new(VALUE_SIZE).bold()),
        }
        sketch.y += height;
    }
    sketch.y += if ticks.is_empty() { 4.0 } else { 26.0 };
}

/// An upright bar, taller than a dot: told apart from it by its shape.
fn mark_of_expected(sketch: &mut Sketch, x: f64, y: f64) {
    sketch.area(x - 2.5, y - 13.0, 5.0, 26.0, palette::LINES[1]);
}

/// "+3.2 (1.0 to 5.4)".
fn value_text(dot: &Bar, style: &Style<'_>) -> String {
    let decimals = style.decimals.min(dot.figure.decimals());
    let Some(value) = readable(&dot.figure) else {
        return dot.figure.text();
    };
    let value = change(value, decimals);
    match (dot.figure.low(), dot.figure.high()) {
        (Some(low), Some(high)) => {
            format!("{value} ({}{}{})", number(low, decimals), style.join, number(high, decimals))
        }
        _ => value,
    }
}

/// The interval; an end beyond the axis has no cap.
fn whisker(sketch: &mut Sketch, scale: &Scale, y: f64, dot: &Bar) {
    let (Some(low), Some(high)) = (dot.figure.low(), dot.figure.high()) else {
        return;
    };
    let (from, to) = (scale.place(low), scale.place(high));
    sketch.line((from, y), (to, y), palette::LINE, 3);
    for (value, x) in [(low, from), (high, to)] {
        if scale.holds(value) {
            sketch.line((x, y - 6.0), (x, y + 6.0), palette::LINE, 3);
        }
    }
}
