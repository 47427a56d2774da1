//! Before a roll-up is published: its files are read back as their readers get them, and each number about children is
//! held against what the schools' published packs show. A second path: it reads files and knows no type of the program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::compared::Compared;
use crate::error::Error;
use crate::project::Trust;
use crate::publish::Files;
use crate::readback::{self, PackRead, Population, ReadFigure};

/// Folders of a school's packs that leave the staff's hands.
const FOLDERS: [&str; 3] = ["governors", "ambassador", "public"];

/// Figures of a school's packs by measure and population; withheld ones have no numbers.
type Published = BTreeMap<(String, Population), Option<Numbers>>;

/// What a results.json says of a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Numbers {
    numerator: Option<u64>,
    denominator: Option<u64>,
    n: Option<u64>,
}

/// Refuses a roll-up that tells more than the schools' packs do.
pub(super) fn audit(trust: &Trust, compared: &Compared<'_>, files: &Files) -> Result<(), Error> {
    let manifest = files.get("manifest.json").map(Vec::as_slice);
    let inside = files.iter().filter_map(|(name, bytes)| Some((name.strip_prefix("trust/")?, bytes.as_slice())));
    let pack = PackRead::of("trust", inside, manifest, Some(&trust.reports()));
    let account = readback::audit(std::slice::from_ref(&pack));
    let harmful = account.findings.iter().filter(|finding| finding.code != "A001");
    let mut wrong: Vec<String> = harmful.map(|finding| format!("{}, {}", finding.file, finding.what)).collect();
    let mut schools = Vec::new();
    for member in &compared.members {
        let mut own = published(&member.made.outcome.folder);
        own.retain(|(measure, _), _| member.compares(measure));
        schools.push((member.name, own));
    }
    wrong.extend(pack.figures.iter().filter_map(|figure| tells_more(figure, &schools)));
    wrong.sort();
    wrong.dedup();
    Error::if_not_safe(wrong)
}

/// The figures of a school's packs, from their files.
fn published(folder: &Path) -> Published {
    let mut all = Published::new();
    for pack in FOLDERS {
        let bytes = std::fs::read(folder.join(pack).join("results.json")).unwrap_or_default();
        let value: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        for figure in value["figures"].as_array().into_iter().flatten() {
            let (Some(measure), Some(population)) = (figure["measure"].as_str(), figure["population"].as_object())
            else {
                continue;
            };
            let population =
                population.iter().filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())));
            let number = |key: &str| figure[key].as_u64();
            let numbers = (figure["status"] == "ok").then(|| Numbers {
                numerator: number("numerator"),
                denominator: number("denominator"),
                n: number("n"),
            });
            // The public's are rounded: the first pack in the list that shows it says it exactly.
            let known = all.entry((measure.to_owned(), population.collect())).or_insert(None);
            *known = known.or(numbers);
        }
    }
    all
}

/// What is wrong with a figure of the roll-up, without its numbers.
fn tells_more(figure: &ReadFigure, schools: &[(&str, Published)]) -> Option<String> {
    let mut own = figure.population.clone();
    let member = own.remove("member_school");
    let of_a_group = own.contains_key("year_group");
    if own.get("school").is_some_and(|whole| whole == "All schools") || (member.is_some() && !of_a_group) {
        own.insert("school".into(), "All pupils".into());
    }
    let meant: Vec<&Published> = schools
        .iter()
        .filter(|(name, _)| member.as_deref().is_none_or(|member| member == *name))
        .map(|(_, published)| published)
        .collect();
    // A school of small year groups shows phases in their place.
    let known = |of: &Population| meant.iter().any(|school| school.keys().any(|(_, population)| population == of));
    if member.is_some()
        && !known(&own)
        && let Some(group) = own.remove("year_group")
    {
        own.insert("phase".into(), group);
    }
    // Every sum that the schools' packs make for these children.
    let mut sums: BTreeSet<u64> = BTreeSet::new();
    let measures: BTreeSet<&str> =
        meant.iter().flat_map(|school| school.keys()).map(|(measure, _)| measure.as_str()).collect();
    let mut withheld = false;
    for measure in measures {
        let key = (measure.to_owned(), own.clone());
        let parts: Vec<&Option<Numbers>> = meant.iter().filter_map(|school| school.get(&key)).collect();
        let sum =
            |of: fn(&Numbers) -> Option<u64>| parts.iter().filter_map(|part| part.as_ref().and_then(of)).sum::<u64>();
        sums.extend([sum(|part| part.numerator), sum(|part| part.denominator), sum(|part| part.n)]);
        withheld |= measure == figure.measure && !parts.is_empty() && parts.iter().all(|part| part.is_none());
    }
    let about_schools = ["schools.", "quality.", "coverage.schools", "development.schools", "attendance.schools"];
    if about_schools.iter().chain(&["absence.schools"]).any(|start| figure.measure.starts_with(start)) {
        return None;
    }
    if withheld && figure.is_ok() {
        return Some(format!("{} of a school that withholds it", figure.measure));
    }
    let said = [figure.numerator, figure.denominator, figure.n].into_iter().flatten();
    let fits = said.into_iter().all(|number| sums.contains(&(number as u64)));
    (!fits).then(|| format!("{} is no sum of what schools show", figure.measure))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn population(keys: &[(&str, &str)]) -> Population {
        keys.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn figure(whom: (&str, &str), numerator: f64, n: f64) -> ReadFigure {
        ReadFigure {
            measure: "screening.below_share".into(),
            population: population(&[("period", "t"), whom]),
            status: "ok".into(),
            value: Some(100.0 * numerator / n),
            n: Some(n),
            numerator: Some(numerator),
            denominator: Some(n),
            ..ReadFigure::default()
        }
    }

    /// Hill shows 40 of 100, Dale withholds.
    fn schools() -> Vec<(&'static str, Published)> {
        let key = ("screening.below_share".to_owned(), population(&[("period", "t"), ("school", "All pupils")]));
        let shown = Numbers { numerator: Some(40), denominator: Some(100), n: Some(100) };
        vec![("Dale", Published::from([(key.clone(), None)])), ("Hill", Published::from([(key, Some(shown))]))]
    }

    #[test]
    fn more_than_the_schools_show_is_found() {
        let found = |whom, numerator, n| tells_more(&figure(whom, numerator, n), &schools());
        assert_eq!(found(("school", "All schools"), 40.0, 100.0), None);
        assert_eq!(found(("member_school", "Hill"), 40.0, 100.0), None);
        assert!(found(("school", "All schools"), 43.0, 190.0).is_some());
        assert!(found(("member_school", "Hill"), 41.0, 100.0).is_some());
        assert!(found(("member_school", "Dale"), 3.0, 90.0).is_some());
    }
}
