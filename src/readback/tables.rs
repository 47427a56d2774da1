//! Which figure a cell of a printed table is: by the table's title, the label of its row and the heading above it, as
//! the reports' files and the measure catalogue fix them. The files themselves do not say it.

use std::collections::BTreeMap;

use super::ReadTable;
use super::definitions::{Definitions, Table, When};
use super::numbers::tidy;
use super::results::{Population, ReadFigure, Settings};

/// A figure at its place in a table.
#[derive(Clone, Debug)]
pub(super) struct Placed<'a> {
    pub figure: &'a ReadFigure,
    /// Label of its row.
    pub row: String,
    /// Whether the label may go on after a comma.
    pub open: bool,
    /// Name of the row's group alone, and of its second key.
    pub group: String,
    pub second: Option<String>,
    /// Heading of its column in a compact table.
    pub column: Option<String>,
}

impl Placed<'_> {
    /// Whether it stands in the row of this label.
    pub(super) fn is_in(&self, label: &str) -> bool {
        label == self.row || (self.open && label.strip_prefix(&self.row).is_some_and(|rest| rest.starts_with(", ")))
    }
}

/// Names of periods.
pub(super) struct Periods<'a> {
    settings: &'a Settings,
    /// The run's term as the page calls it.
    own: Option<&'a str>,
}

impl<'a> Periods<'a> {
    pub(super) fn new(settings: &'a Settings, own: Option<&'a str>) -> Periods<'a> {
        Periods { settings, own }
    }

    /// The name of a period: `2025-26-summer` is "Summer term 2025/26", `2025-26` "2025/26 to date".
    pub(super) fn name(&self, id: &str) -> String {
        if let (Some(term), Some(own)) = (&self.settings.term, self.own)
            && term == id
        {
            return own.to_owned();
        }
        let Some((year, rest)) = id.split_at_checked(7) else { return id.to_owned() };
        let year = year.replace('-', "/");
        let words = rest.trim_start_matches('-').replace('-', " ");
        match words.chars().next() {
            Some(first) => format!("{}{} term {year}", first.to_uppercase(), &words[first.len_utf8()..]),
            None => format!("{year} to date"),
        }
    }

    /// Whether a period is among those meant. Without a manifest the run's term is not known, and any term may be it.
    pub(super) fn allows(&self, when: &[When], id: &str) -> bool {
        let is_year = id.len() == 7;
        let is_own = self.settings.term.as_deref().map(|term| term == id);
        let this = [When::This];
        let when = if when.is_empty() { &this[..] } else { when };
        when.iter().any(|when| match when {
            When::This => !is_year && is_own.unwrap_or(true),
            When::ToDate => is_year,
            When::Previous | When::Earlier => !is_year && !is_own.unwrap_or(false),
        })
    }
}

/// The labels that a group can have: its values joined, and without what the whole is whole over.
pub(super) fn group_labels(values: &[&str]) -> Vec<String> {
    let told: Vec<&str> =
        values.iter().enumerate().filter(|(at, value)| *at == 0 || !is_whole(value)).map(|(_, value)| *value).collect();
    let mut labels = vec![values.join(", ")];
    if told.len() < values.len() {
        labels.push(told.join(", "));
    }
    labels
}

/// Whether a value stands for everybody: "All pupils".
pub(super) fn is_whole(value: &str) -> bool {
    value.starts_with("All ")
}

