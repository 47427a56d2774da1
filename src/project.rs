//! The project folder a school keeps: school.toml, inbox, packs.

mod branding;
mod expectation;
mod mapping;
mod matching_policy;
mod own_reference;
mod policy;
mod retention;
mod staff_policy;
mod trust;

pub use branding::{Branding, Logo};
pub use expectation::{ExpectedAtAge, ExpectedBy, ExpectedFrom};
pub use mapping::{Mapping, ScoreRange};
pub use matching_policy::MatchingPolicy;
pub use own_reference::OwnReference;
pub use policy::Policy;
pub use retention::Retention;
pub use staff_policy::StaffPolicy;
pub use trust::{TRUST_FILE, Trust, TrustPolicy};

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;

use crate::dates;
use crate::error::Error;

/// A project folder with its validated school.toml.
#[derive(Clone, Debug)]
pub struct Project {
    /// The folder.
    pub folder: PathBuf,
    /// What school.toml says.
    pub school: School,
    /// Terms in order of time.
    pub terms: Vec<Term>,
    /// Policy, with the defaults filled in.
    pub policy: Policy,
    /// How the packs look.
    pub branding: Branding,
    /// What the school has confirmed about its own files.
    pub mappings: Vec<Mapping>,
}

/// Name and kind of the school.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct School {
    /// Name as it is printed.
    pub name: String,
    /// Phase, for comparators.
    #[serde(default)]
    pub phase: Phase,
}

/// Phase of education.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Reception to Year 6 and nursery.
    #[default]
    Primary,
    /// Year 7 and above.
    Secondary,
    /// Both.
    AllThrough,
    /// Special school.
    Special,
    /// Pupil referral unit or alternative provision.
    AlternativeProvision,
}

/// One term of the school's own calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Identifier such as `2025-26-summer`.
    pub id: String,
    /// Academic year: 2025 is 2025/26.
    pub academic_year: i16,
    /// 1 to 3 (or 6) in the year.
    pub number: i32,
    /// Printed name such as `Summer term 2025/26`.
    pub name: String,
    /// First day.
    pub start: Date,
    /// Last school day.
    pub end: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchoolFile {
    school: School,
    calendar: Calendar,
    #[serde(default)]
    policy: Policy,
    #[serde(default)]
    branding: Branding,
    #[serde(default)]
    mapping: Vec<Mapping>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Calendar {
    term: Vec<TermEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermEntry {
    year: String,
    name: String,
    start: toml::value::Datetime,
    end: toml::value::Datetime,
}

impl Project {
    /// Opens a project folder and reads its school.toml.
    ///
    /// # Errors
    /// When the folder or the file is not there, or the file says something
    /// that cannot be: an unknown key is answered with the nearest known one.
    pub fn open(folder: &Path) -> Result<Project, Error> {
        if !folder.is_dir() {
            return Err(Error::NoFolder { path: folder.into() });
        }
        let path = folder.join("school.toml");
        if !path.exists() {
            return Err(Error::NoProject { path: folder.into() });
        }
        let text = std::fs::read_to_string(&path).map_err(|source| Error::CannotRead { path: path.clone(), source })?;
        Self::parse(folder, &path, &text)
    }

    /// Folder of the school's own reports and wording.
    pub fn reports(&self) -> PathBuf {
        self.folder.join("reports")
    }

    /// The school's own reports and wording, by file name; none where it has no such folder.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn own_reports(&self) -> Result<BTreeMap<String, String>, Error> {
        toml_files(&self.reports())
    }

    /// Reads the text of a school.toml.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn parse(folder: &Path, path: &Path, text: &str) -> Result<Project, Error> {
        let bad = |line, why: String, remedy: &str| Error::BadProject {
            path: path.into(),
            line,
            why,
            remedy: remedy.to_owned(),
        };
        let file: SchoolFile = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let (why, remedy) = explain_toml(error.message());
            bad(line, why, &remedy)
        })?;
        let terms = terms(&file.calendar.term).map_err(|(why, remedy)| bad(None, why, remedy))?;
        let policy = file.policy;
        if file.school.name.trim().is_empty() {
            return Err(bad(None, "school.name is empty".into(), "write the school's name as it should be printed"));
        }
        policy::check(&policy).map_err(|(why, remedy)| bad(None, why, remedy))?;
        file.branding.check().map_err(|(why, remedy)| bad(None, why, remedy))?;
        mapping::check(&file.mapping).map_err(|(why, remedy)| bad(None, why, remedy))?;
        let SchoolFile { school, branding, mapping: mappings, .. } = file;
        Ok(Project { folder: folder.into(), school, terms, policy, branding, mappings })
    }

    /// The school's crest, if it has one.
    ///
    /// # Errors
    /// When it is not there, no PNG file, or too large to be put into every page.
    pub fn logo(&self) -> Result<Option<Logo>, Error> {
        self.branding.read_logo(&self.folder)
    }

    /// Where the school puts its exports.
    pub fn inbox(&self) -> PathBuf {
        self.folder.join("inbox")
    }

    /// Where people confirm or reject links between rows and children.
    pub fn review(&self) -> PathBuf {
        self.folder.join("review").join("matches.csv")
    }

    /// Where what was read of the inbox is kept for the next run: its owner's alone, and nothing that is not in the inbox.
    pub fn readings(&self) -> PathBuf {
        self.folder.join("cache")
    }

    /// Where finished packs appear.
    pub fn packs(&self) -> PathBuf {
        self.folder.join("packs")
    }

    /// The term named `id`, by identifier or printed name.
    ///
    /// # Errors
    /// When the calendar has none by that name.
    pub fn term(&self, id: &str) -> Result<&Term, Error> {
        let wanted = id.trim().to_lowercase();
        let found = self.terms.iter().find(|term| term.id == wanted || term.name.to_lowercase() == wanted);
        found.ok_or_else(|| Error::NoSuchTerm {
            term: id.into(),
            known: self.terms.iter().map(|term| term.id.clone()).collect(),
        })
    }

    /// The term that a date falls in, or the last one that had begun by then.
    pub fn term_on(&self, day: Date) -> Option<&Term> {
        self.terms.iter().rev().find(|term| term.start <= day)
    }
}

