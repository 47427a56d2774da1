//! Chart definitions and table figures to chart specifications.

use super::alt::alt_text;
use super::definition::{ChartEntry, Drawing};
use super::error::ReportError;
use super::grid::{Grid, GridRow};
use super::lookup::Lookup;
use super::model::{Bar, Chart, ChartKind, FunnelLimit, StackedBar};
use super::sentences::common;
use crate::disclosure::ProtectedFigure;
use crate::measures::{Status, Unit};
use crate::statistics::between_groups::FUNNEL_LEVELS;
use crate::statistics::bounds::Bounds;
use crate::statistics::proportion::funnel_limits;

/// Sizes of groups at which the limits of a funnel are worked out, beside those of the groups.
const FUNNEL_STEPS: u64 = 60;
/// Builds a chart from its table's figures; `None` where none can be read.
pub(super) fn chart(lookup: Lookup<'_>, entry: &ChartEntry, grid: &Grid) -> Result<Option<Chart>, ReportError> {
    let rows: Vec<&GridRow> =
        grid.rows.iter().filter(|row| entry.rows.is_empty() || entry.rows.contains(&row.axis)).collect();
    // A heat map or a line keeps its gaps as long as its group has anything.
    let keeps_gaps = matches!(entry.kind, Drawing::Heat | Drawing::Lines | Drawing::Run);
    let across = grid.across();
    let columns: Vec<usize> = if across.is_empty() {
        entry.measures.iter().filter_map(|id| grid.column(id)).collect()
    } else {
        across.iter().map(|(position, _)| *position).collect()
    };
    let has_any = |row: &GridRow| {
        columns.iter().filter_map(|column| row.cells.get(*column)).any(|figure| figure.status() != Status::NotAvailable)
    };
    let drawn: Vec<Drawn<'_>> = rows
        .iter()
        .filter(|row| {
            has_any(row) || (keeps_gaps && rows.iter().any(|other| other.group == row.group && has_any(other)))
        })
        .map(|row| Drawn {
            row,
            figures: columns.iter().filter_map(|column| row.cells.get(*column).cloned()).collect(),
            expected: entry.expected.as_ref().and_then(|id| row.cells.get(grid.column(id)?).cloned()),
        })
        .collect();
    let readable = |drawn: &Drawn<'_>| drawn.figures.iter().any(|figure| figure.status() == Status::Ok);
    if !drawn.iter().any(readable) {
        return Ok(None);
    }
    let columns: Vec<String> = across.into_iter().map(|(_, name)| name.to_owned()).collect();
    let wording = &lookup.definition.wording;
    let Some(kind) = kind(entry, &drawn, columns, wording.label("expected_mark")) else { return Ok(None) };
    let whole = drawn.iter().find(|drawn| drawn.row.axis == "school").map(|drawn| drawn.row.group.clone());
    let words = common(lookup);
    let title = wording.render(&entry.id, &entry.title, &words)?;
    Ok(Some(Chart {
        id: entry.id.clone(),
        subtitle: wording.render(&entry.id, &entry.subtitle, &words)?,
        alt: alt_text(lookup, &title, whole.as_deref(), &kind)?,
        title,
        table: Some(entry.table.clone()),
        kind,
    }))
}

/// A row with the figures that a chart draws of it.
struct Drawn<'a> {
    row: &'a GridRow,
    figures: Vec<ProtectedFigure>,
    /// What was to be expected of the first of them.
    expected: Option<ProtectedFigure>,
}

impl Drawn<'_> {
    fn label(&self) -> String {
        self.row.label()
    }
}

