//! The names that may stand in a text: groups, strands, terms, courses, kinds of support.

use std::collections::{BTreeSet, HashMap};

use super::definitions::Definitions;
use super::numbers::{tidy, value};
use super::results::{ReadFigure, Settings};
use super::tables::{Periods, group_labels};

/// Names by their first letter in lower case, the longest first.
#[derive(Debug, Default)]
pub(super) struct Labels {
    by_letter: HashMap<char, Vec<String>>,
}

impl Labels {
    /// Those of a pack's figures, of the policy and of the reports' charts.
    pub(super) fn new(
        figures: &[ReadFigure],
        settings: &Settings,
        definitions: &Definitions,
        periods: &Periods<'_>,
    ) -> Labels {
        let mut labels: BTreeSet<String> = BTreeSet::new();
        let mut add = |label: &str| {
            labels.insert(label.to_owned());
        };
        for figure in figures {
            let mut values = Vec::new();
            for (key, value) in &figure.population {
                if key == "period" || key == "point" {
                    add(&periods.name(value));
                } else {
                    values.push(value.as_str());
                    add(value);
                }
            }
            for one in &values {
                for other in values.iter().filter(|other| *other != one) {
                    group_labels(&[*one, *other]).iter().for_each(|label| add(label));
                    // A school, its year group and a strand, in whatever order a report has them.
                    for third in values.iter().filter(|third| *third != one && *third != other) {
                        group_labels(&[*one, *other, *third]).iter().for_each(|label| add(label));
                    }
                }
            }
            figure.word.iter().for_each(|word| add(word));
        }
        settings.words.iter().for_each(|word| add(word));
        definitions.charts.iter().flat_map(|chart| &chart.parts).for_each(|part| add(part));
        add(definitions.label_of("whole"));
        let mut all = Labels::default();
        labels.iter().for_each(|label| all.add(label));
        all
    }

    /// A name in its place among the others. A class that is called "3" must not account for a 3 in a sentence.
    pub(super) fn add(&mut self, label: &str) {
        let label = tidy(label);
        let Some(first) = label.chars().next().filter(|_| value(&label).is_none()) else { return };
        let known = self.by_letter.entry(first.to_lowercase().next().unwrap_or(first)).or_default();
        if !known.contains(&label) {
            let at = known.partition_point(|other| other.len() >= label.len());
            known.insert(at, label);
        }
    }

    /// Lengths of the names that a text begins with, and of their parts after a comma.
    pub(super) fn lengths(&self, rest: &str) -> Vec<usize> {
        let Some(first) = rest.chars().next() else { return Vec::new() };
        let letter = first.to_lowercase().next().unwrap_or(first);
        let from_start = self.by_letter.get(&letter).into_iter().flatten().filter_map(|label| begins(rest, label));
        let mut lengths: Vec<usize> = from_start.collect();
        // "6 school weeks" of "Calm Start, 6 school weeks".
        if first.is_lowercase() || first.is_numeric() {
            let tails = self.by_letter.values().flatten().filter_map(|label| label.split_once(", "));
            lengths.extend(tails.filter_map(|(_, tail)| begins(rest, tail)));
        }
        lengths.sort_unstable_by(|one, other| other.cmp(one));
        lengths.dedup();
        lengths
    }
}

/// The length of a label that a text begins with, whatever its capitals.
fn begins(text: &str, label: &str) -> Option<usize> {
    let mut rest = text.chars();
    let mut length = 0;
    for wanted in label.chars() {
        let c = rest.next()?;
        (c == wanted || c.to_lowercase().eq(wanted.to_lowercase())).then_some(())?;
        length += c.len_utf8();
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_with_its_parts_and_a_number_is_none() {
        let mut labels = Labels::default();
        for label in ["Year 1", "Year 1, Being", "Calm Start, 6 school weeks", "3"] {
            labels.add(label);
        }
        assert_eq!(labels.lengths("Year 1, Being and"), [13, 6]);
        assert_eq!(labels.lengths("year 1."), [6]);
        assert_eq!(labels.lengths("6 school weeks, no"), [14]);
        assert_eq!(labels.lengths("3 of 30"), Vec::<usize>::new());
    }
}
