//! Staffing and Family Thrive.

use jiff::civil::Date;

use super::super::World;
use super::super::calendar::plus;
use super::super::staff::Person;
use super::span;

/// The course name that stands for both.
pub const ALL_COURSES: &str = "All courses";

/// Sessions that count as completing Family Thrive.
const COMPLETE: usize = 5;

/// Policy of the sample school: CPD points that a licence holder needs in a year.
const CPD_POINTS: i64 = 4;
/// Days for which CPD, and the training for all staff, count.
const TRAINING_DAYS: i32 = 365;
/// The training for all staff.
const ALL_STAFF: &str = "Whole-staff induction";
/// How far ahead licences are looked at where the calendar has no next term.
const NOTICE_DAYS: i32 = 60;

/// Staff on the period's last day.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Staffing {
    /// In post.
    pub staff: i64,
    /// Of these, with any training completed.
    pub staff_trained: i64,
    /// Senior leaders in post.
    pub senior_leaders: i64,
    /// Of these, with any training completed.
    pub senior_leaders_trained: i64,
    /// Staff in post who ever gained a licence.
    pub licences_held: i64,
    /// Of these, with one that has not run out.
    pub licences_current: i64,
}

/// Places on Family Thrive courses.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Parents or carers on the register.
    pub places: i64,
    /// Of these, came at least once.
    pub starters: i64,
    /// Of these, came often enough.
    pub completers: i64,
}

/// Staff, training and licences as at the period's last day.
pub fn staffing(world: &World, period: &str) -> Staffing {
    let day = span(world, period).1;
    let mut answer = Staffing::default();
    for person in &world.staff {
        if person.start > day || person.left.is_some_and(|left| left < day) {
            continue;
        }
        let (mut trained, mut held, mut current) = (false, false, false);
        for row in world.training.iter().filter(|row| row.staff == person.id && row.date <= day) {
            trained = true;
            if let Some((_, expires)) = row.licence {
                held = true;
                current |= expires >= day;
            }
        }
        answer.staff += 1;
        answer.staff_trained += i64::from(trained);
        answer.senior_leaders += i64::from(person.senior);
        answer.senior_leaders_trained += i64::from(person.senior && trained);
        answer.licences_held += i64::from(held);
        answer.licences_current += i64::from(current);
    }
    answer
}

/// Licences, CPD and the training for all staff, as they stand and before the next term.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// In post.
    pub staff: i64,
    /// With a current licence.
    pub current: i64,
    /// Of these, with one that runs out before the next term.
    pub lapsing: i64,
    /// With none but licences that have run out.
    pub lapsed: i64,
    /// With a current licence and the CPD asked for.
    pub cpd_met: i64,
    /// Of these, who will not have it when the next term begins.
    pub cpd_lapsing: i64,
    /// With the training for all staff; unknown while nobody has any on record.
    pub all_staff: Option<i64>,
}

/// Licences, CPD and training as at the period's last day, and as on the first day of the next term.
pub fn standing(world: &World, period: &str) -> Standing {
    let day = span(world, period).1;
    let mut next = plus(day, NOTICE_DAYS);
    for term in world.terms.iter().rev() {
        if term.start > day {
            next = term.start;
        }
    }
    let mut answer = Standing::default();
    let mut with_induction = 0;
    for person in &world.staff {
        if person.start > day || person.left.is_some_and(|left| left < day) {
            continue;
        }
        answer.staff += 1;
        let valid_on = |date: Date| {
            let rows = world.training.iter().filter(|row| row.staff == person.id && row.date <= day);
            rows.filter_map(|row| row.licence).any(|(_, expires)| expires >= date)
        };
        let held = world.training.iter().any(|row| row.staff == person.id && row.date <= day && row.licence.is_some());
        let enough = |on: Date| points(world, person, plus(on, -TRAINING_DAYS), day) >= CPD_POINTS;
        answer.current += i64::from(valid_on(day));
        answer.lapsing += i64::from(valid_on(day) && !valid_on(next));
        answer.lapsed += i64::from(held && !valid_on(day));
        answer.cpd_met += i64::from(valid_on(day) && enough(day));
        answer.cpd_lapsing += i64::from(valid_on(day) && enough(day) && !enough(next));
        let inducted = |row: &&super::super::staff::Training| row.staff == person.id && row.course == ALL_STAFF;
        let in_days = |date: Date| plus(day, -TRAINING_DAYS) < date && date <= day;
        with_induction += i64::from(world.training.iter().filter(inducted).any(|row| in_days(row.date)));
    }
    let on_record = world.training.iter().any(|row| row.course == ALL_STAFF && row.date <= day);
    answer.all_staff = on_record.then_some(with_induction);
    answer
}

/// CPD points after one day and up to another.
fn points(world: &World, person: &Person, after: Date, to: Date) -> i64 {
    let mut sum = 0;
    for row in &world.training {
        if row.staff == person.id && after < row.date && row.date <= to {
            sum += row.points;
        }
    }
    sum
}

/// Sessions that all adults of a course came to, and the change of everyone who answered the survey twice.
pub fn family_survey(world: &World, course: &str) -> (i64, Vec<f64>) {
    let (mut sessions, mut changes) = (0, Vec::new());
    for place in world.families.iter().filter(|place| course == ALL_COURSES || place.course == course) {
        let attended = place.sessions.iter().filter(|mark| **mark == "P").count();
        sessions += attended as i64;
        if let (Some(before), Some(after), true) = (place.before, place.after, attended > 0) {
            changes.push((after - before) as f64);
        }
    }
    (sessions, changes)
}

/// Places, starters and completers of a course, or of [`ALL_COURSES`].
pub fn family(world: &World, course: &str) -> Family {
    let mut answer = Family::default();
    for place in world.families.iter().filter(|place| course == ALL_COURSES || place.course == course) {
        let attended = place.sessions.iter().filter(|mark| **mark == "P").count();
        answer.places += 1;
        answer.starters += i64::from(attended >= 1);
        answer.completers += i64::from(attended >= COMPLETE);
    }
    answer
}
