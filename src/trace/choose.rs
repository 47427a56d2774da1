//! Which figure is meant by a measure and `KEY=VALUE` pairs.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Error;
use crate::measures::{Catalogue, Figure};

/// Likeness from which a name is offered in place of one that is not known.
const ALIKE: f64 = 0.75;

/// The one figure meant.
pub(super) fn figure<'f>(
    catalogue: &Catalogue,
    figures: &'f [Figure],
    term: &str,
    measure: &str,
    pairs: &[String],
) -> Result<&'f Figure, Error> {
    let id = measure.trim().to_lowercase();
    let Some(known) = catalogue.get(&id) else {
        return Err(Error::UnknownTopic { asked: measure.into(), nearest: catalogue.nearest(&id).map(str::to_owned) });
    };
    let mut left: Vec<&Figure> = figures.iter().filter(|figure| figure.measure == id).collect();
    if left.is_empty() {
        return Err(no_figure(
            format!("there is no figure of {id}"),
            format!("it is made from: {}; see thrive-report check PROJECT for what was read", known.source),
        ));
    }
    for pair in pairs {
        left = with(left, &id, pair)?;
    }
    // What is left open: the run's term, and the whole.
    let total = catalogue.shape(known).map(|shape| shape.total.clone()).unwrap_or_default();
    let mut defaults: BTreeMap<&str, &str> = BTreeMap::from([("period", term)]);
    defaults.extend(total.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    for (key, value) in defaults {
        let narrowed: Vec<&Figure> = left.iter().copied().filter(|figure| has(figure, key, value)).collect();
        if !narrowed.is_empty() {
            left = narrowed;
        }
    }
    match left.as_slice() {
        [one] => Ok(one),
        several => Err(ask_for_more(&id, several)),
    }
}

/// The figures that a pair leaves.
fn with<'f>(figures: Vec<&'f Figure>, measure: &str, pair: &str) -> Result<Vec<&'f Figure>, Error> {
    let Some((key, value)) = pair.split_once('=').map(|(key, value)| (key.trim(), value.trim())) else {
        return Err(no_figure(
            format!("\"{pair}\" does not say of whom the figure is"),
            "write it as KEY=VALUE, such as year_group=\"Year 1\" or period=2025-26-summer".to_owned(),
        ));
    };
    let keys: BTreeSet<&str> = figures.iter().flat_map(|figure| figure.population.keys()).map(String::as_str).collect();
    if !keys.contains(key) {
        let keys: Vec<&str> = keys.into_iter().collect();
        return Err(no_figure(
            format!("{measure} has no figure by \"{key}\""),
            match nearest(key, &keys) {
                Some(near) => format!("did you mean \"{near}\"? There are: {}", keys.join(", ")),
                None => format!("it has figures by {}", keys.join(", ")),
            },
        ));
    }
    let fits: Vec<&Figure> = figures.iter().copied().filter(|figure| has(figure, key, value)).collect();
    if fits.is_empty() {
        let values = values_of(&figures, key);
        return Err(no_figure(
            format!("there is no figure of {measure} with {key} = \"{value}\""),
            match nearest(value, &values) {
                Some(near) => format!("did you mean \"{near}\"? There are: {}", values.join(", ")),
                None => format!("there are figures with {}", values.join(", ")),
            },
        ));
    }
    Ok(fits)
}

fn has(figure: &Figure, key: &str, value: &str) -> bool {
    figure.population.get(key).is_some_and(|known| known.to_lowercase() == value.to_lowercase())
}

/// Values of a key in the order of the figures, each once.
fn values_of<'f>(figures: &[&'f Figure], key: &str) -> Vec<&'f str> {
    let mut values: Vec<&str> = Vec::new();
    for value in figures.iter().filter_map(|figure| figure.population.get(key)) {
        if !values.contains(&value.as_str()) {
            values.push(value);
        }
    }
    values
}

/// Several figures fit: the first key in which they differ is asked for.
fn ask_for_more(measure: &str, figures: &[&Figure]) -> Error {
    let keys: BTreeSet<&str> = figures.iter().flat_map(|figure| figure.population.keys()).map(String::as_str).collect();
    let everybody = |key: &str| figures.iter().all(|figure| figure.population.contains_key(key));
    let open: Vec<&str> = keys.into_iter().filter(|key| values_of(figures, key).len() > 1 || !everybody(key)).collect();
    let shared = open.iter().copied().find(|key| everybody(key));
    let remedy = match shared {
        Some(key) => format!("say which {key}: {}", values_of(figures, key).join(", ")),
        None => format!("say of whom, by one of {}", open.join(", ")),
    };
    no_figure(format!("{} figures of {measure} fit", figures.len()), remedy)
}