/// Every figure that can stand in a table's rows of these keys, with the labels of its place.
pub(super) fn placed<'a>(
    figures: &'a [ReadFigure],
    table: &Table,
    rows: &[String],
    definitions: &Definitions,
    periods: &Periods<'_>,
) -> Vec<Placed<'a>> {
    let second = table.by.as_deref().or(table.across.as_deref());
    let by_alone = matches!(table.rows.as_slice(), [only] if only == "school" || only == "whole");
    let mut found = Vec::new();
    for figure in figures {
        let base = table.pupils.as_deref() == Some(figure.measure.as_str());
        if !base && !table.columns.contains(&figure.measure) {
            continue;
        }
        let mut keys = figure.population.clone();
        let period = keys.remove("period");
        // The pupils of a compact table are those of the last of its periods.
        let when = if base { &table.periods[table.periods.len().saturating_sub(1)..] } else { &table.periods[..] };
        if period.as_deref().is_some_and(|period| !periods.allows(when, period)) {
            continue;
        }
        let second = match second {
            Some("period") => period.as_deref().map(|id| periods.name(id)),
            Some("point") => keys.remove("point").map(|id| periods.name(&id)),
            Some("expected_strand") => keys.remove("strand"),
            Some(key) => keys.remove(key),
            None => None,
        };
        let second = second.map(|name| tidy(&name));
        for (group, open) in groups(rows, &keys, definitions) {
            let row = match (&second, &table.by) {
                (Some(by), Some(_)) if by_alone => by.clone(),
                (Some(by), Some(_)) => format!("{group}: {by}"),
                _ => group.clone(),
            };
            let column = second.clone().filter(|_| table.across.is_some() && !base);
            let group = group.clone();
            found.push(Placed { figure, row: tidy(&row), open, group, second: second.clone(), column });
        }
    }
    found
}

/// Labels of a figure's group, each with whether more may follow it after a comma.
fn groups(rows: &[String], keys: &Population, definitions: &Definitions) -> Vec<(String, bool)> {
    let mut labels = Vec::new();
    for axis in rows {
        if axis == "whole" {
            if keys.values().all(|value| is_whole(value)) {
                labels.push((definitions.label_of("whole").to_owned(), false));
            }
            continue;
        }
        let names: Vec<&str> = axis.split('+').collect();
        let values: Vec<&str> = names.iter().filter_map(|name| keys.get(*name).map(String::as_str)).collect();
        let rest = keys.iter().all(|(key, value)| names.contains(&key.as_str()) || is_whole(value));
        if values.len() == names.len() && rest {
            labels.extend(group_labels(&values).into_iter().map(|label| (label, false)));
        } else if !values.is_empty() && rest && names.len() > 1 {
            // A measure that does not know the second key of a pair is the same in all its rows.
            labels.push((values.join(", "), true));
        }
    }
    labels
}

/// What stands in a column of a printed table.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Column {
    /// Figures of a measure.
    Values(String),
    /// Figures of a measure in a compact table, under this heading.
    Across(String, String),
    /// Both bounds of the figures in the column before, the lower or the upper.
    Both,
    Low,
    High,
}

/// What the columns of a printed table hold, without that of the labels; `None` where a heading is unknown.
pub(super) fn columns(printed: &ReadTable, table: &Table, definitions: &Definitions) -> Vec<Option<Column>> {
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    let known = |text: &str, name: &str| text == tidy(definitions.label_of(name));
    let heads = printed.heads.iter().skip(1);
    let plain = heads.map(|head| {
        // Excel wants headings that differ: the second "Below" is "Below (2)" there.
        let copy = head.rfind(" (").filter(|at| head[at + 2..].trim_end_matches(')').parse::<u8>().is_ok());
        copy.map_or(head.as_str(), |at| &head[..at])
    });
    let plain: Vec<&str> = plain.collect();
    let mut columns = Vec::new();
    for head in plain {
        if known(head, "interval") {
            columns.push(Some(Column::Both));
        } else if known(head, "interval_from") {
            columns.push(Some(Column::Low));
        } else if known(head, "interval_to") {
            columns.push(Some(Column::High));
        } else if let (Some(_), Some(measure)) = (&table.across, table.columns.first()) {
            columns.push(match &table.pupils {
                Some(base) if known(head, "pupils") => Some(Column::Values(base.clone())),
                _ => Some(Column::Across(measure.clone(), head.to_owned())),
            });
        } else {
            let with_head = || table.columns.iter().filter(|measure| tidy(definitions.header(measure)) == head);
            let before = taken.entry(head).or_default();
            // A column that is left out where it is empty makes the second of a heading the first.
            let measure = with_head().nth(*before).or_else(|| with_head().next_back());
            *before += 1;
            columns.push(measure.map(|measure| Column::Values(measure.clone())));
        }
    }
    columns
}

