//! Sessions, persistent and severe absence, suspensions.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::super::World;
use super::{members, on_roll, span};

/// Sums of sessions over the children of a group.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Children with a possible session.
    pub pupils: i64,
    /// Attended and absence.
    pub possible: i64,
    /// Present, late before the register closed, or at an approved activity.
    pub attended: i64,
    /// Absent with leave.
    pub authorised: i64,
    /// Absent without.
    pub unauthorised: i64,
    /// L and U.
    pub late: i64,
    /// Authorised and unauthorised.
    pub absence: i64,
    /// Children who missed a tenth or more of their possible sessions.
    pub persistent: i64,
    /// Children who missed half or more.
    pub severe: i64,
}

/// Suspensions of the children of a group.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Suspensions {
    /// On roll at any time in the period.
    pub on_roll: i64,
    /// Of these, suspended at least once.
    pub pupils_suspended: i64,
    /// Suspensions that start in the period.
    pub suspensions: i64,
    /// Their sessions.
    pub sessions: i64,
}

/// Attendance of a group in a term or year to date.
pub fn attendance(world: &World, period: &str, dimension: &str, group: &str) -> Attendance {
    let span = span(world, period);
    attendance_between(world, &members(world, span, dimension, group), span.0, span.1)
}

/// Attendance of some children between two days, both included.
pub fn attendance_between(world: &World, who: &[usize], from: Date, to: Date) -> Attendance {
    let mut sums = Attendance::default();
    for &child in who {
        let mut one = Attendance::default();
        let mut seen = BTreeSet::new();
        let start = world.marks.partition_point(|mark| mark.pupil < child);
        for mark in world.marks[start..].iter().take_while(|mark| mark.pupil == child) {
            let inside = from <= mark.date && mark.date <= to && on_roll(&world.pupils[child], mark.date);
            // The row that stands twice counts once.
            if !inside || !seen.insert((mark.date, mark.session)) {
                continue;
            }
            match mark.code {
                "/" | "\\" | "L" | "B" | "K" | "P" | "V" | "W" => one.attended += 1,
                // H is withdrawn since August 2024 and still means an agreed holiday.
                "C" | "C1" | "C2" | "E" | "I" | "J1" | "M" | "R" | "S" | "T" | "H" => one.authorised += 1,
                "G" | "N" | "O" | "U" => one.unauthorised += 1,
                "D" | "Q" | "X" | "Y1" | "Y2" | "Y3" | "Y4" | "Y5" | "Y6" | "Y7" | "Z" | "#" => {}
                // The unknown mark: no mark.
                _ => {}
            }
            one.late += i64::from(mark.code == "L" || mark.code == "U");
        }
        one.absence = one.authorised + one.unauthorised;
        one.possible = one.attended + one.absence;
        sums.attended += one.attended;
        sums.authorised += one.authorised;
        sums.unauthorised += one.unauthorised;
        sums.late += one.late;
        sums.absence += one.absence;
        sums.possible += one.possible;
        if one.possible > 0 {
            sums.pupils += 1;
            sums.persistent += i64::from(10 * one.absence >= one.possible);
            sums.severe += i64::from(2 * one.absence >= one.possible);
        }
    }
    sums
}

/// Suspensions that start in a period.
pub fn suspensions(world: &World, period: &str, dimension: &str, group: &str) -> Suspensions {
    let span = span(world, period);
    let mut answer = Suspensions::default();
    for child in members(world, span, dimension, group) {
        answer.on_roll += 1;
        let mut times = 0;
        for suspension in &world.suspensions {
            if suspension.pupil == child && span.0 <= suspension.start && suspension.start <= span.1 {
                times += 1;
                answer.sessions += suspension.sessions as i64;
            }
        }
        answer.suspensions += times;
        answer.pupils_suspended += i64::from(times > 0);
    }
    answer
}
