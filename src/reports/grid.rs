//! The figures of one table: which rows there are, and a cell for each measure.

use std::collections::{BTreeMap, BTreeSet};

use super::build::ReportContext;
use super::definition::{Definition, TableEntry, When};
use crate::disclosure::{ProtectedFigure, ProtectedFigures};
use crate::measures::{Catalogue, Measure, Population, Status};

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

/// The rows of a table, of which at least one has something to show.
pub(super) struct Grid {
    /// Rows in reading order.
    pub rows: Vec<GridRow>,
    /// Measures in the order of the cells.
    pub columns: Vec<String>,
    /// Keys for which the school's files have no groups.
    pub absent: Vec<String>,
}

impl Grid {
    /// Position of a measure among the cells.
    pub(super) fn column(&self, measure: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == measure)
    }
}

/// What figures are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Lookup<'a> {
    pub figures: &'a ProtectedFigures,
    pub catalogue: &'a Catalogue,
    pub context: &'a ReportContext,
    pub definition: &'a Definition,
}

/// A group: its label and the population keys that name it.
type Group = (String, BTreeMap<String, String>);

/// A row of a group: second key, period, and all keys that name it.
type Second = (Option<String>, Option<String>, BTreeMap<String, String>);

impl Lookup<'_> {
    /// Identifiers and names of the periods meant.
    pub(super) fn periods(&self, when: When) -> Vec<(String, String)> {
        let context = self.context;
        let pairs: Vec<&super::build::Period> = match when {
            When::This => vec![&context.period],
            When::ToDate => context.year_to_date.iter().collect(),
            When::Previous => context.previous.last().into_iter().collect(),
            When::Earlier => context.previous.iter().collect(),
        };
        pairs.into_iter().map(|period| (period.id.clone(), period.name.clone())).collect()
    }

    /// The figure of a measure for the given keys; keys that its result does
    /// not know are left out, and the whole stands where no group is named.
    pub(super) fn figure(
        &self,
        measure: &str,
        period: Option<&str>,
        keys: &BTreeMap<String, String>,
    ) -> ProtectedFigure {
        let population =
            self.catalogue.get(measure).map(|measure| self.population(measure, period, keys)).unwrap_or_default();
        match self.figures.get(measure, &population) {
            Some(figure) => figure.clone(),
            None => self.figures.missing(measure, &population),
        }
    }

    fn population(&self, measure: &Measure, period: Option<&str>, keys: &BTreeMap<String, String>) -> Population {
        let mut population = Population::new();
        let Some(shape) = self.catalogue.shape(measure) else {
            return population;
        };
        if let Some(period) = period.filter(|_| shape.keys.iter().any(|key| key == "period")) {
            population.insert("period".to_owned(), period.to_owned());
        }
        let mut grouped = false;
        for (key, value) in keys {
            let own = shape.keys.contains(key);
            if own || (shape.grouped && key != "strand") {
                grouped |= !own;
                population.insert(key.clone(), value.clone());
            }
        }
        for (key, value) in &shape.total {
            let whole = if shape.grouped { !grouped } else { !population.contains_key(key) };
            if whole {
                population.insert(key.clone(), value.clone());
            }
        }
        population
    }

    /// The groups that the figures have for a key (`a+b` for pairs), in the
    /// figures' own order with the whole first.
    pub(super) fn groups(&self, axis: &str, measures: &[String], periods: &BTreeSet<String>) -> Vec<Group> {
        let names: Vec<&str> = axis.split('+').collect();
        let mut seen = BTreeSet::new();
        let mut wholes = Vec::new();
        let mut groups = Vec::new();
        for id in measures {
            let total =
                self.catalogue.get(id).and_then(|measure| self.catalogue.shape(measure)).map(|shape| &shape.total);
            for figure in self.figures.iter().filter(|figure| figure.measure() == id) {
                let population = figure.population();
                if population.get("period").is_some_and(|period| !periods.contains(period)) {
                    continue;
                }
                let keys: BTreeMap<String, String> = names
                    .iter()
                    .filter_map(|name| population.get(*name).map(|value| ((*name).to_owned(), value.clone())))
                    .collect();
                if keys.len() < names.len() || !seen.insert(keys.clone()) {
                    continue;
                }
                let is_whole = total.is_some_and(|total| {
                    !total.is_empty() && total.iter().all(|(key, value)| keys.get(key) == Some(value))
                });
                let values: Vec<&str> = names.iter().filter_map(|name| keys.get(*name).map(String::as_str)).collect();
                if is_whole {
                    let label = values.first().copied().unwrap_or_default().to_owned();
                    wholes.push((label, keys));
                } else {
                    groups.push((values.join(", "), keys));
                }
            }
        }
        wholes.append(&mut groups);
        wholes
    }

    /// Whether classes tell more than year groups do: other numbers of them,
    /// or other numbers of pupils in them.
    pub(super) fn classes_differ(&self) -> bool {
        let measure = ["roll.pupils".to_owned()];
        let period = BTreeSet::from([self.context.period.id.clone()]);
        let sizes = |axis: &str| {
            let mut sizes: Vec<(Option<u64>, Status)> = self
                .groups(axis, &measure, &period)
                .into_iter()
                .map(|(_, keys)| {
                    let figure = self.figure(&measure[0], Some(&self.context.period.id), &keys);
                    (figure.n(), figure.status())
                })
                .collect();
            sizes.sort_by_key(|(n, _)| *n);
            sizes
        };
        sizes("class") != sizes("year_group")
    }

    /// The rows of a table; `None` where the school supplied nothing for it.
    pub(super) fn grid(&self, table: &TableEntry) -> Option<Grid> {
        let periods: Vec<(String, String)> = table.periods.iter().flat_map(|when| self.periods(*when)).collect();
        let ids: BTreeSet<String> = periods.iter().map(|(id, _)| id.clone()).collect();
        let mut rows = Vec::new();
        let mut absent = Vec::new();
        let by_alone = matches!(table.rows.as_slice(), [only] if only == "school" || only == "whole");
        for axis in &table.rows {
            if axis == "class" && !self.classes_differ() {
                continue;
            }
            let groups = if axis == "whole" {
                let name = self.definition.wording.label("whole").to_owned();
                vec![(name, BTreeMap::new())]
            } else {
                self.groups(axis, &table.columns, &ids)
            };
            let known = self.figures.iter().any(|figure| figure.population().contains_key(axis));
            if groups.is_empty() && !known {
                absent.push(axis.clone());
            }
            for (group, keys) in groups {
                for (by, period, keys) in self.second(table, axis, &group, keys, &periods) {
                    let cells: Vec<ProtectedFigure> =
                        table.columns.iter().map(|measure| self.figure(measure, period.as_deref(), &keys)).collect();
                    let empty = cells.iter().all(|cell| cell.status() == Status::NotAvailable);
                    rows.push(GridRow { axis: axis.clone(), group: group.clone(), by, by_alone, cells, empty });
                }
            }
        }
        let columns = table.columns.clone();
        rows.iter().any(|row| !row.empty).then_some(Grid { rows, columns, absent })
    }

    /// The second keys of a group's rows, each with its period.
    fn second(
        &self,
        table: &TableEntry,
        axis: &str,
        group: &str,
        keys: BTreeMap<String, String>,
        periods: &[(String, String)],
    ) -> Vec<Second> {
        let first = periods.first().map(|(id, _)| id.clone());
        let with = |strand: &str| {
            let mut keys = keys.clone();
            keys.insert("strand".to_owned(), strand.to_owned());
            (Some(strand.to_owned()), first.clone(), keys)
        };
        match table.by.as_deref() {
            Some("period") => {
                periods.iter().map(|(id, name)| (Some(name.clone()), Some(id.clone()), keys.clone())).collect()
            }
            Some("strand") => {
                let ids = first.iter().cloned().collect();
                self.groups("strand", &table.columns, &ids).into_iter().map(|(strand, _)| with(&strand)).collect()
            }
            Some("expected_strand") if axis == "year_group" => self
                .context
                .expected_strands
                .iter()
                .filter(|(year, _)| year == group)
                .map(|(_, strand)| with(strand))
                .collect(),
            Some(_) => Vec::new(),
            None => vec![(None, first, keys)],
        }
    }
}
