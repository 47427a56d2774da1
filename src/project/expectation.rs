//! Which strand the school expects of whom: its policy by year group or by age,
//! each with the dates between which it holds.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Policy, civil};

/// What decides which strand is expected of a child.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpectedBy {
    /// The year group on the last day of the period.
    #[default]
    YearGroup,
    /// The age in completed months on the screening date.
    Age,
}

/// A strand expected of a year group from a day on, in place of what was
/// expected until then.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedFrom {
    /// The year group, as the school writes it.
    pub year_group: String,
    /// The strand.
    pub strand: String,
    /// First day on which it holds.
    #[serde(deserialize_with = "day")]
    pub valid_from: Date,
}

/// A strand expected from an age on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedAtAge {
    /// Age in completed months.
    pub from_months: i32,
    /// The strand.
    pub strand: String,
    /// First day on which it holds; ever since where left out.
    #[serde(default, deserialize_with = "some_day")]
    pub valid_from: Option<Date>,
    /// Last day on which it holds; until the next entry for the same age
    /// where left out.
    #[serde(default, deserialize_with = "some_day")]
    pub valid_to: Option<Date>,
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let moment = toml::value::Datetime::deserialize(deserializer)?;
    civil(&moment).ok_or_else(|| serde::de::Error::custom(format!("\"{moment}\" is not a TOML datetime with a date")))
}

fn some_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    day(deserializer).map(Some)
}

/// Expectations that contradict each other or can never hold, and screenings
/// that would never be due.
pub(super) fn check(policy: &Policy) -> Result<(), (String, &'static str)> {
    if policy.screening_every_days < 1 {
        let why = format!("policy.screening_every_days is {}", policy.screening_every_days);
        return Err((why, "give a number of days, such as 150"));
    }
    match policy.expected_by {
        ExpectedBy::Age if policy.expected_at_age.is_empty() => {
            let why = "policy.expected_by is \"age\", but there is no age";
            return Err((why.into(), "add [[policy.expected_at_age]] with from_months = 48 and strand = \"…\""));
        }
        ExpectedBy::YearGroup if !policy.expected_at_age.is_empty() => {
            let why = "policy.expected_at_age is there, but policy.expected_by is \"year_group\"";
            return Err((why.into(), "write expected_by = \"age\" under [policy], or take the ages out"));
        }
        _ => {}
    }
    for (index, entry) in policy.expected_at_age.iter().enumerate() {
        if !(0..=240).contains(&entry.from_months) {
            let why = format!("policy.expected_at_age: from_months is {}", entry.from_months);
            return Err((why, "give an age in months, such as 48 for four years"));
        }
        if entry.valid_from.zip(entry.valid_to).is_some_and(|(from, to)| to < from) {
            let why =
                format!("policy.expected_at_age: from {} months, valid_to comes before valid_from", entry.from_months);
            return Err((why, "correct the two dates"));
        }
        let same =
            |other: &ExpectedAtAge| (other.from_months, other.valid_from) == (entry.from_months, entry.valid_from);
        if policy.expected_at_age[..index].iter().any(same) {
            let why = format!("policy.expected_at_age names {} months twice", entry.from_months);
            return Err((why, "give each entry for one age its own valid_from"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::*;
    use crate::error::Error;
    use crate::project::Project;

    const GOOD: &str = r#"
        [school]
        name = "Hill School"
        [[calendar.term]]
        year = "2025/26"
        name = "Autumn"
        start = 2025-09-02
        end = 2025-12-19
        [policy]
        secure_min = 65
    "#;

    fn parse(text: &str) -> Result<Project, Error> {
        Project::parse(Path::new("."), Path::new("school.toml"), text)
    }

    #[test]
    fn expectations_by_age_are_dated_and_complete() {
        const AGE: &str = "\n[[policy.expected_at_age]]\nfrom_months = 48\nstrand = \"Thinking\"\n";
        let by_age = GOOD.replace("secure_min = 65", "secure_min = 65\nexpected_by = \"age\"");
        let project = parse(&format!("{by_age}{AGE}valid_from = 2025-09-01\n")).unwrap();
        assert_eq!(project.policy.expected_by, ExpectedBy::Age);
        assert_eq!(project.policy.expected_at_age[0].valid_from, Some(date(2025, 9, 1)));
        assert!(parse(&by_age).unwrap_err().to_string().contains("no age"));
        assert!(parse(&format!("{GOOD}{AGE}")).unwrap_err().to_string().contains("year_group"));
        assert!(parse(&format!("{by_age}{AGE}{AGE}")).unwrap_err().to_string().contains("48 months twice"));
        assert!(parse(&GOOD.replace("secure_min = 65", "screening_every_days = 0")).is_err());
        assert!(parse(&format!("{by_age}{AGE}").replace("48", "-1")).is_err(), "nobody is that young");
    }
}
