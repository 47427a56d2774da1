//! What the figures about attendance over time, before and after support, and beside England must be.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use thrive_report::measures::{Population, Tier};

use super::expected::{Answers, Expected, population};
use super::student::mean_and_bounds;
use crate::sample_school::{World, truth};
use truth::attendance_change::{self as change, Compared, Part};

/// Adds them to the answers.
pub fn add(answers: &mut Answers, world: &World, years: &BTreeSet<String>, periods: &[String]) {
    let mut put = |measure: &'static str, who: Population, expected: Expected| {
        assert!(answers.insert((measure, who.clone()), expected).is_none(), "{measure} of {who:?} twice");
    };
    for year in years {
        for half in of_year(change::half_terms(world), year) {
            let (pupils, (possible, attended)) = sessions(world, |day| half.first <= day && day <= half.last);
            let who = population(&[("period", year), ("half_term", &half.name)]);
            put("attendance_half_term.pupils", who.clone(), Expected::children(pupils, pupils));
            put("attendance_half_term.rate", who, Expected::ratio(attended, possible, pupils));
        }
        let span = truth::span(world, year);
        for (number, name) in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"].into_iter().enumerate() {
            let own =
                |day: Date| span.0 <= day && day <= span.1 && day.weekday().to_monday_zero_offset() as usize == number;
            let (pupils, (possible, attended)) = sessions(world, own);
            let who = population(&[("period", year), ("weekday", name)]);
            put("attendance_weekday.pupils", who.clone(), Expected::children(pupils, pupils));
            put("attendance_weekday.rate", who, Expected::ratio(attended, possible, pupils));
        }
        weeks(&mut put, world, year);
        england(&mut put, world, year);
    }
    for period in periods {
        support(&mut put, world, period);
    }
}

fn of_year(parts: Vec<Part>, year: &str) -> Vec<Part> {
    let start: i16 = year[..4].parse().expect("a year");
    parts.into_iter().filter(|part| part.academic_year == start).collect()
}

/// Children with a possible session on some days, and their sessions: one pass over all marks.
fn sessions(world: &World, day: impl Fn(Date) -> bool) -> (i64, (i64, i64)) {
    let days: BTreeSet<Date> = world.marks.iter().map(|mark| mark.date).filter(|date| day(*date)).collect();
    let (mut pupils, mut possible, mut attended) = (0, 0, 0);
    for who in 0..world.pupils.len() {
        let (mut mine, mut came) = (0, 0);
        // Days one after another are one stretch.
        let mut stretch: Option<(Date, Date)> = None;
        for next in days.iter().copied().map(Some).chain([None]) {
            match (stretch, next) {
                (Some((from, to)), Some(next)) if to.tomorrow().is_ok_and(|day| day == next) => {
                    stretch = Some((from, next))
                }
                (known, next) => {
                    if let Some((from, to)) = known {
                        let sums = truth::attendance_between(world, &[who], from, to);
                        mine += sums.possible;
                        came += sums.attended;
                    }
                    stretch = next.map(|next| (next, next));
                }
            }
        }
        pupils += i64::from(mine > 0);
        possible += mine;
        attended += came;
    }
    (pupils, (possible, attended))
}

