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

    /// A colour as an eye sees it that lacks one kind of cone: the matrices of Viénot, Brettel and Mollon (1999) for red
    /// and green, and of Machado, Oliveira and Fernandes (2009) for blue, on linear light.
    fn seen_without(cone: usize, colour: RGBColor) -> [f64; 3] {
        const MATRICES: [[[f64; 3]; 3]; 3] = [
            [[0.112_38, 0.887_62, 0.0], [0.112_38, 0.887_62, 0.0], [0.004_01, -0.004_01, 1.0]],
            [[0.292_75, 0.707_25, 0.0], [0.292_75, 0.707_25, 0.0], [-0.022_34, 0.022_34, 1.0]],
            [[1.255_53, -0.076_75, -0.178_78], [-0.078_41, 0.930_81, 0.147_60], [0.004_73, 0.691_37, 0.303_90]],
        ];
        let linear = [colour.0, colour.1, colour.2].map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        let times = |row: [f64; 3]| row.iter().zip(linear).map(|(a, b)| a * b).sum::<f64>().clamp(0.0, 1.0);
        MATRICES[cone].map(times)
    }

    /// Difference of two colours in CIELAB (1976); below about 2.3 nobody sees one.
    fn difference(one: [f64; 3], other: [f64; 3]) -> f64 {
        let lab = |[r, g, b]: [f64; 3]| {
            let x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.950_47;
            let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
            let z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.088_83;
            let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
            [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
        };
        lab(one).iter().zip(lab(other)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    #[test]
    fn what_is_told_apart_by_colour_is_told_apart_by_every_eye() {
        for cone in 0..3 {
            let seen = |colour| seen_without(cone, colour);
            // Lines bear their names and have markers too, of which there are four: of two lines with the same marker, and
            // of the first four, the colours alone would do.
            for (at, one) in LINES.iter().enumerate() {
                for (number, other) in LINES.iter().enumerate().skip(at + 1) {
                    let apart = difference(seen(*one), seen(*other));
                    let must = number < 4 || number % 4 == at;
                    assert!(!must || apart >= 10.0, "without cone {cone}: {one:?} and {other:?} differ by {apart:.1}");
                }
            }
            for parts in 2..=6 {
                for pair in shades(parts).windows(2) {
                    assert!(difference(seen(pair[0]), seen(pair[1])) >= 10.0, "without cone {cone}: {pair:?}");
                }
            }
            // Dots and the mark of what was to be expected.
            assert!(difference(seen(MAIN), seen(LINES[1])) >= 10.0, "without cone {cone}");
        }
        // The guard: a red and a green that are told apart by colour alone are not told apart without the green cone.
        let (red, green) = (RGBColor(0xB0, 0x60, 0x30), RGBColor(0x80, 0x78, 0x30));
        assert!(difference(seen_without(1, red), seen_without(1, green)) < 10.0);
    }

    #[test]
    fn lines_and_bars_stand_out_from_paper() {
        for colour in LINES.into_iter().chain([MAIN, STRONG, LINE, HATCH]) {
            assert!(contrast(colour, PAPER) >= 3.0, "{colour:?}");
        }
    }
}
