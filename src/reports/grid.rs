//! The figures of one table: which rows and columns there are, and a cell for
//! each.

use std::collections::{BTreeMap, BTreeSet};

use super::definition::{Across, TableEntry};
use super::lookup::{Group, Lookup};
use super::redesign::leave_out;
use crate::disclosure::ProtectedFigure;
use crate::measures::Status;

/// A row before it becomes part of the report.
pub(super) struct GridRow {
    /// Key of the group, such as `year_group`.
    pub axis: String,
    /// Name of the group.
    pub group: String,
    /// Second key of the row, such as a strand or a term.
    pub by: Option<String>,
    /// Whether the second key alone names the row, because every row of the
    /// table is about the whole.
    pub by_alone: bool,
    /// One figure for each column.
    pub cells: Vec<ProtectedFigure>,
    /// Whether the school supplied nothing for any of them. Such a row keeps
    /// its place in a chart's grid; the table leaves it out.
    pub empty: bool,
}

impl GridRow {
    /// The row's label.
    pub(super) fn label(&self) -> String {
        match &self.by {
            Some(by) if self.by_alone => by.clone(),
            Some(by) => format!("{}: {by}", self.group),
            None => self.group.clone(),
        }
    }
}

/// A column before it becomes part of the report.
pub(super) struct GridColumn {
    /// Measure of its figures.
    pub measure: String,
    /// What the column is about.
    pub about: About,
}

/// What tells a column from the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// Its measure.
    Measure,
    /// The pupils of each row of a compact table.
    Pupils,
    /// A strand or a term, by name.
    Across(String),
}

/// The rows of a table, of which at least one has something to show.
pub(super) struct Grid {
    /// Rows in reading order.
    pub rows: Vec<GridRow>,
    /// Columns in the order of the cells.
    pub columns: Vec<GridColumn>,
    /// Keys for which the school's files have no groups.
    pub absent: Vec<String>,
    /// What is said in place of rows that were left out.
    pub left_out: Vec<String>,
}

impl Grid {
    /// Position of a measure among the cells.
    pub(super) fn column(&self, measure: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.measure == measure)
    }

    /// Position and name of each strand or term, where columns stand for those.
    pub(super) fn across(&self) -> Vec<(usize, &str)> {
        let named = self.columns.iter().enumerate().filter_map(|(position, column)| match &column.about {
            About::Across(name) => Some((position, name.as_str())),
            _ => None,
        });
        named.collect()
    }
}

/// A column or second key: its name, its period, and the key that names it.
struct Place {
    name: Option<String>,
    period: Option<String>,
    key: Option<(String, String)>,
}

impl Place {
    fn term((id, name): &(String, String)) -> Self {
        Self { name: Some(name.clone()), period: Some(id.clone()), key: None }
    }

    fn strand(name: &str, period: Option<&String>) -> Self {
        Self { name: Some(name.to_owned()), period: period.cloned(), key: Some(("strand".to_owned(), name.to_owned())) }
    }

    /// The figure of a measure for a group in this place.
    fn figure(&self, lookup: Lookup<'_>, measure: &str, keys: &BTreeMap<String, String>) -> ProtectedFigure {
        let mut keys = keys.clone();
        keys.extend(self.key.clone());
        lookup.figure(measure, self.period.as_deref(), &keys)
    }
}

/// The rows of a table; `None` where the school supplied nothing for it.
pub(super) fn grid(lookup: Lookup<'_>, table: &TableEntry) -> Option<Grid> {
    let periods: Vec<(String, String)> = table.periods.iter().flat_map(|when| lookup.periods(*when)).collect();
    let ids: BTreeSet<String> = periods.iter().map(|(id, _)| id.clone()).collect();
    let mut rows = Vec::new();
    let mut absent = Vec::new();
    let by_alone = matches!(table.rows.as_slice(), [only] if only == "school" || only == "whole");
    let across = table.across.map(|across| places(lookup, table, across, &periods));
    for axis in &table.rows {
        if axis == "class" && !lookup.classes_tell_more() {
            continue;
        }
        let groups: Vec<Group> = if axis == "whole" {
            vec![(lookup.definition.wording.label("whole").to_owned(), BTreeMap::new())]
        } else {
            lookup.groups(axis, &table.columns, &ids)
        };
        if groups.is_empty() && !lookup.figures.iter().any(|figure| figure.population().contains_key(axis)) {
            absent.push(axis.clone());
        }
        for (group, keys) in groups {
            let mut push = |by: Option<String>, cells: Vec<ProtectedFigure>, own: usize| {
                let empty = cells.iter().skip(own).all(|cell| cell.status() == Status::NotAvailable);
                rows.push(GridRow { axis: axis.clone(), group: group.clone(), by, by_alone, cells, empty });
            };
            if let Some(across) = &across {
                let pupils = pupils(lookup, table, &keys, &periods);
                let own = usize::from(pupils.is_some());
                let figures = table.columns.iter().flat_map(|measure| {
                    let keys = &keys;
                    across.iter().map(move |place| place.figure(lookup, measure, keys))
                });
                push(None, pupils.into_iter().chain(figures).collect(), own);
                continue;
            }
            for place in seconds(lookup, table, axis, &group, &periods) {
                let cells = table.columns.iter().map(|measure| place.figure(lookup, measure, &keys)).collect();
                push(place.name, cells, 0);
            }
        }
    }
    let columns = columns(table, across.as_deref());
    let mut grid = rows.iter().any(|row| !row.empty).then_some(Grid { rows, columns, absent, left_out: Vec::new() })?;
    drop_empty_columns(&mut grid, &table.optional);
    leave_out(lookup, &mut grid);
    Some(grid)
}

