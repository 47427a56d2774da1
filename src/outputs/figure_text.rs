//! How a figure is written: a true minus sign, thousands separated, and the
//! same symbols everywhere for figures that cannot be read.

use crate::disclosure::ProtectedFigure;
use crate::measures::Status;

/// The figure as a table cell prints it.
pub(super) fn cell(figure: &ProtectedFigure) -> String {
    match readable(figure) {
        Some(value) => number(value, figure.decimals()),
        None => figure.text(),
    }
}

/// The figure as a chart label prints it: never with more decimals than the
/// figure was rounded to.
pub(super) fn label(figure: &ProtectedFigure, decimals: usize, suffix: &str) -> String {
    match readable(figure) {
        Some(value) => format!("{}{suffix}", number(value, decimals.min(figure.decimals()))),
        None => figure.text(),
    }
}

/// A change, with its sign always shown.
pub fn change(value: f64, decimals: usize) -> String {
    let text = number(value, decimals);
    if value > 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { format!("+{text}") } else { text }
}

/// The value, if the figure may be read and is a number.
pub(super) fn readable(figure: &ProtectedFigure) -> Option<f64> {
    match figure.status() {
        Status::Ok if figure.word().is_none() => figure.value().filter(|value| value.is_finite()),
        _ => None,
    }
}

/// A number with a true minus sign and commas between thousands.
pub fn number(value: f64, decimals: usize) -> String {
    // Halves go up, as in Excel, so that page and workbook print the same.
    let power = 10_f64.powi(decimals.min(9) as i32);
    let plain = format!("{:.*}", decimals, (value.abs() * power).round() / power);
    let (whole, fraction) = match plain.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (plain.as_str(), None),
    };
    let mut text = String::with_capacity(plain.len() + 4);
    // A value that rounds to nought is written without a sign.
    if value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        text.push('−');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::testing;

    #[test]
    fn numbers_are_written_for_reading() {
        assert_eq!(number(1_234_567.0, 0), "1,234,567");
        assert_eq!(number(-12.34, 1), "−12.3");
        assert_eq!(number(-0.04, 1), "0.0");
        assert_eq!(number(11.25, 1), "11.3");
        assert_eq!(change(3.0, 1), "+3.0");
        assert_eq!(change(0.0, 1), "0.0");
        assert_eq!(change(-3.0, 0), "−3");
    }

    #[test]
    fn symbols_stand_for_unreadable_figures() {
        assert_eq!(cell(&testing::suppressed("m")), "c");
        assert_eq!(cell(&testing::not_available("m")), "–");
        assert_eq!(label(&testing::not_enough_data("m"), 1, "%"), "low");
        assert_eq!(label(&testing::figure("m", 41.5, 20), 3, "%"), "41.5%");
    }
}
