//! Colours that stay apart for colour-blind readers and in greyscale. No red
//! against green; shades of one part to the next differ in lightness.

use plotters::style::RGBColor;

/// Text.
pub(in crate::outputs) const INK: RGBColor = RGBColor(0x1B, 0x27, 0x33);
/// Second-rank text; 7:1 on white.
pub(super) const QUIET: RGBColor = RGBColor(0x45, 0x53, 0x61);
/// Grid lines: seen, never read.
pub(in crate::outputs) const GRID: RGBColor = RGBColor(0xD9, 0xDF, 0xE5);
/// Axes, outlines and reference lines.
pub(in crate::outputs) const LINE: RGBColor = RGBColor(0x45, 0x53, 0x61);
/// Paper.
pub(super) const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);
/// Bars and dots.
pub(in crate::outputs) const MAIN: RGBColor = RGBColor(0x2F, 0x75, 0xB0);
/// The whole school among its groups.
pub(super) const STRONG: RGBColor = RGBColor(0x12, 0x43, 0x6D);
/// Hatching of withheld figures.
pub(super) const HATCH: RGBColor = RGBColor(0x76, 0x80, 0x8A);
/// Ground under the hatching.
pub(super) const HATCH_GROUND: RGBColor = RGBColor(0xF1, 0xF3, 0xF5);

/// Ends of the one-hue scale of a heat map: black reads on either.
pub(in crate::outputs) const PALE: RGBColor = RGBColor(0xF3, 0xF8, 0xFC);
pub(in crate::outputs) const DARK: RGBColor = RGBColor(0x41, 0x86, 0xBD);

/// Colours of lines, told apart by marker shape as well.
pub(in crate::outputs) const LINES: [RGBColor; 6] = [
    RGBColor(0x12, 0x43, 0x6D),
    RGBColor(0xC0, 0x5A, 0x12),
    RGBColor(0x80, 0x16, 0x50),
    RGBColor(0x1F, 0x86, 0x7E),
    RGBColor(0x3D, 0x3D, 0x3D),
    RGBColor(0x86, 0x67, 0xC4),
];

/// One hue from dark to light in as many steps as there are parts. Two or
/// three parts differ by 3:1; more differ as much as the hue allows, and are
/// parted by white.
pub(in crate::outputs) fn shades(parts: usize) -> Vec<RGBColor> {
    let stops: &[u32] = match parts {
        0 | 1 => &[0x12436D],
        2 => &[0x12436D, 0x8FBCE0],
        3 => &[0x12436D, 0x4E93C7, 0xEDF4FA],
        4 => &[0x0F3A60, 0x2B6FA8, 0x75ACD6, 0xEDF4FA],
        5 => &[0x0B2F50, 0x1F5A8B, 0x4186BD, 0x8BB9DE, 0xEDF4FA],
        _ => &[0x08213A, 0x154873, 0x2A6CA4, 0x5195C8, 0x98C1E2, 0xEDF4FA],
    };
    (0..parts).map(|part| hex(stops[part % stops.len()])).collect()
}

/// Colour of a heat cell; `share` is 0 (palest) to 1 (darkest).
pub(super) fn heat(share: f64) -> RGBColor {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let mix = |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8;
    RGBColor(mix(PALE.0, DARK.0), mix(PALE.1, DARK.1), mix(PALE.2, DARK.2))
}

/// Black or white, whichever reads better on `ground`: 4.5:1 or more on any.
pub(super) fn text_on(ground: RGBColor) -> RGBColor {
    let black = RGBColor(0, 0, 0);
    if contrast(PAPER, ground) >= contrast(black, ground) { PAPER } else { black }
}

/// WCAG contrast ratio of two colours.
pub(super) fn contrast(one: RGBColor, other: RGBColor) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The colour as `0xRRGGBB`.
pub(in crate::outputs) fn rgb(colour: RGBColor) -> u32 {
    u32::from(colour.0) << 16 | u32::from(colour.1) << 8 | u32::from(colour.2)
}

fn hex(value: u32) -> RGBColor {
    RGBColor((value >> 16) as u8, (value >> 8) as u8, value as u8)
}

fn luminance(colour: RGBColor) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_on_every_ground() {
        for colour in (0..=6).flat_map(shades).chain((0..=20).map(|i| heat(f64::from(i) / 20.0))) {
            assert!(contrast(text_on(colour), colour) >= 4.5, "{colour:?}");
        }
        assert!(contrast(INK, PAPER) >= 7.0 && contrast(QUIET, PAPER) >= 7.0);
    }

    #[test]
    fn shades_stay_apart_in_greyscale() {
        for (parts, least) in [(2, 3.0), (3, 2.95), (4, 2.1), (5, 1.8), (6, 1.7)] {
            for pair in shades(parts).windows(2) {
                assert!(contrast(pair[0], pair[1]) >= least, "{parts}: {pair:?}");
                assert!(luminance(pair[0]) < luminance(pair[1]));
            }
        }
    }

    #[test]
    fn lines_and_bars_stand_out_from_paper() {
        for colour in LINES.into_iter().chain([MAIN, STRONG, LINE, HATCH]) {
            assert!(contrast(colour, PAPER) >= 3.0, "{colour:?}");
        }
    }
}
