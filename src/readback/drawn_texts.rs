//! The texts of a drawing: marks of its axes, labels of rows with their n, and values, which must be those of their rows.

use std::collections::BTreeMap;

use super::ReadChart;
use super::definitions::Chart;
use super::drawings::{DrawnText, marks};
use super::grammar::Grammar;
use super::numbers::{self, has_number, same, value};
use super::results::ReadFigure;
use super::tables::Placed;

/// Which texts of a drawing are accounted for.
pub(super) fn accounted(
    chart: &ReadChart,
    drawn: &[Placed<'_>],
    grammar: &Grammar<'_>,
    known: Option<&Chart>,
    expected: &str,
) -> Vec<usize> {
    let mut fine = marks(&chart.texts);
    let rows: Vec<&str> = drawn.iter().map(|at| at.row.as_str()).collect();
    // Labels of rows, with where they stand.
    let labels: Vec<(&DrawnText, &str)> = chart
        .texts
        .iter()
        .map(|text| (text, text.text.split(" (n").next().unwrap_or_default()))
        .filter(|(_, label)| rows.contains(label))
        .collect();
    // Values without a row, of lines: no more of each than there are figures.
    let mut loose: BTreeMap<String, usize> = BTreeMap::new();
    for (at, text) in chart.texts.iter().enumerate() {
        if fine.contains(&at) || !has_number(&text.text) {
            continue;
        }
        // Where what was to be expected is drawn too, it and the change stand above and below the middle of their row.
        let near = if known.is_some_and(|known| known.expected.is_some()) { 10.0 } else { 3.0 };
        let beside = labels.iter().find(|(label, _)| !std::ptr::eq(*label, text) && (label.y - text.y).abs() <= near);
        let row = beside.map(|(_, label)| *label);
        let of_row = || {
            drawn
                .iter()
                .filter(|at| row.is_none_or(|row| at.row == row))
                .map(|at| at.figure)
                .filter(|figure| figure.is_ok())
        };
        let ok = match value(&text.text) {
            Some(number) if known.is_some_and(|known| known.kind == "lines") => {
                let taken = loose.entry(text.text.clone()).or_default();
                *taken += 1;
                *taken
                    <= drawn
                        .iter()
                        .filter(|at| at.figure.is_ok() && at.figure.value.is_some_and(|v| same(v, number)))
                        .count()
            }
            Some(number) => {
                row.is_some() && of_row().any(|figure| figure.value.is_some_and(|value| same(value, number)))
            }
            None => {
                grammar.knows(&text.text)
                    || with_n(&text.text, drawn)
                    || ends_in_value(&text.text, drawn)
                    || (row.is_some() && of_row().any(|figure| is_interval(&text.text, figure)))
                    || (row.is_some() && of_row().any(|figure| is_expected(&text.text, figure, known, expected)))
            }
        };
        if ok {
            fine.push(at);
        }
    }
    fine
}

/// "expected +2.7", of the measure that says what was to be expected.
fn is_expected(text: &str, figure: &ReadFigure, known: Option<&Chart>, word: &str) -> bool {
    let of_expected = known.and_then(|known| known.expected.as_ref()) == Some(&figure.measure);
    of_expected && text.strip_prefix(word).is_some_and(|rest| is_interval(rest.trim(), figure))
}

/// "Year 1 (n = 29)"; "Year 1 (n: c)" where it is withheld.
fn with_n(text: &str, drawn: &[Placed<'_>]) -> bool {
    let withheld = text.strip_suffix(')').and_then(|text| text.split_once(" (n: "));
    if let Some((label, symbol)) = withheld {
        return !has_number(symbol) && drawn.iter().any(|at| at.row == label && !at.figure.is_ok());
    }
    let Some((label, n)) = text.strip_suffix(')').and_then(|text| text.split_once(" (n = ")) else { return false };
    let n = value(n);
    n.is_some() && drawn.iter().any(|at| at.row == label && at.figure.is_ok() && at.figure.n == n)
}

/// "Pupil premium 37%" at the end of a line, "All pupils: 30%" at a reference line.
fn ends_in_value(text: &str, drawn: &[Placed<'_>]) -> bool {
    let Some((name, number)) = text.rsplit_once(' ') else { return false };
    let name = name.trim_end_matches(':');
    value(number).is_some_and(|number| {
        drawn
            .iter()
            .any(|at| at.row == name && at.figure.is_ok() && at.figure.value.is_some_and(|value| same(value, number)))
    })
}

/// "+1.9 (1.1 to 2.6)".
fn is_interval(text: &str, figure: &ReadFigure) -> bool {
    let (first, bounds) = match text.split_once(" (") {
        Some((first, rest)) => (first, rest.strip_suffix(')').and_then(|rest| rest.split_once(" to "))),
        None => (text, None),
    };
    let is = |text: &str, known: Option<f64>| {
        numbers::value(text).is_some_and(|shown| known.is_some_and(|known| same(shown, known)))
    };
    let bounded = text.contains('(');
    is(first, figure.value)
        && (!bounded || bounds.is_some_and(|(low, high)| is(low, figure.low) && is(high, figure.high)))
}
