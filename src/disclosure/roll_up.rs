//! What a roll-up over schools may say.
//!
//! A school's own packs were protected together with all that was told before, and read back. The roll-up is made of what
//! they show in full and of nothing else ([`Shown`]): a reader of all of it could have worked it out from the schools'
//! packs. So a withheld number of a school cannot be had by taking others from a total: it is in none.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::ProtectedFigures;
use super::protect::{must_hide, printed};
use super::rules::ReleaseRules;
use crate::measures::{Catalogue, Figure, Measure, Population, Status};

/// Population key of a school in a roll-up.
pub const MEMBER_SCHOOL: &str = "member_school";
/// The whole of a roll-up, in place of a school's.
pub const ALL_SCHOOLS: &str = "All schools";
/// The whole of a school.
const ALL_PUPILS: &str = "All pupils";
/// Keys of year groups, and of what stands in their place where they are small.
const YEAR_GROUP: &str = "year_group";
const PHASE: &str = "phase";
/// Key of both.
const WHOLE: &str = "school";

/// The figures of one school as its packs outside the staff's hands have them.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    figures: BTreeMap<String, BTreeMap<Population, Numbers>>,
    /// Populations in the school's own order.
    order: Vec<(String, Population)>,
}

/// The numbers of a figure; none of one that is withheld.
pub type Numbers = Option<Counts>;

/// What a figure that is shown rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// People it rests on.
    pub n: Option<u64>,
    /// Its numerator: also of a rate, whose sessions are not printed; over the same children they say no more of one.
    pub numerator: Option<u64>,
    /// Its denominator.
    pub denominator: Option<u64>,
}

impl Shown {
    /// What a school's release shows, and what it withholds, of the figures that it was made of. `rules` may be stricter
    /// than the school's own: then more is withheld.
    pub fn of(release: &ProtectedFigures, computed: &[Figure], catalogue: &Catalogue, rules: &ReleaseRules) -> Self {
        let mut shown = Self::default();
        // Staff's figures are no release.
        for figure in computed.iter().filter(|_| !release.for_staff()) {
            let Some(own) = release.get(&figure.measure, &figure.population) else { continue };
            let hidden = catalogue.get(&figure.measure).is_none_or(|measure| must_hide(figure, measure, rules));
            let numbers = match own.status() {
                Status::Ok if !hidden => {
                    Some(Counts { n: figure.n, numerator: figure.numerator, denominator: figure.denominator })
                }
                Status::Ok | Status::Suppressed => None,
                Status::NotAvailable | Status::NotEnoughData => continue,
            };
            shown.order.push((figure.measure.clone(), figure.population.clone()));
            shown.figures.entry(figure.measure.clone()).or_default().insert(figure.population.clone(), numbers);
        }
        shown
    }

    /// The same without the figures of some measures.
    pub fn only(&self, wanted: &dyn Fn(&str) -> bool) -> Self {
        let figures = self.figures.iter().filter(|(measure, _)| wanted(measure));
        let order = self.order.iter().filter(|(measure, _)| wanted(measure));
        Self {
            figures: figures.map(|(measure, own)| (measure.clone(), own.clone())).collect(),
            order: order.cloned().collect(),
        }
    }

    /// The figures in the order of the catalogue and of groups.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Population, Numbers)> {
        self.order
            .iter()
            .filter_map(|(measure, population)| Some((measure.as_str(), population, self.get(measure, population)?)))
    }

    /// A figure; nothing where the school's packs hold none.
    fn get(&self, measure: &str, population: &Population) -> Option<Numbers> {
        self.figures.get(measure)?.get(population).copied()
    }
}

/// The figures of a roll-up over schools, by the names under which it shows them.
///
/// # Errors
/// When a figure about children has a number that is no sum of what the schools show: nothing may be printed of it. Says
/// which measure, not which number.
pub fn roll_up(
    figures: &[Figure],
    schools: &[(&str, &Shown)],
    catalogue: &Catalogue,
    rules: &ReleaseRules,
) -> Result<ProtectedFigures, String> {
    let mut protected = Vec::with_capacity(figures.len());
    for figure in figures {
        let measure = catalogue.get(&figure.measure).ok_or_else(|| format!("{} is unknown", figure.measure))?;
        let withheld = measure.about_children && !is_sum(figure, measure, schools, catalogue)?;
        protected.push(printed(figure, Some(measure), withheld));
    }
    Ok(ProtectedFigures::new(protected, catalogue, *rules))
}

/// Whether a figure can be shown; an error where it says more than the schools do.
fn is_sum(
    figure: &Figure,
    measure: &Measure,
    schools: &[(&str, &Shown)],
    catalogue: &Catalogue,
) -> Result<bool, String> {
    let (meant, population) = source(&figure.population, schools);
    let mut sums: Vec<Counts> = Vec::new();
    let mut withheld: BTreeSet<&str> = BTreeSet::new();
    for id in meant.iter().flat_map(|shown| shown.figures.keys()).collect::<BTreeSet<_>>() {
        let parts: Vec<Numbers> = meant.iter().filter_map(|shown| shown.get(id, &population)).collect();
        let shown: Vec<&Counts> = parts.iter().flatten().collect();
        let sum = |of: fn(&Counts) -> Option<u64>| shown.iter().map(|counts| of(counts)).sum::<Option<u64>>();
        if shown.is_empty() && !parts.is_empty() {
            withheld.insert(id);
        } else if !shown.is_empty() {
            sums.push(Counts {
                n: sum(|counts| counts.n),
                numerator: sum(|counts| counts.numerator),
                denominator: sum(|counts| counts.denominator),
            });
        }
    }
    let said = [figure.n, figure.numerator, figure.denominator].into_iter().flatten();
    let is_one = |number: u64| {
        sums.iter().any(|counts| [counts.n, counts.numerator, counts.denominator].contains(&Some(number)))
    };
    // A value with no number under it would be one that nobody can check.
    let bare = figure.status == Status::Ok && figure.n.or(figure.numerator).is_none();
    if bare || !said.into_iter().all(is_one) {
        return Err(measure.id.clone());
    }
    // Beside a figure that is withheld, "not available" would be wrong.
    let mut beside = catalogue.measures().iter().filter(|other| other.query == measure.query);
    Ok(figure.status == Status::Ok || !beside.any(|other| withheld.contains(other.id.as_str())))
}

