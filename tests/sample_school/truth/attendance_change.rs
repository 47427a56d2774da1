//! School weeks, half-terms, and attendance before and after support: slow loops over the calendar and every child.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};

use super::super::World;
use super::super::calendar::plus;
use super::super::chance::Chance;
use super::attendance::attendance_between;
use super::support::{ALL, blocks_of};

/// Possible and attended sessions.
pub type Sessions = (i64, i64);

/// A stretch of the calendar: name and first and last school day.
pub struct Part {
    /// As it is printed.
    pub name: String,
    /// 2025 means 2025/26.
    pub academic_year: i16,
    /// First school day.
    pub first: Date,
    /// Last school day.
    pub last: Date,
}

/// What is known of one child in one window.
pub struct Compared {
    /// Index into the pupils.
    pub pupil: usize,
    /// Sessions before and after.
    pub own: (Sessions, Sessions),
    /// Sessions of the year group.
    pub group: (Sessions, Sessions),
}

impl Compared {
    /// The child's change, and the year group's, in points.
    pub fn changes(&self) -> (f64, f64) {
        let change = |(before, after): (Sessions, Sessions)| rate(after) - rate(before);
        (change(self.own), change(self.group))
    }
}

/// Attended of possible sessions, in percent.
pub fn rate((possible, attended): Sessions) -> f64 {
    100.0 * attended as f64 / possible as f64
}

/// School weeks by their Monday.
pub fn weeks(world: &World) -> Vec<Part> {
    let mut weeks: Vec<(Date, Part)> = Vec::new();
    for term in &world.terms {
        for day in term.school_days().into_iter().filter(|day| *day <= world.as_of) {
            let mut monday = day;
            while monday.weekday() != Weekday::Monday {
                monday = plus(monday, -1);
            }
            if weeks.last().is_none_or(|(known, _)| *known != monday) {
                let name = format!("{} {} {}", day.day(), month(day), day.year());
                weeks.push((monday, Part { name, academic_year: term.academic_year, first: day, last: day }));
            }
            weeks.last_mut().expect("just added").1.last = day;
        }
    }
    weeks.into_iter().map(|(_, part)| part).collect()
}

fn month(day: Date) -> &'static str {
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    months[day.month() as usize - 1]
}

/// Half-terms, on both sides of each term's half-term week.
pub fn half_terms(world: &World) -> Vec<Part> {
    let mut halves = Vec::new();
    for term in &world.terms {
        let (before, after): (Vec<Date>, Vec<Date>) =
            term.school_days().into_iter().partition(|day| *day < term.half_term);
        for (number, days) in [(1, before), (2, after)] {
            let year = super::super::calendar::year_name(term.academic_year);
            let name = format!("{} term {year}, half-term {number}", term.name);
            let (first, last) = (days[0], days[days.len() - 1]);
            halves.push(Part { name, academic_year: term.academic_year, first, last });
        }
    }
    halves
}

/// A pair of stretches: before and after.
type Window = ((Date, Date), (Date, Date));

/// The windows of a start date, by name, as far as the calendar has them: 6 and 12 weeks with two weeks free before the
/// start's own and a whole week after it, and a half-term beside that of the year before.
pub fn windows(world: &World, start: Date) -> Vec<(&'static str, Window)> {
    let (weeks, halves) = (weeks(world), half_terms(world));
    let mut found = Vec::new();
    let own = weeks.iter().position(|week| week.last >= start);
    let whole = weeks.iter().position(|week| week.first >= start);
    if let (Some(own), Some(whole)) = (own, whole) {
        for (name, length) in [("6 school weeks", 6), ("12 school weeks", 12)] {
            if own >= 2 + length && whole + length < weeks.len() {
                let before = (weeks[own - 2 - length].first, weeks[own - 3].last);
                found.push((name, (before, (weeks[whole + 1].first, weeks[whole + length].last))));
            }
        }
    }
    // Six half-terms a year.
    if let Some(after) = halves.iter().position(|half| half.first >= plus(start, 7)).filter(|after| *after >= 6) {
        let (before, after) = (&halves[after - 6], &halves[after]);
        found.push(("Same half-term last year", ((before.first, before.last), (after.first, after.last))));
    }
    found
}

