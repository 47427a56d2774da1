//! What gives a hidden figure away: parts of one whole, groups of one total,
//! the same number under another name.

use std::collections::BTreeMap;

use super::rules::ReleaseRules;
use crate::measures::{Catalogue, Figure, Kind, Measure, Population, Status, Unit};

/// Figures that add up to a known whole, by position.
struct Whole {
    /// The whole, where it is itself a figure.
    total: Option<usize>,
    /// What adds up to it.
    members: Vec<usize>,
    /// How they add up.
    sum: Sum,
}

/// How the members of a whole add up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sum {
    /// Parts of one population (below, at, above): the whole is always known.
    Parts,
    /// Groups that share nobody. Who belongs to none of them (a pupil without
    /// a class) is the rest, which anybody can work out too.
    Groups,
    /// Terms of a year: the same people in each.
    Terms,
}

/// The relations between the figures of one release.
pub(super) struct Relations<'a> {
    figures: &'a [Figure],
    measures: Vec<Option<&'a Measure>>,
    /// Figures that print the same numerator: hidden together.
    same: Vec<Vec<usize>>,
    /// A count, and the figures that print it as their n or denominator.
    rests_on: Vec<(usize, Vec<usize>)>,
    wholes: Vec<Whole>,
}

impl<'a> Relations<'a> {
    pub(super) fn new(figures: &'a [Figure], catalogue: &'a Catalogue) -> Self {
        let measures: Vec<Option<&Measure>> = figures.iter().map(|figure| catalogue.get(&figure.measure)).collect();
        let mut relations = Self { figures, measures, same: Vec::new(), rests_on: Vec::new(), wholes: Vec::new() };
        relations.find_same_numbers(catalogue);
        relations.find_parts();
        relations.find_groups(catalogue);
        relations.find_terms();
        relations
    }

