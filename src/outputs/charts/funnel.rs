//! Groups by their size, against the limits within which chance alone would leave them.

use super::rows::with_n;
use super::scale::Scale;
use super::sketch::{Anchor, Ink, MARGIN, SMALL, Sketch, WIDTH};
use super::{palette, text};
use crate::disclosure::ProtectedFigure;
use crate::measures::Status;
use crate::outputs::figure_text::{label, number, readable};
use crate::reports::model::{Bar, FunnelLimit};

const LINE: f64 = 17.0;
const HEIGHT: f64 = 320.0;
/// Room for the names of the limits.
const NAME_ROOM: f64 = 130.0;

/// How values are written, and the words beside the lines.
pub(super) struct Style<'a> {
    pub decimals: usize,
    pub suffix: &'a str,
    /// Of the inner and the outer limits.
    pub limits: [&'a str; 2],
    /// Under the axis of sizes.
    pub size: &'a str,
}

pub(super) fn lay_out(
    sketch: &mut Sketch,
    dots: &[Bar],
    (centre, name): &(f64, String),
    limits: &[FunnelLimit],
    style: &Style<'_>,
) {
    let (Some(first), Some(last)) = (limits.first(), limits.last()) else {
        return withheld(sketch, dots);
    };
    let values = dots.iter().filter_map(|dot| readable(&dot.figure));
    let all = || values.clone().chain(limits.iter().flat_map(|limit| [limit.outer.0, limit.outer.1]));
    let (least, most) = (all().fold(*centre, f64::min), all().fold(*centre, f64::max));
    let axis = Scale::new((least / 5.0).floor() * 5.0, (most / 5.0).ceil() * 5.0, 0.0, 1.0);
    let (ticks, decimals) = axis.ticks();
    let ticks: Vec<(f64, String)> =
        ticks.into_iter().map(|tick| (tick, format!("{}{}", number(tick, decimals), style.suffix))).collect();
    let widest = ticks.iter().map(|(_, words)| text::width(words, SMALL, false)).fold(0.0, f64::max);
    let (left, right) = (MARGIN + widest + 10.0, WIDTH - MARGIN - NAME_ROOM - 14.0);
    let (top, bottom) = (sketch.y + 10.0, sketch.y + 10.0 + HEIGHT);
    let up = Scale::new(axis.min, axis.max, bottom, top);
    let across = Scale::new(first.n as f64, last.n as f64, left, right);
    for (tick, words) in &ticks {
        let y = up.place(*tick);
        sketch.line((left, y), (right, y), palette::GRID, 1);
        sketch.text(words, left - 8.0, y, Ink::new(SMALL).colour(palette::QUIET).at(Anchor::End));
    }
    sizes(sketch, &across, (left, right), bottom, style.size);
    let line = |of: fn(&FunnelLimit) -> f64| -> Vec<(f64, f64)> {
        limits.iter().map(|limit| (across.place(limit.n as f64), up.place(of(limit)))).collect()
    };
    for (of, width) in [
        (|limit: &FunnelLimit| limit.inner.0) as fn(&FunnelLimit) -> f64,
        |limit| limit.inner.1,
        |limit| limit.outer.0,
        |limit| limit.outer.1,
    ]
    .into_iter()
    .zip([1, 1, 2, 2])
    {
        sketch.path(line(of), palette::LINE, width);
    }
    let y = up.place(*centre);
    sketch.level_dashes(left, right, y, palette::INK);
    let value = format!("{name} {}{}", number(*centre, style.decimals), style.suffix);
    let wanted: Vec<(f64, Vec<String>)> =
        [(last.outer.1, style.limits[1].to_owned()), (last.inner.1, style.limits[0].to_owned()), (*centre, value)]
            .into_iter()
            .map(|(at, words)| (up.place(at), text::wrap(&words, SMALL, false, NAME_ROOM)))
            .collect();
    let heights: Vec<(f64, f64)> = wanted.iter().map(|(at, lines)| (*at, lines.len() as f64 * LINE + 4.0)).collect();
    for ((at, lines), from) in wanted.iter().zip(super::apart::apart(&heights, (top - 8.0, bottom))) {
        let middle = from + (lines.len() as f64 * LINE + 4.0) / 2.0;
        sketch.line((right, *at), (right + 10.0, middle), palette::HATCH, 1);
        for (row, words) in lines.iter().enumerate() {
            let y = middle + (row as f64 - (lines.len() as f64 - 1.0) / 2.0) * LINE;
            sketch.text(words, right + 14.0, y, Ink::new(SMALL));
        }
    }
    points(sketch, dots, limits, (&across, &up), (left, right), style);
    withheld(sketch, dots);
}

