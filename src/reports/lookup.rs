//! Finding figures: by measure, period and group.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{Period, ReportContext};
use super::definition::{Definition, Pick, When};
use crate::disclosure::{ProtectedFigure, ProtectedFigures};
use crate::measures::{Catalogue, Measure, Population, Status};

/// What figures are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Lookup<'a> {
    pub figures: &'a ProtectedFigures,
    pub catalogue: &'a Catalogue,
    pub context: &'a ReportContext,
    pub definition: &'a Definition,
}

/// A group: its label and the population keys that name it.
pub(super) type Group = (String, BTreeMap<String, String>);

impl Lookup<'_> {
    /// Identifiers and names of the periods meant.
    pub(super) fn periods(&self, when: When) -> Vec<(String, String)> {
        let context = self.context;
        let pairs: Vec<&Period> = match when {
            When::This => vec![&context.period],
            When::ToDate => context.year_to_date.iter().collect(),
            When::Previous => context.previous.last().into_iter().collect(),
            When::Earlier => context.previous.iter().collect(),
        };
        pairs.into_iter().map(|period| (period.id.clone(), period.name.clone())).collect()
    }

    /// Name of a term by its identifier.
    pub(super) fn term_name(&self, id: &str) -> Option<&str> {
        let terms = self.context.previous.iter().chain([&self.context.period]);
        terms.into_iter().find(|term| term.id == id).map(|term| term.name.as_str())
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
                    // What the whole is whole over is said once; another key still tells its rows apart.
                    let told = |position: usize| {
                        position == 0 || total.is_some_and(|total| !total.contains_key(names[position]))
                    };
                    let said = values.iter().enumerate().filter(|(position, _)| told(*position));
                    let label: Vec<&str> = said.map(|(_, value)| *value).collect();
                    wholes.push((label.join(", "), keys));
                } else {
                    groups.push((values.join(", "), keys));
                }
            }
        }
        wholes.append(&mut groups);
        wholes
    }

    /// The figure that a sentence picks, or the one that it takes where that cannot be read.
    pub(super) fn picked(&self, pick: &Pick) -> ProtectedFigure {
        let period = self.periods(pick.period).into_iter().next().map(|(id, _)| id);
        let figure = self.figure(&pick.measure, period.as_deref(), &pick.keys);
        let instead = pick.instead.as_ref().filter(|_| figure.status() != Status::Ok);
        let instead = instead.map(|measure| self.figure(measure, period.as_deref(), &pick.keys));
        instead.filter(|instead| instead.status() == Status::Ok).unwrap_or(figure)
    }

    /// Whether classes may stand beside year groups. A class that is a year
    /// group but for a few pupils tells nothing more, and would give away those
    /// few: the one less the other.
    pub(super) fn classes_tell_more(&self) -> bool {
        let measure = ["roll.pupils".to_owned()];
        let period = BTreeSet::from([self.context.period.id.clone()]);
        let sizes = |axis: &str| -> Vec<u64> {
            self.groups(axis, &measure, &period)
                .into_iter()
                .filter_map(|(_, keys)| self.figure(&measure[0], Some(&self.context.period.id), &keys).n())
                .collect()
        };
        let few = self.figures.rules().min_cohort.max(1);
        let years = sizes("year_group");
        !sizes("class").iter().any(|class| years.iter().any(|year| class.abs_diff(*year) < few))
    }
}
