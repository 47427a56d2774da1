//! The only file that draws: marks → plotters elements, on any backend.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

use super::sketch::{Anchor, Ink, Mark, Sketch};
use super::text::FAMILY;
use super::{letters, palette};

/// What differs between backends.
pub(super) struct Surface {
    /// Pixels to a unit.
    scale: f64,
    /// Whether texts stay texts, or become pixels here.
    keeps_text: bool,
}

/// The reader's browser sets the type.
pub(super) const SVG: Surface = Surface { scale: 1.0, keeps_text: true };

/// plotters divides the size of a text in an SVG by this.
const EM: f64 = 1.24;
/// plotters centres a text in an SVG on its small letters; this much lower,
/// in em, capitals and digits stand in the middle.
const DROP: f64 = 0.08;

/// Type is set with the shipped font.
pub(super) fn bitmap(scale: f64) -> Surface {
    Surface { scale, keeps_text: false }
}

/// Draws the sketch and finishes the picture.
pub(super) fn paint<DB: DrawingBackend>(sketch: &Sketch, backend: DB, surface: &Surface) -> Result<(), String> {
    let area = backend.into_drawing_area();
    area.fill(&palette::PAPER).map_err(|error| error.to_string())?;
    for mark in sketch.marks() {
        draw(&area, mark, surface)?;
    }
    area.present().map_err(|error| error.to_string())
}

fn draw<DB: DrawingBackend>(area: &DrawingArea<DB, Shift>, mark: &Mark, surface: &Surface) -> Result<(), String> {
    let at = |x: f64, y: f64| (surface.pixel(x), surface.pixel(y));
    let all = |points: &[(f64, f64)]| points.iter().map(|&(x, y)| at(x, y)).collect::<Vec<_>>();
    let result = match mark {
        Mark::Area { x, y, w, h, fill } => area.draw(&Rectangle::new([at(*x, *y), at(x + w, y + h)], fill.filled())),
        Mark::Frame { x, y, w, h, stroke } => {
            let style = surface.stroke(*stroke, 1);
            area.draw(&Rectangle::new([at(*x, *y), at(x + w, y + h)], style))
        }
        Mark::Path { points, stroke, width } => {
            area.draw(&PathElement::new(all(points), surface.stroke(*stroke, *width)))
        }
        Mark::Disc { x, y, r, fill } => area.draw(&Circle::new(at(*x, *y), surface.pixel(*r), fill.filled())),
        Mark::Shape { points, fill } => area.draw(&Polygon::new(all(points), fill.filled())),
        Mark::Text { text, x, y, ink } if surface.keeps_text => {
            area.draw(&Text::new(text.as_str(), at(*x, y + DROP * ink.size), type_style(ink)))
        }
        Mark::Text { text, x, y, ink } => {
            return letters::write(area, text, (*x, *y), ink, surface.scale);
        }
    };
    result.map_err(|error| error.to_string())
}

impl Surface {
    fn pixel(&self, units: f64) -> i32 {
        (units * self.scale).round() as i32
    }

    fn stroke(&self, colour: RGBColor, width: u32) -> ShapeStyle {
        colour.stroke_width((f64::from(width) * self.scale).round() as u32)
    }
}

fn type_style(ink: &Ink) -> TextStyle<'static> {
    let style = if ink.bold { FontStyle::Bold } else { FontStyle::Normal };
    let horizontal = match ink.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    TextStyle {
        font: FontDesc::new(FontFamily::Name(FAMILY), ink.size * EM, style),
        color: ink.colour.to_backend_color(),
        pos: Pos::new(horizontal, VPos::Center),
    }
}
