//! The policy in words, for the notes of every pack.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::PublicRules;
use crate::measures::{AttendanceChangeRules, WholeClassRules};
use crate::project::{ExpectedBy, Policy, Project};
use crate::tables::expectations::{Expectation, expectations};
use crate::tables::settings::Scope;
use crate::tables::{Polarity, Reference};

/// The strand expected of each year group on the reporting date, by printed
/// name; nothing where the school goes by age.
pub fn expected_strands(project: &Project, scope: Scope<'_>, reference: &Reference) -> Vec<(String, String)> {
    if project.policy.expected_by == ExpectedBy::Age {
        return Vec::new();
    }
    let name = |order: i32| {
        let year = reference.vocabulary.year_groups.iter().find(|year| year.order == order);
        year.map(|year| year.name.clone())
    };
    let expected = in_force(project, scope, reference);
    expected.into_iter().filter_map(|entry| Some((name(entry.key)?, entry.strand))).collect()
}

/// The strand expected of each year group, and of each phase whose year groups are all expected on one strand.
pub fn expected_of_groups(project: &Project, scope: Scope<'_>, reference: &Reference) -> Vec<(String, String)> {
    let mut expected = expected_strands(project, scope, reference);
    let mut phases: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (year, strand) in &expected {
        let known = reference.vocabulary.year_groups.iter().find(|known| known.name == *year);
        if let Some(known) = known {
            phases.entry(&known.phase).or_default().insert(strand);
        }
    }
    let agreed = phases.into_iter().filter(|(_, strands)| strands.len() == 1);
    let agreed: Vec<(String, String)> = agreed
        .flat_map(|(phase, strands)| strands.into_iter().map(move |strand| (phase.to_owned(), strand.to_owned())))
        .collect();
    expected.extend(agreed);
    expected
}

/// When packs show two or three year groups together.
pub fn small_years(below: u16) -> (String, String) {
    let meaning = match below {
        0 => "never".to_owned(),
        _ => format!("they have fewer than {below} children on average"),
    };
    ("Year groups are shown two or three together where".into(), meaning)
}

/// What is in force on the last day that the run's term can speak of.
fn in_force(project: &Project, scope: Scope<'_>, reference: &Reference) -> Vec<Expectation> {
    let day = scope.term.end.min(scope.as_of);
    // A policy that cannot be was refused before anything was computed.
    let mut expected = expectations(project, reference).unwrap_or_default();
    expected.retain(|entry| entry.valid_from <= day && day <= entry.valid_to);
    expected
}

/// Which strand is expected of whom, and by what.
pub fn expected(project: &Project, scope: Scope<'_>, reference: &Reference) -> (String, String) {
    if project.policy.expected_by == ExpectedBy::YearGroup {
        let expected = expected_strands(project, scope, reference);
        return ("Strand expected, by year group".into(), years_by_strand(&expected));
    }
    let ages = in_force(project, scope, reference);
    let parts: Vec<String> = ages.iter().map(|entry| format!("{} from {}", entry.strand, age(entry.key))).collect();
    ("Strand expected, by age in completed months on the day of the screening".into(), parts.join("; "))
}

fn age(months: i32) -> String {
    let one = |number: i32, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    match (months / 12, months % 12) {
        (0, months) => one(months, "month"),
        (years, 0) => one(years, "year"),
        (years, months) => format!("{} {}", one(years, "year"), one(months, "month")),
    }
}

/// Which strand is expected of whom: `Power & Identity for Reception, Year 1; …`.
fn years_by_strand(expected: &[(String, String)]) -> String {
    let mut strands: Vec<(&str, Vec<&str>)> = Vec::new();
    for (year, strand) in expected {
        match strands.iter_mut().find(|(known, _)| known == strand) {
            Some((_, years)) => years.push(year),
            None => strands.push((strand, vec![year])),
        }
    }
    let parts = strands.iter().map(|(strand, years)| format!("{strand} for {}", years.join(", ")));
    parts.collect::<Vec<_>>().join("; ")
}

