//! One horizontal bar a category, its value at its end, and a line to compare
//! with.

use super::rows::{Rows, with_n};
use super::scale::Scale;
use super::sketch::{Anchor, Ink, MARGIN, SMALL, STUB, Sketch, WIDTH};
use super::{palette, text};
use crate::measures::Status;
use crate::outputs::figure_text::{label, number, readable};
use crate::reports::model::Bar;

const VALUE_SIZE: f64 = 14.0;

/// How values are written and how far the axis goes.
pub(super) struct Style<'a> {
    pub max: f64,
    pub decimals: usize,
    pub suffix: &'a str,
}

pub(super) fn lay_out(sketch: &mut Sketch, bars: &[Bar], reference: Option<&(f64, String)>, style: &Style<'_>) {
    let rows = Rows::new(&labels(bars), 230.0);
    let values: Vec<String> = bars.iter().map(|bar| label(&bar.figure, style.decimals, style.suffix)).collect();
    let widest = values.iter().map(|value| text::width(value, VALUE_SIZE, true)).fold(STUB, f64::max);
    let scale = Scale::new(0.0, style.max, rows.right, WIDTH - MARGIN - widest - 10.0);
    let reference = reference.filter(|(value, _)| scale.holds(*value));
    if let Some((value, name)) = reference {
        reference_label(sketch, scale.place(*value), *value, name, style);
    }
    let top = sketch.y;
    let mut ends = Vec::with_capacity(bars.len());
    for (row, bar) in bars.iter().enumerate() {
        let height = rows.height(row, 30.0);
        let middle = sketch.y + height / 2.0;
        rows.draw(sketch, row, middle);
        let end = match (readable(&bar.figure), bar.figure.status()) {
            (Some(value), _) => {
                let end = scale.place(value);
                let fill = if is_whole(bar) { palette::STRONG } else { palette::MAIN };
                if end - scale.place(0.0) >= 1.0 {
                    let start = scale.place(0.0);
                    sketch.area(start, middle - 11.0, end - start, 22.0, fill);
                }
                Some(end)
            }
            (None, Status::Suppressed) => {
                sketch.stub(scale.place(0.0), middle, 22.0);
                None
            }
            (None, _) => Some(scale.place(0.0)),
        };
        ends.push((middle, end));
        sketch.y += height;
    }
    let zero = scale.place(0.0);
    sketch.line((zero, top), (zero, sketch.y), palette::LINE, 1);
    if let Some((value, _)) = reference {
        let x = scale.place(*value);
        sketch.line((x, top - 4.0), (x, sketch.y), palette::PAPER, 4);
        sketch.dashes(x, top - 4.0, sketch.y, palette::INK);
    }
    // Values last, on a patch of paper, so that the line never runs through a
    // number.
    for ((middle, end), value) in ends.into_iter().zip(&values) {
        if let Some(end) = end {
            let room = text::width(value, VALUE_SIZE, true) + 4.0;
            sketch.area(end + 4.0, middle - 9.0, room, 18.0, palette::PAPER);
            sketch.text(value, end + 6.0, middle, Ink::new(VALUE_SIZE).bold());
        }
    }
    sketch.y += 4.0;
}

/// Name of the line, above it and on the sheet.
fn reference_label(sketch: &mut Sketch, x: f64, value: f64, name: &str, style: &Style<'_>) {
    let value = format!("{}{}", number(value, style.decimals), style.suffix);
    let name = if name.contains(&value) { name.to_owned() } else { format!("{name}: {value}") };
    let lines = text::wrap(&name, SMALL, false, WIDTH - 2.0 * MARGIN);
    let widest = lines.iter().map(|line| text::width(line, SMALL, false)).fold(0.0, f64::max);
    let middle = x.clamp(MARGIN + widest / 2.0, WIDTH - MARGIN - widest / 2.0);
    for line in lines {
        sketch.text(&line, middle, sketch.y + 8.0, Ink::new(SMALL).at(Anchor::Middle));
        sketch.y += 18.0;
    }
    sketch.y += 6.0;
}

/// Labels with `n`; that of the whole school stands out.
pub(super) fn labels(bars: &[Bar]) -> Vec<(String, bool)> {
    bars.iter().map(|bar| (with_n(&bar.label, bar.figure.n()), is_whole(bar) && bars.len() > 1)).collect()
}

/// Whether a bar is the whole school among its groups.
pub(super) fn is_whole(bar: &Bar) -> bool {
    bar.figure.population().contains_key("school")
}