/// The toml files of a folder by file name; none where there is no such folder.
fn toml_files(folder: &Path) -> Result<BTreeMap<String, String>, Error> {
    let mut files = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    let unread = |path: &Path, source| Error::CannotRead { path: path.into(), source };
    for entry in std::fs::read_dir(folder).map_err(|source| unread(folder, source))? {
        let path = entry.map_err(|source| unread(folder, source))?.path();
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
            let text = std::fs::read_to_string(&path).map_err(|source| unread(&path, source))?;
            // Windows editors begin a file with a byte-order mark.
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
            files.insert(path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text);
        }
    }
    Ok(files)
}

/// Puts a parser's message into words, with the nearest known key.
fn explain_toml(message: &str) -> (String, String) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let unknown_name = message.starts_with("unknown field") || message.starts_with("unknown variant");
    if let Some((unknown, known)) = quoted.split_first().filter(|_| unknown_name) {
        let kind = if message.starts_with("unknown field") { "key" } else { "value" };
        let why = format!("\"{unknown}\" is not a known {kind}");
        let alike = |name: &str| strsim::jaro_winkler(unknown, name);
        let nearest = known.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)));
        return match nearest {
            Some(near) if alike(near) > 0.75 => (why, format!("did you mean \"{near}\"?")),
            _ => (why, format!("here the file may have: {}", known.join(", "))),
        };
    }
    let remedy = match quoted.first() {
        Some(field) if message.starts_with("missing field") => format!("add a line for {field}"),
        _ if message.contains("TOML datetime") => "write a date without quotation marks: 2025-09-02".into(),
        _ => "see the comments of a fresh one: thrive-report init DIR".into(),
    };
    (message.replace('`', "\"").trim().to_owned(), remedy)
}

