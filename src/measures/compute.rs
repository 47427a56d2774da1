//! Query rows to figures, by the rules of the measure catalogue.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::catalogue::{Catalogue, Kind, Measure, ResultShape};
use super::figure::{Figure, Population, Status, Tier};
use crate::statistics::mean_of_sums::mean_interval;
use crate::statistics::proportion::Share;
use crate::store::{ResultSet, Value};

/// Why the figures cannot be computed: always a fault of a query or of the
/// catalogue, never of a school's data.
#[derive(Debug, Error)]
pub enum MeasureError {
    /// A result was not given.
    #[error("measure `{measure}` needs the query result `{query}`, which was not run")]
    NoResult {
        /// The measure.
        measure: String,
        /// The result.
        query: String,
    },
    /// A result lacks a column.
    #[error("measure `{measure}` needs the column `{column}`, which the query result `{query}` does not have")]
    NoColumn {
        /// The measure.
        measure: String,
        /// The result.
        query: String,
        /// The column.
        column: String,
    },
    /// A value of the wrong type, or a negative number of people.
    #[error("query result `{query}`, column `{column}`: {found} stands where {wanted} belongs")]
    BadValue {
        /// The result.
        query: String,
        /// The column.
        column: String,
        /// What stands there.
        found: String,
        /// What belongs there.
        wanted: &'static str,
    },
    /// Two rows are about the same people.
    #[error("query result `{query}` has two rows for {population:?}; a join has multiplied rows")]
    Twice {
        /// The result.
        query: String,
        /// The people.
        population: Population,
    },
    /// Figures of two national series in one table.
    #[error("national figures of the {one} and the {other} series in one table; they do not compare")]
    TwoSeries {
        /// One series.
        one: String,
        /// The other.
        other: String,
    },
}

/// Every measure of the catalogue for every population of its result, in the
/// catalogue's order and, within a measure, in the order of groups and strands.
pub fn compute(catalogue: &Catalogue, results: &BTreeMap<String, ResultSet>) -> Result<Vec<Figure>, MeasureError> {
    let mut figures = Vec::new();
    for measure in catalogue.measures() {
        let (Some(result), Some(shape)) = (results.get(&measure.query), catalogue.shape(measure)) else {
            return Err(MeasureError::NoResult { measure: measure.id.clone(), query: measure.query.clone() });
        };
        let reader = Reader { measure, result };
        let grades = grades(catalogue, measure, results)?;
        let mut seen = BTreeSet::new();
        for row in in_order(result) {
            let population = reader.population(shape, row)?;
            if !seen.insert(population.clone()) {
                return Err(MeasureError::Twice { query: measure.query.clone(), population });
            }
            figures.push(reader.figure(population, row, grades.as_ref())?);
        }
    }
    Ok(figures)
}

/// How strong the evidence is for each population of a measure that is graded.
fn grades<'c>(
    catalogue: &'c Catalogue,
    measure: &Measure,
    results: &BTreeMap<String, ResultSet>,
) -> Result<Option<Grades<'c>>, MeasureError> {
    let Some(graded_by) = &measure.graded_by else {
        return Ok(None);
    };
    let (Some(result), Some(shape)) = (results.get(graded_by), catalogue.shapes().get(graded_by)) else {
        return Err(MeasureError::NoResult { measure: measure.id.clone(), query: graded_by.clone() });
    };
    let reader = Reader { measure, result };
    let mut tiers = BTreeMap::new();
    for row in &result.rows {
        tiers.insert(reader.population(shape, row)?, tier(reader.integer(row, Some("tier"))?));
    }
    Ok(Some(Grades { keys: &shape.keys, tiers }))
}

/// Tiers by population, with the keys that tell those apart.
struct Grades<'c> {
    keys: &'c [String],
    tiers: BTreeMap<Population, Option<Tier>>,
}

impl Grades<'_> {
    /// The tier of a population or of the one that it is part of; the lowest
    /// where none is known.
    fn of(&self, population: &Population) -> Tier {
        let own = |(key, value): (&String, &String)| self.keys.contains(key).then(|| (key.clone(), value.clone()));
        let known = self.tiers.get(&population.iter().filter_map(own).collect::<Population>());
        known.copied().flatten().unwrap_or(Tier::T0)
    }
}

