//! Lines over ordered points, each named at its end. A withheld point leaves
//! a gap in its line and a hatched stub at the foot of the chart.

use super::scale::Scale;
use super::sketch::{Anchor, Ink, MARGIN, SMALL, Sketch, WIDTH};
use super::{palette, text};
use crate::disclosure::ProtectedFigure;
use crate::measures::Status;
use crate::outputs::figure_text::{label, number, readable};

const NAME_LINE: f64 = 17.0;
const HEIGHT: f64 = 240.0;
/// From so many points on, not every point has a name and a marker.
const MANY: usize = 20;
/// Room for the name of a point.
const NAME_ROOM: f64 = 86.0;

/// How values are written and where the axis runs.
pub(super) struct Style<'a> {
    pub min: f64,
    pub max: f64,
    pub decimals: usize,
    pub suffix: &'a str,
}

/// Name and last value of a line, beside its last readable point.
struct EndLabel {
    lines: Vec<String>,
    wanted: f64,
    top: f64,
    from: (f64, f64),
    series: usize,
}

impl EndLabel {
    fn height(&self) -> f64 {
        self.lines.len() as f64 * NAME_LINE + 4.0
    }
}

pub(super) fn lay_out(
    sketch: &mut Sketch,
    points: &[String],
    lines: &[(String, Vec<ProtectedFigure>)],
    style: &Style<'_>,
) {
    let axis = Scale::new(style.min, style.max, 0.0, 1.0);
    let (ticks, decimals) = axis.ticks();
    let ticks: Vec<(f64, String)> =
        ticks.into_iter().map(|tick| (tick, format!("{}{}", number(tick, decimals), style.suffix))).collect();
    let widest = ticks.iter().map(|(_, t)| text::width(t, SMALL, false)).fold(0.0, f64::max);
    let names: Vec<Vec<String>> = lines
        .iter()
        .map(|(name, figures)| {
            let last = figures.iter().rev().find(|figure| readable(figure).is_some());
            let value = last.map(|figure| label(figure, style.decimals, style.suffix));
            let name = value.map_or_else(|| name.clone(), |value| format!("{name} {value}"));
            text::balance(&name, SMALL, true, 190.0)
        })
        .collect();
    let name_width = names.iter().flatten().map(|line| text::width(line, SMALL, true)).fold(0.0, f64::max);
    let (left, right) = (MARGIN + widest + 10.0, WIDTH - MARGIN - name_width - 26.0);
    let all_names: f64 = names.iter().map(|n| n.len() as f64 * NAME_LINE + 4.0).sum();
    // The points of a single line bear their values, which need room above the highest.
    let above = if lines.len() == 1 { 26.0 } else { 10.0 };
    let (top, bottom) = (sketch.y + above, sketch.y + above + HEIGHT.max(all_names));
    let scale = Scale::new(style.min, style.max, bottom, top);
    for (tick, words) in &ticks {
        let y = scale.place(*tick);
        sketch.line((left, y), (right, y), palette::GRID, 1);
        sketch.text(words, left - 8.0, y, Ink::new(SMALL).colour(palette::QUIET).at(Anchor::End));
    }
    sketch.line((left, bottom), (right, bottom), palette::LINE, 1);
    // The first and last points stand in from the ends by half a name.
    let gaps = points.len().saturating_sub(1).max(1) as f64;
    let inset = ((right - left) / (gaps + 1.0) / 2.0).min(48.0);
    let step = (right - left - 2.0 * inset) / gaps;
    let x_of = |point: usize| match points.len() {
        0 | 1 => (left + right) / 2.0,
        _ => left + inset + point as f64 * step,
    };
    let room = if points.len() > 1 { step.min(2.0 * inset) } else { right - left };
    sketch.y = bottom + 10.0;
    point_names(sketch, points, room, x_of);

    let mut ends = Vec::new();
    for (series, ((_, figures), name)) in lines.iter().zip(names).enumerate() {
        let seen: Vec<(usize, f64, f64)> = figures
            .iter()
            .take(points.len())
            .enumerate()
            .filter_map(|(i, figure)| Some((i, x_of(i), scale.place(readable(figure)?))))
            .collect();
        draw_series(sketch, &seen, series);
        if lines.len() == 1 {
            for pair in seen.windows(2) {
                let ((i, x, y), (_, _, next)) = (&pair[0], &pair[1]);
                let value = label(&figures[*i], style.decimals, style.suffix);
                // Below, where the line goes up through the place above.
                let above = if *next < *y - 30.0 && *y + 26.0 < bottom { 18.0 } else { -16.0 };
                sketch.text(&value, *x, y + above, Ink::new(SMALL).at(Anchor::Middle));
            }
        }
        let (x, wanted) = seen.last().map_or((right, bottom), |(_, x, y)| (*x, *y));
        let label = EndLabel { lines: name, wanted, top: 0.0, from: (x, wanted), series };
        ends.push(label);
    }
    for (point, _) in points.iter().enumerate() {
        let hidden = |status| lines.iter().any(|(_, f)| f.get(point).is_some_and(|figure| figure.status() == status));
        if hidden(Status::Suppressed) {
            sketch.hatch(x_of(point) - 17.0, bottom - 20.0, 34.0, 20.0);
            sketch.area(x_of(point) - 8.0, bottom - 18.0, 16.0, 16.0, palette::PAPER);
            sketch.text("c", x_of(point), bottom - 10.0, Ink::new(SMALL).bold().at(Anchor::Middle));
        }
    }
    end_labels(sketch, ends, right + 16.0, (top - 8.0, bottom + 8.0));
}