/// Limits that make no sense, or would protect nobody.
fn terms(entries: &[TermEntry]) -> Result<Vec<Term>, (String, &'static str)> {
    const DATES: &str = "write the dates as 2025-09-02, first and last school day of the term";
    let mut terms = Vec::new();
    for entry in entries {
        let year = dates::read_academic_year(&entry.year)
            .ok_or_else(|| (format!("\"{}\" is not an academic year", entry.year), "write it as 2025/26"))?;
        let start = civil(&entry.start).ok_or_else(|| (format!("\"{}\" is not a date", entry.start), DATES))?;
        let end = civil(&entry.end).ok_or_else(|| (format!("\"{}\" is not a date", entry.end), DATES))?;
        if end < start {
            return Err((format!("the {} term {} ends before it starts", entry.name, entry.year), DATES));
        }
        // The name becomes the name of the pack's folder, so it may not lead anywhere else.
        let plain = |c: char| c.is_alphanumeric() || c == ' ' || c == '-';
        if entry.name.trim().is_empty() || !entry.name.chars().all(plain) {
            let why = format!("\"{}\" cannot be the name of a term", entry.name);
            return Err((why, "use letters, digits, blanks and hyphens, such as Autumn or Term 1"));
        }
        let label = dates::academic_year_name(year);
        terms.push(Term {
            id: format!("{}-{}", label.replace('/', "-"), entry.name.trim().to_lowercase().replace(' ', "-")),
            academic_year: year,
            number: 0,
            name: format!("{} term {label}", entry.name.trim()),
            start,
            end,
        });
    }
    terms.sort_by_key(|term| term.start);
    for index in 0..terms.len() {
        let earlier = terms[..index].iter().filter(|term| term.academic_year == terms[index].academic_year).count();
        terms[index].number = earlier as i32 + 1;
        if index > 0 && terms[index].start <= terms[index - 1].end {
            let why = format!("{} begins before {} has ended", terms[index].name, terms[index - 1].name);
            return Err((why, DATES));
        }
        if terms[..index].iter().any(|term| term.id == terms[index].id) {
            return Err((format!("{} is there twice", terms[index].name), "give each term of a year its own name"));
        }
    }
    if terms.is_empty() {
        return Err(("the calendar has no term".into(), DATES));
    }
    Ok(terms)
}

fn civil(moment: &toml::value::Datetime) -> Option<Date> {
    let date = moment.date?;
    Date::new(date.year as i16, date.month as i8, date.day as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        [school]
        name = "Hill School"
        [[calendar.term]]
        year = "2025/26"
        name = "Spring"
        start = 2026-01-05
        end = 2026-03-27
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
    fn terms_come_in_order_and_the_rest_is_default() {
        let project = parse(GOOD).unwrap();
        let ids: Vec<(&str, i32)> = project.terms.iter().map(|term| (term.id.as_str(), term.number)).collect();
        assert_eq!(ids, [("2025-26-autumn", 1), ("2025-26-spring", 2)]);
        assert_eq!(project.policy.secure_min, 65.0);
        assert_eq!(project.policy.family_min_sessions, 5);
        assert_eq!(project.term_on(jiff::civil::date(2025, 12, 30)).unwrap().id, "2025-26-autumn");
    }

    #[test]
    fn an_unknown_key_is_answered_with_the_nearest() {
        let error = parse(&GOOD.replace("secure_min", "secure_mim")).unwrap_err();
        assert_eq!(error.hint().unwrap(), "did you mean \"secure_min\"?");
        assert!(error.to_string().contains("school.toml, line 15: \"secure_mim\" is not a known key"), "{error}");
        assert_eq!(error.exit_code(), 2);
    }

    #[test]
    fn a_policy_that_protects_nobody_is_refused() {
        let error = parse(&format!("{GOOD}\n[policy.disclosure]\nmin_cohort = 0\n")).unwrap_err();
        assert!(error.to_string().contains("single children"), "{error}");
        assert!(parse(&format!("{GOOD}\n[policy.disclosure]\nmin_cohort = 5\n")).is_ok());
    }

    #[test]
    fn a_policy_that_would_link_the_wrong_children_is_refused() {
        let error = parse(&format!("{GOOD}\n[policy.matching]\nuse_percent = 80\n")).unwrap_err();
        assert!(error.to_string().contains("use_percent is 80"), "{error}");
        assert!(parse(&format!("{GOOD}\n[policy.matching]\nuse_percent = 97\nreview_percent = 98\n")).is_err());
        assert_eq!(
            parse(&format!("{GOOD}\n[policy.matching]\nuse_percent = 97\n")).unwrap().policy.matching.review_percent,
            50.0
        );
    }

    #[test]
    fn a_term_whose_name_leads_out_of_the_pack_folder_is_refused() {
        for name in ["../../../evil", "Summer/2", "C:", "", "a\\\\b"] {
            let error = parse(&GOOD.replace("\"Spring\"", &format!("\"{name}\""))).unwrap_err();
            assert!(error.to_string().contains("cannot be the name of a term"), "{name}: {error}");
        }
        assert!(parse(&GOOD.replace("\"Spring\"", "\"Term 3\"")).is_ok());
        assert!(parse(&GOOD.replace("Hill School", " ")).is_err(), "a school needs a name");
    }

    #[test]
    fn overlapping_terms_are_refused() {
        let error = parse(&GOOD.replace("end = 2025-12-19", "end = 2026-01-19")).unwrap_err();
        assert!(error.to_string().contains("begins before"), "{error}");
    }
}
