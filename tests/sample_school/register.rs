//! Attendance marks: every school day of every child on roll, AM and PM.

use jiff::civil::{Date, date};

use super::calendar::Term;
use super::chance::Chance;
use super::people::Pupil;
use super::support::{Block, CALM_START, Suspension};

/// One mark, as it stands in the register.
pub struct Mark {
    /// Index into the pupils.
    pub pupil: usize,
    /// School day.
    pub date: Date,
    /// `AM` or `PM`.
    pub session: &'static str,
    /// The code.
    pub code: &'static str,
}

/// Children for whom 2025/26 was before and after Calm Start miss this share of sessions before and after its start.
const CALM_START_ABSENCE: (f64, f64) = (0.14, 0.06);

/// End of the UPN of the one child who misses more than half of 2025/26.
const SEVERELY_ABSENT: &str = "20023";

/// A child's own days, two codes each.
struct Days {
    dates: Vec<Date>,
    codes: Vec<[&'static str; 2]>,
}

/// All marks of both years: child by child, in order of time, oddities included.
pub fn marks(pupils: &[Pupil], blocks: &[Block], suspensions: &[Suspension], terms: &[Term]) -> Vec<Mark> {
    let mut chance = Chance::new(6);
    let mut marks = Vec::new();
    for (who, pupil) in pupils.iter().enumerate() {
        let mut days = Days { dates: Vec::new(), codes: Vec::new() };
        let helped = blocks.iter().find(|b| b.pupil == who && b.support == CALM_START && b.start > date(2025, 9, 1));
        let mut often_away = chance.is(if pupil.pupil_premium { 0.27 } else { 0.085 });
        let mut year = 0;
        let mut rate = 0.0;
        for term in terms {
            if term.academic_year != year {
                // Most children keep their habits from year to year.
                if year != 0 && chance.is(0.25) {
                    often_away = chance.is(0.10);
                }
                rate = if often_away {
                    0.12 + 0.075 * chance.unit()
                } else {
                    0.005 + 0.028 * (chance.unit() + chance.unit())
                };
                year = term.academic_year;
                if pupil.upn.ends_with(SEVERELY_ABSENT) && year == 2025 {
                    rate = 0.57;
                }
            }
            // Terms differ; before and after Calm Start they do not.
            let usual = rate * (0.6 + 0.8 * chance.unit());
            for (from, to, rate) in stretches(term, helped, usual) {
                attend(pupil, term, (from, to), rate, &mut days, &mut chance);
            }
        }
        whole_class_marks(pupil, terms, &mut days);
        for suspension in suspensions.iter().filter(|suspension| suspension.pupil == who) {
            let first = days.dates.iter().position(|day| *day == suspension.start).expect("a school day on roll");
            for session in 0..suspension.sessions {
                days.codes[first + session / 2][session % 2] = "E";
            }
        }
        for (day, codes) in days.dates.iter().zip(&days.codes) {
            for (session, code) in ["AM", "PM"].into_iter().zip(codes) {
                marks.push(Mark { pupil: who, date: *day, session, code });
            }
        }
    }
    plant(&mut marks, pupils);
    marks
}

/// A term, or its parts before and after the start of Calm Start, with the share of sessions the child misses.
fn stretches(term: &Term, helped: Option<&Block>, rate: f64) -> Vec<(Date, Date, f64)> {
    let (before, after) = CALM_START_ABSENCE;
    match helped {
        Some(block) if term.has(block.start) => {
            let eve = super::calendar::plus(block.start, -1);
            vec![(term.start, eve, before), (block.start, term.end, after)]
        }
        Some(block) if term.academic_year == 2025 => {
            vec![(term.start, term.end, if block.start > term.end { before } else { after })]
        }
        _ => vec![(term.start, term.end, rate)],
    }
}

/// Marks of one stretch: present, with spells of absence up to the share to be missed.
fn attend(pupil: &Pupil, term: &Term, span: (Date, Date), rate: f64, days: &mut Days, chance: &mut Chance) {
    let on_roll =
        |day: &Date| span.0.max(pupil.admitted) <= *day && *day <= span.1.min(pupil.left.unwrap_or(Date::MAX));
    let dates: Vec<Date> = term.school_days().into_iter().filter(on_roll).collect();
    if dates.is_empty() {
        return;
    }
    let mut codes = vec![["/", "\\"]; dates.len()];
    let wanted = (rate * dates.len() as f64 * 2.0).round() as usize;
    let mut missed = 0;
    while missed < wanted {
        let first = chance.below(dates.len());
        let (code, sessions) = absence(rate, chance);
        let half = chance.below(2) * usize::from(sessions == 1);
        for session in (2 * first + half)..(2 * first + half + sessions).min(2 * dates.len()) {
            let mark = &mut codes[session / 2][session % 2];
            if missed < wanted && matches!(*mark, "/" | "\\") {
                *mark = code;
                missed += 1;
            }
        }
    }
    for mark in codes.iter_mut().map(|codes| &mut codes[0]) {
        if *mark == "/" && chance.is(if rate > 0.1 { 0.03 } else { 0.012 }) {
            *mark = "L";
        }
    }
    days.dates.extend(dates);
    days.codes.extend(codes);
}

/// A reason and the number of sessions it takes.
fn absence(rate: f64, chance: &mut Chance) -> (&'static str, usize) {
    let often = rate > 0.1;
    match chance.below(100) {
        0..=8 => ("M", 1),
        9..=11 => ("R", 2),
        12..=15 => ("C", 2),
        16 if often => ("U", 1),
        17..=20 => ("G", 6),
        21..=31 if often => ("O", 2),
        21..=24 => ("O", 2),
        32..=33 => ("N", 1),
        _ => ("I", 2 + 2 * chance.below(3)),
    }
}

/// A class visit each summer, a staggered start for Reception, and one part-time beginner.
fn whole_class_marks(pupil: &Pupil, terms: &[Term], days: &mut Days) {
    let school_days: Vec<Vec<Date>> = terms.iter().map(Term::school_days).collect();
    for (day, codes) in days.dates.iter().zip(&mut days.codes) {
        let Some(number) = terms.iter().position(|term| term.has(*day)) else { continue };
        let term = &terms[number];
        let year = term.academic_year - pupil.cohort;
        let nth = school_days[number].iter().position(|school_day| school_day == day).unwrap_or(0);
        if term.name == "Summer" && nth == 28 + year as usize {
            for code in codes.iter_mut().filter(|code| matches!(**code, "/" | "\\")) {
                *code = "V";
            }
        }
        if term.name == "Autumn" && year == 0 {
            if nth < 2 {
                codes[1] = "Y7";
            } else if nth < 19 && term.academic_year == 2025 && pupil.admission_no.ends_with("2505") {
                codes[1] = "X";
            }
        }
    }
}

/// One withdrawn code, one interview at another school, one unknown mark, one row that stands twice.
fn plant(marks: &mut Vec<Mark>, pupils: &[Pupil]) {
    let find = |marks: &[Mark], cohort: i16, nth: usize, from: Date, code: &str| {
        let who = pupils.iter().position(|pupil| pupil.cohort == cohort).expect("every cohort has children") + nth;
        let is = |mark: &Mark| mark.pupil == who && mark.date >= from && mark.code == code;
        marks.iter().position(is).expect("the child was present some day")
    };
    let withdrawn = find(marks, 2021, 2, date(2025, 10, 20), "/");
    marks[withdrawn].code = "H";
    let interview = find(marks, 2019, 15, date(2025, 11, 11), "/");
    marks[interview].code = "J1";
    let unknown = find(marks, 2023, 5, date(2026, 3, 3), "\\");
    marks[unknown].code = "A";
    let twice = find(marks, 2020, 9, date(2024, 11, 19), "\\");
    let Mark { pupil, date, session, code } = marks[twice];
    marks.insert(twice + 1, Mark { pupil, date, session, code });
}
