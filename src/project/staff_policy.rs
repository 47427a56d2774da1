//! What the school asks of its staff: how far ahead licences are looked at,
//! CPD, and the training that everybody has. Thrive publishes no amounts.

use serde::{Deserialize, Serialize};

/// The table `[policy.staff]` of school.toml.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct StaffPolicy {
    /// Where the calendar has no next term: days ahead on which a licence must still hold.
    pub licence_notice_days: i32,
    /// Days over which CPD is counted.
    pub cpd_window_days: i32,
    /// CPD points asked for in those days; nothing is judged where neither points nor hours are set.
    pub cpd_points: Option<f64>,
    /// Hours of training asked for in those days.
    pub cpd_hours: Option<f64>,
    /// Courses that count as the training of all staff, as the training record names them.
    pub all_staff_courses: Vec<String>,
    /// Days for which that training counts.
    pub all_staff_window_days: i32,
}

impl Default for StaffPolicy {
    fn default() -> Self {
        StaffPolicy {
            licence_notice_days: 60,
            cpd_window_days: 365,
            // The yearly amount is not public, and any number would be invented.
            cpd_points: None,
            cpd_hours: None,
            all_staff_courses: vec!["Whole-staff induction".into()],
            all_staff_window_days: 365,
        }
    }
}

/// CPD points and hours in thousandths, as the store holds them.
fn thousandths(amount: f64) -> i64 {
    (amount * 1000.0).round() as i64
}

impl StaffPolicy {
    /// CPD points asked for, in thousandths.
    pub fn cpd_points_thousandths(&self) -> Option<i64> {
        self.cpd_points.map(thousandths)
    }

    /// Hours asked for, in thousandths.
    pub fn cpd_hours_thousandths(&self) -> Option<i64> {
        self.cpd_hours.map(thousandths)
    }

    /// What cannot be meant, and what to write instead.
    pub(super) fn check(&self) -> Result<(), (String, &'static str)> {
        let days = [
            ("licence_notice_days", self.licence_notice_days),
            ("cpd_window_days", self.cpd_window_days),
            ("all_staff_window_days", self.all_staff_window_days),
        ];
        for (key, value) in days {
            if !(1..=3653).contains(&value) {
                return Err((format!("policy.staff.{key} is {value}"), "give a number of days, from 1 to ten years"));
            }
        }
        for (key, value) in [("cpd_points", self.cpd_points), ("cpd_hours", self.cpd_hours)] {
            if let Some(value) = value.filter(|value| !(0.1..=10_000.0).contains(value)) {
                let why = format!("policy.staff.{key} is {value}");
                return Err((why, "give an amount above 0, or leave the line out if the school sets none"));
            }
        }
        if self.all_staff_courses.iter().any(|course| course.trim().is_empty()) {
            let why = "policy.staff.all_staff_courses holds an empty name".to_owned();
            return Err((why, "name each course as the training record does"));
        }
        Ok(())
    }

    /// The policy for the notes of a pack; what the school has not set is marked.
    pub fn in_words(&self) -> Vec<(String, String)> {
        let usual = StaffPolicy::default();
        let mark =
            |text: String, is_usual: bool| if is_usual { format!("{text} (the program's default)") } else { text };
        let amounts = [
            self.cpd_points.map(|points| format!("{points} CPD points")),
            self.cpd_hours.map(|hours| format!("{hours} hours")),
        ];
        let amounts: Vec<String> = amounts.into_iter().flatten().collect();
        let cpd = match amounts.is_empty() {
            true => "not set by the school; Thrive publishes no amount".to_owned(),
            false => {
                let days =
                    mark(format!("{} days", self.cpd_window_days), self.cpd_window_days == usual.cpd_window_days);
                format!("{} in {days}", amounts.join(" and "))
            }
        };
        let courses = match self.all_staff_courses.is_empty() {
            true => "not set by the school".to_owned(),
            false => mark(
                format!("{}, in the last {} days", self.all_staff_courses.join(" or "), self.all_staff_window_days),
                (&self.all_staff_courses, self.all_staff_window_days)
                    == (&usual.all_staff_courses, usual.all_staff_window_days),
            ),
        };
        let ahead = format!("{} days ahead", self.licence_notice_days);
        vec![
            ("CPD that a licence holder needs".into(), cpd),
            ("Training for all staff is".into(), courses),
            (
                "Where no next term is known, licences are looked at".into(),
                mark(ahead, self.licence_notice_days == usual.licence_notice_days),
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_school_has_not_set_is_marked_as_a_default() {
        let words = StaffPolicy::default().in_words();
        assert!(words[0].1.starts_with("not set by the school"), "{words:?}");
        assert_eq!(words[1].1, "Whole-staff induction, in the last 365 days (the program's default)");
        let own: StaffPolicy =
            toml::from_str("cpd_points = 4\ncpd_hours = 6\nlicence_notice_days = 30").expect("valid");
        let words = own.in_words();
        assert_eq!(words[0].1, "4 CPD points and 6 hours in 365 days (the program's default)");
        assert_eq!(words[2].1, "30 days ahead");
        assert_eq!((own.cpd_points_thousandths(), own.cpd_hours_thousandths()), (Some(4000), Some(6000)));
    }

    #[test]
    fn amounts_that_cannot_be_meant_are_refused() {
        for text in ["cpd_points = 0", "cpd_hours = -3", "cpd_window_days = 0", "all_staff_courses = [\" \"]"] {
            let policy: StaffPolicy = toml::from_str(text).expect("readable");
            assert!(policy.check().is_err(), "{text}");
        }
        assert!(StaffPolicy::default().check().is_ok());
    }
}
