//! Text widths, measured from the shipped font, and wrapping. A reader's
//! browser may use a wider font, so widths are taken generously.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};

use crate::outputs::fonts::{BOLD, REGULAR};

/// Font families of an SVG. A PNG is drawn with the shipped font.
pub(super) const FAMILY: &str = "'Segoe UI', 'Open Sans', Roboto, Arial, sans-serif";
/// How much wider than the shipped font a reader's font may be.
const ALLOWANCE: f64 = 1.08;
/// Width of a character where the font has no measure, in em.
const FALLBACK_EM: f64 = 0.65;

/// The shipped font.
pub(super) fn font(bold: bool) -> Option<&'static FontRef<'static>> {
    static FONTS: OnceLock<[Option<FontRef<'static>>; 2]> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| [FontRef::try_from_slice(REGULAR).ok(), FontRef::try_from_slice(BOLD).ok()]);
    fonts[usize::from(bold)].as_ref()
}

/// Width of `text` at `size` pixels to the em.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let em: f64 = text.chars().map(|c| advance(c, bold)).sum();
    em * size * ALLOWANCE
}

fn advance(c: char, bold: bool) -> f64 {
    let Some(font) = font(bold) else {
        return FALLBACK_EM;
    };
    let glyph = font.glyph_id(c);
    match font.units_per_em() {
        Some(units) if glyph.0 != 0 => f64::from(font.h_advance_unscaled(glyph) / units),
        _ => FALLBACK_EM.max(if c.is_ascii() { 0.0 } else { 1.0 }),
    }
}

/// `text` in lines no wider than `room`; a word wider than that is divided.
pub(super) fn wrap(text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_ascii_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size, bold) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if line.chars().count() > 1 && width(&line, size, bold) > room {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// `text` in as few lines as [`wrap`] needs, of nearly equal length, so that
/// no word is left alone on the last.
pub(super) fn balance(text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let mut best = wrap(text, size, bold, room);
    let fewest = best.len();
    let mut narrower = room - 16.0;
    while fewest > 1 && narrower > room / 2.5 {
        let lines = wrap(text, size, bold, narrower);
        if lines.len() > fewest || widest_word(text, size, bold) > narrower {
            break;
        }
        best = lines;
        narrower -= 16.0;
    }
    best
}

/// Widest word of `text`.
pub(super) fn widest_word(text: &str, size: f64, bold: bool) -> f64 {
    text.split_ascii_whitespace().map(|word| width(word, size, bold)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_keeps_every_word_and_the_room() {
        let text = "Share of children whose score is below the strand expected for their age";
        let lines = wrap(text, 14.0, false, 180.0);
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|line| width(line, 14.0, false) <= 180.0));
    }

    #[test]
    fn an_endless_word_is_divided() {
        let lines = wrap("Llanfairpwllgwyngyllgogerychwyrndrobwll", 14.0, true, 90.0);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| width(line, 14.0, true) <= 90.0));
    }

    #[test]
    fn balanced_lines_leave_no_word_alone() {
        let text = "Year 2 has the largest share of children below the strand expected for their age";
        let lines = balance(text, 18.0, true, 764.0);
        assert_eq!(lines.len(), wrap(text, 18.0, true, 764.0).len());
        assert!(lines.iter().all(|line| line.split(' ').count() > 2));
    }
}
