//! Letters on a bitmap, from the outlines of the shipped font. plotters' own
//! bitmap text leaves out the space to the left of a letter, so that a J runs
//! into its neighbour; here each letter stands where the font puts it.

use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont, point};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::sketch::{Anchor, Ink};
use super::text;

/// From the middle of a line to its baseline, in em: half a capital's height.
const BASELINE: f32 = 0.357;

/// Draws `words` about the line `y`; `x`, `y` and sizes are in pixels once
/// multiplied by `scale`.
pub(super) fn write<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    words: &str,
    (x, y): (f64, f64),
    ink: &Ink,
    scale: f64,
) -> Result<(), String> {
    let font = text::font(ink.bold).ok_or("the shipped font cannot be read")?;
    let units = font.units_per_em().ok_or("the shipped font has no scale")?;
    let em = (ink.size * scale) as f32;
    let size = PxScale::from(em * font.height_unscaled() / units);
    let glyphs: Vec<GlyphId> = words.chars().map(|c| font.glyph_id(c)).collect();
    let (places, width) = set(font, size, &glyphs);
    let start = (x * scale) as f32
        - match ink.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
    let baseline = ((y * scale) as f32 + em * BASELINE).round();
    for (glyph, place) in glyphs.into_iter().zip(places) {
        let glyph = glyph.with_scale_and_position(size, point(start + place, baseline));
        let Some(outline) = font.outline_glyph(glyph) else {
            continue;
        };
        let corner = outline.px_bounds().min;
        let mut pixels = Vec::new();
        outline.draw(|across, down, cover| pixels.push((across, down, cover)));
        for (across, down, cover) in pixels {
            let pixel = (corner.x as i32 + across as i32, corner.y as i32 + down as i32);
            let colour = ink.colour.mix(f64::from(cover.clamp(0.0, 1.0)));
            area.draw_pixel(pixel, &colour).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// Where each letter stands from the start of the line, and the line's width.
fn set(font: &FontRef<'_>, size: PxScale, glyphs: &[GlyphId]) -> (Vec<f32>, f32) {
    let font = font.as_scaled(size);
    let mut caret = 0.0;
    let mut places = Vec::with_capacity(glyphs.len());
    for (at, glyph) in glyphs.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).and_then(|before| glyphs.get(before)) {
            caret += font.kern(*before, *glyph);
        }
        places.push(caret);
        caret += font.h_advance(*glyph);
    }
    (places, caret)
}
