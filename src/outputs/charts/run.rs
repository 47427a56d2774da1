//! A run chart: a value for each of many points, the average, and between two lines what is usual. What stands out is
//! ringed, and named below.

use super::apart::apart;
use super::lines::point_names;
use super::scale::Scale;
use super::sketch::{Anchor, Ink, MARGIN, SMALL, Sketch, WIDTH};
use super::{palette, text};
use crate::disclosure::ProtectedFigure;
use crate::measures::Status;
use crate::outputs::figure_text::{label, number, readable};

const LINE: f64 = 17.0;
const HEIGHT: f64 = 220.0;
/// Room for what the lines at the right mean.
const NAME_ROOM: f64 = 150.0;

/// How values are written, and the words beside the lines.
pub(super) struct Style<'a> {
    pub decimals: usize,
    pub suffix: &'a str,
    /// Before the lower end of the usual range: "from".
    pub from: &'a str,
    /// Before its upper end: "up to".
    pub up_to: &'a str,
}

/// The figures of a run chart.
pub(super) struct Run<'a> {
    pub points: &'a [String],
    pub names: &'a [String; 3],
    pub values: &'a [ProtectedFigure],
    pub usual: &'a [Option<ProtectedFigure>; 3],
    pub signals: &'a [ProtectedFigure],
}

pub(super) fn lay_out(sketch: &mut Sketch, run: &Run<'_>, style: &Style<'_>) {
    let usual = run.usual.each_ref().map(|figure| figure.as_ref().and_then(readable));
    let all = || run.values.iter().filter_map(readable).chain(usual.into_iter().flatten());
    let (least, most) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let axis = Scale::new((least - 0.5).floor(), (most + 0.5).ceil(), 0.0, 1.0);
    let (ticks, decimals) = axis.ticks();
    let ticks: Vec<(f64, String)> =
        ticks.into_iter().map(|tick| (tick, format!("{}{}", number(tick, decimals), style.suffix))).collect();
    let ends = end_labels(run, style);
    let widest = ticks.iter().map(|(_, words)| text::width(words, SMALL, false)).fold(0.0, f64::max);
    let ends_width =
        ends.iter().flat_map(|(_, lines)| lines).map(|line| text::width(line, SMALL, true)).fold(0.0, f64::max);
    let (left, right) = (MARGIN + widest + 10.0, WIDTH - MARGIN - ends_width - 24.0);
    let needed: f64 = ends.iter().map(|(_, lines)| lines.len() as f64 * LINE + 4.0).sum();
    let (top, bottom) = (sketch.y + 6.0, sketch.y + 6.0 + HEIGHT.max(needed));
    let scale = Scale::new(axis.min, axis.max, bottom, top);
    if let [_, Some(low), Some(high)] = usual {
        let (low, high) = (scale.place(low), scale.place(high));
        sketch.area(left, high, right - left, low - high, palette::HATCH_GROUND);
    }
    for (tick, words) in &ticks {
        let y = scale.place(*tick);
        sketch.line((left, y), (right, y), palette::GRID, 1);
        sketch.text(words, left - 8.0, y, Ink::new(SMALL).colour(palette::QUIET).at(Anchor::End));
    }
    if let Some(average) = usual[0] {
        let y = scale.place(average);
        sketch.line((left, y), (right, y), palette::LINE, 2);
    }
    for end in [usual[1], usual[2]].into_iter().flatten() {
        sketch.level_dashes(left, right, scale.place(end), palette::LINE);
    }
    let count = run.points.len().max(1) as f64;
    let x_of = |point: usize| left + (point as f64 + 0.5) * (right - left) / count;
    values(sketch, run, &scale, x_of, bottom);
    for ((value, lines), top) in ends.iter().zip(apart(
        &ends.iter().map(|(value, lines)| (scale.place(*value), lines.len() as f64 * LINE + 4.0)).collect::<Vec<_>>(),
        (top - 8.0, bottom + 8.0),
    )) {
        let middle = top + (lines.len() as f64 * LINE + 4.0) / 2.0;
        sketch.line((right, scale.place(*value)), (right + 14.0, middle), palette::HATCH, 1);
        let first = middle - (lines.len() as f64 - 1.0) * LINE / 2.0;
        for (number, line) in lines.iter().enumerate() {
            sketch.text(line, right + 18.0, first + number as f64 * LINE, Ink::new(SMALL).bold());
        }
    }
    sketch.y = bottom + 10.0;
    point_names(sketch, run.points, (right - left) / count, x_of);
    signals(sketch, run);
}

