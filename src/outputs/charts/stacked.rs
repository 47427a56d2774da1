//! Horizontal bars stacked to 100 %, with a one-line key above them.

use super::rows::Rows;
use super::scale::Scale;
use super::sketch::{Anchor, Ink, MARGIN, SMALL, STUB, Sketch, WIDTH};
use super::{palette, text};
use crate::disclosure::ProtectedFigure;
use crate::measures::Status;
use crate::outputs::figure_text::{label, readable};
use crate::reports::model::StackedBar;

const HEIGHT: f64 = 24.0;

pub(super) fn lay_out(sketch: &mut Sketch, parts: &[String], bars: &[StackedBar], part_withheld: &str) {
    let shades = palette::shades(parts.len());
    key(sketch, parts, &shades);
    let labels: Vec<(String, bool)> = bars
        .iter()
        .map(|bar| {
            let whole = bar.parts.iter().any(|part| part.population().contains_key("school"));
            (name(bar), whole && bars.len() > 1)
        })
        .collect();
    let rows = Rows::new(&labels, 230.0);
    let scale = Scale::new(0.0, 100.0, rows.right, WIDTH - MARGIN);
    let top = sketch.y;
    for (row, bar) in bars.iter().enumerate() {
        let height = rows.height(row, 31.0);
        let middle = sketch.y + height / 2.0;
        rows.draw(sketch, row, middle);
        match shares(&bar.parts) {
            Shares::Readable(shares) => draw_bar(sketch, &scale, middle, bar, &shares, &shades),
            Shares::Withheld { some_readable } => {
                sketch.stub(scale.place(0.0), middle, HEIGHT);
                if some_readable {
                    let x = scale.place(0.0) + STUB + 26.0;
                    sketch.text(part_withheld, x, middle, Ink::new(SMALL).colour(palette::QUIET));
                }
            }
            Shares::Missing(symbol) => {
                sketch.text(&symbol, scale.place(0.0) + 6.0, middle, Ink::new(14.0).bold());
            }
        }
        sketch.y += height;
    }
    let zero = scale.place(0.0);
    sketch.line((zero, top), (zero, sketch.y), palette::LINE, 1);
}

/// "Year 1 (n = 29)", "Year 4 (n: c)".
fn name(bar: &StackedBar) -> String {
    let n = bar.n.trim().replace(' ', "\u{a0}");
    if n.is_empty() {
        bar.label.clone()
    } else if n.starts_with('n') {
        format!("{} ({n})", bar.label)
    } else {
        format!("{} (n:\u{a0}{n})", bar.label)
    }
}

/// Swatch and name of each part; further lines only if one is too short.
fn key(sketch: &mut Sketch, parts: &[String], shades: &[plotters::style::RGBColor]) {
    if parts.is_empty() {
        return;
    }
    let mut x = MARGIN;
    let longest = WIDTH - 2.0 * MARGIN - 24.0;
    for (part, shade) in parts.iter().zip(shades) {
        let lines = text::wrap(part, SMALL, false, longest);
        let needed = 24.0 + lines.iter().map(|line| text::width(line, SMALL, false)).fold(0.0, f64::max) + 20.0;
        if x > MARGIN && x + needed - 20.0 > WIDTH - MARGIN {
            x = MARGIN;
            sketch.y += 22.0;
        }
        sketch.area(x, sketch.y + 1.0, 16.0, 14.0, *shade);
        sketch.frame(x, sketch.y + 1.0, 16.0, 14.0, palette::LINE);
        for (number, line) in lines.iter().enumerate() {
            sketch.text(line, x + 23.0, sketch.y + 8.0 + 18.0 * number as f64, Ink::new(SMALL));
        }
        sketch.y += 18.0 * (lines.len() as f64 - 1.0).max(0.0);
        x += needed;
    }
    sketch.y += 30.0;
}

/// What of a bar may be drawn.
enum Shares {
    /// Every part, summing to at most 100.
    Readable(Vec<f64>),
    /// A part is withheld: none is drawn to scale, for the gap would tell.
    Withheld { some_readable: bool },
    /// Nothing to draw but a symbol.
    Missing(String),
}

fn shares(parts: &[ProtectedFigure]) -> Shares {
    let shares: Vec<f64> = parts.iter().filter_map(readable).map(|share| share.max(0.0)).collect();
    if shares.len() < parts.len() || parts.is_empty() {
        let has = |status: Status| parts.iter().find(|part| part.status() == status);
        if has(Status::Suppressed).is_some() {
            return Shares::Withheld { some_readable: !shares.is_empty() };
        }
        let symbol = has(Status::NotEnoughData).or_else(|| has(Status::NotAvailable));
        return Shares::Missing(symbol.map_or_else(|| "–".to_owned(), ProtectedFigure::text));
    }
    // Parts rounded one by one can sum to a little more or less than 100.
    let sum: f64 = shares.iter().sum();
    let factor = if sum > 97.0 { 100.0 / sum } else { 1.0 };
    Shares::Readable(shares.into_iter().map(|share| share * factor).collect())
}

fn draw_bar(
    sketch: &mut Sketch,
    scale: &Scale,
    middle: f64,
    bar: &StackedBar,
    shares: &[f64],
    shades: &[plotters::style::RGBColor],
) {
    let top = middle - HEIGHT / 2.0;
    let mut before = 0.0;
    for ((share, figure), shade) in shares.iter().zip(&bar.parts).zip(shades) {
        let (mut from, mut to) = (scale.place(before), scale.place(before + share));
        before += share;
        // A gap of paper between one part and the next.
        if from > scale.place(0.0) + 0.5 {
            from += 1.0;
        }
        if to < scale.place(100.0) - 0.5 {
            to -= 1.0;
        }
        if to - from < 0.5 {
            continue;
        }
        sketch.area(from, top, to - from, HEIGHT, *shade);
        // The palest shades need an edge to be seen on paper.
        if palette::contrast(*shade, palette::PAPER) < 3.0 {
            sketch.frame(from, top, to - from, HEIGHT, palette::LINE);
        } else {
            sketch.frame(from, top, to - from, HEIGHT, *shade);
        }
        let number = label(figure, figure.decimals(), "%");
        if text::width(&number, SMALL, false) + 10.0 <= to - from {
            let ink = Ink::new(SMALL).colour(palette::text_on(*shade)).at(Anchor::Middle);
            sketch.text(&number, (from + to) / 2.0, middle, ink);
        }
    }
}
