//! What a chart consists of before it is drawn: marks on a sheet of fixed
//! width, whose height grows as the chart is laid out.

use plotters::style::RGBColor;

use super::{palette, text};
use crate::outputs::forbidden;

/// Width of every chart.
pub(super) const WIDTH: f64 = 820.0;
/// Room kept free at every edge.
pub(super) const MARGIN: f64 = 18.0;
/// Size of second-rank text. (13 would reach an SVG as 13.000000000000002.)
pub(super) const SMALL: f64 = 13.2;
/// Width of the stub of a withheld figure; never to scale.
pub(super) const STUB: f64 = 34.0;

/// Where a text starts from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink {
    pub size: f64,
    pub bold: bool,
    pub colour: RGBColor,
    pub anchor: Anchor,
}

impl Ink {
    /// Plain dark text from `x` on.
    pub(super) fn new(size: f64) -> Self {
        Self { size, bold: false, colour: palette::INK, anchor: Anchor::Start }
    }
    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
    pub(super) fn colour(self, colour: RGBColor) -> Self {
        Self { colour, ..self }
    }
    pub(super) fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// One thing to draw. Texts stand with their middle on `y`.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    Area { x: f64, y: f64, w: f64, h: f64, fill: RGBColor },
    Frame { x: f64, y: f64, w: f64, h: f64, stroke: RGBColor },
    Path { points: Vec<(f64, f64)>, stroke: RGBColor, width: u32 },
    Disc { x: f64, y: f64, r: f64, fill: RGBColor },
    Shape { points: Vec<(f64, f64)>, fill: RGBColor },
    Text { text: String, x: f64, y: f64, ink: Ink },
}

/// The sheet.
#[derive(Debug)]
pub(super) struct Sketch {
    marks: Vec<Mark>,
    /// First free line from the top.
    pub(super) y: f64,
}

impl Sketch {
    pub(super) fn new() -> Self {
        Self { marks: Vec::new(), y: MARGIN }
    }

    /// Whole width and height.
    pub(super) fn size(&self) -> (u32, u32) {
        (WIDTH as u32, (self.y + MARGIN).ceil().clamp(1.0, 20_000.0) as u32)
    }

    pub(super) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Title and second line, wrapped.
    pub(super) fn heading(&mut self, title: &str, subtitle: &str) {
        let room = WIDTH - 2.0 * MARGIN;
        for line in text::balance(title, 18.0, true, room) {
            self.text(&line, MARGIN, self.y + 12.0, Ink::new(18.0).bold());
            self.y += 24.0;
        }
        for line in text::balance(subtitle, 14.0, false, room) {
            self.text(&line, MARGIN, self.y + 10.0, Ink::new(14.0).colour(palette::QUIET));
            self.y += 20.0;
        }
        self.y += 12.0;
    }

    pub(super) fn area(&mut self, x: f64, y: f64, w: f64, h: f64, fill: RGBColor) {
        self.marks.push(Mark::Area { x, y, w, h, fill });
    }

    pub(super) fn frame(&mut self, x: f64, y: f64, w: f64, h: f64, stroke: RGBColor) {
        self.marks.push(Mark::Frame { x, y, w, h, stroke });
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: RGBColor, width: u32) {
        self.path(vec![from, to], stroke, width);
    }

    pub(super) fn path(&mut self, points: Vec<(f64, f64)>, stroke: RGBColor, width: u32) {
        self.marks.push(Mark::Path { points, stroke, width });
    }

    pub(super) fn disc(&mut self, x: f64, y: f64, r: f64, fill: RGBColor) {
        self.marks.push(Mark::Disc { x, y, r, fill });
    }

    pub(super) fn shape(&mut self, points: Vec<(f64, f64)>, fill: RGBColor) {
        self.marks.push(Mark::Shape { points, fill });
    }

    /// A text; characters that XML forbids are dropped.
    pub(super) fn text(&mut self, text: &str, x: f64, y: f64, ink: Ink) {
        let text: String = text.chars().filter(|c| !forbidden(*c)).collect();
        if !text.is_empty() {
            self.marks.push(Mark::Text { text, x, y, ink });
        }
    }

    /// An upright dashed line.
    pub(super) fn dashes(&mut self, x: f64, top: f64, bottom: f64, stroke: RGBColor) {
        let mut y = top;
        while y < bottom {
            self.line((x, y), (x, (y + 6.0).min(bottom)), stroke, 2);
            y += 10.0;
        }
    }

    /// A level dashed line.
    pub(super) fn level_dashes(&mut self, left: f64, right: f64, y: f64, stroke: RGBColor) {
        let mut x = left;
        while x < right {
            self.line((x, y), ((x + 6.0).min(right), y), stroke, 2);
            x += 10.0;
        }
    }

    /// A hatched area: a figure that may not be read.
    pub(super) fn hatch(&mut self, x: f64, y: f64, w: f64, h: f64) {
        self.area(x, y, w, h, palette::HATCH_GROUND);
        // Lines rise from the bottom left; each is cut at the edges.
        let mut start = 6.0;
        while start < w + h {
            let from = (x + (start - h).max(0.0), y + start.min(h));
            let to = (x + start.min(w), y + (start - w).max(0.0));
            self.line(from, to, palette::HATCH, 1);
            start += 7.0;
        }
        self.frame(x, y, w, h, palette::HATCH);
    }

    /// The stub of a withheld figure, from `x` on and about the line `y`.
    pub(super) fn stub(&mut self, x: f64, y: f64, h: f64) {
        self.hatch(x, y - h / 2.0, STUB, h);
        self.text("c", x + STUB + 8.0, y, Ink::new(14.0).bold());
    }
}

#[cfg(test)]
impl Sketch {
    /// Left, top, right and bottom of each text.
    fn boxes(&self) -> Vec<(String, [f64; 4])> {
        self.marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Text { text: words, x, y, ink } => {
                    let w = text::width(words, ink.size, ink.bold);
                    let left = match ink.anchor {
                        Anchor::Start => *x,
                        Anchor::Middle => x - w / 2.0,
                        Anchor::End => x - w,
                    };
                    let half = ink.size * 0.45;
                    Some((words.clone(), [left, y - half, left + w, y + half]))
                }
                _ => None,
            })
            .collect()
    }

    /// Texts and areas that leave the sheet.
    pub(super) fn strays(&self) -> Vec<String> {
        let (width, height) = self.size();
        let (width, height) = (f64::from(width), f64::from(height));
        let inside = |[l, t, r, b]: [f64; 4]| l >= 0.0 && t >= 0.0 && r <= width && b <= height;
        let texts = self.boxes().into_iter().filter(|(_, edges)| !inside(*edges));
        let areas = self.marks.iter().filter_map(|mark| match mark {
            Mark::Area { x, y, w, h, .. } if !inside([*x, *y, x + w, y + h]) => {
                Some((format!("area at {x}, {y}"), [*x, *y, x + w, y + h]))
            }
            _ => None,
        });
        texts.chain(areas).map(|(what, edges)| format!("{what}: {edges:?}")).collect()
    }

    /// Pairs of texts that cover one another.
    pub(super) fn overlaps(&self) -> Vec<String> {
        let boxes = self.boxes();
        let mut found = Vec::new();
        for (i, (one, a)) in boxes.iter().enumerate() {
            for (other, b) in &boxes[i + 1..] {
                if a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3] {
                    found.push(format!("{one} / {other}"));
                }
            }
        }
        found
    }
}
