//! `results.json`: the figures of a pack for machines, exactly as printed.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Number, Value};

use super::error::ReportError;
use super::model::{ChartKind, Report};
use crate::disclosure::ProtectedFigure;
use crate::measures::{Population, Status, Tier, Unit};

/// One figure; the order of the fields is part of the contract.
#[derive(Serialize)]
struct Entry<'a> {
    measure: &'a str,
    pack: &'a str,
    population: &'a Population,
    value: Value,
    unit: Unit,
    #[serde(skip_serializing_if = "Option::is_none")]
    word: Option<&'a str>,
    n: Option<u64>,
    numerator: Option<u64>,
    denominator: Option<u64>,
    low: Value,
    high: Value,
    tier: Option<Tier>,
    status: Status,
}

#[derive(Serialize)]
struct Results<'a> {
    version: u32,
    figures: Vec<Entry<'a>>,
}

/// Every figure in the tables and charts of a report. Sentences only state
/// figures of the tables.
pub fn figures_in(report: &Report) -> Vec<&ProtectedFigure> {
    let mut all = Vec::new();
    for section in &report.sections {
        for table in &section.tables {
            all.extend(table.rows.iter().flat_map(|row| &row.cells));
        }
        for chart in &section.charts {
            match &chart.kind {
                ChartKind::Bars { bars, .. } | ChartKind::Funnel { dots: bars, .. } => {
                    all.extend(bars.iter().map(|bar| &bar.figure));
                }
                ChartKind::DotWhisker { dots, expected, .. } => {
                    all.extend(dots.iter().map(|dot| &dot.figure));
                    all.extend(expected.iter().flat_map(|(_, figures)| figures));
                }
                ChartKind::Slope { lines, .. } => all.extend(lines.iter().flat_map(|(_, ends)| ends)),
                ChartKind::Run { values, usual, signals, .. } => {
                    all.extend(values.iter().chain(usual.iter().flatten()).chain(signals));
                }
                ChartKind::Stacked { bars, .. } => {
                    all.extend(bars.iter().flat_map(|bar| &bar.parts));
                }
                ChartKind::Heat { rows: lines, .. } | ChartKind::Lines { lines, .. } => {
                    all.extend(lines.iter().flat_map(|(_, figures)| figures));
                }
            }
        }
    }
    all
}

/// The figures as JSON: each once, sorted by measure and population, with the
/// digits that are printed and no more.
pub fn results_json<'a>(
    pack: &str,
    figures: impl IntoIterator<Item = &'a ProtectedFigure>,
) -> Result<String, ReportError> {
    let sorted: BTreeMap<(&str, &Population), &ProtectedFigure> =
        figures.into_iter().map(|figure| ((figure.measure(), figure.population()), figure)).collect();
    let figures = sorted
        .into_values()
        .map(|figure| Entry {
            measure: figure.measure(),
            pack,
            population: figure.population(),
            value: printed(figure.value(), figure.decimals()),
            unit: figure.unit(),
            word: figure.word(),
            n: figure.n(),
            numerator: figure.numerator(),
            denominator: figure.denominator(),
            low: printed(figure.low(), figure.decimals()),
            high: printed(figure.high(), figure.decimals()),
            tier: figure.tier(),
            status: figure.status(),
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&Results { version: 1, figures })?;
    text.push('\n');
    Ok(text)
}

/// A whole number where none of its digits stand behind the point.
fn printed(value: Option<f64>, decimals: usize) -> Value {
    match value {
        Some(value) if decimals == 0 && value.abs() < 9e15 => Value::from(value as i64),
        Some(value) => Number::from_f64(value).map_or(Value::Null, Value::Number),
        None => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::testing;

    #[test]
    fn figures_are_sorted_once_each_and_as_printed() {
        let year = testing::about(testing::count("b.count", 29), "year_group", "Year 1");
        let figures = [year.clone(), testing::figure("a.rate", 94.4, 200), testing::suppressed("a.withheld"), year];
        let text = results_json("governors", &figures).expect("written");
        let value: Value = serde_json::from_str(&text).expect("JSON");
        let list = value["figures"].as_array().expect("list");
        let measures: Vec<&str> = list.iter().filter_map(|entry| entry["measure"].as_str()).collect();
        assert_eq!(measures, ["a.rate", "a.withheld", "b.count"]);
        assert_eq!(list[0]["value"].to_string(), "94.4");
        assert_eq!(list[2]["value"].to_string(), "29");
        assert_eq!(list[2]["population"]["year_group"], "Year 1");
        for key in ["value", "n", "numerator", "denominator", "low", "high"] {
            assert!(list[1][key].is_null(), "{key}");
        }
        assert_eq!(list[1]["status"], "suppressed");
        let keys: Vec<&String> = list[0].as_object().expect("object").keys().collect();
        assert_eq!(
            keys,
            [
                "measure",
                "pack",
                "population",
                "value",
                "unit",
                "n",
                "numerator",
                "denominator",
                "low",
                "high",
                "tier",
                "status"
            ]
        );
        assert_eq!(value["version"], 1);
    }
}
