//! What every figure of the sample school must be: one line a measure, from the truth's plain counts.
//!
//! Which columns a measure is made of is said here a second time, on purpose: the catalogue is under test too.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use thrive_report::measures::{Population, Status, Tier};

use super::impact;
use super::student::mean_and_bounds;
use super::whole_class::{plan, wilson_bounds};
use crate::sample_school::support::STRANDS;
use crate::sample_school::{World, truth};

/// Flow, movement, trend, year on year.
mod movement;

/// What a figure must say.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The value, unrounded; none where nothing can be said.
    pub value: Option<f64>,
    /// People it rests on.
    pub n: Option<i64>,
    /// What was counted.
    pub numerator: Option<i64>,
    /// Out of how many.
    pub denominator: Option<i64>,
    /// The 95 % interval.
    pub bounds: Option<(f64, f64)>,
    /// Evidence tier.
    pub tier: Option<Tier>,
    /// Whether it may be read.
    pub status: Status,
    /// How near the value must come: two ways to one number, or two samples of chance.
    pub within: f64,
}

/// Figures by measure and population.
pub type Answers = BTreeMap<(&'static str, Population), Expected>;

impl Expected {
    pub fn new(value: Option<f64>, n: Option<i64>) -> Self {
        let status = if value.is_some() { Status::Ok } else { Status::NotAvailable };
        Self { value, n, numerator: None, denominator: None, bounds: None, tier: None, status, within: 1e-9 }
    }

    /// A count about `n` children; of no children there is nothing to count.
    pub fn children(number: i64, n: i64) -> Self {
        let value = (n > 0).then_some(number as f64);
        Self { numerator: Some(number), ..Self::new(value, Some(n)) }
    }

    /// A count about staff or families.
    fn adults(number: i64, n: Option<i64>) -> Self {
        Self { numerator: Some(number), ..Self::new(Some(number as f64), n) }
    }

    /// Part of a whole in per cent, about `n` people.
    pub fn ratio(part: i64, whole: i64, n: i64) -> Self {
        let value = (whole > 0).then(|| part as f64 * 100.0 / whole as f64);
        Self { numerator: Some(part), denominator: Some(whole), ..Self::new(value, Some(n)) }
    }

    /// Part of a group of people in per cent.
    fn share(part: i64, whole: i64) -> Self {
        Self::ratio(part, whole, whole)
    }

    /// Average of raw values about `n` people.
    fn mean(values: &[f64], n: i64) -> Self {
        Self::new((!values.is_empty()).then(|| mean_and_bounds(values).0), Some(n))
    }

    /// Average change with its interval; the change of a single child is never shown.
    pub fn change(values: &[f64], n: i64) -> Self {
        match mean_and_bounds(values) {
            (mean, Some(bounds)) => Self { bounds: Some(bounds), ..Self::new(Some(mean), Some(n)) },
            (_, None) => Self::new(None, Some(n)).withheld(),
        }
    }

    pub fn withheld(self) -> Self {
        let status = if self.n.is_some_and(|n| n > 0) { Status::NotEnoughData } else { Status::NotAvailable };
        Self { value: None, numerator: None, denominator: None, bounds: None, status, ..self }
    }

    /// Of a group of `all` children only `n` were followed up: that must be five, and half of them.
    fn followed_up(self, all: i64) -> Self {
        let n = self.n.unwrap_or(0);
        if n >= 5 && 2 * n >= all { self } else { self.withheld() }
    }
}

/// Collects the answers; none may be given twice.
#[derive(Default)]
pub struct Book(Answers);

impl Book {
    /// Enters an answer.
    pub fn put(&mut self, measure: &'static str, who: &Population, expected: Expected) {
        assert!(self.0.insert((measure, who.clone()), expected).is_none(), "{measure} of {who:?} twice");
    }
}

/// Key and value pairs as a population.
pub fn population(pairs: &[(&str, &str)]) -> Population {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// The terms of the run.
fn terms(world: &World) -> Vec<String> {
    let all = world.terms.iter().filter(|term| term.start <= world.as_of);
    all.map(|term| term.id.to_owned()).collect()
}

/// The academic years of the run, such as `2025-26`.
fn years(world: &World) -> BTreeSet<String> {
    terms(world).iter().map(|term| term[..7].to_owned()).collect()
}

/// Every figure that the sample school has, and nothing else.
pub fn answers(world: &World) -> Answers {
    let mut book = Book::default();
    for period in terms(world) {
        for dimension in truth::DIMENSIONS {
            for group in truth::groups(world, &period, dimension) {
                screening(&mut book, world, &period, dimension, &group);
                movement::same_children(&mut book, world, &period, dimension, &group);
            }
        }
    }
    for period in terms(world) {
        for dimension in ["year_group", "class"] {
            for strand in STRANDS {
                whole_class(&mut book, world, &period, dimension, strand);
            }
        }
    }
    for period in years(world).into_iter().chain(terms(world)) {
        for dimension in truth::DIMENSIONS {
            for group in truth::groups(world, &period, dimension) {
                attendance(&mut book, world, &period, dimension, &group);
            }
        }
        class_plans(&mut book, world, &period);
        support(&mut book, world, &period);
        staffing(&mut book, world, &period);
    }
    families(&mut book, world);
    let periods: Vec<String> = years(world).into_iter().chain(terms(world)).collect();
    super::expected_attendance::add(&mut book.0, world, &years(world), &periods);
    book.0
}

/// What every figure about the impact of support must be.
pub fn impact_answers(world: &World) -> Answers {
    let mut book = Book::default();
    for period in years(world).into_iter().chain(terms(world)) {
        support(&mut book, world, &period);
    }
    book.0.retain(|(measure, _), _| measure.starts_with("impact"));
    book.0
}

fn screening(book: &mut Book, world: &World, period: &str, dimension: &str, group: &str) {
    let who = population(&[("period", period), (dimension, group)]);
    let coverage = truth::coverage(world, period, dimension, group);
    if coverage.on_roll > 0 {
        book.put("roll.pupils", &who, Expected::children(coverage.on_roll, coverage.on_roll));
        book.put("screening.screened", &who, Expected::children(coverage.screened, coverage.on_roll));
        book.put("screening.coverage", &who, Expected::share(coverage.screened, coverage.on_roll));
    }
    let found = truth::development(world, period, dimension, group);
    if found.screened == 0 {
        return;
    }
    assert_eq!(found.below + found.at_expected + found.above, found.assessed, "the parts make the whole");
    book.put("screening.assessed", &who, Expected::children(found.assessed, found.assessed));
    book.put("screening.no_result", &who, Expected::children(found.missing, found.screened));
    book.put("screening.below_pupils", &who, Expected::children(found.below, found.assessed));
    book.put("screening.at_pupils", &who, Expected::children(found.at_expected, found.assessed));
    book.put("screening.above_pupils", &who, Expected::children(found.above, found.assessed));
    let at_or_above = found.at_expected + found.above;
    book.put("screening.at_or_above_pupils", &who, Expected::children(at_or_above, found.assessed));
    book.put("screening.at_or_above_share", &who, Expected::share(at_or_above, found.assessed));
    book.put("screening.below_share", &who, Expected::share(found.below, found.assessed));
    book.put("screening.at_share", &who, Expected::share(found.at_expected, found.assessed));
    book.put("screening.above_share", &who, Expected::share(found.above, found.assessed));
    for strand in STRANDS {
        strands(book, world, period, (dimension, group), strand);
    }
}

fn strands(book: &mut Book, world: &World, period: &str, (dimension, group): (&str, &str), strand: &'static str) {
    let who = population(&[("period", period), (dimension, group), ("strand", strand)]);
    let working = truth::working_strand(world, period, dimension, group, strand);
    book.put("screening.working_strand_assessed", &who, Expected::children(working.assessed, working.assessed));
    book.put("screening.working_strand_pupils", &who, Expected::children(working.working, working.assessed));
    book.put("screening.working_strand_share", &who, Expected::share(working.working, working.assessed));

    let profile = truth::strand_profile(world, period, dimension, group, strand);
    let middle = (profile.scored > 0).then_some(profile.median_score);
    book.put("strand.scored", &who, Expected::children(profile.scored, profile.scored));
    book.put("strand.median", &who, Expected::new(middle, Some(profile.scored)));
    book.put("strand.judged", &who, Expected::children(profile.judged, profile.judged));
    book.put("strand.below_pupils", &who, Expected::children(profile.below, profile.judged));
    let bounds = (profile.judged > 0).then(|| wilson_bounds(profile.below, profile.judged));
    book.put("strand.below_share", &who, Expected { bounds, ..Expected::share(profile.below, profile.judged) });

    let change = truth::strand_change(world, period, dimension, group, strand);
    if change.pairs > 0 {
        let values = changes(world, period, dimension, group, strand);
        let thousandths = (1000.0 * values.iter().sum::<f64>()).round() as i64;
        assert_eq!(
            (values.len() as i64, thousandths),
            (change.pairs, change.sum_change),
            "the truth agrees with itself"
        );
        book.put("strand.pairs", &who, Expected::children(change.pairs, change.pairs));
        book.put("strand.mean_change", &who, Expected::change(&values, change.pairs));
    }
}

/// What to plan for each group on a strand on which any of its children are judged.
fn whole_class(book: &mut Book, world: &World, period: &str, dimension: &str, strand: &'static str) {
    let groups: Vec<(String, truth::screening::StrandProfile)> = truth::groups(world, period, dimension)
        .into_iter()
        .map(|group| {
            let profile = truth::strand_profile(world, period, dimension, &group, strand);
            (group, profile)
        })
        .filter(|(_, profile)| profile.judged > 0)
        .collect();
    let counts: Vec<(i64, i64, i64)> = groups
        .iter()
        .map(|(group, profile)| {
            (profile.below, profile.judged, truth::coverage(world, period, dimension, group).on_roll)
        })
        .collect();
    for ((group, profile), planned) in groups.iter().zip(plan(&counts)) {
        let who = population(&[("period", period), (dimension, group), ("strand", strand)]);
        let n = Some(profile.judged);
        book.put("whole_class.verdict", &who, Expected::new(Some(planned.verdict as f64), n));
        let estimate = |value: Option<f64>| match value {
            Some(_) => Expected::new(value, n),
            None => Expected::new(None, n).withheld(),
        };
        let counted = |value: Option<f64>| match value {
            Some(_) => Expected { numerator: Some(profile.below), ..estimate(value) },
            None => estimate(value),
        };
        book.put("whole_class.probability", &who, counted(planned.probability));
        book.put("whole_class.order_value", &who, counted(planned.order_value));
        book.put("whole_class.place", &who, estimate(planned.place.map(|place| place as f64)));
        // No group of the sample has more than two priorities, so each is one to take up first.
        let first = planned.verdict == 3;
        book.put("whole_class.recommended", &who, Expected::new(Some(f64::from(u8::from(first))), n));
    }
}

fn class_plans(book: &mut Book, world: &World, period: &str) {
    let who = population(&[("period", period)]);
    let (from, to) = truth::span(world, period);
    let plans: Vec<_> = world.plans.iter().filter(|plan| plan.pupil.is_none()).map(|plan| plan.dates).collect();
    let count = |meant: &dyn Fn(Date, Date, Option<Date>) -> bool| {
        Expected::adults(
            plans.iter().filter(|(opened, review, closed)| meant(*opened, *review, *closed)).count() as i64,
            None,
        )
    };
    let open = |opened: Date, closed: Option<Date>| opened <= to && closed.is_none_or(|closed| closed > to);
    book.put("plans.class_opened", &who, count(&|opened, _, _| from <= opened && opened <= to));
    book.put(
        "plans.class_closed",
        &who,
        count(&|_, _, closed| closed.is_some_and(|closed| from <= closed && closed <= to)),
    );
    book.put("plans.class_open", &who, count(&|opened, _, closed| open(opened, closed)));
    book.put("plans.class_overdue", &who, count(&|opened, review, closed| open(opened, closed) && review < to));
}

/// Every child's own change on a strand since the screening before.
fn changes(world: &World, period: &str, dimension: &str, group: &str, strand: &str) -> Vec<f64> {
    let (span, at) = (truth::span(world, period), STRANDS.iter().position(|name| *name == strand).expect("a strand"));
    let term = world.terms.iter().position(|term| term.id == period).expect("a term");
    let mut changes = Vec::new();
    for child in truth::members(world, span, dimension, group) {
        if !truth::on_roll(&world.pupils[child], span.1) {
            continue;
        }
        let score = |term: usize| truth::screening::screening_of(world, child, term).map(|row| row.scores[at]);
        let (now, before) = (score(term), (0..term).rev().find_map(score));
        if let (Some(Some(now)), Some(Some(before))) = (now, before) {
            changes.push((now - before) as f64);
        }
    }
    changes
}

fn attendance(book: &mut Book, world: &World, period: &str, dimension: &str, group: &str) {
    let who = population(&[("period", period), (dimension, group)]);
    let sums = truth::attendance(world, period, dimension, group);
    if sums.pupils > 0 {
        let rate = |part| Expected::ratio(part, sums.possible, sums.pupils);
        book.put("attendance.pupils", &who, Expected::children(sums.pupils, sums.pupils));
        book.put("attendance.rate", &who, rate(sums.attended));
        book.put("attendance.absence_rate", &who, rate(sums.absence));
        book.put("attendance.authorised_rate", &who, rate(sums.authorised));
        book.put("attendance.unauthorised_rate", &who, rate(sums.unauthorised));
        book.put("attendance.late_rate", &who, rate(sums.late));
        book.put("attendance.persistent_pupils", &who, Expected::children(sums.persistent, sums.pupils));
        book.put("attendance.persistent_share", &who, Expected::share(sums.persistent, sums.pupils));
        book.put("attendance.severe_pupils", &who, Expected::children(sums.severe, sums.pupils));
        book.put("attendance.severe_share", &who, Expected::share(sums.severe, sums.pupils));
    }
    let away = truth::suspensions(world, period, dimension, group);
    if away.on_roll > 0 {
        book.put("suspensions.roll", &who, Expected::children(away.on_roll, away.on_roll));
        book.put("suspensions.pupils", &who, Expected::children(away.pupils_suspended, away.on_roll));
        book.put("suspensions.pupils_share", &who, Expected::share(away.pupils_suspended, away.on_roll));
        book.put("suspensions.count", &who, Expected::children(away.suspensions, away.pupils_suspended));
        book.put("suspensions.sessions", &who, Expected::children(away.sessions, away.pupils_suspended));
    }
}

fn support(book: &mut Book, world: &World, period: &str) {
    let all = truth::support::ALL;
    let blocks = truth::support::blocks_of(world, period, all);
    let mut programmes: BTreeMap<&str, &str> =
        blocks.iter().map(|block| (block.support, STRANDS[block.strand])).collect();
    if !blocks.is_empty() {
        programmes.insert(all, "All strands");
    }
    let kinds: Vec<&str> = programmes.keys().copied().filter(|name| *name != all).collect();
    for (name, strand) in programmes {
        let who = population(&[("period", period), ("intervention", name), ("target_strand", strand)]);
        let given = truth::support(world, period, name);
        book.put("support.children", &who, Expected::children(given.children, given.children));
        book.put("support.blocks", &who, Expected::children(given.blocks, given.children));
        book.put("support.planned", &who, Expected::children(given.planned_sessions, given.children));
        book.put("support.given", &who, Expected::children(given.given_sessions, given.children));
        let share = Expected::ratio(given.given_sessions, given.planned_sessions, given.children);
        book.put("support.given_share", &who, share);
        resources(book, world, period, name, &who);
        impact::answers(book, world, period, name, &who, &kinds);
        support_change(book, world, period, name, &who);
    }
}

fn resources(book: &mut Book, world: &World, period: &str, name: &str, who: &Population) {
    let given = truth::support(world, period, name);
    let found = truth::resources(world, period, name);
    let about = |value: f64| Expected::new(Some(value), Some(given.children));
    let pounds = |pence: i64| pence as f64 / 100.0;
    book.put("support.family_places", who, Expected::children(found.with_place, given.children));
    book.put("support.cost", who, about(pounds(found.cost)));
    book.put("support.cost_to_date", who, about(pounds(found.cost_to_date)));
    book.put("support.cost_per_child", who, about(pounds(found.cost) / given.children as f64));
    book.put("support.practitioners", who, Expected::children(found.practitioners, given.children));
    book.put("support.blocks_per_practitioner", who, about(given.blocks as f64 / found.practitioners as f64));
    book.put("support.most_children", who, Expected::children(found.most_children, found.most_children));
}

fn support_change(book: &mut Book, world: &World, period: &str, name: &str, who: &Population) {
    let blocks = truth::support::blocks_of(world, period, name);
    let pairs: Vec<_> =
        blocks.iter().filter_map(|block| Some((block.pupil, truth::support::pair(world, block)?))).collect();
    if pairs.is_empty() {
        return;
    }
    // Children in a block; and those of them who have a score before and after.
    let everybody = truth::support(world, period, name).children;
    let n = pairs.iter().map(|(child, _)| child).collect::<BTreeSet<_>>().len() as i64;
    let values = |value: fn(i64, i64) -> i64| -> Vec<f64> {
        pairs.iter().map(|(_, (before, after))| value(*before, *after) as f64).collect()
    };
    let found = truth::support_change(world, period, name);
    assert_eq!(found.pairs, pairs.len() as i64, "the truth agrees with itself");
    book.put("support.followed_up", who, Expected::children(n, n));
    book.put("support.pairs", who, Expected::children(found.pairs, n));
    let tier = impact::impact(world, period, name).tier;
    let graded = |expected: Expected| Expected { tier: Some(tier), ..expected.followed_up(everybody) };
    book.put("support.mean_before", who, graded(Expected::mean(&values(|before, _| before), n)));
    book.put("support.mean_after", who, graded(Expected::mean(&values(|_, after| after), n)));
    book.put("support.mean_change", who, graded(Expected::change(&values(|before, after| after - before), n)));
    let outcomes =
        [("support.improved", found.improved), ("support.unchanged", found.unchanged), ("support.fell", found.fell)];
    for (measure, number) in outcomes {
        let outcome = Expected { denominator: Some(found.pairs), ..Expected::children(number, n) };
        book.put(measure, who, graded(outcome));
    }
}

fn staffing(book: &mut Book, world: &World, period: &str) {
    let who = population(&[("period", period)]);
    let found = truth::staffing(world, period);
    book.put("staff.count", &who, Expected::adults(found.staff, None));
    book.put("staff.trained", &who, Expected::adults(found.staff_trained, Some(found.staff)));
    book.put("staff.trained_share", &who, Expected::share(found.staff_trained, found.staff));
    book.put("staff.senior_leaders", &who, Expected::adults(found.senior_leaders, None));
    let leaders = Expected::adults(found.senior_leaders_trained, Some(found.senior_leaders));
    book.put("staff.senior_leaders_trained", &who, leaders);
    let share = Expected::share(found.senior_leaders_trained, found.senior_leaders);
    book.put("staff.senior_leaders_trained_share", &who, share);
    book.put("staff.licences_held", &who, Expected::adults(found.licences_held, None));
    book.put("staff.licences_current", &who, Expected::adults(found.licences_current, None));
    let found = truth::standing(world, period);
    book.put("staff.licences_lapsing", &who, Expected::adults(found.lapsing, Some(found.current)));
    book.put("staff.licences_lapsed", &who, Expected::adults(found.lapsed, None));
    book.put("staff.cpd_met", &who, Expected::adults(found.cpd_met, Some(found.current)));
    book.put("staff.cpd_met_share", &who, Expected::share(found.cpd_met, found.current));
    book.put("staff.cpd_lapsing", &who, Expected::adults(found.cpd_lapsing, Some(found.cpd_met)));
    let unknown = Expected::new(None, Some(found.staff));
    let trained = found.all_staff.map_or(unknown.clone(), |trained| Expected::adults(trained, Some(found.staff)));
    book.put("staff.all_staff_trained", &who, trained);
    let unknown = Expected { denominator: Some(found.staff), ..unknown };
    let share = found.all_staff.map_or(unknown, |trained| Expected::share(trained, found.staff));
    book.put("staff.all_staff_share", &who, share);
}

fn families(book: &mut Book, world: &World) {
    let mut courses: BTreeSet<&str> = world.families.iter().map(|place| place.course).collect();
    courses.insert(truth::people::ALL_COURSES);
    for course in courses {
        let who = population(&[("course", course)]);
        let found = truth::family(world, course);
        book.put("family.places", &who, Expected::adults(found.places, None));
        book.put("family.starters", &who, Expected::adults(found.starters, Some(found.places)));
        book.put("family.completers", &who, Expected::adults(found.completers, Some(found.starters)));
        book.put("family.completed_share", &who, Expected::share(found.completers, found.starters));
        let (sessions, changes) = truth::family_survey(world, course);
        let twice = changes.len() as i64;
        book.put("family.sessions_attended", &who, Expected::adults(sessions, Some(found.starters)));
        book.put("family.surveyed_twice", &who, Expected::children(twice, twice));
        let tier = Some(if twice >= 5 && 2 * twice >= found.starters { Tier::T1 } else { Tier::T0 });
        let change = Expected::change(&changes, twice).followed_up(found.starters);
        book.put("family.survey_change", &who, Expected { tier, ..change });
    }
}