pub(super) fn point_names(sketch: &mut Sketch, points: &[String], room: f64, x_of: impl Fn(usize) -> f64) {
    let mut most = 0;
    // Where points stand closer than their names are wide, every second, third … is named: no word is divided.
    let widest = points.iter().map(|name| text::widest_word(name, SMALL, false)).fold(0.0, f64::max) + 6.0;
    let wanted = if points.len() > MANY { widest.max(NAME_ROOM) } else { widest };
    let every = (wanted / room.max(1.0)).ceil().max(1.0) as usize;
    let room = room * every as f64;
    for (point, name) in points.iter().enumerate().step_by(every) {
        let lines = text::wrap(name, SMALL, false, room - 6.0);
        most = most.max(lines.len());
        for (number, line) in lines.iter().enumerate() {
            let y = sketch.y + (number as f64 + 0.5) * NAME_LINE;
            sketch.text(line, x_of(point), y, Ink::new(SMALL).at(Anchor::Middle));
        }
    }
    sketch.y += most as f64 * NAME_LINE;
}

/// The line, broken where a point is missing, and a marker on each point.
fn draw_series(sketch: &mut Sketch, seen: &[(usize, f64, f64)], series: usize) {
    let colour = palette::LINES[series % palette::LINES.len()];
    for run in seen.chunk_by(|a, b| a.0 + 1 == b.0) {
        if run.len() > 1 {
            sketch.path(run.iter().map(|(_, x, y)| (*x, *y)).collect(), colour, 3);
        }
    }
    // Over many points markers would run together; the end of a line keeps its own.
    let marked = if seen.len() > MANY { seen.len() - 1 } else { 0 };
    for (_, x, y) in &seen[marked..] {
        marker(sketch, *x, *y, series);
    }
}

/// Shapes differ, so that lines are told apart without colour.
pub(super) fn marker(sketch: &mut Sketch, x: f64, y: f64, series: usize) {
    let colour = palette::LINES[series % palette::LINES.len()];
    match series % 4 {
        0 => sketch.disc(x, y, 5.0, colour),
        1 => sketch.area(x - 5.0, y - 5.0, 10.0, 10.0, colour),
        2 => sketch.shape(vec![(x, y - 7.0), (x + 6.0, y + 5.0), (x - 6.0, y + 5.0)], colour),
        _ => sketch.shape(vec![(x, y - 7.0), (x + 7.0, y), (x, y + 7.0), (x - 7.0, y)], colour),
    }
}

/// Names beside the ends, moved apart where they would cover one another.
fn end_labels(sketch: &mut Sketch, mut ends: Vec<EndLabel>, x: f64, (top, bottom): (f64, f64)) {
    ends.sort_by(|a, b| a.wanted.total_cmp(&b.wanted).then(a.series.cmp(&b.series)));
    let mut free = top;
    for end in &mut ends {
        end.top = (end.wanted - end.height() / 2.0).max(free);
        free = end.top + end.height();
    }
    let mut floor = bottom;
    for end in ends.iter_mut().rev() {
        end.top = end.top.min(floor - end.height());
        floor = end.top;
    }
    for end in ends {
        let middle = end.top + end.height() / 2.0;
        let (from_x, from_y) = end.from;
        if (middle - from_y).abs() > 3.0 || x - from_x > 60.0 {
            sketch.line((from_x + 8.0, from_y), (x - 4.0, middle), palette::HATCH, 1);
        }
        marker(sketch, x + 4.0, middle, end.series);
        let first = middle - (end.lines.len() as f64 - 1.0) * NAME_LINE / 2.0;
        for (number, line) in end.lines.iter().enumerate() {
            let y = first + number as f64 * NAME_LINE;
            sketch.text(line, x + 14.0, y, Ink::new(SMALL).bold());
        }
    }
}