/// The axis of sizes.
fn sizes(sketch: &mut Sketch, across: &Scale, (left, right): (f64, f64), bottom: f64, name: &str) {
    sketch.line((left, bottom), (right, bottom), palette::LINE, 1);
    for tick in across.ticks().0 {
        let ink = Ink::new(SMALL).colour(palette::QUIET).at(Anchor::Middle);
        sketch.text(&number(tick, 0), across.place(tick), bottom + 14.0, ink);
    }
    sketch.text(name, (left + right) / 2.0, bottom + 34.0, Ink::new(SMALL).at(Anchor::Middle));
    sketch.y = bottom + 48.0;
}

/// Dots with their names; those outside the outer limits are diamonds.
fn points(
    sketch: &mut Sketch,
    dots: &[Bar],
    limits: &[FunnelLimit],
    (across, up): (&Scale, &Scale),
    (left, right): (f64, f64),
    style: &Style<'_>,
) {
    let mut taken: Vec<[f64; 4]> = Vec::new();
    let mut seen: Vec<(f64, f64, &Bar)> = dots
        .iter()
        .filter_map(|dot| Some((across.place(dot.figure.n()? as f64), up.place(readable(&dot.figure)?), dot)))
        .collect();
    seen.sort_by(|a, b| a.1.total_cmp(&b.1));
    for (x, y, dot) in seen {
        if outside(dot, limits) {
            sketch.shape(vec![(x, y - 9.0), (x + 9.0, y), (x, y + 9.0), (x - 9.0, y)], palette::STRONG);
        } else {
            sketch.disc(x, y, 6.0, palette::MAIN);
        }
        let words = format!("{} {}", dot.label, label(&dot.figure, style.decimals, style.suffix));
        let width = text::width(&words, SMALL, false);
        // Left of the dot where the right has no room, and lower until nothing is covered.
        let from = if x + 12.0 + width <= right { x + 12.0 } else { (x - 12.0 - width).max(left) };
        let mut at = y;
        while taken.iter().any(|t| from < t[2] && t[0] < from + width && at - 8.0 < t[3] && t[1] < at + 8.0) {
            at += LINE;
        }
        taken.push([from, at - 8.0, from + width, at + 8.0]);
        sketch.text(&words, from, at, Ink::new(SMALL));
    }
}

fn outside(dot: &Bar, limits: &[FunnelLimit]) -> bool {
    let limit = dot.figure.n().and_then(|n| limits.iter().find(|limit| limit.n == n));
    match (readable(&dot.figure), limit) {
        (Some(value), Some(limit)) => value < limit.outer.0 || value > limit.outer.1,
        _ => false,
    }
}

/// Groups that may not be read have no place: they are named below.
fn withheld(sketch: &mut Sketch, dots: &[Bar]) {
    for dot in dots.iter().filter(|dot| readable(&dot.figure).is_none()) {
        let y = sketch.y + 12.0;
        if dot.figure.status() == Status::Suppressed {
            sketch.stub(MARGIN, y, 20.0);
        } else {
            sketch.text(&ProtectedFigure::text(&dot.figure), MARGIN, y, Ink::new(SMALL).bold());
        }
        sketch.text(&with_n(&dot.label, None), MARGIN + 60.0, y, Ink::new(SMALL));
        sketch.y += 26.0;
    }
}