/// `across` names the columns of a compact table; elsewhere the rows' second
/// keys take their place. `None` where there is nothing to compare with.
fn kind(entry: &ChartEntry, drawn: &[Drawn<'_>], across: Vec<String>, expected_mark: &str) -> Option<ChartKind> {
    let first = |drawn: &Drawn<'_>| drawn.figures.first().cloned();
    let decimals = drawn.iter().find_map(first).map_or(0, |figure| figure.decimals());
    let suffix = match drawn.iter().find_map(first).map(|figure| figure.unit()) {
        Some(Unit::Percent) => "%".to_owned(),
        _ => String::new(),
    };
    let bars = || -> Vec<Bar> {
        drawn.iter().filter_map(|drawn| first(drawn).map(|figure| Bar { label: drawn.label(), figure })).collect()
    };
    let (low, high) = range(drawn);
    Some(match entry.kind {
        Drawing::Bars => {
            let reference = entry.reference.as_ref().and_then(|label| {
                let whole = drawn.iter().find(|drawn| drawn.row.axis == "school")?;
                first(whole)?.value().map(|value| (value, label.clone()))
            });
            ChartKind::Bars {
                bars: bars(),
                max: entry.max.unwrap_or(0.0).max(step_up(high)),
                reference,
                decimals,
                suffix,
            }
        }
        Drawing::Stacked => ChartKind::Stacked {
            parts: entry.parts.clone(),
            bars: drawn
                .iter()
                .map(|drawn| StackedBar { label: drawn.label(), n: base(&drawn.figures), parts: drawn.figures.clone() })
                .collect(),
        },
        Drawing::Heat => {
            let (columns, rows) = two_ways(drawn, across);
            ChartKind::Heat { rows, columns, max: entry.max.unwrap_or(0.0).max(step_up(high)), suffix }
        }
        Drawing::Lines => {
            let (points, lines) =
                if entry.parts.is_empty() { two_ways(drawn, across) } else { by_part(drawn, &entry.parts) };
            ChartKind::Lines {
                lines,
                points,
                min: entry.min.unwrap_or(low).min(step_down(low)),
                max: entry.max.unwrap_or(0.0).max(step_up(high)),
                decimals,
                suffix,
            }
        }
        Drawing::DotWhisker => {
            let usual: Option<Vec<ProtectedFigure>> = drawn.iter().map(|drawn| drawn.expected.clone()).collect();
            ChartKind::DotWhisker {
                dots: bars(),
                min: step_down(low).min(entry.min.unwrap_or(0.0)),
                max: step_up(high).max(entry.max.unwrap_or(5.0)),
                decimals,
                expected: usual.filter(|_| entry.expected.is_some()).map(|usual| (expected_mark.to_owned(), usual)),
            }
        }
        Drawing::Slope => {
            let [left, right] = entry.parts.as_slice() else { return None };
            let line = |drawn: &Drawn<'_>| match drawn.figures.as_slice() {
                [from, to] => Some((drawn.label(), [from.clone(), to.clone()])),
                _ => None,
            };
            let lines = drawn.iter().filter_map(line).collect();
            ChartKind::Slope { ends: [left.clone(), right.clone()], lines, decimals, suffix }
        }
        Drawing::Run => run(entry, drawn, decimals, suffix)?,
        Drawing::Funnel => funnel(entry, drawn, decimals, suffix)?,
    })
}