fn columns(table: &TableEntry, across: Option<&[Place]>) -> Vec<GridColumn> {
    let Some(places) = across else {
        let own = |measure: &String| GridColumn { measure: measure.clone(), about: About::Measure };
        return table.columns.iter().map(own).collect();
    };
    let pupils = table.pupils.iter().map(|measure| GridColumn { measure: measure.clone(), about: About::Pupils });
    let spread = table.columns.iter().flat_map(|measure| {
        places.iter().map(|place| GridColumn {
            measure: measure.clone(),
            about: About::Across(place.name.clone().unwrap_or_default()),
        })
    });
    pupils.chain(spread).collect()
}

/// A strand on which nobody is judged, or a term without screening, needs no
/// column of its own.
fn drop_empty_columns(grid: &mut Grid, optional: &[String]) {
    let keep: Vec<bool> = grid
        .columns
        .iter()
        .enumerate()
        .map(|(position, column)| {
            let mut cells = grid.rows.iter().filter_map(|row| row.cells.get(position));
            let may_go = matches!(column.about, About::Across(_)) || optional.contains(&column.measure);
            !may_go || cells.any(|cell| cell.status() != Status::NotAvailable)
        })
        .collect();
    let mut kept = keep.iter();
    grid.columns.retain(|_| kept.next().copied().unwrap_or(true));
    for row in &mut grid.rows {
        let mut kept = keep.iter();
        row.cells.retain(|_| kept.next().copied().unwrap_or(true));
    }
}

/// The pupils of a group, in the last of the table's periods.
fn pupils(
    lookup: Lookup<'_>,
    table: &TableEntry,
    keys: &BTreeMap<String, String>,
    periods: &[(String, String)],
) -> Option<ProtectedFigure> {
    let last = periods.last().map(|(id, _)| id.as_str());
    table.pupils.as_ref().map(|measure| lookup.figure(measure, last, keys))
}

/// What the columns of a compact table stand for.
fn places(lookup: Lookup<'_>, table: &TableEntry, across: Across, periods: &[(String, String)]) -> Vec<Place> {
    match across {
        Across::Period => periods.iter().map(Place::term).collect(),
        Across::Strand => strands(lookup, table, periods),
    }
}

fn strands(lookup: Lookup<'_>, table: &TableEntry, periods: &[(String, String)]) -> Vec<Place> {
    let first = periods.first().map(|(id, _)| id);
    let ids = first.into_iter().cloned().collect();
    let names = lookup.groups("strand", &table.columns, &ids);
    names.iter().map(|(strand, _)| Place::strand(strand, first)).collect()
}

/// The second keys of a group's rows, each with its period.
fn seconds(
    lookup: Lookup<'_>,
    table: &TableEntry,
    axis: &str,
    group: &str,
    periods: &[(String, String)],
) -> Vec<Place> {
    let first = periods.first().map(|(id, _)| id);
    match table.by.as_deref() {
        Some("period") => periods.iter().map(Place::term).collect(),
        Some("strand") => strands(lookup, table, periods),
        Some("expected_strand") if axis == "year_group" || axis == "phase" => lookup
            .context
            .expected_strands
            .iter()
            .filter(|(year, _)| year == group)
            .map(|(_, strand)| Place::strand(strand, first))
            .collect(),
        Some("expected_strand") => Vec::new(),
        // A key of the figures' own, such as the week.
        Some(key) => {
            let ids = first.into_iter().cloned().collect();
            let named = lookup.groups(key, &table.columns, &ids).into_iter().map(|(name, _)| Place {
                // A point of the year is a term.
                name: Some(lookup.term_name(&name).unwrap_or(&name).to_owned()),
                period: first.cloned(),
                key: Some((key.to_owned(), name)),
            });
            named.collect()
        }
        None => vec![Place { name: None, period: first.cloned(), key: None }],
    }
}
