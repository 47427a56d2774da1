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
    suffix: String,
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
        ChartKind::DotWhisker { dots, .. } => {
            let figures: Vec<(String, ProtectedFigure)> =
                dots.iter().map(|dot| (dot.label.clone(), dot.figure.clone())).collect();
            facts.list = seen_list("", &figures);
            "dot_whisker"
        }
    };
    let wording = &lookup.definition.wording;
    wording.render(name, wording.alt(name), &facts)
}
