//! What a sentence says of each figure: the gaps that belong together, and the numbers that may stand in them.

use std::collections::BTreeMap;

use super::definitions::Pick;
use super::numbers::{same, tidy, value};
use super::pattern::Filled;
use super::results::ReadFigure;
use super::tables::group_labels;

/// What the gaps of one figure hold.
pub(super) struct Group<'t> {
    /// The name that the sentence has for the figure or list.
    pub name: &'t str,
    pub fields: Vec<(String, &'t str)>,
    /// The item whose part it is, and the one that it has its label from.
    pub outer: Option<usize>,
    pub like: Option<usize>,
}

impl<'t> Group<'t> {
    /// The name that it has in the text.
    pub(super) fn label(&self) -> Option<&'t str> {
        self.fields.iter().find(|(field, _)| field == "label" || field == "name").map(|(_, text)| *text)
    }

    /// Whether one of the figures has every field; `hidden` is how many of the whole list are withheld.
    pub(super) fn holds<'f>(&self, figures: impl Iterator<Item = &'f ReadFigure>, hidden: usize) -> bool {
        let mut fields = Vec::new();
        for (field, text) in &self.fields {
            match field.as_str() {
                "label" | "name" | "phrase" => {}
                "hidden" if value(text) == Some(hidden as f64) => {}
                "hidden" => return false,
                _ => fields.push((field.as_str(), *text)),
            }
        }
        fields.is_empty()
            || figures.filter(|figure| figure.is_ok()).any(|figure| {
                fields.iter().all(|(field, text)| match value(text) {
                    Some(number) => number_of(figure, field).is_some_and(|known| same(known, number)),
                    None => *field == "value" && figure.word.as_deref().is_some_and(|word| alike(word, text)),
                })
            })
    }
}

/// The number that a field of a sentence prints.
fn number_of(figure: &ReadFigure, field: &str) -> Option<f64> {
    match field {
        "value" if figure.word.is_none() => figure.value,
        "x" => figure.numerator.or(figure.value),
        "n" => figure.n,
        "change.abs" => figure.value.map(f64::abs),
        "low.abs" => figure.low.map(f64::abs),
        "high.abs" => figure.high.map(f64::abs),
        _ => None,
    }
}

/// The gaps of each figure together.
pub(super) fn grouped(filled: &[Filled]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    for part in filled {
        let of = part.gap.of.as_str();
        if part.gap.field.is_empty() {
            if part.text.is_empty() {
                let item = format!("~{of}");
                open.retain(|key, _| !key.starts_with(of) && !key.contains(&item));
            }
            continue;
        }
        let sides = [".change", ".low", ".high"].into_iter().find_map(|side| Some((of.strip_suffix(side)?, side)));
        let (of, field) = match sides {
            Some((of, side)) => (of, format!("{}.{}", &side[1..], part.gap.field)),
            None => (of, part.gap.field.clone()),
        };
        let at = match open.get(of) {
            Some(at) => *at,
            None => {
                let outer = of.find("[].").and_then(|end| open.get(&of[..end + 2])).copied();
                let like = of.split_once('~').and_then(|(_, item)| open.get(item)).copied();
                let name = of.split(['[', '.', '~']).next().unwrap_or_default();
                groups.push(Group { name, fields: Vec::new(), outer, like });
                open.insert(of, groups.len() - 1);
                groups.len() - 1
            }
        };
        groups[at].fields.push((field, &part.text));
    }
    groups
}

/// Names of a figure's group among those of a list.
pub(super) fn labels_of(figure: &ReadFigure, pick: &Pick) -> Vec<String> {
    let axis = pick.over.as_deref().unwrap_or_default();
    let values: Vec<&str> = axis.split('+').filter_map(|key| figure.population.get(key).map(String::as_str)).collect();
    group_labels(&values)
}

/// Whether two labels are the same but for capitals, or the second is the end of the first after a comma.
pub(super) fn alike(known: &str, label: &str) -> bool {
    let (known, label) = (tidy(known).to_lowercase(), label.to_lowercase());
    known == label || known.strip_suffix(&label).is_some_and(|rest| rest.ends_with(", "))
}