/// What stands at the right: average and range; without them the last value.
fn end_labels(run: &Run<'_>, style: &Style<'_>) -> Vec<(f64, Vec<String>)> {
    let [_, average, range] = run.names;
    let words = |figure: &ProtectedFigure, before: &str| {
        text::wrap(&format!("{before} {}", label(figure, style.decimals, style.suffix)), SMALL, true, NAME_ROOM)
    };
    let before = [average.clone(), format!("{range} {}", style.from), format!("{range} {}", style.up_to)];
    let lines = run.usual.iter().zip(&before).filter_map(|(figure, before)| {
        let figure = figure.as_ref()?;
        Some((readable(figure)?, words(figure, before)))
    });
    let lines: Vec<_> = lines.collect();
    if !lines.is_empty() {
        return lines;
    }
    let last = run.values.iter().rev().find_map(|figure| Some((readable(figure)?, figure)));
    last.map(|(value, figure)| (value, words(figure, &run.names[0]))).into_iter().collect()
}

/// The values as a line with a dot at each point, broken where one is missing.
fn values(sketch: &mut Sketch, run: &Run<'_>, scale: &Scale, x_of: impl Fn(usize) -> f64, bottom: f64) {
    let seen: Vec<(usize, f64, f64)> = run
        .values
        .iter()
        .enumerate()
        .filter_map(|(at, figure)| Some((at, x_of(at), scale.place(readable(figure)?))))
        .collect();
    for part in seen.chunk_by(|a, b| a.0 + 1 == b.0) {
        if part.len() > 1 {
            sketch.path(part.iter().map(|(_, x, y)| (*x, *y)).collect(), palette::STRONG, 2);
        }
    }
    for (at, x, y) in &seen {
        if run.signals.get(*at).is_some_and(stands_out) {
            sketch.disc(*x, *y, 8.0, palette::INK);
            sketch.disc(*x, *y, 6.0, palette::PAPER);
        }
        sketch.disc(*x, *y, 3.0, palette::STRONG);
    }
    for (at, _) in run.values.iter().enumerate().filter(|(_, figure)| figure.status() == Status::Suppressed) {
        sketch.hatch(x_of(at) - 8.0, bottom - 20.0, 16.0, 20.0);
        sketch.area(x_of(at) - 6.0, bottom - 17.0, 12.0, 14.0, palette::PAPER);
        sketch.text("c", x_of(at), bottom - 10.0, Ink::new(SMALL).bold().at(Anchor::Middle));
    }
}

fn stands_out(signal: &ProtectedFigure) -> bool {
    signal.status() == Status::Ok && signal.value().is_some_and(|value| value != 0.0)
}

/// What the rings mean.
fn signals(sketch: &mut Sketch, run: &Run<'_>) {
    let found: Vec<String> = run
        .points
        .iter()
        .zip(run.signals)
        .filter(|(_, signal)| stands_out(signal))
        .filter_map(|(point, signal)| Some(format!("{point}: {}", signal.word()?.to_lowercase())))
        .collect();
    if found.is_empty() {
        return;
    }
    sketch.y += 8.0;
    sketch.disc(MARGIN + 8.0, sketch.y + 8.0, 8.0, palette::INK);
    sketch.disc(MARGIN + 8.0, sketch.y + 8.0, 6.0, palette::PAPER);
    for line in text::wrap(&found.join("; "), SMALL, false, WIDTH - 2.0 * MARGIN - 26.0) {
        sketch.text(&line, MARGIN + 24.0, sketch.y + 8.0, Ink::new(SMALL));
        sketch.y += LINE;
    }
}
