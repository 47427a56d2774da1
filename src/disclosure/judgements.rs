//! Words that judge an estimate go with it.

use std::collections::BTreeSet;

use crate::measures::{Figure, Measure, Population, Status};

/// Withholds judgements of estimates that are withheld: "Yes" beside a withheld change says which way it went. They give
/// nothing else away.
pub(super) fn follow(figures: &[Figure], measures: &[Option<&Measure>], hidden: &mut [bool]) {
    let withheld: BTreeSet<(&str, &Population)> = figures
        .iter()
        .zip(hidden.iter())
        .filter(|(_, hidden)| **hidden)
        .map(|(figure, _)| (figure.measure.as_str(), &figure.population))
        .collect();
    // Where nothing is judged, nothing is said.
    let judged = figures.iter().zip(measures).enumerate().filter(|(_, (figure, _))| figure.status == Status::Ok);
    for (at, (figure, measure)) in judged {
        let judged = measure.and_then(|measure| measure.judges.as_deref());
        if judged.is_some_and(|judged| withheld.contains(&(judged, &figure.population))) {
            hidden[at] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::{Catalogue, Unit};

    #[test]
    fn a_judgement_is_withheld_with_what_it_judges() {
        let catalogue = Catalogue::embedded().expect("valid");
        let of = |measure: &str, support: &str| Figure {
            measure: measure.into(),
            population: Population::from([("intervention".to_owned(), support.to_owned())]),
            value: Some(1.0),
            unit: Unit::Points,
            n: Some(20),
            numerator: None,
            denominator: None,
            low: None,
            high: None,
            tier: None,
            status: Status::Ok,
        };
        let figures = [
            of("impact.excess", "A"),
            of("impact.beyond_luck", "A"),
            of("impact.beyond_luck", "B"),
            of("impact.compared", "A"),
        ];
        let measures: Vec<Option<&Measure>> = figures.iter().map(|figure| catalogue.get(&figure.measure)).collect();
        let mut hidden = [true, false, false, false];
        follow(&figures, &measures, &mut hidden);
        assert_eq!(hidden, [true, true, false, false]);
        let mut none = figures.clone();
        none[1].status = Status::NotAvailable;
        let mut hidden = [true, false, false, false];
        follow(&none, &measures, &mut hidden);
        assert_eq!(hidden, [true, false, false, false]);
        let mut hidden = [false, false, false, true];
        follow(&figures, &measures, &mut hidden);
        assert_eq!(hidden, [false, false, false, true]);
    }
}