/// The number or word that a figure is printed as, of one of its fields.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shown {
    /// A number.
    Number(f64),
    /// Two numbers.
    Range(f64, f64),
    /// A word or symbol.
    Word(String),
}

/// What a cell of a figure has to show.
pub(super) fn expected(figure: &ReadFigure, column: &Column) -> Shown {
    let symbol = match figure.status.as_str() {
        "suppressed" => "c",
        "not_enough_data" => "low",
        _ => "–",
    };
    let number = |value: Option<f64>| value.map_or_else(|| Shown::Word("–".into()), Shown::Number);
    match column {
        _ if !figure.is_ok() => Shown::Word(symbol.into()),
        Column::Low => number(figure.low),
        Column::High => number(figure.high),
        Column::Both => match (figure.low, figure.high) {
            (Some(low), Some(high)) => Shown::Range(low, high),
            _ => Shown::Word("–".into()),
        },
        Column::Values(_) | Column::Across(..) => match &figure.word {
            Some(word) => Shown::Word(tidy(word)),
            None => number(figure.value),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&str], by: Option<&str>, across: Option<&str>) -> Table {
        Table {
            id: "t".into(),
            title: "T".into(),
            rows: rows.iter().map(|row| (*row).to_owned()).collect(),
            columns: vec!["a.b".into()],
            periods: Vec::new(),
            by: by.map(str::to_owned),
            across: across.map(str::to_owned),
            pupils: None,
        }
    }

    fn figure(keys: &[(&str, &str)]) -> ReadFigure {
        let population = keys.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        ReadFigure { measure: "a.b".into(), population, status: "ok".into(), value: Some(3.0), ..ReadFigure::default() }
    }

    #[test]
    fn a_figure_has_the_label_that_the_table_gives_it() {
        let settings = Settings { term: Some("2025-26-summer".into()), ..Settings::default() };
        let periods = Periods::new(&settings, None);
        let definitions = Definitions::load(None);
        let labels = |figure: ReadFigure, table: Table| -> Vec<(String, Option<String>)> {
            let figures = [figure];
            placed(&figures, &table, &table.rows, &definitions, &periods)
                .into_iter()
                .map(|at| (at.row, at.column))
                .collect()
        };
        let term = ("period", "2025-26-summer");
        let year = figure(&[term, ("year_group", "Year 1"), ("strand", "Being")]);
        assert_eq!(
            labels(year.clone(), table(&["year_group"], Some("strand"), None)),
            [("Year 1: Being".into(), None)]
        );
        assert_eq!(
            labels(year.clone(), table(&["school", "year_group"], None, Some("strand"))),
            [("Year 1".into(), Some("Being".into()))]
        );
        assert_eq!(labels(year, table(&["year_group"], None, None)), []);
        let whole = figure(&[term, ("school", "All pupils")]);
        assert_eq!(labels(whole, table(&["school"], Some("period"), None)), [("Summer term 2025/26".into(), None)]);
        let point = figure(&[term, ("point", "2025-26-autumn"), ("school", "All pupils")]);
        assert_eq!(labels(point, table(&["school"], Some("point"), None)), [("Autumn term 2025/26".into(), None)]);
        let support = figure(&[term, ("intervention", "All one-to-one support"), ("target_strand", "All strands")]);
        assert!(
            labels(support, table(&["intervention+target_strand"], None, None))
                .contains(&("All one-to-one support".into(), None))
        );
        // Of another time than the table's.
        assert_eq!(
            labels(figure(&[("period", "2025-26"), ("school", "All pupils")]), table(&["school"], None, None)),
            []
        );
        assert_eq!(labels(figure(&[term]), table(&["whole"], None, None)), [("Whole school".into(), None)]);
    }

    #[test]
    fn a_withheld_figure_has_only_its_symbol() {
        let mut figure = figure(&[]);
        assert_eq!(expected(&figure, &Column::Values("a.b".into())), Shown::Number(3.0));
        figure.status = "suppressed".into();
        for column in [Column::Values("a.b".into()), Column::Low, Column::Both] {
            assert_eq!(expected(&figure, &column), Shown::Word("c".into()));
        }
    }
}