/// A run chart: five figures a point, of which average and range are the same at all.
fn run(entry: &ChartEntry, drawn: &[Drawn<'_>], decimals: usize, suffix: String) -> Option<ChartKind> {
    let [value, average, range] = entry.parts.as_slice() else { return None };
    let all = |column: usize| -> Option<Vec<ProtectedFigure>> {
        drawn.iter().map(|drawn| drawn.figures.get(column).cloned()).collect()
    };
    let usual = |column: usize| all(column)?.into_iter().find(|figure| figure.status() == Status::Ok);
    Some(ChartKind::Run {
        points: seconds(drawn),
        names: [value.clone(), average.clone(), range.clone()],
        values: all(0)?,
        usual: Box::new([usual(1), usual(2), usual(3)]),
        signals: all(4)?,
        decimals,
        suffix,
    })
}

/// A funnel about the whole's share. Groups that may not be read are kept, to be named without a place.
fn funnel(entry: &ChartEntry, drawn: &[Drawn<'_>], decimals: usize, suffix: String) -> Option<ChartKind> {
    let first = drawn.first()?;
    // The whole stands first; without one there is nothing to compare with.
    let (whole, groups) = drawn.split_first()?;
    (groups.iter().all(|group| group.row.axis != first.row.axis)).then_some(())?;
    let centre = whole.figures.first()?.value()?;
    let dots: Vec<Bar> = groups
        .iter()
        .filter_map(|drawn| drawn.figures.first().map(|figure| Bar { label: drawn.label(), figure: figure.clone() }))
        .collect();
    let sizes: Vec<u64> = dots.iter().filter_map(|dot| dot.figure.n()).collect();
    let largest = sizes.iter().max()?;
    let smallest = sizes.iter().min()?;
    // From half the smallest group to a little more than the largest.
    let (from, to) = ((smallest / 2).max(1), largest + largest / 10 + 1);
    let mut at: Vec<u64> = (0..=FUNNEL_STEPS).map(|step| from + (to - from) * step / FUNNEL_STEPS).collect();
    at.extend(sizes);
    at.sort_unstable();
    at.dedup();
    let limit = |n: u64| {
        let [inner, outer] = FUNNEL_LEVELS.map(|level| funnel_limits(centre / 100.0, n, level));
        let (inner, outer) = (inner?, outer?);
        let percent = |bounds: Bounds| (100.0 * bounds.low, 100.0 * bounds.high);
        Some(FunnelLimit { n, inner: percent(inner), outer: percent(outer) })
    };
    Some(ChartKind::Funnel {
        dots,
        centre: (centre, entry.reference.clone()?),
        limits: at.into_iter().filter_map(limit).collect(),
        decimals,
        suffix,
    })
}

/// Names of the columns, and each group with its figures for them.
fn two_ways(drawn: &[Drawn<'_>], across: Vec<String>) -> (Vec<String>, Vec<(String, Vec<ProtectedFigure>)>) {
    if across.is_empty() {
        let columns = seconds(drawn);
        let rows = by_group(drawn, &columns);
        return (columns, rows);
    }
    let rows = drawn.iter().map(|drawn| (drawn.row.group.clone(), drawn.figures.clone())).collect();
    (across, rows)
}

/// A line for each measure of the one group, named by the chart's parts.
fn by_part(drawn: &[Drawn<'_>], parts: &[String]) -> (Vec<String>, Vec<(String, Vec<ProtectedFigure>)>) {
    let line = |(part, name): (usize, &String)| {
        let figures: Vec<ProtectedFigure> = drawn.iter().filter_map(|drawn| drawn.figures.get(part).cloned()).collect();
        (figures.len() == drawn.len()).then(|| (name.clone(), figures))
    };
    (seconds(drawn), parts.iter().enumerate().filter_map(line).collect())
}

/// The second keys in the order in which rows have them.
fn seconds(drawn: &[Drawn<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for drawn in drawn {
        if let Some(by) = &drawn.row.by
            && !names.contains(by)
        {
            names.push(by.clone());
        }
    }
    names
}

/// One line or heat row a group, with a figure for each second key.
fn by_group(drawn: &[Drawn<'_>], columns: &[String]) -> Vec<(String, Vec<ProtectedFigure>)> {
    let mut groups: Vec<&str> = Vec::new();
    for drawn in drawn {
        if !groups.contains(&drawn.row.group.as_str()) {
            groups.push(&drawn.row.group);
        }
    }
    groups
        .into_iter()
        .filter_map(|group| {
            let figures = columns
                .iter()
                .map(|column| {
                    drawn
                        .iter()
                        .find(|drawn| drawn.row.group == group && drawn.row.by.as_ref() == Some(column))
                        .and_then(|drawn| drawn.figures.first().cloned())
                })
                .collect::<Option<Vec<_>>>()?;
            Some((group.to_owned(), figures))
        })
        .collect()
}

/// The base of a stacked bar as printed.
fn base(parts: &[ProtectedFigure]) -> String {
    match parts.iter().find_map(ProtectedFigure::n) {
        Some(n) => format!("n = {n}"),
        None => parts.first().map(ProtectedFigure::text).unwrap_or_default(),
    }
}

/// Least and greatest of all values and bounds.
fn range(drawn: &[Drawn<'_>]) -> (f64, f64) {
    let mut low = f64::INFINITY;
    let mut high = f64::NEG_INFINITY;
    for figure in drawn.iter().flat_map(|drawn| drawn.figures.iter().chain(&drawn.expected)) {
        for value in [figure.value(), figure.low(), figure.high()].into_iter().flatten() {
            low = low.min(value);
            high = high.max(value);
        }
    }
    if low > high { (0.0, 0.0) } else { (low, high) }
}

fn step_up(value: f64) -> f64 {
    (value / 5.0).ceil() * 5.0
}

fn step_down(value: f64) -> f64 {
    (value / 5.0).floor() * 5.0
}

#[cfg(test)]
#[path = "charts_tests.rs"]
mod tests;