    /// Figures whose measure is known and could give a person away.
    fn guarded(&self) -> impl Iterator<Item = (usize, &'a Figure, &'a Measure)> + '_ {
        self.figures.iter().enumerate().filter_map(|(position, figure)| {
            let measure = self.measures.get(position).copied().flatten()?;
            (measure.about_children || measure.sensitive).then_some((position, figure, measure))
        })
    }

    fn find_same_numbers(&mut self, catalogue: &'a Catalogue) {
        let mut numerators: BTreeMap<(&str, &str, &Population), Vec<usize>> = BTreeMap::new();
        let mut bases: BTreeMap<(&str, &str, &Population), Vec<usize>> = BTreeMap::new();
        let mut counts = Vec::new();
        for (position, figure, measure) in self.guarded() {
            let query = catalogue.counts_of(measure);
            if let Some(column) = measure.numerator.as_ref().or(measure.function_of.as_ref()) {
                let key = (query, column.as_str(), &figure.population);
                numerators.entry(key).or_default().push(position);
                if measure.kind == Kind::Count {
                    counts.push((position, key));
                }
            }
            for column in [&measure.n, &measure.denominator].into_iter().flatten() {
                let key = (query, column.as_str(), &figure.population);
                bases.entry(key).or_default().push(position);
            }
        }
        let rests_on =
            counts.into_iter().filter_map(|(position, key)| bases.get(&key).map(|on| (position, on.clone()))).collect();
        let same = numerators.into_values().filter(|set| set.len() > 1).collect();
        self.rests_on = rests_on;
        self.same = same;
    }

    fn find_parts(&mut self) {
        let mut named: BTreeMap<(&str, &Population), Vec<usize>> = BTreeMap::new();
        let mut over: BTreeMap<(&str, Population), Vec<usize>> = BTreeMap::new();
        for (position, figure, measure) in self.guarded() {
            for name in &measure.parts {
                named.entry((name, &figure.population)).or_default().push(position);
            }
            if let Some(key) = &measure.parts_over {
                let mut population = figure.population.clone();
                population.remove(key);
                over.entry((&measure.id, population)).or_default().push(position);
            }
        }
        let sets = named.into_values().chain(over.into_values());
        let wholes: Vec<Whole> = sets.map(|members| Whole { total: None, members, sum: Sum::Parts }).collect();
        self.wholes.extend(wholes);
    }

    /// Year groups and the school, interventions and all of them.
    fn find_groups(&mut self, catalogue: &Catalogue) {
        let mut totals: BTreeMap<(&str, Population), usize> = BTreeMap::new();
        let mut groups: BTreeMap<(&str, Population, String), Vec<usize>> = BTreeMap::new();
        for (position, figure, measure) in self.guarded() {
            let Some(shape) = catalogue.shape(measure) else {
                continue;
            };
            // Medians do not add up: a total says nothing about one group.
            if shape.total.is_empty() || measure.kind == Kind::Median {
                continue;
            }
            let is_total = shape.total.iter().all(|(key, value)| figure.population.get(key) == Some(value));
            let mut base = figure.population.clone();
            let mut dimension = String::new();
            base.retain(|key, _| {
                let whose = shape.keys.contains(key) && !shape.total.contains_key(key);
                if !whose && shape.grouped {
                    dimension.clone_from(key);
                }
                whose
            });
            if is_total {
                totals.insert((&measure.id, base), position);
            } else {
                groups.entry((&measure.id, base, dimension)).or_default().push(position);
            }
        }
        let wholes: Vec<Whole> = groups
            .into_iter()
            .filter_map(|((measure, base, _), members)| {
                let total = totals.get(&(measure, base)).copied()?;
                Some(Whole { total: Some(total), members, sum: Sum::Groups })
            })
            .collect();
        self.wholes.extend(wholes);
    }

    /// Terms and the year to date, for what adds up over terms: sessions and
    /// events, but not pupils.
    fn find_terms(&mut self) {
        let mut periods: BTreeMap<(&str, Population), usize> = BTreeMap::new();
        let mut years: BTreeMap<(&str, Population), Vec<usize>> = BTreeMap::new();
        for (position, figure, measure) in self.guarded() {
            let additive = matches!(measure.kind, Kind::Ratio | Kind::Sum)
                || (measure.kind == Kind::Count && measure.unit != Unit::Pupils);
            let Some(period) = figure.population.get("period").filter(|_| additive) else {
                continue;
            };
            if let Some((year, _)) = period.rsplit_once('-') {
                let mut population = figure.population.clone();
                population.insert("period".to_owned(), year.to_owned());
                years.entry((&measure.id, population)).or_default().push(position);
            }
            periods.insert((&measure.id, figure.population.clone()), position);
        }
        let wholes: Vec<Whole> = years
            .into_iter()
            .filter_map(|(key, members)| {
                let total = periods.get(&key).copied()?;
                Some(Whole { total: Some(total), members, sum: Sum::Terms })
            })
            .collect();
        self.wholes.extend(wholes);
    }

    /// Hides more until no hidden figure follows from those shown. Hiding only
    /// ever grows, so it ends.
    ///
    /// `counted` marks the figures whose groups are protected by who is in them: their totals are left alone here.
    pub(super) fn close(&self, hidden: &mut [bool], rules: &ReleaseRules, counted: &[bool]) {
        loop {
            let mut changed = false;
            for set in &self.same {
                if set.iter().any(|position| is(hidden, *position)) {
                    changed |= hide_all(hidden, set);
                }
            }
            for (count, on) in &self.rests_on {
                if is(hidden, *count) {
                    changed |= hide_all(hidden, on);
                }
            }
            for whole in &self.wholes {
                let elsewhere = |figure: &usize| counted.get(*figure) == Some(&true);
                if whole.sum == Sum::Groups && whole.members.iter().all(elsewhere) {
                    continue;
                }
                changed |= self.close_whole(whole, hidden, rules);
            }
            if !changed {
                return;
            }
        }
    }

    fn close_whole(&self, whole: &Whole, hidden: &mut [bool], rules: &ReleaseRules) -> bool {
        let total_known = match whole.total {
            None => true,
            Some(total) => {
                !is(hidden, total) && self.figures.get(total).is_some_and(|figure| figure.status == Status::Ok)
            }
        };
        let mut changed = false;
        loop {
            let (concealed, mut shown): (Vec<usize>, Vec<usize>) = whole
                .members
                .iter()
                .copied()
                .filter(|position| self.has_value(*position) || is(hidden, *position))
                .partition(|position| is(hidden, *position));
            let safe = if total_known {
                let rest = self.rest(whole);
                let told = rest.people > 0 && self.tells(whole);
                (concealed.is_empty() && !told) || self.union_is_safe(whole, &concealed, rest, rules)
            } else {
                // A hidden total with every member shown is no secret.
                !concealed.is_empty() || !whole.total.is_some_and(|total| is(hidden, total))
            };
            if safe {
                return changed;
            }
            shown.sort_by_key(|position| (self.stays(*position), self.size(*position, whole.sum), *position));
            match shown.first() {
                Some(next) => changed |= hide_all(hidden, &[*next]),
                None => {
                    // All members are hidden: together they are the total,
                    // which stands or falls by the rules for itself. A single
                    // member is the total, and goes with it.
                    if concealed.len() == 1
                        && self.rest(whole).people == 0
                        && let Some(total) = whole.total
                    {
                        changed |= hide_all(hidden, &[total]);
                    }
                    return changed;
                }
            }
        }
    }

    /// Who is counted in the whole and in none of its groups.
    fn rest(&self, whole: &Whole) -> Counted {
        let total = whole.total.filter(|_| whole.sum == Sum::Groups).and_then(|total| self.figures.get(total));
        let total = total.map(Counted::of).unwrap_or_default();
        let members = self.counted(&whole.members);
        if total.people <= members.people { Counted::default() } else { total.less(members) }
    }

    /// Whether a member says more about people than that they are there.
    fn tells(&self, whole: &Whole) -> bool {
        self.measure_of(whole)
            .is_none_or(|measure| measure.sensitive || !matches!(measure.kind, Kind::Count | Kind::Share))
    }

    fn measure_of(&self, whole: &Whole) -> Option<&'a Measure> {
        whole.members.first().and_then(|position| self.measures.get(*position).copied().flatten())
    }

    fn counted(&self, positions: &[usize]) -> Counted {
        let figures = positions.iter().filter_map(|position| self.figures.get(*position));
        figures.map(Counted::of).fold(Counted::default(), Counted::and)
    }

    /// Whether the hidden members and the rest taken together, which anybody
    /// can work out as the whole less the members shown, would pass the rules
    /// as one group.
    fn union_is_safe(&self, whole: &Whole, concealed: &[usize], rest: Counted, rules: &ReleaseRules) -> bool {
        if concealed.len() < 2 && rest.people == 0 {
            return false;
        }
        let Some(measure) = self.measure_of(whole) else {
            return false;
        };
        let Counted { people, with, whole: all } = self.counted(concealed).and(rest);
        if whole.sum == Sum::Parts {
            return !measure.sensitive || with > rules.small_count;
        }
        if !measure.about_children {
            return with == 0 || with > rules.small_count;
        }
        let counted = matches!(measure.kind, Kind::Count | Kind::Share);
        let tells = measure.sensitive
            && counted
            && rules.small_count > 0
            && (with <= rules.small_count || all.saturating_sub(with) <= rules.small_count);
        people >= rules.min_cohort && !tells
    }

    fn has_value(&self, position: usize) -> bool {
        self.figures.get(position).is_some_and(|figure| figure.value.is_some())
    }

    /// Whether finer figures are to go before this one: "below" is worth more
    /// to a reader than how those who are not below divide.
    fn stays(&self, position: usize) -> bool {
        !self.measures.get(position).copied().flatten().is_some_and(|measure| measure.gives_way)
    }

    /// What is lost by hiding a figure: the smallest goes first.
    fn size(&self, position: usize, sum: Sum) -> u64 {
        self.figures
            .get(position)
            .and_then(|figure| if sum == Sum::Parts { figure.numerator } else { figure.n.or(figure.numerator) })
            .unwrap_or(0)
    }
}

/// What can be added up of some figures.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    people: u64,
    /// Of the whole, how many have what is counted.
    with: u64,
    whole: u64,
}

impl Counted {
    fn of(figure: &Figure) -> Self {
        Self {
            people: figure.n.unwrap_or(0),
            with: figure.numerator.unwrap_or(0),
            whole: figure.denominator.or(figure.n).unwrap_or(0),
        }
    }

    fn and(self, other: Self) -> Self {
        Self { people: self.people + other.people, with: self.with + other.with, whole: self.whole + other.whole }
    }

    fn less(self, other: Self) -> Self {
        Self {
            people: self.people.saturating_sub(other.people),
            with: self.with.saturating_sub(other.with),
            whole: self.whole.saturating_sub(other.whole),
        }
    }
}

fn is(hidden: &[bool], position: usize) -> bool {
    hidden.get(position).copied().unwrap_or(true)
}

/// Hides all of a set; says whether any was not hidden before.
fn hide_all(hidden: &mut [bool], set: &[usize]) -> bool {
    let mut changed = false;
    for position in set {
        if let Some(flag) = hidden.get_mut(*position) {
            changed |= !*flag;
            *flag = true;
        }
    }
    changed
}
