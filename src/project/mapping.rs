//! What the school has confirmed about its own files: the `[[mapping]]` blocks of school.toml.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::dates::DateOrder;

/// One confirmed mapping. It is about the sheets that have all of its headings and, where it says so, only those of one
/// file or sheet name.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// File it is about, as it is called in the inbox; any file if none.
    pub file: Option<String>,
    /// Sheet it is about; any sheet if none.
    pub sheet: Option<String>,
    /// Table of the template that such a sheet is.
    pub table: Option<String>,
    /// Heading of the sheet to column of the template, as its identifier (`date_of_birth`).
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// Heading of the sheet to strand of the screening tool.
    #[serde(default)]
    pub strands: BTreeMap<String, String>,
    /// Values that hold for every row, by column of the template: `respondent = "teacher"`.
    #[serde(default)]
    pub fixed: BTreeMap<String, String>,
    /// Which of two figures is the day in the sheet's dates.
    pub dates: Option<DateOrder>,
    /// What the sheet's scores are out of.
    pub scores: Option<ScoreRange>,
}

/// What scores are out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum ScoreRange {
    /// Shares: 0.72 is 72 per cent.
    #[serde(rename = "0-1")]
    ZeroToOne,
    /// As the screening tool has them: 0.72 is less than one per cent.
    #[serde(rename = "0-100")]
    AsTheyAre,
}

impl Mapping {
    /// Whether it is about a file and sheet of these names.
    pub fn names(&self, file: &str, sheet: Option<&str>) -> bool {
        let same = |wanted: &str, found: &str| wanted.trim().to_lowercase() == found.trim().to_lowercase();
        let name = file.rsplit('/').next().unwrap_or(file);
        let file = self.file.as_deref().is_none_or(|wanted| {
            let wanted = wanted.replace('\\', "/");
            same(&wanted, file) || same(&wanted, name)
        });
        file && self.sheet.as_deref().is_none_or(|wanted| sheet.is_some_and(|sheet| same(wanted, sheet)))
    }
}

/// Refuses a mapping that is about everything or about nothing: why, and what to write instead.
pub(super) fn check(mappings: &[Mapping]) -> Result<(), (String, &'static str)> {
    for (number, mapping) in (1..).zip(mappings) {
        let headings = !mapping.columns.is_empty() || !mapping.strands.is_empty();
        if !headings && mapping.file.is_none() && mapping.sheet.is_none() {
            let why = format!("[[mapping]] number {number} does not say which files it is about");
            return Err((why, "give it a line for file or sheet, or the headings in [mapping.columns]"));
        }
        if headings && mapping.table.is_none() {
            let why = format!("[[mapping]] number {number} has headings and no table");
            return Err((why, "add a line such as table = \"screening\""));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(text: &str) -> Mapping {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_mapping_is_about_the_names_it_says() {
        let any = mapping("[columns]\n\"Nr\" = \"pupil_id\"");
        assert!(any.names("Thrive/scores.xlsx", Some("Maple")) && any.names("a.csv", None));
        let one = mapping("file = \"Scores.XLSX\"\nsheet = \"maple\"");
        assert!(one.names("Thrive/scores.xlsx", Some("Maple")));
        assert!(!one.names("Thrive/scores.xlsx", Some("Oak")) && !one.names("scores.xlsx", None));
        let path = mapping("file = 'Thrive\\scores.xlsx'");
        assert!(path.names("Thrive/scores.xlsx", None) && !path.names("Boxall/scores.xlsx", None));
    }

    #[test]
    fn one_about_everything_or_without_a_table_is_refused() {
        assert!(check(&[mapping("scores = \"0-1\"")]).is_err());
        assert!(check(&[mapping("[columns]\n\"Nr\" = \"pupil_id\"")]).is_err());
        assert!(check(&[mapping("file = \"a.csv\"\nscores = \"0-1\"\ndates = \"month-first\"")]).is_ok());
        assert!(toml::from_str::<Mapping>("dates = \"untold\"").is_err(), "not for people");
    }
}