fn nearest<'n>(name: &str, names: &[&'n str]) -> Option<&'n str> {
    let alike = |known: &str| strsim::jaro_winkler(&known.to_lowercase(), &name.to_lowercase());
    let best = names.iter().copied().max_by(|a, b| alike(a).total_cmp(&alike(b)));
    best.filter(|best| alike(best) > ALIKE)
}

fn no_figure(problem: String, remedy: String) -> Error {
    Error::NoSuchFigure { problem, remedy }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::{Status, Unit};

    fn about(measure: &str, pairs: &[(&str, &str)]) -> Figure {
        Figure {
            measure: measure.into(),
            population: pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
            value: Some(1.0),
            unit: Unit::Percent,
            n: Some(1),
            numerator: None,
            denominator: None,
            low: None,
            high: None,
            tier: None,
            status: Status::Ok,
        }
    }

    fn figures() -> Vec<Figure> {
        let id = "screening.below_share";
        let mut figures = Vec::new();
        for period in ["2025-26-spring", "2025-26-summer"] {
            for (key, value) in [("school", "All pupils"), ("year_group", "Year 1"), ("year_group", "Year 2")] {
                figures.push(about(id, &[("period", period), (key, value)]));
            }
        }
        for (intervention, strand) in
            [("All one-to-one support", "All strands"), ("Calm Start", "Being"), ("Lego", "Being"), ("Lego", "Doing")]
        {
            let keys = [("period", "2025-26"), ("intervention", intervention), ("target_strand", strand)];
            figures.push(about("support.blocks", &keys));
        }
        for strand in ["Being", "Doing"] {
            figures.push(about(
                "strand.scored",
                &[("period", "2025-26-summer"), ("school", "All pupils"), ("strand", strand)],
            ));
        }
        figures
    }

    fn chosen(measure: &str, pairs: &[&str]) -> Result<Vec<String>, (String, String)> {
        let catalogue = Catalogue::embedded().expect("valid");
        let pairs: Vec<String> = pairs.iter().map(|pair| (*pair).to_owned()).collect();
        match figure(&catalogue, &figures(), "2025-26-summer", measure, &pairs) {
            Ok(figure) => Ok(figure.population.values().cloned().collect()),
            Err(error) => Err((error.to_string(), error.hint().unwrap_or_default())),
        }
    }

    fn ok(values: &[&str]) -> Result<Vec<String>, (String, String)> {
        Ok(values.iter().map(|value| (*value).to_owned()).collect())
    }

    #[test]
    fn what_is_left_out_is_the_runs_term_and_the_whole() {
        assert_eq!(chosen("screening.below_share", &[]), ok(&["2025-26-summer", "All pupils"]));
        assert_eq!(chosen("screening.below_share", &["year_group=year 1"]), ok(&["2025-26-summer", "Year 1"]));
        assert_eq!(
            chosen("screening.below_share", &["year_group=Year 2", "period=2025-26-spring"]),
            ok(&["2025-26-spring", "Year 2"])
        );
        // There is no figure of the term here, and the total of this kind of support goes with one strand only.
        assert_eq!(chosen("support.blocks", &[]), ok(&["All one-to-one support", "2025-26", "All strands"]));
        assert_eq!(chosen("support.blocks", &["intervention=Calm Start"]), ok(&["Calm Start", "2025-26", "Being"]));
    }

    #[test]
    fn what_is_not_there_is_answered_with_what_is() {
        let refused = |measure: &str, pairs: &[&str], parts: &[&str]| {
            let (problem, remedy) = chosen(measure, pairs).expect_err("refused");
            for part in parts {
                assert!(format!("{problem}: {remedy}").contains(part), "{part} is not in {problem}: {remedy}");
            }
        };
        refused("screening.below_shares", &[], &["did you mean \"screening.below_share\"?"]);
        refused("screening.below_share", &["yeargroup=Year 1"], &["\"yeargroup\"", "did you mean \"year_group\"?"]);
        refused("screening.below_share", &["year_group=Year1"], &["did you mean \"Year 1\"?", "Year 1, Year 2"]);
        refused("screening.below_share", &["year_group=Oak"], &["there are figures with Year 1, Year 2"]);
        refused("screening.below_share", &["Year 1"], &["KEY=VALUE"]);
        refused("strand.scored", &[], &["2 figures of strand.scored fit", "say which strand: Being, Doing"]);
        refused("support.blocks", &["intervention=Lego"], &["say which target_strand: Being, Doing"]);
        refused("staff.count", &[], &["there is no figure of staff.count", "Staff list"]);
    }
}