/// How the tool's scores are judged and compared.
pub fn screening(policy: &Policy, reference: &Reference) -> Vec<(String, String)> {
    let mut notes =
        vec![("Pupils are screened again within".to_owned(), format!("{} days", policy.screening_every_days))];
    let mut say = |term: &str, meaning: String| notes.push((term.to_owned(), meaning));
    let Some(tool) = reference.instruments.instrument(&policy.instrument) else { return notes };
    let worse: Vec<&str> = tool
        .strands
        .iter()
        .filter(|strand| strand.polarity == Polarity::HighBad)
        .map(|strand| strand.name.as_str())
        .collect();
    if !worse.is_empty() {
        say("A high score is worse on", worse.join(", "));
        say(
            "A change is counted",
            "so that more is better: where a high score is worse, a fall counts as a rise".into(),
        );
    }
    for (strand, score) in &policy.secure_score {
        say(&format!("{strand} is secure"), format!("from {score}, or up to it where a high score is worse"));
    }
    if let Some(scheme) = &policy.band_scheme {
        let unsure = tool.bands.iter().any(|band| band.scheme == *scheme && band.status != "confirmed");
        let unsure = if unsure { "; not all of its cut-offs are confirmed" } else { "" };
        say("A score is secure in the most favourable band of", format!("{scheme}{unsure}"));
    }
    if let Some(why) = tool.why_no_average() {
        say("No average is taken of scores or their changes", format!("{why}; the middle score is shown instead"));
    }
    notes
}

/// The limits of what anybody may see.
pub(super) fn public(rules: &PublicRules) -> String {
    format!(
        "groups of {} at least, no count from 1 to {}, counts to the nearest {}",
        rules.min_cohort, rules.small_count, rules.round_to
    )
}

/// When a year group is a whole-class priority, and when it is watched.
pub(super) fn whole_class(rules: &WholeClassRules) -> String {
    format!(
        "more than {:.0} % not yet secure, of which we are {} % sure (watched from {} %); at least {} pupils and {} % \
         of those on roll screened; at most {} strands for a group",
        rules.threshold_percent,
        rules.sure_percent,
        rules.watch_percent,
        rules.min_screened,
        rules.min_coverage_percent,
        rules.strands_per_group
    )
}

/// The conventions of the comparison of attendance before and after support.
pub(super) fn attendance_change(rules: &AttendanceChangeRules) -> String {
    format!(
        "windows of {} and {} school weeks, and the same half-term last year; {} school weeks left out before the start, {} \
         after; children with {} possible sessions or more on both sides; pupils are alike within {} points of attendance; \
         {} random sets of them (seed {}); half-terms are more than {} days apart",
        rules.short_weeks,
        rules.long_weeks,
        rules.gap_before_weeks,
        rules.gap_after_weeks,
        rules.min_sessions,
        rules.similar_points,
        rules.placebo_sets,
        rules.seed,
        rules.half_term_gap_days
    )
}

/// Which kinds of support had their places drawn by lot.
pub(super) fn drawn_by_lot(names: &[String]) -> String {
    if names.is_empty() { "for no kind of support".into() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_in_words() {
        assert_eq!(
            [0, 1, 48, 61, 13].map(age),
            ["0 months", "1 month", "4 years", "5 years 1 month", "1 year 1 month"]
        );
    }

    #[test]
    fn a_tool_of_percentiles_says_why_it_has_no_average() {
        let reference = Reference::load().unwrap();
        let said = |instrument: &str| {
            let policy = Policy { instrument: instrument.into(), ..Policy::default() };
            screening(&policy, &reference)
        };
        assert_eq!(said("thrive").len(), 1);
        let pass = said("pass");
        let (_, why) = pass.iter().find(|(term, _)| term.starts_with("No average")).unwrap();
        assert_eq!(why, "its scores are percentiles; the middle score is shown instead");
        let sdq = said("sdq");
        let (_, worse) = sdq.iter().find(|(term, _)| term == "A high score is worse on").unwrap();
        assert!(worse.contains("Conduct problems") && !worse.contains("Prosocial"), "{worse}");
    }
}
