//! Tools whose scores may not be averaged: percentiles, steps of a scale.

use super::catalogue::{Catalogue, Kind};
use super::figure::{Figure, Status, Unit};

/// Takes back every figure in the tool's points but medians and counts: for a
/// tool whose scores do not add up, an average, its interval and what is made of
/// it mean nothing. Points of another scale (a survey) stay.
pub fn refuse_averages(figures: &mut [Figure], catalogue: &Catalogue) {
    for figure in figures.iter_mut().filter(|figure| figure.unit == Unit::Points) {
        let measure = catalogue.get(&figure.measure);
        if measure.is_some_and(|known| known.other_scale || matches!(known.kind, Kind::Median | Kind::Count)) {
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

    #[test]
    fn points_of_another_scale_stay() {
        let text = include_str!("../../reference/measures.toml")
            .replace("id = \"strand.mean_change\"\n", "id = \"strand.mean_change\"\nother_scale = true\n");
        let catalogue = Catalogue::parse(&text).expect("valid");
        let mut figures = [Figure {
            measure: "strand.mean_change".into(),
            population: Population::new(),
            value: Some(4.0),
            unit: Unit::Points,
            n: Some(30),
            numerator: None,
            denominator: None,
            low: None,
            high: None,
            tier: None,
            status: Status::Ok,
        }];
        refuse_averages(&mut figures, &catalogue);
        assert_eq!(figures[0].status, Status::Ok);
    }
}