fn weeks(put: &mut impl FnMut(&'static str, Population, Expected), world: &World, year: &str) {
    let weeks = of_year(change::weeks(world), year);
    let counts: Vec<(i64, (i64, i64))> =
        weeks.iter().map(|week| sessions(world, |day| week.first <= day && day <= week.last)).collect();
    let rates: Vec<f64> = counts.iter().map(|(_, sessions)| change::rate(*sessions)).collect();
    let mean = rates.iter().sum::<f64>() / rates.len() as f64;
    let ranges: Vec<f64> = rates.windows(2).map(|pair| (pair[0] - pair[1]).abs()).collect();
    let all = ranges.iter().sum::<f64>() / ranges.len() as f64;
    let usual: Vec<f64> = ranges.into_iter().filter(|range| *range <= 3.267 * all).collect();
    let width = 2.66 * usual.iter().sum::<f64>() / usual.len() as f64;
    for (at, (week, (pupils, (possible, attended)))) in weeks.iter().zip(&counts).enumerate() {
        let who = population(&[("period", year), ("week", &week.name)]);
        let value = |value: f64| Expected::new(Some(value), Some(*pupils));
        put("attendance_week.pupils", who.clone(), Expected::children(*pupils, *pupils));
        put("attendance_week.rate", who.clone(), Expected::ratio(*attended, *possible, *pupils));
        put("attendance_week.average", who.clone(), value(mean));
        put("attendance_week.low", who.clone(), value(mean - width));
        put("attendance_week.high", who.clone(), value((mean + width).min(100.0)));
        put("attendance_week.signal", who, value(f64::from(signal(&rates, at, mean, width))));
    }
}

/// The rules, one after the other, by looking at every run that holds the week.
fn signal(rates: &[f64], at: usize, mean: f64, width: f64) -> u8 {
    let above = u8::from(rates[at] > mean);
    let runs = |length: usize| {
        rates.windows(length).enumerate().filter(move |(start, _)| (*start..start + length).contains(&at))
    };
    let one_side = |run: &[f64]| run.iter().all(|rate| *rate > mean) || run.iter().all(|rate| *rate < mean);
    let near = |rate: f64| (rate - mean).abs() > width * 2.0 / 3.0 && (rate - mean).abs() <= width;
    if (rates[at] - mean).abs() > width {
        1 + above
    } else if runs(7).any(|(_, run)| one_side(run)) {
        3 + above
    } else if runs(7).any(|(_, run)| run.windows(2).all(|pair| pair[0] > pair[1])) {
        5
    } else if runs(7).any(|(_, run)| run.windows(2).all(|pair| pair[0] < pair[1])) {
        6
    } else if near(rates[at])
        && runs(3).any(|(_, run)| one_side(run) && run.iter().filter(|rate| near(**rate)).count() >= 2)
    {
        7 + above
    } else {
        0
    }
}

/// A comparison with England: words for it, England's figure, the school's days, and whether it is of the census.
type Comparison = (&'static str, &'static str, f64, (Date, Date), bool);

/// The latest figures of primary schools, read off the reference by eye.
fn published(year: &str) -> Vec<Comparison> {
    let (now, then) = ((date(2025, 9, 2), date(2026, 7, 21)), (date(2024, 9, 3), date(2025, 7, 22)));
    let july = (date(2025, 9, 8), date(2026, 7, 10));
    let easter = (date(2024, 9, 3), date(2025, 4, 20));
    const DAILY: &str = "8 September 2025 to 10 July 2026";
    if year == "2025-26" {
        vec![
            ("Absence", DAILY, 5.28, july, false),
            ("Authorised absence", DAILY, 3.73, july, false),
            ("Unauthorised absence", DAILY, 1.55, july, false),
            ("Absence through illness", DAILY, 2.79, july, false),
            ("Pupils who missed a tenth or more", DAILY, 13.77, july, false),
            ("Absence", "autumn and spring terms 2024/25", 5.16, now, true),
            ("Pupils who missed a tenth or more", "2023/24", 14.6, now, true),
            ("Pupils who missed half or more", "2022/23", 0.75, now, true),
        ]
    } else {
        vec![
            ("Absence", "2024/25 to 25 July 2025", 5.25, then, false),
            ("Pupils who missed a tenth or more", "2024/25 to 25 July 2025", 13.5, then, false),
            ("Absence", "autumn and spring terms 2024/25", 5.16, easter, true),
            ("Pupils who missed a tenth or more", "2023/24", 14.6, then, true),
            ("Pupils who missed half or more", "2022/23", 0.75, then, true),
        ]
    }
}

fn england(put: &mut impl FnMut(&'static str, Population, Expected), world: &World, year: &str) {
    let start: i16 = year[..4].parse().expect("a year");
    for (what, when, england, (from, to), census) in published(year) {
        // Reception is four years old on 31 August.
        let counted = |who: &usize| !census || world.pupils[*who].cohort < start;
        let who: Vec<usize> = (0..world.pupils.len()).filter(counted).collect();
        let sums = truth::attendance_between(world, &who, from, to);
        let ill =
            world.marks.iter().filter(|mark| mark.code == "I" && from <= mark.date && mark.date <= to).count() as i64;
        let (part, whole, people) = match what {
            "Absence" => (sums.absence, sums.possible, None),
            "Authorised absence" => (sums.authorised, sums.possible, None),
            "Unauthorised absence" => (sums.unauthorised, sums.possible, None),
            "Absence through illness" => (ill, sums.possible, None),
            "Pupils who missed a tenth or more" => (sums.persistent, sums.pupils, Some(sums.persistent)),
            _ => (sums.severe, sums.pupils, Some(sums.severe)),
        };
        let keys = population(&[("period", year), ("absence", what), ("england_period", when)]);
        let share = Expected::new(Some(100.0 * part as f64 / whole as f64), Some(sums.pupils));
        let own = Expected { numerator: people, ..share };
        let names = if census {
            ["national_census.pupils", "national_census.school", "national_census.england"]
        } else {
            ["national_daily.pupils", "national_daily.school", "national_daily.england"]
        };
        put(names[0], keys.clone(), Expected::children(sums.pupils, sums.pupils));
        put(names[1], keys.clone(), own);
        put(names[2], keys, Expected::new(Some(england), None));
    }
}

fn support(put: &mut impl FnMut(&'static str, Population, Expected), world: &World, period: &str) {
    let taken: BTreeSet<usize> = world.blocks.iter().map(|block| block.pupil).collect();
    let mut by_start: BTreeMap<Date, BTreeMap<&'static str, Vec<Compared>>> = BTreeMap::new();
    for programme in change::programmes(world, period) {
        let starts = change::starts(world, period, programme);
        for start in starts.values() {
            by_start.entry(*start).or_insert_with(|| change::compared(world, *start));
        }
        let mut sizes = Vec::new();
        let mut signs = Vec::new();
        for window in ["6 school weeks", "12 school weeks", "Same half-term last year"] {
            let mut children: Vec<&Compared> = Vec::new();
            let mut like: Vec<Vec<&Compared>> = Vec::new();
            for (child, start) in &starts {
                let all = by_start[start].get(window).map(Vec::as_slice).unwrap_or_default();
                if let Some(found) = all.iter().find(|compared| compared.pupil == *child) {
                    children.push(found);
                    like.push(all.iter().filter(|compared| !taken.contains(&compared.pupil)).collect());
                }
            }
            if children.is_empty() {
                continue;
            }
            let excess = one_window(put, (period, programme, window), &children, &like, starts.len() as i64);
            sizes.push(children.len() as i64);
            signs.extend(excess.map(|excess| if excess > 0.0 { 1.0 } else { 2.0 }));
        }
        let (Some(most), Some(fewest)) = (sizes.iter().max(), sizes.iter().min()) else { continue };
        let who = population(&[("period", period), ("intervention", programme)]);
        put("attendance_agreement.children", who.clone(), Expected::children(*most, *most));
        put("attendance_agreement.fewest", who.clone(), Expected::children(*fewest, *fewest));
        let alike = signs.iter().all(|sign| *sign == signs[0]);
        let words = (signs.len() > 1).then(|| if alike { signs[0] } else { 0.0 });
        put("attendance_agreement.words", who, said(words, *fewest));
    }
}

/// A value about children, or not enough data for one.
fn said(value: Option<f64>, n: i64) -> Expected {
    let expected = Expected::new(value, Some(n));
    if value.is_some() { expected } else { expected.withheld() }
}

/// Puts what is to be said of one window; gives the average change beyond the year groups.
fn one_window(
    put: &mut impl FnMut(&'static str, Population, Expected),
    (period, programme, window): (&str, &str, &str),
    children: &[&Compared],
    like: &[Vec<&Compared>],
    supported: i64,
) -> Option<f64> {
    let who = population(&[("period", period), ("intervention", programme), ("support_window", window)]);
    let n = children.len() as i64;
    let tier = if n < 5 || 2 * n < supported {
        Tier::T0
    } else if 5 * (supported - n) > supported {
        Tier::T1
    } else {
        Tier::T2
    };
    let spoken = tier != Tier::T0;
    let sum = |side: fn(&Compared) -> (i64, i64)| {
        let sides = children.iter().map(|child| side(child));
        sides.fold((0, 0), |sum, side| (sum.0 + side.0, sum.1 + side.1))
    };
    let (before, after) = (change::rate(sum(|child| child.own.0)), change::rate(sum(|child| child.own.1)));
    let excess: Vec<f64> = children.iter().map(|child| child.changes().0 - child.changes().1).collect();
    let group = children.iter().map(|child| child.changes().1).sum::<f64>() / n as f64;
    let (mean, bounds) = mean_and_bounds(&excess);
    let value = |value: f64| said(spoken.then_some(value), n);
    put("attendance_change.children", who.clone(), Expected::children(n, n));
    put("attendance_change.before", who.clone(), value(before));
    put("attendance_change.after", who.clone(), value(after));
    put("attendance_change.pooled_change", who.clone(), value(after - before));
    put("attendance_change.group_change", who.clone(), value(group));
    let headline = Expected { tier: Some(tier), bounds: bounds.filter(|_| spoken), ..value(mean) };
    put("attendance_change.excess", who.clone(), headline);
    let chance = change::as_good_by_chance(children, like).filter(|_| spoken);
    // Two random samples, of 999 and 4,000 sets: four standard errors at most.
    put("attendance_change.chance", who.clone(), Expected { within: 8.0, ..said(chance, n) });
    // No child in a block was ever suspended.
    let who = population(&[
        ("period", period),
        ("intervention", programme),
        ("support_window", window),
        ("kind", "Suspensions"),
    ]);
    put("behaviour_change.children", who.clone(), Expected::children(n, n));
    for measure in ["behaviour_change.children_before", "behaviour_change.children_after"] {
        put(measure, who.clone(), Expected { denominator: Some(n), ..Expected::children(0, n) });
    }
    for measure in ["behaviour_change.records_before", "behaviour_change.records_after"] {
        put(measure, who.clone(), Expected::children(0, 0));
    }
    spoken.then_some(mean)
}
