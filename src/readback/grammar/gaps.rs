//! What may stand in the gaps of a form: figures of its sentence, names, and numbers of the policy.

use super::super::definitions::Pick;
use super::super::numbers::{self, same, tidy, value};
use super::super::pattern::{Filled, Gap};
use super::super::results::ReadFigure;
use super::super::stated::{Group, alike, grouped, labels_of};
use super::super::tables::{Placed, is_whole};
use super::{Form, Grammar, Picks};

impl<'a> Grammar<'a> {
    /// What may stand in a gap.
    pub(super) fn fits(&self, gap: &Gap, rest: &str) -> Vec<usize> {
        let number = || Some(numbers::leading(rest)).filter(|length| *length > 0).into_iter().collect::<Vec<usize>>();
        let text = |known: &str| if known.is_empty() || !rest.starts_with(known) { vec![] } else { vec![known.len()] };
        let fact = |fact: &Option<String>| fact.as_ref().map(|fact| text(&tidy(fact))).unwrap_or_default();
        match (gap.of.as_str(), gap.field.as_str()) {
            ("policy" | "age" | "threshold" | "figures_withheld" | "figures_in_all", "") => number(),
            ("school", "") => fact(&self.facts.school),
            ("period", "") => fact(&self.facts.period),
            ("as_of", "") => fact(&self.facts.as_of),
            ("year_to_date" | "previous", "") | (_, "" | "label" | "name") => self.labels.lengths(rest),
            (_, "phrase") => self.definitions.phrases.iter().flat_map(|phrase| text(phrase)).collect(),
            (_, "value") => number().into_iter().chain(self.labels.lengths(rest)).collect(),
            _ => number(),
        }
    }

    /// Whether what stands in the gaps are the figures of the sentence.
    pub(super) fn accepts(&self, form: &Form<'a>, filled: &[Filled]) -> bool {
        let mut bound: Vec<(&str, &str)> = Vec::new();
        for part in filled.iter().filter(|part| part.gap.field.is_empty() && !part.text.is_empty()) {
            let number = || value(&part.text);
            let fine = match part.gap.of.as_str() {
                "policy" => number().is_some_and(|number| self.is_policy(number)),
                "age" => number().is_some_and(|number| self.is_age(number)),
                "threshold" => number().is_some_and(|number| self.lines.iter().any(|line| same(*line, number))),
                // How many figures a report has, and how many of them are withheld.
                "figures_withheld" | "figures_in_all" => {
                    number().is_some_and(|number| number <= self.figures.len() as f64)
                }
                of => {
                    bound.push((of, &part.text));
                    true
                }
            };
            if !fine {
                return false;
            }
        }
        let groups = grouped(filled);
        groups.iter().all(|group| self.is_figure(form, group, &groups, &bound))
    }

    fn is_policy(&self, number: f64) -> bool {
        self.settings
            .numbers
            .iter()
            .any(|known| same(*known, number) || same(known * 100.0, number) || same(known.round(), number))
    }

    /// Months of the policy are printed as years and months.
    fn is_age(&self, number: f64) -> bool {
        let whole = |known: &f64| (known / 12.0).floor();
        self.settings
            .numbers
            .iter()
            .any(|known| same(whole(known), number) || same(known - 12.0 * whole(known), number))
    }

    /// Whether some figure has all that a group of gaps says of it.
    fn is_figure(&self, form: &Form<'a>, group: &Group<'_>, groups: &[Group<'_>], bound: &[(&str, &str)]) -> bool {
        let of = |at: Option<usize>| at.and_then(|at| groups.get(at)).and_then(Group::label);
        let outer = of(group.outer);
        let label = group.label().or_else(|| of(group.like));
        match &form.picks {
            Picks::None => group.fields.iter().all(|(field, _)| field == "phrase"),
            Picks::Named(picks, each) => {
                let Some(pick) = picks.get(group.name) else { return false };
                let bound: Vec<(&str, &str)> = bound.iter().filter(|(key, _)| each.contains(key)).copied().collect();
                let all = self.figures.iter().filter(|figure| self.is_picked(figure, pick, &bound));
                let labelled = |figure: &&ReadFigure| {
                    label.is_none_or(|label| labels_of(figure, pick).iter().any(|known| alike(known, label)))
                };
                group.holds(all.clone().filter(labelled), all.filter(|figure| figure.status == "suppressed").count())
            }
            Picks::Drawn(placed, hidden) => {
                let labelled = |at: &&Placed<'_>| match (outer, label) {
                    (Some(name), Some(label)) => {
                        alike(&at.row, name) && at.column.as_deref().is_some_and(|c| alike(c, label))
                    }
                    (None, Some(label)) => {
                        let both = at.column.as_ref().map(|column| format!("{}, {column}", at.row));
                        alike(&at.row, label) || both.is_some_and(|both| alike(&both, label))
                    }
                    _ => true,
                };
                group.holds(placed.iter().filter(labelled).map(|at| at.figure), *hidden)
            }
        }
    }

    fn is_picked(&self, figure: &ReadFigure, pick: &Pick, bound: &[(&str, &str)]) -> bool {
        if figure.measure != pick.measure && Some(&figure.measure) != pick.instead.as_ref() {
            return false;
        }
        let axis: Vec<&str> = pick.over.as_deref().map(|over| over.split('+').collect()).unwrap_or_default();
        let has_axis = axis.iter().all(|key| figure.population.contains_key(*key));
        has_axis
            && figure.population.iter().all(|(key, value)| match key.as_str() {
                "period" => self.periods().allows(&[pick.period], value),
                key if axis.contains(&key) => true,
                key => match bound.iter().find(|(bound, _)| *bound == key) {
                    Some((_, bound)) => alike(value, bound),
                    None => pick.keys.get(key).map_or_else(|| is_whole(value), |wanted| wanted == value),
                },
            })
    }
}
