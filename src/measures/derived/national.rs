//! The school's attendance beside published national figures. The two national series count other ages, with other
//! weights, on other days: each has a result of its own, and a row of the other is refused.

use std::collections::BTreeMap;

use super::columns::{Row, Table};
use crate::measures::compute::MeasureError;
use crate::store::{ResultSet, Value};

/// The two series.
pub(super) const FAMILIES: [&str; 2] = ["census", "daily"];

/// What a published measure is called, and the column of the school's own number behind it. Pupils are counted,
/// sessions are not: how many pupils are absent is private, how many sessions were missed is not.
const MEASURES: [(&str, &str, &str, bool); 6] = [
    ("overall_absence", "Absence", "absence", false),
    ("authorised_absence", "Authorised absence", "authorised", false),
    ("unauthorised_absence", "Unauthorised absence", "unauthorised", false),
    ("illness_absence", "Absence through illness", "illness", false),
    ("persistent_absence", "Pupils who missed a tenth or more", "persistent", true),
    ("severe_absence", "Pupils who missed half or more", "severe", true),
];

/// One row per academic year and published figure of one series: `school` and `england` in percent, the `pupils` behind
/// the school's figure, and how many of them it counts where it counts pupils.
pub(super) fn national(results: &BTreeMap<String, ResultSet>, family: &str) -> Result<ResultSet, MeasureError> {
    let mut rows = Vec::new();
    for row in Table::of(results, "national_compared")?.rows() {
        if row.text("family")? == family {
            rows.push(row);
        }
    }
    let mut comparators = Vec::new();
    for row in &rows {
        comparators.extend(Comparator::of(row)?);
    }
    comparators.sort_by_key(|comparator| (comparator.period.clone(), comparator.order));
    one_series(&comparators)?;
    Ok(table(&comparators))
}

/// One published figure with the school's own.
#[derive(Clone, Debug)]
struct Comparator {
    /// The series that it belongs to.
    family: String,
    period: String,
    order: usize,
    what: &'static str,
    england_period: String,
    pupils: i64,
    school: f64,
    counted: Option<i64>,
    england: f64,
}

impl Comparator {
    /// None for a published measure that has no name here, and where the school's own records do not say (totals do
    /// not tell illness from other absence).
    fn of(row: &Row<'_>) -> Result<Option<Self>, MeasureError> {
        let measure = row.text("measure")?;
        let known = MEASURES.iter().enumerate().find(|(_, known)| known.0 == measure);
        let Some((order, (_, what, column, counts_pupils))) = known else {
            return Ok(None);
        };
        let number = |column: &str| row.count(column).map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        let (pupils, possible) = (number("pupils")?, number("possible")?);
        let Some(own) = row.maybe_int(column)? else { return Ok(None) };
        let base = if *counts_pupils { pupils } else { possible };
        Ok((base > 0).then_some(Comparator {
            family: row.text("family")?.to_owned(),
            period: row.text("period")?.to_owned(),
            order,
            what,
            england_period: row.text("period_words")?.to_owned(),
            pupils,
            school: 100.0 * own as f64 / base as f64,
            counted: counts_pupils.then_some(own),
            england: number("value")? as f64 / 1000.0,
        }))
    }
}

/// Refuses rows of two series in one table.
fn one_series(comparators: &[Comparator]) -> Result<(), MeasureError> {
    let mut families: Vec<&str> = comparators.iter().map(|comparator| comparator.family.as_str()).collect();
    families.sort_unstable();
    families.dedup();
    match families.as_slice() {
        [one, other, ..] => Err(MeasureError::TwoSeries { one: (*one).to_owned(), other: (*other).to_owned() }),
        _ => Ok(()),
    }
}

fn table(comparators: &[Comparator]) -> ResultSet {
    let row = |comparator: &Comparator| {
        vec![
            Value::Text(comparator.period.clone()),
            Value::Text(comparator.what.to_owned()),
            Value::Text(comparator.england_period.clone()),
            Value::Int(comparator.pupils),
            Value::Real(comparator.school),
            comparator.counted.map_or(Value::Null, Value::Int),
            Value::Real(comparator.england),
        ]
    };
    let columns = ["period", "absence", "england_period", "pupils", "school", "counted", "england"];
    ResultSet { columns: columns.map(str::to_owned).to_vec(), rows: comparators.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comparator(family: &str, order: usize, period: &str, england: f64) -> Comparator {
        Comparator {
            family: family.to_owned(),
            period: "2024-25".to_owned(),
            order,
            what: MEASURES[order].1,
            england_period: period.to_owned(),
            pupils: 200,
            school: 12.0,
            counted: Some(24),
            england,
        }
    }

    #[test]
    fn the_two_series_are_never_in_one_table() {
        let mixed = [comparator("census", 4, "2023/24", 20.0), comparator("daily", 4, "2024/25", 18.70)];
        let refusal = one_series(&mixed).expect_err("refused").to_string();
        assert!(refusal.contains("census") && refusal.contains("daily"), "{refusal}");
        assert!(one_series(&mixed[..1]).is_ok() && one_series(&[]).is_ok());
    }

    /// What the refusal is for: with it taken away, persistent absence in England seems to have fallen by 1.3 points in a
    /// year. Like compared with like it fell by 1.96.
    #[test]
    fn without_the_refusal_a_change_of_series_reads_as_a_change_in_england() {
        let fall = |rows: &[Comparator]| {
            let england: Vec<f64> = table(rows).rows.iter().filter_map(|row| row[6].real()).collect();
            england[0] - england[1]
        };
        let mixed = [comparator("census", 4, "2023/24", 20.0), comparator("daily", 4, "2024/25", 18.70)];
        let daily = [comparator("daily", 4, "2023/24", 20.66), comparator("daily", 4, "2024/25", 18.70)];
        assert!(one_series(&mixed).is_err() && one_series(&daily).is_ok());
        assert!((fall(&daily) - 1.96).abs() < 1e-9 && (fall(&mixed) - 1.3).abs() < 1e-9);
    }
}