/// The tier of a number from 0 to 4.
fn tier(number: Option<i64>) -> Option<Tier> {
    match number {
        Some(0) => Some(Tier::T0),
        Some(1) => Some(Tier::T1),
        Some(2) => Some(Tier::T2),
        Some(3) => Some(Tier::T3),
        Some(4) => Some(Tier::T4),
        _ => None,
    }
}

/// Rows by group and strand order, and otherwise as the query gave them.
fn in_order(result: &ResultSet) -> Vec<&[Value]> {
    let orders: Vec<usize> = ["grp_order", "strand_order"].iter().filter_map(|name| result.column(name)).collect();
    let mut rows: Vec<&[Value]> = result.rows.iter().map(Vec::as_slice).collect();
    rows.sort_by_key(|row| orders.iter().map(|column| row.get(*column).and_then(whole)).collect::<Vec<_>>());
    rows
}

/// A whole number, also where an engine returns sums as decimals.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        // 2^53: beyond it a float no longer tells neighbouring integers apart.
        Value::Real(number) if number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0 => Some(*number as i64),
        _ => None,
    }
}

/// Reads the cells of one measure.
struct Reader<'a> {
    measure: &'a Measure,
    result: &'a ResultSet,
}

impl Reader<'_> {
    fn cell<'r>(&self, row: &'r [Value], column: &str) -> Result<&'r Value, MeasureError> {
        self.result.column(column).and_then(|position| row.get(position)).ok_or_else(|| MeasureError::NoColumn {
            measure: self.measure.id.clone(),
            query: self.measure.query.clone(),
            column: column.to_owned(),
        })
    }

    fn bad(&self, column: &str, found: &Value, wanted: &'static str) -> MeasureError {
        MeasureError::BadValue {
            query: self.measure.query.clone(),
            column: column.to_owned(),
            found: format!("{found:?}"),
            wanted,
        }
    }

    fn text(&self, row: &[Value], column: &str) -> Result<String, MeasureError> {
        let value = self.cell(row, column)?;
        value.text().map(str::to_owned).ok_or_else(|| self.bad(column, value, "text"))
    }

    fn integer(&self, row: &[Value], column: Option<&str>) -> Result<Option<i64>, MeasureError> {
        let Some(column) = column else {
            return Ok(None);
        };
        match self.cell(row, column)? {
            Value::Null => Ok(None),
            value => whole(value).map(Some).ok_or_else(|| self.bad(column, value, "a whole number")),
        }
    }

    fn count(&self, row: &[Value], column: Option<&str>) -> Result<Option<u64>, MeasureError> {
        match self.integer(row, column)? {
            None => Ok(None),
            Some(number) => u64::try_from(number).map(Some).map_err(|_| {
                self.bad(column.unwrap_or_default(), &Value::Int(number), "a number that is not negative")
            }),
        }
    }

    fn real(&self, row: &[Value], column: Option<&str>) -> Result<Option<f64>, MeasureError> {
        let Some(column) = column else {
            return Ok(None);
        };
        match self.cell(row, column)? {
            Value::Null => Ok(None),
            value => value
                .real()
                .filter(|number| number.is_finite())
                .map(Some)
                .ok_or_else(|| self.bad(column, value, "a number")),
        }
    }

    fn population(&self, shape: &ResultShape, row: &[Value]) -> Result<Population, MeasureError> {
        let mut population = Population::new();
        for key in &shape.keys {
            population.insert(key.clone(), self.text(row, key)?);
        }
        if shape.grouped {
            population.insert(self.text(row, "dimension")?, self.text(row, "grp")?);
        }
        Ok(population)
    }

    fn figure(
        &self,
        population: Population,
        row: &[Value],
        grades: Option<&Grades<'_>>,
    ) -> Result<Figure, MeasureError> {
        let measure = self.measure;
        let numerator = self.count(row, measure.numerator.as_deref())?;
        let denominator = self.count(row, measure.denominator.as_deref())?;
        let n = match &measure.n {
            Some(column) => self.count(row, Some(column))?,
            None => denominator,
        };
        let values = match &measure.values {
            Some(column) => self.count(row, Some(column))?,
            None => n,
        };
        let mut figure = Figure {
            measure: measure.id.clone(),
            population,
            value: None,
            unit: measure.unit,
            n,
            numerator,
            denominator,
            low: None,
            high: None,
            tier: None,
            status: Status::NotAvailable,
        };
        match measure.kind {
            // Nobody in the group: there is nothing to count, not a count of 0.
            Kind::Count if measure.about_children && n == Some(0) => {}
            Kind::Count => figure.value = numerator.map(|count| count as f64),
            Kind::Share | Kind::Ratio => {
                figure.value = percent(numerator, denominator);
                let share = numerator.zip(denominator).filter(|_| measure.interval);
                if let Some(interval) = share.and_then(|(x, n)| Share::of(x, n)?.wilson(0.95)) {
                    let interval = interval.scaled(100.0);
                    (figure.low, figure.high) = (Some(interval.low), Some(interval.high));
                }
            }
            Kind::Estimate => self.estimate(&mut figure, row)?,
            Kind::Median => {
                figure.value = self.real(row, measure.value.as_deref())?.filter(|_| n.is_some_and(|n| n > 0));
            }
            Kind::Sum => figure.value = mean(self.integer(row, measure.sum.as_deref())?, Some(1), measure.scale),
            Kind::Mean => {
                let sum = self.integer(row, measure.sum.as_deref())?;
                figure.value = mean(sum, values, measure.scale);
            }
            Kind::MeanChange => {
                let sum = self.integer(row, measure.sum.as_deref())?;
                let sum_sq = self.integer(row, measure.sum_sq.as_deref())?;
                figure.value = mean(sum, values, measure.scale);
                if let (Some(values), Some(sum), Some(sum_sq)) = (values, sum, sum_sq)
                    && let Some(interval) = mean_interval(values, sum, sum_sq, measure.scale)
                {
                    figure.low = Some(interval.low);
                    figure.high = Some(interval.high);
                }
            }
        }
        if figure.value.is_some() {
            figure.status = Status::Ok;
        }
        if let Some(grades) = grades {
            let tier = grades.of(&figure.population);
            figure.tier = Some(tier);
            if tier == Tier::T0 {
                withhold_for_want_of_data(&mut figure);
            }
        }
        // The mean of one child's change is that child's change.
        if measure.kind == Kind::MeanChange && figure.low.is_none() {
            withhold_for_want_of_data(&mut figure);
        }
        Ok(figure)
    }

    /// What a method estimated; a group of which it could say nothing is "not enough data".
    fn estimate(&self, figure: &mut Figure, row: &[Value]) -> Result<(), MeasureError> {
        let measure = self.measure;
        figure.value = self.real(row, measure.value.as_deref())?;
        figure.low = self.real(row, measure.low.as_deref())?;
        figure.high = self.real(row, measure.high.as_deref())?;
        figure.tier = tier(self.integer(row, measure.tier.as_deref())?);
        // What is graded may not apply at a tier, which is no want of data.
        if figure.value.is_none() && measure.graded_by.is_none() {
            withhold_for_want_of_data(figure);
        }
        Ok(())
    }
}

/// Keeps `n`, so that disclosure control can still judge it.
fn withhold_for_want_of_data(figure: &mut Figure) {
    if figure.n.is_some_and(|n| n > 0) {
        figure.status = Status::NotEnoughData;
    } else {
        figure.status = Status::NotAvailable;
    }
    figure.value = None;
    figure.numerator = None;
    figure.denominator = None;
    figure.low = None;
    figure.high = None;
}

fn percent(numerator: Option<u64>, denominator: Option<u64>) -> Option<f64> {
    match (numerator, denominator) {
        (Some(numerator), Some(denominator)) if denominator > 0 => Some(100.0 * numerator as f64 / denominator as f64),
        _ => None,
    }
}

fn mean(sum: Option<i64>, n: Option<u64>, scale: u32) -> Option<f64> {
    match (sum, n) {
        (Some(sum), Some(n)) if n > 0 => Some(sum as f64 / n as f64 / f64::from(scale)),
        _ => None,
    }
}

#[cfg(test)]
#[path = "compute_tests.rs"]
mod tests;
