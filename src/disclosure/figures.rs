//! The protected figures of one release.

use std::collections::BTreeMap;

use super::protected::ProtectedFigure;
use super::rules::ReleaseRules;
use crate::measures::{Catalogue, Population, Status, Unit};

/// Protected figures in the order of the catalogue, found by measure and
/// population.
#[derive(Clone, Debug)]
pub struct ProtectedFigures {
    figures: Vec<ProtectedFigure>,
    positions: BTreeMap<String, BTreeMap<Population, usize>>,
    formats: BTreeMap<String, (Unit, usize)>,
    rules: ReleaseRules,
    for_staff: bool,
}

impl ProtectedFigures {
    pub(super) fn new(figures: Vec<ProtectedFigure>, catalogue: &Catalogue, rules: ReleaseRules) -> Self {
        let mut positions: BTreeMap<String, BTreeMap<Population, usize>> = BTreeMap::new();
        for (position, figure) in figures.iter().enumerate() {
            positions.entry(figure.measure.clone()).or_default().insert(figure.population.clone(), position);
        }
        let formats =
            catalogue.measures().iter().map(|measure| (measure.id.clone(), (measure.unit, measure.decimals))).collect();
        Self { figures, positions, formats, rules, for_staff: false }
    }

    /// The same figures, marked as staff's own: no report for others takes them.
    pub(super) fn staff_only(self) -> Self {
        Self { for_staff: true, ..self }
    }

    /// Whether nothing is withheld, so that only staff may see them.
    pub fn for_staff(&self) -> bool {
        self.for_staff
    }

    /// The rules by which they are protected.
    pub fn rules(&self) -> &ReleaseRules {
        &self.rules
    }

    /// All figures in order.
    pub fn iter(&self) -> std::slice::Iter<'_, ProtectedFigure> {
        self.figures.iter()
    }

    /// The figure of a measure for a population, if there is one.
    pub fn get(&self, measure: &str, population: &Population) -> Option<&ProtectedFigure> {
        self.positions
            .get(measure)
            .and_then(|populations| populations.get(population))
            .and_then(|position| self.figures.get(*position))
    }

    /// A figure that says that nothing was supplied for this population.
    pub fn missing(&self, measure: &str, population: &Population) -> ProtectedFigure {
        let (unit, decimals) = self.formats.get(measure).copied().unwrap_or((Unit::Count, 0));
        ProtectedFigure {
            measure: measure.to_owned(),
            population: population.clone(),
            value: None,
            unit,
            n: None,
            numerator: None,
            denominator: None,
            low: None,
            high: None,
            tier: None,
            status: Status::NotAvailable,
            decimals,
            word: None,
        }
    }
}

impl<'a> IntoIterator for &'a ProtectedFigures {
    type Item = &'a ProtectedFigure;
    type IntoIter = std::slice::Iter<'a, ProtectedFigure>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
