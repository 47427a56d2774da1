//! Attendance before and after support, against the pupil's own year group on the same dates.
//!
//! Shares are between 0 and 1; changes are in percentage points.

use super::moments::mean;
use super::student_t::{MeanTest, mean_test};

/// Percentage points in a share of 1.
const POINTS: f64 = 100.0;

/// A change minus the change of the comparison, in the unit of the values:
/// (after − before) − (comparison after − comparison before).
pub fn difference_in_differences(before: f64, after: f64, comparison_before: f64, comparison_after: f64) -> f64 {
    (after - before) - (comparison_after - comparison_before)
}

/// Sessions of one pupil in one window. Sessions not required are not possible ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sessions {
    attended: u64,
    possible: u64,
}

impl Sessions {
    /// `attended` of `possible` sessions. `None` for no possible session, or more attended than possible.
    pub fn new(attended: u64, possible: u64) -> Option<Self> {
        (possible > 0 && attended <= possible).then_some(Sessions { attended, possible })
    }

    fn share(self) -> f64 {
        self.attended as f64 / self.possible as f64
    }
}

/// Attendance of one pupil and of the pupil's year group, before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PupilAttendance {
    before: Sessions,
    after: Sessions,
    group_before: f64,
    group_after: f64,
}

impl PupilAttendance {
    /// The group figures are the pooled attendance of the year group without any supported pupil,
    /// on the pupil's own dates. `None` unless both are shares.
    pub fn new(before: Sessions, after: Sessions, group_before: f64, group_after: f64) -> Option<Self> {
        let shares = [group_before, group_after].iter().all(|share| (0.0..=1.0).contains(share));
        shares.then_some(PupilAttendance { before, after, group_before, group_after })
    }

    /// The pupil's own change, in percentage points.
    pub fn change(&self) -> f64 {
        POINTS * (self.after.share() - self.before.share())
    }

    /// The pupil's change minus the year group's, in percentage points:
    /// DiD = (a_post − a_pre) − (A_post − A_pre).
    pub fn excess(&self) -> f64 {
        let (before, after) = (self.before.share(), self.after.share());
        POINTS * difference_in_differences(before, after, self.group_before, self.group_after)
    }
}

/// Change in attendance of the supported pupils in one window.
#[derive(Clone, Debug, PartialEq)]
pub struct AttendanceChange {
    /// Each pupil's change minus the year group's, in the order given.
    pub excess: Vec<f64>,
    /// The headline: the mean of these, one value per pupil.
    pub mean_excess: MeanTest,
    /// Mean of the pupils' own changes.
    pub mean_change: f64,
    /// Change of all pupils' sessions taken together: Σ attended / Σ possible after, minus before.
    pub pooled_change: f64,
}

/// Change in attendance over a window, in percentage points. `None` for fewer than two pupils.
///
/// Pupils of one year group share its noise, which the t interval does not know:
/// print it with the placebo rank of [`super::placebo`].
pub fn attendance_change(pupils: &[PupilAttendance]) -> Option<AttendanceChange> {
    let excess: Vec<f64> = pupils.iter().map(PupilAttendance::excess).collect();
    let changes: Vec<f64> = pupils.iter().map(PupilAttendance::change).collect();
    let pooled_change = POINTS * (together(pupils, |pupil| pupil.after)? - together(pupils, |pupil| pupil.before)?);
    let mean_excess = mean_test(&excess)?;
    Some(AttendanceChange { mean_excess, mean_change: mean(&changes)?, pooled_change, excess })
}

/// Attended sessions of all pupils over possible sessions of all.
fn together(pupils: &[PupilAttendance], window: fn(&PupilAttendance) -> Sessions) -> Option<f64> {
    let sum =
        |count: fn(Sessions) -> u64| pupils.iter().try_fold(0_u64, |sum, pupil| sum.checked_add(count(window(pupil))));
    let all = Sessions::new(sum(|sessions| sessions.attended)?, sum(|sessions| sessions.possible)?)?;
    Some(all.share())
}

