//! Protected figures made for unit tests only. Nothing here is compiled into
//! the program, so the promise that only disclosure control makes a protected
//! figure stands.

use super::ProtectedFigure;
use crate::measures::{Population, Status, Unit};

/// A readable percentage with one decimal place, resting on `n` pupils.
pub(crate) fn figure(measure: &str, value: f64, n: u64) -> ProtectedFigure {
    with(measure, Some(value), Some(n), Unit::Percent, Status::Ok, 1)
}

/// A readable number of pupils.
pub(crate) fn count(measure: &str, value: u64) -> ProtectedFigure {
    let figure = with(measure, Some(value as f64), Some(value), Unit::Pupils, Status::Ok, 0);
    ProtectedFigure { numerator: Some(value), ..figure }
}

/// A readable mean in points with its 95 % interval.
pub(crate) fn interval(measure: &str, value: f64, low: f64, high: f64, n: u64) -> ProtectedFigure {
    let figure = with(measure, Some(value), Some(n), Unit::Points, Status::Ok, 1);
    ProtectedFigure { low: Some(low), high: Some(high), ..figure }
}

/// A figure withheld to protect children.
pub(crate) fn suppressed(measure: &str) -> ProtectedFigure {
    with(measure, None, None, Unit::Percent, Status::Suppressed, 1)
}

/// A figure for which the school supplied nothing.
pub(crate) fn not_available(measure: &str) -> ProtectedFigure {
    with(measure, None, None, Unit::Percent, Status::NotAvailable, 1)
}

/// A figure that rests on too little to be computed.
pub(crate) fn not_enough_data(measure: &str) -> ProtectedFigure {
    with(measure, None, None, Unit::Percent, Status::NotEnoughData, 1)
}

/// A readable word, by its number.
pub(crate) fn word(measure: &str, code: f64, word: &str) -> ProtectedFigure {
    let figure = with(measure, Some(code), Some(200), Unit::Word, Status::Ok, 0);
    ProtectedFigure { word: Some(word.to_owned()), ..figure }
}

/// The same figure about another population, such as `year_group = Year 1`.
pub(crate) fn about(figure: ProtectedFigure, key: &str, value: &str) -> ProtectedFigure {
    let mut population = figure.population.clone();
    population.insert(key.to_owned(), value.to_owned());
    ProtectedFigure { population, ..figure }
}

fn with(
    measure: &str,
    value: Option<f64>,
    n: Option<u64>,
    unit: Unit,
    status: Status,
    decimals: usize,
) -> ProtectedFigure {
    ProtectedFigure {
        measure: measure.to_owned(),
        population: Population::new(),
        value,
        unit,
        n,
        numerator: None,
        denominator: None,
        low: None,
        high: None,
        tier: None,
        status,
        decimals,
        word: None,
    }
}
