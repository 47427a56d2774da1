//! Text alternatives: what a chart shows, said in words.

use serde::Serialize;

use super::error::ReportError;
use super::lookup::Lookup;
use super::model::ChartKind;
use super::sentences::{Seen, SeenList, seen, seen_list};
use crate::disclosure::ProtectedFigure;

/// A line by its first and last readable point.
#[derive(Serialize)]
struct SeenLine {
    name: String,
    from: Option<Seen>,
    to: Option<Seen>,
}

#[derive(Serialize)]
struct Facts {
    title: String,
    /// The bar of the whole school, where there is one.
    whole: Option<Seen>,
    list: SeenList,
    part: String,
    lines: Vec<SeenLine>,
    /// What was to be expected of each item of the list, where that is drawn.
    expected: Vec<Option<Seen>>,
    /// Average and range of a run chart.
    usual: Usual,
    /// Points of a run chart at which something stands out, and what.
    signals: Vec<(String, String)>,
    /// Value of the line in the middle of a funnel.
    centre: String,
    /// Groups outside the outer limits of a funnel.
    outside: Vec<String>,
    suffix: String,
}

/// What is usual in a run chart.
#[derive(Default, Serialize)]
struct Usual {
    average: Option<Seen>,
    low: Option<Seen>,
    high: Option<Seen>,
}

/// The text alternative of a drawing.
///
/// `whole` is the label of the whole school's row: it is told apart from the
/// groups, which are compared with each other.
pub(super) fn alt_text(
    lookup: Lookup<'_>,
    title: &str,
    whole: Option<&str>,
    kind: &ChartKind,
) -> Result<String, ReportError> {
    let mut facts = Facts {
        title: title.to_owned(),
        whole: None,
        list: seen_list("", &[]),
        part: String::new(),
        lines: Vec::new(),
        expected: Vec::new(),
        usual: Usual::default(),
        signals: Vec::new(),
        centre: String::new(),
        outside: Vec::new(),
        suffix: String::new(),
    };
    let name = match kind {
        ChartKind::Bars { bars, suffix, .. } => {
            let figures: Vec<(String, ProtectedFigure)> =
                bars.iter().map(|bar| (bar.label.clone(), bar.figure.clone())).collect();
            facts.list = seen_list("", &figures);
            facts.suffix.clone_from(suffix);
            "bars"
        }
        ChartKind::Stacked { parts, bars } => {
            let mut figures = Vec::new();
            for bar in bars {
                let Some(part) = bar.parts.first() else {
                    continue;
                };
                if whole == Some(bar.label.as_str()) && part.value().is_some() {
                    facts.whole = Some(seen(&bar.label, part));
                } else {
                    figures.push((bar.label.clone(), part.clone()));
                }
            }
            facts.list = seen_list("", &figures);
            facts.part = parts.first().map(|part| part.to_lowercase()).unwrap_or_default();
            "stacked"
        }
        ChartKind::Heat { columns, rows, suffix, .. } => {
            let mut figures = Vec::new();
            let groups = rows.iter().filter(|(row, _)| whole != Some(row.as_str()) || rows.len() == 1);
            for (row, cells) in groups {
                for (column, cell) in columns.iter().zip(cells) {
                    figures.push((format!("{row}, {column}"), cell.clone()));
                }
            }
            facts.list = seen_list("", &figures);
            facts.suffix.clone_from(suffix);
            "heat"
        }
        ChartKind::Lines { points, lines, suffix, .. } => {
            for (name, figures) in lines {
                let mut readable = points
                    .iter()
                    .zip(figures)
                    .filter(|(_, figure)| figure.value().is_some())
                    .map(|(point, figure)| seen(point, figure));
                let from = readable.next();
                let to = readable.next_back();
                facts.lines.push(SeenLine { name: name.clone(), from, to });
            }
            facts.suffix.clone_from(suffix);
            "lines"
        }
        ChartKind::DotWhisker { dots, expected, .. } => {
            let figures: Vec<(String, ProtectedFigure)> =
                dots.iter().map(|dot| (dot.label.clone(), dot.figure.clone())).collect();
            facts.list = seen_list("", &figures);
            for item in facts.list.items.iter() {
                let usual = expected.as_ref().and_then(|(_, usual)| {
                    let at = dots.iter().position(|dot| dot.label == item.label)?;
                    usual.get(at).filter(|figure| figure.value().is_some())
                });
                facts.expected.push(usual.map(|figure| seen(&item.label, figure)));
            }
            "dot_whisker"
        }
        ChartKind::Slope { ends, lines, suffix, .. } => {
            for (name, figures) in lines {
                let [from, to] = [0, 1].map(|end| {
                    Some(&figures[end]).filter(|figure| figure.value().is_some()).map(|figure| seen(&ends[end], figure))
                });
                facts.lines.push(SeenLine { name: name.clone(), from, to });
            }
            facts.suffix.clone_from(suffix);
            "slope"
        }
        ChartKind::Run { points, values, usual, signals, suffix, .. } => {
            let figures: Vec<(String, ProtectedFigure)> = points.iter().cloned().zip(values.iter().cloned()).collect();
            facts.list = seen_list("", &figures);
            let [average, low, high] = usual.each_ref().map(|figure| figure.as_ref().map(|figure| seen("", figure)));
            facts.usual = Usual { average, low, high };
            let stands_out = |(point, signal): (&String, &ProtectedFigure)| {
                signal.word().filter(|_| signal.value() != Some(0.0)).map(|word| (point.clone(), word.to_lowercase()))
            };
            facts.signals = points.iter().zip(signals).filter_map(stands_out).collect();
            facts.suffix.clone_from(suffix);
            "run"
        }
        ChartKind::Funnel { dots, centre, limits, suffix, decimals } => {
            let figures: Vec<(String, ProtectedFigure)> =
                dots.iter().map(|dot| (dot.label.clone(), dot.figure.clone())).collect();
            facts.list = seen_list("", &figures);
            facts.part = centre.1.clone();
            facts.centre = format!("{:.*}", *decimals, centre.0);
            for dot in dots {
                let limit = dot.figure.n().and_then(|n| limits.iter().find(|limit| limit.n == n));
                let (Some(value), Some(limit)) = (dot.figure.value(), limit) else { continue };
                if value < limit.outer.0 || value > limit.outer.1 {
                    facts.outside.push(dot.label.clone());
                }
            }
            facts.suffix.clone_from(suffix);
            "funnel"
        }
    };
    let wording = &lookup.definition.wording;
    wording.render(name, wording.alt(name), &facts)
}
