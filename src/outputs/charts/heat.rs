//! Rows × columns, the number in each cell, darker for more.

use super::rows::{Rows, with_n};
use super::sketch::{Anchor, Ink, MARGIN, SMALL, Sketch, WIDTH};
use super::{palette, text};
use crate::disclosure::ProtectedFigure;
use crate::measures::Status;
use crate::outputs::figure_text::{label, readable};

const HEAD_LINE: f64 = 16.0;

pub(super) fn lay_out(
    sketch: &mut Sketch,
    columns: &[String],
    rows: &[(String, Vec<ProtectedFigure>)],
    max: f64,
    suffix: &str,
) {
    let labels: Vec<(String, bool)> = rows
        .iter()
        .map(|(name, cells)| {
            let whole = cells.iter().any(|cell| cell.population().contains_key("school"));
            (with_n(name, common_n(cells)), whole && rows.len() > 1)
        })
        .collect();
    let laid = Rows::new(&labels, 170.0);
    let left = laid.right;
    let cell = (WIDTH - MARGIN - left) / columns.len().max(1) as f64;
    heads(sketch, columns, left, cell);
    for (row, (_, figures)) in rows.iter().enumerate() {
        let height = laid.height(row, 30.0);
        let top = sketch.y;
        laid.draw(sketch, row, top + height / 2.0);
        for (column, figure) in figures.iter().take(columns.len()).enumerate() {
            let x = left + column as f64 * cell;
            draw_cell(sketch, (x + 1.0, top + 1.0, cell - 2.0, height - 2.0), figure, max, suffix);
        }
        sketch.y += height;
    }
}

/// `n` of a row, where all its readable cells rest on the same pupils.
fn common_n(cells: &[ProtectedFigure]) -> Option<u64> {
    let mut all = cells.iter().filter(|cell| cell.status() == Status::Ok).map(ProtectedFigure::n);
    let first = all.next()??;
    all.all(|n| n == Some(first)).then_some(first)
}

/// Column headings, in the largest size in which no word is divided.
fn heads(sketch: &mut Sketch, columns: &[String], left: f64, cell: f64) {
    let room = cell - 4.0;
    let size = [SMALL, 12.5, 12.0, 11.5, 11.0]
        .into_iter()
        .find(|size| columns.iter().all(|name| text::widest_word(name, *size, false) <= room))
        .unwrap_or(10.5);
    let wrapped: Vec<Vec<String>> = columns.iter().map(|name| text::balance(name, size, false, room)).collect();
    let most = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for (column, lines) in wrapped.iter().enumerate() {
        let middle = left + (column as f64 + 0.5) * cell;
        // Headings stand on the cells, so short ones start lower.
        let above = (most - lines.len()) as f64;
        for (number, line) in lines.iter().enumerate() {
            let y = sketch.y + (above + number as f64 + 0.5) * HEAD_LINE;
            sketch.text(line, middle, y, Ink::new(size).at(Anchor::Middle));
        }
    }
    sketch.y += most as f64 * HEAD_LINE + 6.0;
}

fn draw_cell(
    sketch: &mut Sketch,
    (x, y, w, h): (f64, f64, f64, f64),
    figure: &ProtectedFigure,
    max: f64,
    suffix: &str,
) {
    let (middle_x, middle_y) = (x + w / 2.0, y + h / 2.0);
    let value = label(figure, figure.decimals(), suffix);
    let ink = Ink::new(14.0).at(Anchor::Middle);
    match (readable(figure), figure.status()) {
        (Some(number), _) => {
            let fill = palette::heat(if max > 0.0 { number / max } else { 0.0 });
            sketch.area(x, y, w, h, fill);
            sketch.frame(x, y, w, h, palette::GRID);
            sketch.text(&value, middle_x, middle_y, ink.colour(palette::text_on(fill)));
        }
        (None, Status::Suppressed) => {
            sketch.hatch(x, y, w, h);
            sketch.area(middle_x - 11.0, middle_y - 10.0, 22.0, 20.0, palette::PAPER);
            sketch.text(&value, middle_x, middle_y, ink.bold());
        }
        (None, _) => {
            sketch.frame(x, y, w, h, palette::GRID);
            sketch.text(&value, middle_x, middle_y, ink);
        }
    }
}
