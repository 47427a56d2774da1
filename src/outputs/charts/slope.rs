//! A line for each group from one end to the other, named and valued at both.

use super::apart::apart;
use super::lines::marker;
use super::rows::with_n;
use super::scale::Scale;
use super::sketch::{Anchor, Ink, MARGIN, SMALL, STUB, Sketch, WIDTH};
use super::{palette, text};
use crate::disclosure::ProtectedFigure;
use crate::outputs::figure_text::{label, readable};

const LINE: f64 = 17.0;
const HEIGHT: f64 = 210.0;
/// Room for a name beside the left end.
const NAME_ROOM: f64 = 280.0;

/// How values are written.
pub(super) struct Style<'a> {
    pub decimals: usize,
    pub suffix: &'a str,
}

/// A line that can be drawn.
struct Drawn {
    series: usize,
    values: [f64; 2],
    /// Name and value at the left end, value at the right.
    labels: [Vec<String>; 2],
}

pub(super) fn lay_out(
    sketch: &mut Sketch,
    ends: &[String; 2],
    lines: &[(String, [ProtectedFigure; 2])],
    style: &Style<'_>,
) {
    let mut drawn = Vec::new();
    let mut hidden = Vec::new();
    for (series, (name, figures)) in lines.iter().enumerate() {
        let name = with_n(name, figures[1].n());
        let (Some(from), Some(to)) = (readable(&figures[0]), readable(&figures[1])) else {
            // One end alone is no slope.
            let unread = figures.iter().find(|figure| readable(figure).is_none());
            hidden.push((name, unread.map(ProtectedFigure::text).unwrap_or_default()));
            continue;
        };
        let value = |end: usize| label(&figures[end], style.decimals, style.suffix);
        let left = text::balance(&format!("{name} {}", value(0)), SMALL, true, NAME_ROOM);
        drawn.push(Drawn { series, values: [from, to], labels: [left, vec![value(1)]] });
    }
    if !drawn.is_empty() {
        draw(sketch, ends, &drawn);
    }
    for (name, symbol) in hidden {
        let y = sketch.y + 14.0;
        if symbol == "c" {
            sketch.stub(MARGIN, y, 20.0);
        } else {
            sketch.text(&symbol, MARGIN, y, Ink::new(SMALL).bold());
        }
        let lines = text::wrap(&name, SMALL, false, WIDTH - 2.0 * MARGIN - STUB - 30.0);
        for (number, line) in lines.iter().enumerate() {
            sketch.text(line, MARGIN + STUB + 26.0, y + number as f64 * LINE, Ink::new(SMALL));
        }
        sketch.y += 26.0 + LINE * (lines.len() as f64 - 1.0);
    }
}

fn draw(sketch: &mut Sketch, ends: &[String; 2], drawn: &[Drawn]) {
    let widest = |end: usize| {
        let all = drawn.iter().flat_map(|line| &line.labels[end]).map(|line| text::width(line, SMALL, true));
        all.fold(text::width(&ends[end], SMALL, true) / 2.0, f64::max)
    };
    let (left, right) = (MARGIN + widest(0) + 26.0, WIDTH - MARGIN - widest(1) - 26.0);
    for (x, end) in [left, right].into_iter().zip(ends) {
        sketch.text(end, x, sketch.y + 8.0, Ink::new(SMALL).bold().at(Anchor::Middle));
    }
    sketch.y += 24.0;
    let needed: f64 = drawn.iter().map(|line| line.labels[0].len() as f64 * LINE + 4.0).sum();
    let (top, bottom) = (sketch.y, sketch.y + HEIGHT.max(needed));
    let values = || drawn.iter().flat_map(|line| line.values);
    let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let spare = ((most - least) * 0.08).max(0.5);
    let scale = Scale::new(least - spare, most + spare, bottom, top);
    for x in [left, right] {
        sketch.line((x, top), (x, bottom), palette::LINE, 1);
    }
    for line in drawn {
        let colour = palette::LINES[line.series % palette::LINES.len()];
        let [from, to] = line.values.map(|value| scale.place(value));
        sketch.path(vec![(left, from), (right, to)], colour, 3);
        marker(sketch, left, from, line.series);
        marker(sketch, right, to, line.series);
    }
    for (end, x, anchor, way) in [(0, left, Anchor::End, -1.0), (1, right, Anchor::Start, 1.0)] {
        let wanted: Vec<(f64, f64)> = drawn
            .iter()
            .map(|line| (scale.place(line.values[end]), line.labels[end].len() as f64 * LINE + 4.0))
            .collect();
        for ((line, top), (from, height)) in drawn.iter().zip(apart(&wanted, (top - 8.0, bottom + 8.0))).zip(&wanted) {
            let middle = top + height / 2.0;
            if (middle - from).abs() > 3.0 {
                sketch.line((x + way * 9.0, *from), (x + way * 22.0, middle), palette::HATCH, 1);
            }
            let first = middle - (line.labels[end].len() as f64 - 1.0) * LINE / 2.0;
            for (number, words) in line.labels[end].iter().enumerate() {
                let ink = Ink::new(SMALL).bold().at(anchor);
                sketch.text(words, x + way * 26.0, first + number as f64 * LINE, ink);
            }
        }
    }
    sketch.y = bottom + 16.0;
}
