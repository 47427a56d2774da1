//! The label column that bars, stacked bars, dots and heat maps share.

use super::sketch::{Anchor, Ink, MARGIN, Sketch};
use super::{palette, text};

/// Size of row labels.
pub(super) const SIZE: f64 = 14.0;
const LINE: f64 = 18.0;
const GAP: f64 = 12.0;

/// A row label: its lines, and the "(n = 29)" that is printed quieter.
#[derive(Clone, Debug)]
struct Label {
    lines: Vec<String>,
    strong: bool,
}

/// All labels of a chart, laid out.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    labels: Vec<Label>,
    /// Left edge of what stands right of the labels.
    pub(super) right: f64,
}

impl Rows {
    /// Wraps labels to at most `room`; each comes with whether it stands out.
    pub(super) fn new(labels: &[(String, bool)], room: f64) -> Self {
        let labels: Vec<Label> = labels
            .iter()
            .map(|(label, strong)| Label { lines: text::wrap(label, SIZE, *strong, room), strong: *strong })
            .collect();
        let widest = labels
            .iter()
            .flat_map(|label| label.lines.iter().map(|line| (line, label.strong)))
            .map(|(line, strong)| text::width(line, SIZE, strong))
            .fold(0.0, f64::max);
        Self { labels, right: MARGIN + widest + GAP }
    }

    /// Height of a row: `least`, or what its lines need.
    pub(super) fn height(&self, row: usize, least: f64) -> f64 {
        let lines = self.labels.get(row).map_or(1, |label| label.lines.len());
        least.max(lines as f64 * LINE + 10.0)
    }

    /// Draws a label about the line `y`.
    pub(super) fn draw(&self, sketch: &mut Sketch, row: usize, y: f64) {
        let Some(label) = self.labels.get(row) else {
            return;
        };
        let first = y - (label.lines.len() as f64 - 1.0) * LINE / 2.0;
        for (number, line) in label.lines.iter().enumerate() {
            let ink = Ink::new(SIZE).colour(palette::INK).at(Anchor::End);
            let ink = if label.strong { ink.bold() } else { ink };
            sketch.text(line, self.right - GAP, first + number as f64 * LINE, ink);
        }
    }
}

/// "Year 1 (n = 29)". Spaces inside the brackets do not break.
pub(super) fn with_n(label: &str, n: Option<u64>) -> String {
    match n {
        Some(n) => {
            let n = crate::outputs::figure_text::number(n as f64, 0);
            format!("{label} (n\u{a0}=\u{a0}{n})")
        }
        None => label.to_owned(),
    }
}
