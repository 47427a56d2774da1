//! Tools whose scores may not be averaged: percentiles, steps of a scale.

use super::catalogue::{Catalogue, Kind};
use super::figure::{Figure, Status, Unit};

/// Takes back every figure in points but medians and counts: for a tool whose
/// scores do not add up, an average, its interval and what is made of it mean
/// nothing.
pub fn refuse_averages(figures: &mut [Figure], catalogue: &Catalogue) {
    for figure in figures.iter_mut().filter(|figure| figure.unit == Unit::Points) {
        let kind = catalogue.get(&figure.measure).map(|measure| measure.kind);
        if matches!(kind, Some(Kind::Median | Kind::Count)) {
            continue;
        }
        figure.value = None;
        figure.low = None;
        figure.high = None;
        figure.tier = None;
        figure.status = Status::NotAvailable;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::Population;

    #[test]
    fn an_average_of_percentiles_is_refused_and_a_median_is_not() {
        let catalogue = Catalogue::embedded().expect("valid");
        let figure = |measure: &str, unit| Figure {
            measure: measure.into(),
            population: Population::new(),
            value: Some(4.0),
            unit,
            n: Some(30),
            numerator: None,
            denominator: None,
            low: Some(3.0),
            high: Some(5.0),
            tier: None,
            status: Status::Ok,
        };
        let ids = ["strand.mean_change", "support.mean_before", "support.mean_after", "support.mean_change"];
        let mut figures: Vec<Figure> = ids.map(|id| figure(id, Unit::Points)).into();
        figures.push(figure("strand.median", Unit::Points));
        figures.push(figure("screening.below_share", Unit::Percent));
        refuse_averages(&mut figures, &catalogue);
        let (averages, others) = figures.split_at(4);
        for figure in averages {
            assert_eq!(
                (figure.status, figure.value, figure.low),
                (Status::NotAvailable, None, None),
                "{}",
                figure.measure
            );
        }
        assert!(others.iter().all(|figure| figure.status == Status::Ok && figure.value == Some(4.0)));
    }
}
