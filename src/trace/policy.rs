//! The school's own decisions that a figure depends on: they make it as much as the records do.

use super::Tracer;
use crate::measures::{Measure, WholeClassRules};
use crate::project::{ExpectedBy, Policy};
use crate::queries::{self, Query};

/// A setting, and what shows that a figure depends on it.
struct Setting {
    /// A table or column that the SQL reads, or the result that a statistical method makes by it.
    read_as: &'static str,
    /// Its name below `policy` in school.toml.
    name: &'static str,
    value: String,
}

/// The settings that the SQL or the method of a measure reads.
pub(super) fn settings(tracer: &Tracer<'_>, measure: &Measure) -> String {
    let behind: Vec<Query> = tracer.catalogue.queries_behind(measure).into_iter().filter_map(queries::find).collect();
    let views = behind.iter().flat_map(|query| queries::views_behind(query.sql));
    let mut read: Vec<&str> = behind.iter().map(|query| query.sql).chain(views.map(|view| view.sql)).collect();
    // A method has no SQL of its own: its result is named for it.
    read.push(&measure.query);
    in_words(&tracer.project.policy, &read)
}

fn in_words(policy: &Policy, read: &[&str]) -> String {
    let mut settings = all(policy);
    settings.retain(|setting| !setting.value.is_empty() && read.iter().any(|text| text.contains(setting.read_as)));
    let width = settings.iter().map(|setting| setting.name.len()).fold(19, usize::max);
    let lines: String =
        settings.iter().map(|setting| format!("  {:<width$} {}\n", setting.name, setting.value)).collect();
    if lines.is_empty() { lines } else { format!("\nSettings of school.toml that it depends on\n{lines}") }
}

/// Every setting that makes a figure; an empty one is not in use.
fn all(policy: &Policy) -> Vec<Setting> {
    let said = |read_as, name, value: String| Setting { read_as, name, value };
    let staff = &policy.staff;
    let amount = |amount: Option<f64>| amount.map_or("not set".to_owned(), |amount| amount.to_string());
    let mut settings = vec![
        said("instrument", "instrument", policy.instrument.clone()),
        said("secure_min", "secure_min", policy.secure_min.to_string()),
        said(
            "secure_score",
            "secure_score",
            listed(policy.secure_score.iter().map(|(strand, score)| format!("{strand} {score}"))),
        ),
        said("band", "band_scheme", policy.band_scheme.clone().unwrap_or_default()),
    ];
    settings.extend(expected(policy));
    settings.extend([
        said("screening_every_days", "screening_every_days", policy.screening_every_days.to_string()),
        said("family_min_sessions", "family_min_sessions", policy.family_min_sessions.to_string()),
        said("pair_window_days", "pair_window_days", policy.pair_window_days.to_string()),
        said("licence_notice_days", "staff.licence_notice_days", staff.licence_notice_days.to_string()),
        said("cpd_window_days", "staff.cpd_window_days", staff.cpd_window_days.to_string()),
        said("cpd_points_thousandths", "staff.cpd_points", amount(staff.cpd_points)),
        said("cpd_hours_thousandths", "staff.cpd_hours", amount(staff.cpd_hours)),
        said("all_staff_course", "staff.all_staff_courses", staff.all_staff_courses.join(", ")),
        said("all_staff_window_days", "staff.all_staff_window_days", staff.all_staff_window_days.to_string()),
        said("whole_class", "whole_class", whole_class(&policy.whole_class)),
    ]);
    settings
}

/// What is expected of whom; only one of year group and age decides.
fn expected(policy: &Policy) -> Vec<Setting> {
    if policy.expected_by == ExpectedBy::Age {
        let ages = policy.expected_at_age.iter().map(|entry| {
            let from = entry.valid_from.map_or(String::new(), |day| format!(" from {day}"));
            let to = entry.valid_to.map_or(String::new(), |day| format!(" to {day}"));
            format!("{} months {}{from}{to}", entry.from_months, entry.strand)
        });
        return vec![Setting { read_as: "expected_at_age", name: "expected_at_age", value: listed(ages) }];
    }
    let years = policy.expected_strand.iter().map(|(year, strand)| format!("{year} {strand}"));
    let later = policy.expected_strand_from.iter();
    let later = later.map(|entry| format!("{} {} from {}", entry.year_group, entry.strand, entry.valid_from));
    vec![
        Setting { read_as: "expected_strand", name: "expected_strand", value: listed(years) },
        Setting { read_as: "expected_strand", name: "expected_strand_from", value: listed(later) },
    ]
}

/// The rule for whole-class work, by the keys of school.toml.
fn whole_class(rules: &WholeClassRules) -> String {
    let tenths = |number: f64| (number * 10.0).round() / 10.0;
    listed([
        format!("threshold_percent {}", tenths(rules.threshold_percent)),
        format!("sure_percent {}", tenths(rules.sure_percent)),
        format!("watch_percent {}", tenths(rules.watch_percent)),
        format!("min_screened {}", rules.min_screened),
        format!("min_coverage_percent {}", tenths(rules.min_coverage_percent)),
        format!("strands_per_group {}", rules.strands_per_group),
    ])
}

fn listed(words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::StaffPolicy;

    #[test]
    fn what_is_read_is_told_and_what_is_not_in_use_is_not() {
        let said =
            in_words(&Policy::default(), &["SELECT 1 FROM expected_strand JOIN secure_score JOIN expected_at_age"]);
        assert!(said.contains("  expected_strand     Nursery Power & Identity, Reception"), "{said}");
        for other in ["secure_score", "expected_at_age", "expected_strand_from", "pair_window_days", "whole_class"] {
            assert!(!said.contains(other), "{other} is in {said}");
        }
        assert_eq!(in_words(&Policy::default(), &["SELECT 1 FROM period"]), "");
    }

    #[test]
    fn staff_and_whole_class_settings_are_told_by_their_keys() {
        let staff = StaffPolicy { cpd_points: Some(4.5), ..StaffPolicy::default() };
        let policy = Policy { staff, ..Policy::default() };
        let said = in_words(&policy, &["y.cpd_points_thousandths, y.cpd_hours_thousandths"]);
        assert!(said.contains("  staff.cpd_points    4.5\n  staff.cpd_hours     not set\n"), "{said}");
        let said = in_words(&policy, &["whole_class"]);
        assert!(
            said.contains("  whole_class         threshold_percent 33.3, sure_percent 80, watch_percent 50,"),
            "{said}"
        );
    }
}