/// The three windows that are declared in advance. All are printed; none is chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThreeWindows {
    /// Six school weeks before and after.
    pub six_weeks: Option<AttendanceChange>,
    /// Twelve school weeks before and after.
    pub twelve_weeks: Option<AttendanceChange>,
    /// The same half-term last year.
    pub same_half_term_last_year: Option<AttendanceChange>,
}

/// What the windows say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Attendance rose against the year group in every window.
    Higher,
    /// Attendance fell against the year group in every window.
    Lower,
    /// The signs differ, or a mean is 0.
    NoConsistentChange,
}

impl ThreeWindows {
    /// Whether the mean changes of the windows that could be computed have one sign.
    /// `None` for fewer than two windows: one cannot agree with itself.
    pub fn agreement(&self) -> Option<Agreement> {
        let windows = [&self.six_weeks, &self.twelve_weeks, &self.same_half_term_last_year];
        let means: Vec<f64> = windows.into_iter().flatten().map(|window| window.mean_excess.mean).collect();
        if means.len() < 2 {
            return None;
        }
        Some(if means.iter().all(|&mean| mean > 0.0) {
            Agreement::Higher
        } else if means.iter().all(|&mean| mean < 0.0) {
            Agreement::Lower
        } else {
            Agreement::NoConsistentChange
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pupil(attended: [u64; 2], possible: u64) -> PupilAttendance {
        let [before, after] = attended.map(|attended| Sessions::new(attended, possible).expect("sessions"));
        PupilAttendance::new(before, after, 0.90, 0.92).expect("a pupil")
    }

    fn window(attended: [[u64; 2]; 2]) -> Option<AttendanceChange> {
        attendance_change(&attended.map(|attended| pupil(attended, 50)))
    }

    #[test]
    fn impossible_sessions_are_refused() {
        assert_eq!(Sessions::new(0, 0), None);
        assert_eq!(Sessions::new(11, 10), None);
        let sessions = Sessions::new(9, 10).expect("sessions");
        assert_eq!(PupilAttendance::new(sessions, sessions, 93.0, 0.9), None);
        assert_eq!(PupilAttendance::new(sessions, sessions, 0.9, f64::NAN), None);
    }

    #[test]
    fn one_pupil_has_no_interval() {
        assert_eq!(attendance_change(&[pupil([40, 45], 50)]), None);
        assert_eq!(attendance_change(&[]), None);
        assert_eq!(mean_test(&[1.0, f64::INFINITY]), None);
    }

    #[test]
    fn the_year_groups_rise_is_taken_off() {
        let change = window([[40, 45], [30, 36]]).expect("a change");
        assert!((change.mean_change - 11.0).abs() < 1e-9);
        assert!((change.mean_excess.mean - 9.0).abs() < 1e-9);
        assert!((change.pooled_change - 11.0).abs() < 1e-9);
    }

    #[test]
    fn pupils_who_changed_alike_have_no_t() {
        let change = mean_test(&[0.1, 0.1, 0.1]).expect("a mean");
        assert_eq!((change.mean, change.sd, change.interval.low, change.interval.high), (0.1, 0.0, 0.1, 0.1));
        assert_eq!((change.t, change.p), (None, None));
    }

    #[test]
    fn the_order_of_pupils_changes_no_digit() {
        let values = [0.1, 1e9, -0.3, 7.7, 1e-7];
        let mut reversed = values;
        reversed.reverse();
        assert_eq!(mean_test(&values), mean_test(&reversed));
    }

    #[test]
    fn windows_agree_only_with_one_sign() {
        let up = window([[40, 45], [30, 36]]);
        let down = window([[45, 40], [36, 30]]);
        let all = |six_weeks, twelve_weeks, same_half_term_last_year| {
            ThreeWindows { six_weeks, twelve_weeks, same_half_term_last_year }.agreement()
        };
        assert_eq!(all(up.clone(), up.clone(), up.clone()), Some(Agreement::Higher));
        assert_eq!(all(down.clone(), down.clone(), None), Some(Agreement::Lower));
        assert_eq!(all(up.clone(), up.clone(), down), Some(Agreement::NoConsistentChange));
        assert_eq!(all(up, None, None), None);
    }
}
