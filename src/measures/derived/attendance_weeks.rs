//! Weekly attendance with the limits of a run chart, from twelve weeks on.

use std::collections::BTreeMap;

use super::columns::{Row, Table};
use crate::dates;
use crate::measures::compute::MeasureError;
use crate::statistics::run_chart::{Point, Side, limits, special_causes};
use crate::store::{ResultSet, Value};

/// One row per academic year and school week: the counts as given; `average` and the limits `low` and `high` of all
/// weeks so far, in percent; `signal`, the number of the words for what is unusual about the week. Without limits, below
/// twelve weeks, nothing is unusual and nothing usual: all four are NULL.
pub(super) fn attendance_weeks(results: &BTreeMap<String, ResultSet>) -> Result<ResultSet, MeasureError> {
    let mut years: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
    for row in Table::of(results, "attendance_weeks")?.rows() {
        years.entry(row.text("period")?).or_default().push(row);
    }
    let mut rows = Vec::new();
    for weeks in years.into_values() {
        let mut rates = Vec::new();
        for week in &weeks {
            rates.push(100.0 * week.count("attended")? as f64 / week.count("possible")?.max(1) as f64);
        }
        let limits = limits(&rates);
        let signals: Option<Vec<i64>> = limits.as_ref().map(|limits| {
            let points = special_causes(&rates, limits);
            (0..points.len()).map(|at| signal(&points, &rates, at)).collect()
        });
        let real = |value: Option<f64>| value.map_or(Value::Null, Value::Real);
        for (at, week) in weeks.iter().enumerate() {
            let first = match week.value("first_day")? {
                Value::Date(day) => dates::in_words(*day),
                other => other.to_string(),
            };
            rows.push(vec![
                week.value("period")?.clone(),
                Value::Text(first),
                week.value("pupils")?.clone(),
                week.value("possible")?.clone(),
                week.value("attended")?.clone(),
                real(limits.map(|limits| limits.mean)),
                // Nobody attends more than every session.
                real(limits.map(|limits| limits.low.max(0.0))),
                real(limits.map(|limits| limits.high.min(100.0))),
                signals.as_ref().and_then(|signals| signals.get(at)).map_or(Value::Null, |signal| Value::Int(*signal)),
            ]);
        }
    }
    let columns = ["period", "week", "pupils", "possible", "attended", "average", "low", "high", "signal"];
    Ok(ResultSet { columns: columns.map(str::to_owned).to_vec(), rows })
}

/// The position of what is unusual among the words of the measure: the plainest first.
fn signal(points: &[Point], rates: &[f64], at: usize) -> i64 {
    let point = &points[at];
    let below_or_above = |below: i64| if point.side == Side::Below { below } else { below + 1 };
    if point.outside {
        below_or_above(1)
    } else if point.shift {
        below_or_above(3)
    } else if point.trend {
        let next = at + 1;
        let rises = if points.get(next).is_some_and(|next| next.trend) {
            rates[next] > rates[at]
        } else {
            at > 0 && rates[at] > rates[at - 1]
        };
        if rises { 6 } else { 5 }
    } else if point.near_limit {
        below_or_above(7)
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Signals of a series of weekly percentages.
    fn signals(rates: &[f64]) -> Vec<Option<i64>> {
        let columns = ["period", "week_no", "first_day", "pupils", "possible", "attended"].map(str::to_owned).to_vec();
        let row = |(at, rate): (usize, &f64)| {
            vec![
                Value::Text("2025-26".into()),
                Value::Int(at as i64),
                Value::Date(jiff::civil::date(2026, 1, 5)),
                Value::Int(100),
                Value::Int(1000),
                Value::Int((10.0 * rate).round() as i64),
            ]
        };
        let given = ResultSet { columns, rows: rates.iter().enumerate().map(row).collect() };
        let results = BTreeMap::from([("attendance_weeks".to_owned(), given)]);
        let found = attendance_weeks(&results).expect("computed");
        found.rows.iter().map(|row| row[8].int()).collect()
    }

    const STEADY: [f64; 12] = [94.1, 93.8, 94.5, 93.2, 94.0, 93.6, 92.9, 93.7, 94.2, 93.5, 93.9, 93.4];

    #[test]
    fn eleven_weeks_have_no_limits_and_twelve_have() {
        assert_eq!(signals(&STEADY[..11]), [None; 11]);
        assert_eq!(signals(&STEADY), [Some(0); 12]);
    }

    #[test]
    fn a_week_of_illness_is_named() {
        let mut rates = STEADY.to_vec();
        rates.push(80.0);
        assert_eq!(signals(&rates)[12], Some(1));
        rates[12] = 99.9;
        assert_eq!(signals(&rates)[12], Some(2));
    }

    #[test]
    fn a_steady_fall_is_a_fall_on_both_sides_of_the_average() {
        let mut rates = STEADY.to_vec();
        rates.extend([95.4, 94.9, 94.4, 93.9, 93.4, 92.9, 92.4]);
        let found = signals(&rates);
        assert!(found[13..18].iter().all(|signal| *signal == Some(5)), "{found:?}");
    }
}