/// The schools that a figure of the roll-up is about, and the population by which they know it themselves.
fn source<'s>(population: &Population, schools: &[(&str, &'s Shown)]) -> (Vec<&'s Shown>, Population) {
    let mut own = population.clone();
    let member = own.remove(MEMBER_SCHOOL);
    let whole = own.get(WHOLE).is_some_and(|whole| whole == ALL_SCHOOLS);
    let grouped = own.keys().any(|key| key != "period" && key != "strand" && key != WHOLE);
    if whole || (member.is_some() && !grouped) {
        own.insert(WHOLE.to_owned(), ALL_PUPILS.to_owned());
    }
    let meant = schools.iter().filter(|(name, _)| member.as_deref().is_none_or(|member| member == *name));
    let meant: Vec<&Shown> = meant.map(|(_, shown)| *shown).collect();
    // A school of small year groups shows phases in their place: one in a list of year groups is such a phase.
    let known = |of: &Population| meant.iter().any(|shown| shown.order.iter().any(|(_, population)| population == of));
    if member.is_some()
        && !known(&own)
        && let Some(group) = own.remove(YEAR_GROUP)
    {
        own.insert(PHASE.to_owned(), group);
    }
    (meant, own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::protect;
    use crate::measures::Unit;

    const MEASURES: &str = r#"
        version = 1
        [[result]]
        query = "development"
        keys = ["period"]
        grouped = true
        total = { school = "All pupils" }
        [[measure]]
        id = "below"
        label = "Below"
        header = "Below"
        definition = "Below."
        numerator_words = "pupils below"
        denominator_words = "pupils with a result"
        unit = "percent"
        decimals = 0
        source = "Screening"
        about_children = true
        sensitive = true
        kind = "share"
        query = "development"
        numerator = "below"
        denominator = "assessed"
    "#;

    fn figure(whom: (&str, &str), numerator: u64, denominator: u64) -> Figure {
        let population = [("period", "t"), whom].map(|(key, value)| (key.to_owned(), value.to_owned()));
        Figure {
            measure: "below".into(),
            population: population.into(),
            value: Some(100.0 * numerator as f64 / denominator as f64),
            unit: Unit::Percent,
            n: Some(denominator),
            numerator: Some(numerator),
            denominator: Some(denominator),
            low: None,
            high: None,
            tier: None,
            status: Status::Ok,
        }
    }

    fn catalogue() -> Catalogue {
        Catalogue::parse(MEASURES).expect("sound")
    }

    /// Hill: 40 of 100. Dale: 3 of 90, which it withholds.
    fn schools() -> [Shown; 2] {
        [(40, 100), (3, 90)].map(|(below, assessed)| {
            let own = [figure((WHOLE, ALL_PUPILS), below, assessed)];
            let rules = ReleaseRules::default();
            Shown::of(&protect(&own, &catalogue(), &rules), &own, &catalogue(), &rules)
        })
    }

    fn rolled_up(figures: &[Figure]) -> Result<Vec<Status>, String> {
        let [hill, dale] = schools();
        let rules = ReleaseRules::default();
        let made = roll_up(figures, &[("Hill", &hill), ("Dale", &dale)], &catalogue(), &rules)?;
        Ok(made.iter().map(|figure| figure.status()).collect())
    }

    #[test]
    fn what_the_schools_show_adds_up_and_the_rest_is_withheld() {
        let mut dale = figure((MEMBER_SCHOOL, "Dale"), 0, 1);
        (dale.value, dale.n, dale.numerator, dale.denominator) = (None, None, None, None);
        dale.status = Status::NotAvailable;
        let all = [figure((WHOLE, ALL_SCHOOLS), 40, 100), figure((MEMBER_SCHOOL, "Hill"), 40, 100), dale];
        assert_eq!(rolled_up(&all), Ok(vec![Status::Ok, Status::Ok, Status::Suppressed]));
    }

    #[test]
    fn a_total_with_a_withheld_school_in_it_is_refused() {
        assert_eq!(rolled_up(&[figure((WHOLE, ALL_SCHOOLS), 43, 190)]), Err("below".into()));
        assert_eq!(rolled_up(&[figure((MEMBER_SCHOOL, "Dale"), 3, 90)]), Err("below".into()));
        assert_eq!(rolled_up(&[figure((MEMBER_SCHOOL, "Hill"), 41, 100)]), Err("below".into()));
    }

    #[test]
    fn stricter_rules_of_the_trust_withhold_more() {
        let own = [figure((WHOLE, ALL_PUPILS), 40, 100)];
        let released = protect(&own, &catalogue(), &ReleaseRules::default());
        let strict = ReleaseRules { min_cohort: 120, ..ReleaseRules::default() };
        let shown = Shown::of(&released, &own, &catalogue(), &strict);
        assert_eq!(shown.iter().map(|(_, _, numbers)| numbers).collect::<Vec<_>>(), [None]);
    }
}