/// Every child on roll on a start date with 20 possible sessions on both sides of it, by window.
pub fn compared(world: &World, start: Date) -> BTreeMap<&'static str, Vec<Compared>> {
    let supported: BTreeSet<usize> = world.blocks.iter().map(|block| block.pupil).collect();
    let mut answer = BTreeMap::new();
    for (name, (before, after)) in windows(world, start) {
        let mut years: BTreeMap<i16, Vec<(usize, Sessions, Sessions)>> = BTreeMap::new();
        for (who, pupil) in world.pupils.iter().enumerate() {
            let Some(spell) = pupil.spell_on(start) else { continue };
            let sessions = |(from, to): (Date, Date)| {
                let sums = attendance_between(world, &[who], from, to);
                (sums.possible, sums.attended)
            };
            years.entry(spell.year).or_default().push((who, sessions(before), sessions(after)));
        }
        let mut found = Vec::new();
        for children in years.values() {
            for (who, own_before, own_after) in children {
                let (mut group_before, mut group_after) = ((0, 0), (0, 0));
                for (other, other_before, other_after) in children {
                    if other != who && !supported.contains(other) {
                        group_before = (group_before.0 + other_before.0, group_before.1 + other_before.1);
                        group_after = (group_after.0 + other_after.0, group_after.1 + other_after.1);
                    }
                }
                if own_before.0 >= 20 && own_after.0 >= 20 && group_before.0 > 0 && group_after.0 > 0 {
                    let (own, group) = ((*own_before, *own_after), (group_before, group_after));
                    found.push(Compared { pupil: *who, own, group });
                }
            }
        }
        found.sort_by_key(|compared| compared.pupil);
        answer.insert(name, found);
    }
    answer
}

/// The start of each child's first block of a programme in a period.
pub fn starts(world: &World, period: &str, programme: &str) -> BTreeMap<usize, Date> {
    let mut starts: BTreeMap<usize, Date> = BTreeMap::new();
    for block in blocks_of(world, period, programme) {
        let first = starts.entry(block.pupil).or_insert(block.start);
        *first = block.start.min(*first);
    }
    starts
}

/// Programmes with a block that starts in a period, and all together.
pub fn programmes(world: &World, period: &str) -> BTreeSet<&'static str> {
    let mut names: BTreeSet<&'static str> = blocks_of(world, period, ALL).iter().map(|block| block.support).collect();
    if !names.is_empty() {
        names.insert(ALL);
    }
    names
}

/// The share of random sets of children without support, alike before within 3 points, that changed at least as much as
/// the supported: by another source of chance than the product's, so equal only as nearly as chance allows. None where
/// there are too few.
pub fn as_good_by_chance(children: &[&Compared], like: &[Vec<&Compared>]) -> Option<f64> {
    let excess = |compared: &Compared| compared.changes().0 - compared.changes().1;
    let mut pools: Vec<Vec<&Compared>> = Vec::new();
    let mut observed = 0.0;
    for (child, all) in children.iter().zip(like) {
        let near = |other: &&&Compared| (rate(other.own.0) - rate(child.own.0)).abs() <= 3.0 + 1e-7;
        let pool: Vec<&Compared> = all.iter().filter(near).copied().collect();
        if !pool.is_empty() {
            observed += excess(child);
            pools.push(pool);
        }
    }
    let everybody: BTreeSet<usize> = pools.iter().flatten().map(|compared| compared.pupil).collect();
    if pools.len() < 2 || everybody.len() < pools.len() + 10 {
        return None;
    }
    let mut chance = Chance::new(77);
    let (mut as_good, sets) = (0, 4000);
    for _ in 0..sets {
        let mut drawn: Vec<&Compared> = Vec::new();
        for pool in &pools {
            let mut next = pool[chance.below(pool.len())];
            for _ in 0..50 {
                if drawn.iter().any(|known| known.pupil == next.pupil) {
                    next = pool[chance.below(pool.len())];
                }
            }
            drawn.push(next);
        }
        as_good += i64::from(drawn.iter().map(|compared| excess(compared)).sum::<f64>() >= observed - 1e-9);
    }
    Some(100.0 * as_good as f64 / f64::from(sets))
}
