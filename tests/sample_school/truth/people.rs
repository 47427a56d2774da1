//! Staffing and Family Thrive.

use super::super::World;
use super::span;

/// The course name that stands for both.
pub const ALL_COURSES: &str = "All courses";

/// Sessions that count as completing Family Thrive.
const COMPLETE: usize = 5;

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
